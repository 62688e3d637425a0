"""Load the demo data of all apps."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from akt.fouten import AktFout
from akt.ruimtes import Opzet, laad_demo


class Command(BaseCommand):
    help = (
        "Laad verzonnen gegevens om het portaal te laten zien: gebieden, panden, waarnemingen, gebruikers, "
        "kerncijfers en het netwerk. Vervangt oude demogegevens. Weigert waar echte panden staan (behalve met "
        "DJANGO_DEBUG=1)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--panden", type=int, default=Opzet.panden, help="aantal panden (%(default)s)")
        parser.add_argument("--kwartalen", type=int, default=Opzet.kwartalen, help="aantal kwartalen (%(default)s)")
        parser.add_argument("--zaad", type=int, default=Opzet.zaad, help="zelfde zaad, zelfde gegevens (%(default)s)")
        parser.add_argument("--als-leeg", action="store_true", help="doe niets als er al panden zijn")

    def handle(self, *args: Any, **opties: Any) -> None:
        if opties["als_leeg"] and apps.get_model("monitoring.Pand").objects.exists():
            self.stdout.write("Er zijn al panden; er is niets veranderd.")
            return
        opzet = Opzet(panden=opties["panden"], kwartalen=opties["kwartalen"], zaad=opties["zaad"])
        try:
            samenvatting = laad_demo(opzet, self.stdout.write)
        except AktFout as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write(samenvatting)
