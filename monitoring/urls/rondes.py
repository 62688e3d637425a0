"""The rounds: list, one round, one gemeente in it, and its sheet out and in."""

from __future__ import annotations

import datetime

from django.urls import path, register_converter

from monitoring.views import rondes


class PeildatumConverter:
    """A date in an address: 2026-10-01."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date | str) -> str:
        return str(value)


register_converter(PeildatumConverter, "peildatum")

GEMEENTE = "rondes/<peildatum:ronde_dag>/<slug:ronde_gemeente>"

urlpatterns = [
    path("rondes/", rondes.RondesView.as_view(), name="rondes"),
    path("rondes/nieuw/", rondes.RondeNieuwView.as_view(), name="ronde-nieuw"),
    path("rondes/<peildatum:ronde_dag>/", rondes.RondeView.as_view(), name="ronde"),
    path(f"{GEMEENTE}/", rondes.RondeGemeenteView.as_view(), name="ronde-gemeente"),
    path(f"{GEMEENTE}/rijen.json", rondes.RondeRijenView.as_view(), name="ronde-rijen"),
    path(f"{GEMEENTE}/sjabloon.xlsx", rondes.SjabloonView.as_view(), {"vorm": "xlsx"}, name="ronde-sjabloon-xlsx"),
    path(f"{GEMEENTE}/sjabloon.csv", rondes.SjabloonView.as_view(), {"vorm": "csv"}, name="ronde-sjabloon-csv"),
    path(f"{GEMEENTE}/excel/", rondes.RondeExcelView.as_view(), name="ronde-excel"),
    path(f"{GEMEENTE}/excel/<uuid:upload_id>/", rondes.UploadView.as_view(), name="ronde-upload"),
    path(
        f"{GEMEENTE}/excel/<uuid:upload_id>/opmerkingen.xlsx", rondes.OpmerkingenView.as_view(),
        name="ronde-opmerkingen",
    ),
]  # fmt: skip
