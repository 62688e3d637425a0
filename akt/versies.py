"""Two people at one thing: a form remembers the version it was opened with, and a save over another's is told so."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from akt.fouten import Conflict

VERWIJDERD = "Iemand heeft dit intussen verwijderd. Neem over wat u nodig hebt en leg het opnieuw vast."


def laatste_versie(ding: Any) -> int:
    """Id of the newest version in the history of something, 0 for what is new or came in without one."""
    if ding.pk is None:
        return 0
    return ding.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0


def vergrendel(ding: Any, gezien: int, verwijderd: str = VERWIJDERD) -> None:
    """Hold the row, and see whether it is still as the person saw it: `gezien` is a `laatste_versie`.

    Raises `Conflict` with who changed it, or with `verwijderd` when it is gone. Only inside a transaction.
    """
    rij = type(ding)._base_manager.select_for_update(of=("self",)).filter(pk=ding.pk).first()
    if rij is None:
        raise Conflict(verwijderd)
    nieuwste = rij.history.select_related("history_user").order_by("-history_id").first()
    if nieuwste is not None and nieuwste.history_id != gezien:
        wie = nieuwste.history_user.naam if nieuwste.history_user else "Iemand"
        wanneer = timezone.localtime(nieuwste.history_date)
        raise Conflict(f"{wie} heeft dit intussen ook gewijzigd, op {wanneer:%-d-%-m-%Y om %H:%M} uur.")
