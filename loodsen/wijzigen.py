"""Changing something that someone else may be changing too."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from akt.fouten import Conflict
from akt.opmaak import GEEN, datum_kort
from monitoring.dossier import wijzigingen


def laatste_versie(ding: Any) -> int:
    """Id of the newest version in the history of something: what a form remembers. 0 for what is new."""
    if ding.pk is None:
        return 0
    return ding.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0


def vergrendel(ding: Any, gezien: int) -> None:
    """Hold the row for the rest of the transaction, and see whether it is still as the person saw it.

    Raises `Conflict` when it was changed or removed since `gezien`, a `laatste_versie`.
    """
    if not type(ding).objects.select_for_update(of=("self",)).filter(pk=ding.pk).exists():
        raise Conflict("Iemand heeft dit intussen verwijderd. Neem over wat u nodig hebt en leg het opnieuw vast.")
    nieuwste = ding.history.select_related("history_user").order_by("-history_id").first()
    if nieuwste is not None and nieuwste.history_id != gezien:
        wie = nieuwste.history_user.naam if nieuwste.history_user else "Iemand"
        wanneer = timezone.localtime(nieuwste.history_date)
        raise Conflict(f"{wie} heeft dit intussen ook gewijzigd, op {wanneer:%-d-%-m-%Y om %H:%M} uur.")


def geschiedenis(ding: Any, hoeveel: int = 20) -> list[dict[str, Any]]:
    """The newest changes of something in words: `wijzigingen` with names for ids, codes, lists and dates.

    A save that changed nothing is left out, the first one stays.
    """
    versies = wijzigingen(ding, hoeveel)
    velden = {str(veld.verbose_name): veld for veld in (*ding._meta.concrete_fields, *ding._meta.many_to_many)}
    verschillen = [verschil for versie in versies for verschil in versie["verschillen"]]
    namen = {naam: _namen(velden[naam], verschillen) for naam in {str(verschil["veld"]) for verschil in verschillen}}
    for verschil in verschillen:
        for kant in ("oud", "nieuw"):
            verschil[kant] = _leesbaar(verschil[kant], namen[str(verschil["veld"])])
    return [versie for versie in versies[:-1] if versie["verschillen"]] + versies[-1:]


def _namen(veld: Any, verschillen: list[dict[str, Any]]) -> dict[Any, str]:
    """What the values of a field are called: labels of choices, or names of what is referred to."""
    keuzes = getattr(veld, "base_field", veld).flatchoices
    if keuzes or not veld.is_relation:
        return {waarde: str(label) for waarde, label in keuzes}
    waarden = [
        verschil[kant] for verschil in verschillen for kant in ("oud", "nieuw") if verschil["veld"] == veld.verbose_name
    ]
    ids = {pk for waarde in waarden for pk in _ids(waarde)}
    return {rij.pk: str(rij) for rij in veld.related_model.objects.filter(pk__in=ids)}


def _ids(waarde: Any) -> list[Any]:
    """Keys in a value of the history; a many-to-many field has rows of its table between, other end last."""
    if isinstance(waarde, list):
        return [list(rij.values())[-1] if isinstance(rij, dict) else rij for rij in waarde]
    return [] if waarde == GEEN else [waarde]


def _leesbaar(waarde: Any, namen: dict[Any, str]) -> str:
    if isinstance(waarde, list):
        return ", ".join(namen.get(sleutel, str(sleutel)) for sleutel in _ids(waarde)) or GEEN
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, datetime.date):
        return datum_kort(waarde)
    return namen.get(waarde, str(waarde))
