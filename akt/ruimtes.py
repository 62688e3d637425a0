"""What each app brings by itself, found by name: the start set of every database, and the demo data.

An app takes part with a module `stamgegevens` (`laad_stamgegevens() -> int`) or a package `demo` (`laad_demo(opzet,
meld) -> str`, `verwijder_demo() -> str`).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

Melding = Callable[[str], None]


@dataclass(frozen=True)
class Opzet:
    """How much demo data to make. The same seed gives the same panden and waarnemingen, up to the peildata."""

    panden: int = 6_000
    kwartalen: int = 24
    zaad: int = 2015

    def peildata(self) -> list[datetime.date]:
        """First days of quarters, the last one being the current quarter's."""
        vandaag = timezone.localdate()
        laatste = vandaag.year * 4 + (vandaag.month - 1) // 3
        nummers = range(laatste - self.kwartalen + 1, laatste + 1)
        return [datetime.date(nummer // 4, nummer % 4 * 3 + 1, 1) for nummer in nummers]


def ruimtes(naam: str) -> list[ModuleType]:
    """That module of each app which has one, in the order in which the apps build on each other."""
    return [
        import_module(f"{app.name}.{naam}")
        for app in apps.get_app_configs()
        if app.module is not None and module_has_submodule(app.module, naam)
    ]


def lees_fixture(naam: str) -> Any:
    """What is in a JSON file of fixtures/."""
    return json.loads((settings.BASE_DIR / "fixtures" / naam).read_text(encoding="utf-8"))


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add what is missing of the start set and leave alone what is there; returns the number added."""
    return sum(ruimte.laad_stamgegevens() for ruimte in ruimtes("stamgegevens"))


def laad_demo(opzet: Opzet, meld: Melding) -> str:
    """Replace the demo data of all apps, in one transaction; returns a summary in Dutch.

    Raises `AktFout` where real panden are and DEBUG is off.
    """
    demos = ruimtes("demo")
    with transaction.atomic():
        laad_stamgegevens()
        for ruimte in reversed(demos):
            if weg := ruimte.verwijder_demo():
                meld(weg)
        return "\n".join(filter(None, [ruimte.laad_demo(opzet, meld) for ruimte in demos]))


def laad_onderwerpen(onderwerpen: Sequence[ModuleType], opzet: Opzet, meld: Melding) -> str:
    """`laad_demo` of an app whose subjects each have a module, with `maak_demo(zaad) -> str` and `verwijder()`."""
    for onderwerp in onderwerpen:
        if regel := onderwerp.maak_demo(opzet.zaad):
            meld(regel)
    return ""


def verwijder_onderwerpen(onderwerpen: Sequence[ModuleType]) -> str:
    """`verwijder_demo` of such an app: what was built last goes first."""
    for onderwerp in reversed(onderwerpen):
        onderwerp.verwijder()
    return ""
