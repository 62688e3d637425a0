"""Addresses of what keeps the knowledge alive."""

from django.urls import URLPattern, path

from kennissysteem.views import levend

urlpatterns: list[URLPattern] = [
    path("levend/", levend.LevendView.as_view(), name="levend"),
    path("levend.csv", levend.LevendCsvView.as_view(), name="levend-csv"),
    path("volgen/", levend.VolgenView.as_view(), name="volgen"),
    path("knelpunten/<slug:knelpunt_code>/reageren/", levend.KnelpuntReageerView.as_view(), name="knelpunt-reageren"),
    path("<int:levend_praktijk>/reageren/", levend.PraktijkReageerView.as_view(), name="praktijk-reageren"),
    path("<int:levend_praktijk>/hielp/", levend.HielpView.as_view(), name="praktijk-hielp"),
    path("reacties/<int:reactie_id>/", levend.AntwoordView.as_view(), name="reactie-antwoord"),
    path("reacties/<int:reactie_id>/intrekken/", levend.IntrekView.as_view(), name="reactie-intrekken"),
]
