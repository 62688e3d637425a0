"""The map and its vector tiles, and what the dossier of a pand shows besides its page."""

from django.urls import path

from monitoring.views import kaart, panden

TEGEL = "<int:z>/<int:x>/<int:y>.mvt"

urlpatterns = [
    path("kaart/", kaart.KaartView.as_view(), name="kaart"),
    path("panden/<str:bag_id>/kort.json", kaart.PandKortView.as_view(), name="pand-kort"),
    path("panden/<str:bag_id>/verloop.json", panden.PandVerloopView.as_view(), name="pand-verloop"),
    path(f"tegels/panden/{TEGEL}", kaart.PandenTegelView.as_view(), name="tegel-panden"),
    path(f"tegels/<slug:laag>/{TEGEL}", kaart.OpenTegelView.as_view(), name="tegel"),
]
