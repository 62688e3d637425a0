"""Take the borders of gemeenten from a file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from akt.fouten import BronFout
from monitoring.grenzen import importeer_grenzen


class Command(BaseCommand):
    help = (
        "Neem de grenzen van gemeenten over uit een bestand dat GDAL leest (GeoJSON, GeoPackage, shape, GML of een zip "
        "daarvan), met gemeentecodes van het CBS. Schematische grenzen worden vervangen; alles wat eraan hangt, blijft."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bestand", metavar="BRON", help="bestand of map met de grenzen")
        parser.add_argument("--bron", default="", help='naam van de bron, zoals "CBS, 2022" (anders de bestandsnaam)')
        parser.add_argument("--codeveld", default="", help="veld met de gemeentecode (anders vanzelf gezocht)")
        parser.add_argument("--naamveld", default="", help="veld met de naam (anders vanzelf gezocht)")
        parser.add_argument("--laag", default="", help="laag in het bestand (anders vanzelf gekozen)")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            uitkomst = importeer_grenzen(
                opties["bestand"], herkomst=opties["bron"], codeveld=opties["codeveld"],
                naamveld=opties["naamveld"], laag=opties["laag"],
            )  # fmt: skip
        except BronFout as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write("\n".join(uitkomst.regels()))
