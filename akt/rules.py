"""Predicates on roles, for the object permissions of every app (`user.has_perm(perm, obj)`)."""

from __future__ import annotations

from typing import Any

import rules

from akt.models import Rol


@rules.predicate
def is_beheerder(gebruiker: Any) -> bool:
    return gebruiker.is_authenticated and gebruiker.is_active and gebruiker.rol == Rol.BEHEERDER


@rules.predicate
def is_kantorencoach(gebruiker: Any) -> bool:
    return gebruiker.is_authenticated and gebruiker.is_active and gebruiker.rol == Rol.KANTORENCOACH


@rules.predicate
def is_kantorenloods(gebruiker: Any) -> bool:
    return gebruiker.is_authenticated and gebruiker.is_active and gebruiker.rol == Rol.KANTORENLOODS


# Coach and beheerder work for the provincie and read everything of the programme.
is_provincie = is_beheerder | is_kantorencoach
# The network: those who may see figures per pand, each within its own gemeenten where that applies.
is_netwerk = is_provincie | is_kantorenloods


@rules.predicate
def is_eigen_taak(gebruiker: Any, taak: Any) -> bool:
    return taak is not None and gebruiker.is_authenticated and taak.gestart_door_id == gebruiker.pk


rules.add_perm("akt.view_taak", is_beheerder | is_eigen_taak)
rules.add_perm("akt.view_bericht", is_beheerder)
