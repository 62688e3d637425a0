"""The list of panden, the page of one, and recording what was seen there."""

from django.urls import path

from monitoring.views import panden, vastleggen

urlpatterns = [
    path("panden/", panden.PandenView.as_view(), name="panden"),
    path("panden/kaart.geojson", panden.PandenKaartView.as_view(), name="panden-kaart"),
    path("panden/panden.csv", panden.PandenExportView.as_view(), {"vorm": "csv"}, name="panden-csv"),
    path("panden/panden.xlsx", panden.PandenExportView.as_view(), {"vorm": "xlsx"}, name="panden-xlsx"),
    path("panden/vastleggen/", vastleggen.VastleggenView.as_view(), name="vastleggen"),
    path("panden/adressen", vastleggen.AdressenZoekView.as_view(), name="adressen"),
    path("panden/<str:bag_id>/", panden.PandView.as_view(), name="pand"),
    path("panden/<str:bag_id>/omtrek.geojson", panden.PandOmtrekView.as_view(), name="pand-omtrek"),
    path("panden/<str:bag_id>/vastleggen/", vastleggen.PandVastleggenView.as_view(), name="pand-vastleggen"),
    path(
        "panden/<str:bag_id>/waarnemingen/<int:waarneming_id>/intrekken/",
        vastleggen.WaarnemingIntrekkenView.as_view(),
        name="waarneming-intrekken",
    ),
]
