"""The start set of the network."""

from __future__ import annotations

from django.db import transaction

from loodsen import agenda


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add what is missing and leave alone what is there, so edits of the beheerder stay. Returns the number added."""
    return agenda.laad_stamgegevens()
