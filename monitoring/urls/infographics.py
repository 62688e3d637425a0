"""The open pages."""

from django.urls import path

from monitoring.views import infographics

GEBIED = "infographics/<slug:niveau>/<slug:code>"

urlpatterns = [
    path("", infographics.StartView.as_view(), name="start"),
    path("infographics/", infographics.InfographicsView.as_view(), name="infographics"),
    path("infographics/kies/", infographics.KiesGebiedView.as_view(), name="infographics-kies"),
    path("infographics/effect/<int:maatregel_id>/", infographics.EffectView.as_view(), name="infographics-effect"),
    path(
        "infographics/effect/<int:maatregel_id>/grafiek.json",
        infographics.EffectGrafiekView.as_view(),
        name="infographics-effect-grafiek",
    ),
    path(f"{GEBIED}/", infographics.InfographicsView.as_view(), name="infographics-gebied"),
    path(f"{GEBIED}/deel.png", infographics.DeelplaatView.as_view(), name="infographics-deelplaat"),
    path(f"{GEBIED}/kaart.geojson", infographics.KaartView.as_view(), name="infographics-kaart"),
    path(f"{GEBIED}/<slug:figuur>.json", infographics.GrafiekView.as_view(), name="infographics-grafiek"),
    path(f"{GEBIED}/<slug:figuur>.csv", infographics.FiguurTabelView.as_view(), {"vorm": "csv"}, "infographics-csv"),
    path(f"{GEBIED}/<slug:figuur>.xlsx", infographics.FiguurTabelView.as_view(), {"vorm": "xlsx"}, "infographics-xlsx"),
    path(f"{GEBIED}/<slug:figuur>/insluiten/", infographics.InsluitenView.as_view(), name="infographics-insluiten"),
    path("definities/", infographics.DefinitiesView.as_view(), name="definities"),
]
