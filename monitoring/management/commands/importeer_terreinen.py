"""Take terreinen and their borders from a file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from akt.fouten import BronFout
from monitoring.models import Terrein
from monitoring.terreinen import importeer_terreinen


class Command(BaseCommand):
    help = (
        "Neem terreinen over uit een bestand dat GDAL leest (GeoPackage, shape, GeoJSON, GML of een zip daarvan), "
        "zoals IBIS ze levert. Een terrein met een bekende code krijgt de nieuwe grens; een nieuw terrein hoort bij de "
        "gemeente waarin het ligt. Demoterreinen blijven zoals ze zijn; panden volgen naar hun ligging."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bestand", metavar="BRON", help="bestand of map met de terreinen")
        parser.add_argument("--bron", default="", help='naam van de bron, zoals "IBIS, 2026" (anders de bestandsnaam)')
        parser.add_argument("--codeveld", default="", help="veld met de code of het plannummer (anders gezocht)")
        parser.add_argument("--naamveld", default="", help="veld met de naam (anders gezocht)")
        parser.add_argument("--soortveld", default="", help="veld met de soort (anders gezocht)")
        parser.add_argument(
            "--soort", default=Terrein.Soort.BEDRIJVENTERREIN, choices=Terrein.Soort.values,
            help="soort van nieuwe terreinen waarvan de bron die niet noemt",
        )  # fmt: skip
        parser.add_argument("--laag", default="", help="laag in het bestand (anders vanzelf gekozen)")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            uitkomst = importeer_terreinen(
                opties["bestand"], herkomst=opties["bron"], codeveld=opties["codeveld"], naamveld=opties["naamveld"],
                soortveld=opties["soortveld"], soort=opties["soort"], laag=opties["laag"],
            )  # fmt: skip
        except BronFout as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write("\n".join(uitkomst.regels()))
