"""Bring percelen in step with the kadastrale kaart."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from akt.fouten import BronFout
from monitoring.percelen import importeer_percelen


class Command(BaseCommand):
    help = (
        "Neem percelen over uit de kadastrale kaart: de GML of zip van het Kadaster, of een GeoPackage met dezelfde "
        "velden. Herhalen mag altijd. Een perceel vervalt als de bron dat zegt of als er een ander perceel ligt; wat "
        "de bron niet noemt, blijft. Panden krijgen hun perceel naar hun ligging."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bestand", metavar="BRON", help="GML, zip, GeoPackage of ander bestand met percelen")
        parser.add_argument(
            "--bron", default="", help='naam van de bron, zoals "Kadastrale kaart, 2026" (anders de bestandsnaam)'
        )
        parser.add_argument("--laag", default="", help="laag in het bestand (anders vanzelf gekozen)")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            uitkomst = importeer_percelen(
                opties["bestand"], herkomst=opties["bron"], laag=opties["laag"], meld=self._meld
            )
        except BronFout as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write("\n".join(uitkomst.regels()))

    def _meld(self, regel: str) -> None:
        self.stderr.write(regel, self.style.NOTICE)
        self.stderr.flush()
