"""What was changed, in words."""

from __future__ import annotations

import datetime
from typing import Any

from akt.opmaak import GEEN, datum_kort
from monitoring.dossier import wijzigingen


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
