"""Publish all kerncijfers as a new release, or as a correction of the last."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from akt.fouten import Conflict
from akt.models import Gebruiker
from monitoring.publicaties import publiceer, samenvatting


class Command(BaseCommand):
    help = "Stel een publicatie van alle kerncijfers vast. Op de peildatum van de laatste is het een correctie."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("toelichting", help="wat lezers moeten weten")
        parser.add_argument("--peildatum", type=datetime.date.fromisoformat, help="JJJJ-MM-DD; anders de laatste")
        parser.add_argument("--door", metavar="E-MAIL", help="e-mailadres van wie de publicatie vaststelt")

    def handle(self, *args: Any, **opties: Any) -> None:
        gebruiker = None
        if opties["door"]:
            gebruiker = Gebruiker.objects.filter(email=opties["door"]).first()
            if gebruiker is None:
                raise CommandError(f"Er is geen gebruiker met e-mailadres {opties['door']}.")
        try:
            publicatie = publiceer(opties["toelichting"], gebruiker, peildatum=opties["peildatum"])
        except Conflict as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write(samenvatting(publicatie))
