"""Recompute the kerncijfers from the command line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from akt.opmaak import getal
from monitoring.kerncijfers import herbouw, werk_bij
from monitoring.models import Herberekening, Kerncijfer


class Command(BaseCommand):
    help = "Werk de kerncijfers bij; herbouw ze allemaal als er nog geen zijn, als er niets wacht of met --alles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--alles", action="store_true", help="herbouw alle kerncijfers")

    def handle(self, *args: Any, **opties: Any) -> None:
        alleen_bijwerken = not opties["alles"] and Herberekening.objects.exists() and Kerncijfer.objects.exists()
        uitkomst = werk_bij() if alleen_bijwerken else herbouw()
        self.stdout.write(uitkomst.samenvatting())
        self.stdout.write(f"Er zijn nu {getal(Kerncijfer.objects.count())} rijen met kerncijfers.")
