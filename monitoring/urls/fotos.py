"""Photos of a pand."""

from django.urls import path

from monitoring.views import fotos

FOTO = "panden/<str:bag_id>/fotos/<int:foto_id>"

urlpatterns = [
    path("panden/<str:bag_id>/fotos/toevoegen/", fotos.FotosToevoegenView.as_view(), name="fotos-toevoegen"),
    path(f"{FOTO}/", fotos.FotoView.as_view(), name="foto"),
    path(f"{FOTO}/wijzigen/", fotos.FotoWijzigenView.as_view(), name="foto-wijzigen"),
    path(f"{FOTO}/verwijderen/", fotos.FotoVerwijderenView.as_view(), name="foto-verwijderen"),
    path(f"{FOTO}/<slug:foto_maat>.jpg", fotos.FotoBestandView.as_view(), name="foto-bestand"),
]
