"""Addresses of praktijken."""

from django.urls import URLPattern, path

from kennissysteem.openbaar import PraktijkenFeed
from kennissysteem.views import praktijken

urlpatterns: list[URLPattern] = [
    path("atom.xml", PraktijkenFeed(), name="praktijken-atom"),
    path("nieuw/", praktijken.PraktijkNieuwView.as_view(), name="praktijk-nieuw"),
    path("mijn/", praktijken.MijnPraktijkenView.as_view(), name="mijn-praktijken"),
    path("<int:praktijk_id>/", praktijken.PraktijkView.as_view(), name="praktijk"),
    path("<int:praktijk_id>/wijzigen/", praktijken.PraktijkWijzigenView.as_view(), name="praktijk-wijzigen"),
    path("<int:praktijk_id>/mensen/", praktijken.PraktijkMensenView.as_view(), name="praktijk-mensen"),
    path("<int:praktijk_id>/publiceren/", praktijken.PraktijkPublicerenView.as_view(), name="praktijk-publiceren"),
    path("<int:praktijk_id>/intrekken/", praktijken.PraktijkIntrekkenView.as_view(), name="praktijk-intrekken"),
    path("<int:praktijk_id>/versies/", praktijken.VersiesView.as_view(), name="praktijk-versies"),
    path("<int:praktijk_id>/bijlagen/", praktijken.BijlagenView.as_view(), name="praktijk-bijlagen"),
    path(
        "<int:praktijk_id>/bijlagen/<int:bijlage_id>.bestand",
        praktijken.BijlageBestandView.as_view(),
        name="praktijk-bijlage",
    ),
    path("<int:praktijk_id>/deel.png", praktijken.DeelplaatView.as_view(), name="praktijk-deelplaat"),
    path("<int:praktijk_id>/vraag/", praktijken.PraktijkVraagView.as_view(), name="praktijk-vraag"),
]
