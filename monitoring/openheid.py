"""What may be open: figures over few panden are suppressed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings

from monitoring.models import Kerncijfer, Niveau


def onderdrukte_sleutels(cijfers: Iterable[Kerncijfer]) -> set[tuple[str, datetime.date]]:
    """Keys (gebied_code, peildatum) of the rows that stay hidden."""
    return {
        (cijfer.gebied_code, cijfer.peildatum)
        for cijfer in cijfers
        if cijfer.niveau == Niveau.TERREIN and 0 < cijfer.panden < settings.AKT_MINIMUM_PANDEN_OPEN
    }
