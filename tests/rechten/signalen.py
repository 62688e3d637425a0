"""Signalen, reporting an error, and the list of one's tasks."""

from __future__ import annotations

from typing import Any

from monitoring.models import Bron, Signaal
from tests.rechten.rollen import NETWERK, OPEN, PROVINCIE

MATRIX: dict[str, dict[str, int]] = {
    "monitoring:signalen": NETWERK,
    "monitoring:signalen-csv": NETWERK,
    "monitoring:signalen-regels": NETWERK,
    "monitoring:signalen-leverancier-xlsx": PROVINCIE,
    "monitoring:signalen-leverancier-csv": PROVINCIE,
    "monitoring:signaal": NETWERK,
    "monitoring:fout-melden": OPEN,
    "monitoring:fout-gemeld": OPEN,
    "taken": {"bezoeker": 302, "marktpartij": 200, "loods": 200, "coach": 200, "beheerder": 200},
}


def vul(wereld: Any) -> dict[str, Any]:
    """One finding by a rule in Houten."""
    bron = Bron.objects.get(naam="Parate kennis van de kantorenloods")
    signaal = Signaal.objects.create(
        regel="sprong-voorraad", sleutel=wereld.pand.bag_id, ernst=Signaal.Ernst.LET_OP, gemeente=wereld.houten,
        pand=wereld.pand, bron=bron, uitleg="De voorraad ging van 1.000 m² naar 9.000 m².",
        voorstel="Controleer of er geen typefout is gemaakt.",
    )  # fmt: skip
    return {"signaal_id": signaal.pk, "bron_id": bron.pk, "meldnummer": "K7QM-2XRT"}
