"""Signalen, the reports for suppliers, and reporting an error without an account."""

from django.urls import path

from monitoring.views import signalen

urlpatterns = [
    path("signalen/", signalen.SignalenView.as_view(), name="signalen"),
    path("signalen/signalen.csv", signalen.SignalenCsvView.as_view(), name="signalen-csv"),
    path("signalen/regels/", signalen.RegelsView.as_view(), name="signalen-regels"),
    path("signalen/leverancier/<int:bron_id>.xlsx", signalen.LeverancierView.as_view(), {"vorm": "xlsx"},
         name="signalen-leverancier-xlsx"),
    path("signalen/leverancier/<int:bron_id>.csv", signalen.LeverancierView.as_view(), {"vorm": "csv"},
         name="signalen-leverancier-csv"),
    path("signalen/<int:signaal_id>/", signalen.SignaalView.as_view(), name="signaal"),
    path("fout-melden/", signalen.FoutMeldenView.as_view(), name="fout-melden"),
    path("fout-melden/bedankt/<slug:meldnummer>/", signalen.FoutGemeldView.as_view(), name="fout-gemeld"),
]  # fmt: skip
