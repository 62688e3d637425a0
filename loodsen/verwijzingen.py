"""What points at a row: found from the models themselves, so that a later app is never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, models, transaction
from simple_history.models import HistoricalChanges

from akt.fouten import AktFout


def verwijzingen(ding: models.Model) -> Iterator[tuple[Any, models.QuerySet[Any]]]:
    """Each relation to this row with the rows that have it; many-to-many by their through rows, histories left out."""
    for relatie in ding._meta.get_fields(include_hidden=True):
        van_buiten = relatie.auto_created and not relatie.concrete and (relatie.one_to_many or relatie.one_to_one)
        if not van_buiten or issubclass(relatie.related_model, HistoricalChanges):  # type: ignore[arg-type]
            continue
        rijen = relatie.related_model._base_manager  # type: ignore[union-attr]
        yield relatie, rijen.filter(**{relatie.field.name: ding})  # type: ignore[union-attr]


def verplaats(van: Any, naar: Any, reden: str) -> int:
    """Let all that points at one row point at another of the same kind; returns how many rows moved.

    `reden` goes in the history of what has one. What both have in a list of many is kept once. Raises `AktFout` where
    both have something there may be only one of. Only inside a transaction.
    """
    verplaatst = 0
    for relatie, rijen in verwijzingen(van):
        veld = relatie.field.name
        for rij in rijen.select_for_update(of=("self",)).order_by("pk"):
            setattr(rij, veld, naar)
            rij._change_reason = reden[:100]
            try:
                with transaction.atomic():
                    rij.save(update_fields=[veld])
                verplaatst += 1
            except DatabaseError as fout:
                if not rij._meta.auto_created:
                    raise AktFout(
                        f"{naar} en {van} hebben allebei: {rij}. Verwijder er een van, en voeg daarna samen."
                    ) from fout
                rij.delete()
    return verplaatst
