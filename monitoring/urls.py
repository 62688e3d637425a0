"""Addresses of the monitoring: Dutch, short and lasting."""

from django.urls import path

from monitoring import views

app_name = "monitoring"

GEBIED = "infographics/<slug:niveau>/<slug:code>"

urlpatterns = [
    path("", views.StartView.as_view(), name="start"),
    path("infographics/", views.InfographicsView.as_view(), name="infographics"),
    path("infographics/kies/", views.KiesGebiedView.as_view(), name="infographics-kies"),
    path(f"{GEBIED}/", views.InfographicsView.as_view(), name="infographics-gebied"),
    path(f"{GEBIED}/kaart.geojson", views.KaartView.as_view(), name="infographics-kaart"),
    path(f"{GEBIED}/<slug:figuur>.json", views.GrafiekView.as_view(), name="infographics-grafiek"),
    path(f"{GEBIED}/<slug:figuur>.csv", views.FiguurCsvView.as_view(), name="infographics-csv"),
    path("definities/", views.DefinitiesView.as_view(), name="definities"),
    path("panden/", views.PandenView.as_view(), name="panden"),
    path("panden/kaart.geojson", views.PandenKaartView.as_view(), name="panden-kaart"),
    path("panden/panden.csv", views.PandenExportView.as_view(), {"vorm": "csv"}, name="panden-csv"),
    path("panden/panden.xlsx", views.PandenExportView.as_view(), {"vorm": "xlsx"}, name="panden-xlsx"),
    path("panden/vastleggen/", views.VastleggenView.as_view(), name="vastleggen"),
    path("panden/adressen", views.AdressenZoekView.as_view(), name="adressen"),
    path("panden/<str:bag_id>/", views.PandView.as_view(), name="pand"),
    path("panden/<str:bag_id>/omtrek.geojson", views.PandOmtrekView.as_view(), name="pand-omtrek"),
    path("panden/<str:bag_id>/vastleggen/", views.PandVastleggenView.as_view(), name="pand-vastleggen"),
    path("kerncijfers/", views.KerncijfersView.as_view(), name="kerncijfers"),
]
