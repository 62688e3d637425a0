"""Demo releases: two quarters ago and now, so that the open pages show a publicatie with a history."""

from __future__ import annotations

from typing import Any

from monitoring import publicaties
from monitoring.models import Publicatie

# In this order; the rows of a release go before the release. The trigger lets only those of demo data go.
VERWIJDER = (
    "DELETE FROM monitoring_publicatiecijfer WHERE publicatie_id IN (SELECT id FROM monitoring_publicatie WHERE demo)",
    "DELETE FROM monitoring_publicatiestand WHERE publicatie_id IN (SELECT id FROM monitoring_publicatie WHERE demo)",
    "DELETE FROM monitoring_publicatie WHERE demo",
)


def verwijder(cursor: Any) -> None:
    """Take out all releases that were made of demo data."""
    for opdracht in VERWIJDER:
        cursor.execute(opdracht)


def maak_demo() -> list[Publicatie]:
    """Publish the demo twice; call it after the kerncijfers are built. Gives [] when real releases exist."""
    if Publicatie.objects.exists():
        return []
    dagen = publicaties.keuze_peildata(None)
    gemaakt = [
        publicaties.publiceer("Eerste publicatie, met alle cijfers tot dan toe. Demogegevens.", None, peildatum=dag)
        for dag in dagen[2:3]
    ]
    gemaakt.append(publicaties.publiceer("Twee kwartalen erbij. Demogegevens.", None, peildatum=dagen[0]))
    return gemaakt
