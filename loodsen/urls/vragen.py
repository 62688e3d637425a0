"""Addresses of vragen."""

from django.urls import URLPattern, path

from loodsen.views import vragen

urlpatterns: list[URLPattern] = [
    path("kantorenloods/<str:vraag_gemeente>/vraag/", vragen.VraagStellenView.as_view(), name="vraag-stellen"),
    path("vraag/<str:vraag_sleutel>/", vragen.VraagVolgenView.as_view(), name="vraag-volgen"),
    path("vragen/", vragen.VragenView.as_view(), name="vragen"),
    path("vragen/cijfers/", vragen.VraagcijfersView.as_view(), name="vragen-cijfers"),
    path("vragen/<str:vraag_nummer>/", vragen.VraagView.as_view(), name="vraag"),
]
