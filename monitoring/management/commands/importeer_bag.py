"""Bring panden and adressen in step with the BAG."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from akt.fouten import BronFout
from monitoring.bag import importeer


def _dag(tekst: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(tekst)
    except ValueError as fout:
        raise argparse.ArgumentTypeError(f"'{tekst}' is geen datum; schrijf JJJJ-MM-DD") from fout


class Command(BaseCommand):
    help = (
        "Neem panden en adressen over uit een BAG Extract 2.0 van het Kadaster. Herhalen mag altijd: wat gelijk bleef, "
        "blijft staan; wat in de BAG eindigde, krijgt een einddatum; er wordt geen pand verwijderd."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "bron", metavar="BRON", type=Path,
            help="de levering: een zip van het Kadaster, een zip van één soort, een XML-bestand of een map daarmee",
        )  # fmt: skip
        parser.add_argument(
            "--gemeente", metavar="GM0344", action="append", default=[],
            help="neem alleen deze gemeente over (mag vaker; anders alle gemeenten van het portaal)",
        )  # fmt: skip
        parser.add_argument(
            "--peildatum", metavar="JJJJ-MM-DD", type=_dag,
            help="neem over wat op deze dag gold (anders de dag van de levering)",
        )  # fmt: skip

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            samenvatting = importeer(
                Path(opties["bron"]), gemeenten=opties["gemeente"], peildatum=opties["peildatum"], meld=self._meld
            )
        except BronFout as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write("\n".join(samenvatting.regels()))

    def _meld(self, regel: str) -> None:
        self.stderr.write(regel, self.style.NOTICE)
        self.stderr.flush()
