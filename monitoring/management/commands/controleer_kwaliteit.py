"""Run the rules that look for errors in the data from the command line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from akt.opmaak import getal
from monitoring.models import Signaal
from monitoring.signalen import REGELS, controleer, wis_oude_melders


class Command(BaseCommand):
    help = "Controleer de gegevens van alle panden en werk de signalen bij, zoals elke nacht gebeurt."

    def handle(self, *args: Any, **opties: Any) -> None:
        uitkomst = controleer()
        for slug, hoeveel in uitkomst.gevonden.items():
            self.stdout.write(f"{getal(hoeveel):>9}  {REGELS[slug].naam} ({getal(uitkomst.seconden[slug], 2)} s)")
        self.stdout.write(uitkomst.samenvatting())
        gewist = wis_oude_melders()
        if gewist:
            self.stdout.write(f"E-mailadressen van oude meldingen gewist: {getal(gewist)}.")
        self.stdout.write(f"Er staan nu {getal(Signaal.objects.open().count())} signalen open.")
