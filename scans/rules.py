"""Who may see and change what of a scan. Templates, views and API ask these through `has_perm`."""

from __future__ import annotations

from typing import Any

import rules

from akt.models import Rol
from akt.rules import is_beheerder, is_provincie
from monitoring.rules import is_loods_van


@rules.predicate
def is_aanvrager(gebruiker: Any, scan: Any) -> bool:
    """Whoever asked for the scan; without a scan: anyone with an account may have asked for one."""
    return gebruiker.is_authenticated and (scan is None or scan.aanvrager_id == gebruiker.pk)


@rules.predicate
def is_expert_van(gebruiker: Any, scan: Any) -> bool:
    """An expert who was given a side of this scan."""
    if not (gebruiker.is_authenticated and gebruiker.rol == Rol.EXPERT):
        return False
    return scan is None or scan.aspecten.filter(expert=gebruiker).exists()


@rules.predicate
def is_kring_van_aspect(gebruiker: Any, aspect: Any) -> bool:
    """Provincie, or the loods of the gemeente."""
    return aspect is not None and bool(is_provincie(gebruiker) or is_loods_van(gebruiker, aspect.scan))


@rules.predicate
def is_expert_van_aspect(gebruiker: Any, aspect: Any) -> bool:
    return aspect is not None and gebruiker.is_authenticated and aspect.expert_id == gebruiker.pk


@rules.predicate
def is_aanvrager_van_aspect(gebruiker: Any, aspect: Any) -> bool:
    return aspect is not None and is_aanvrager(gebruiker, aspect.scan)


rules.add_perm("scans.view_scan", is_provincie | is_loods_van | is_aanvrager | is_expert_van)
rules.add_perm("scans.add_scan", is_aanvrager)
rules.add_perm("scans.change_scan", is_provincie | is_loods_van)
# The request itself, as long as the scan is in the intake (scans.verloop guards that).
rules.add_perm("scans.change_aanvraag", is_provincie | is_loods_van | is_aanvrager)
# One side of a scan.
rules.add_perm("scans.view_scanaspect", is_kring_van_aspect | is_expert_van_aspect | is_aanvrager_van_aspect)
rules.add_perm("scans.change_scanaspect", is_kring_van_aspect | is_expert_van_aspect)
rules.add_perm("scans.stempel", is_loods_van | is_beheerder)
rules.add_perm("scans.change_catalogus", is_beheerder)
rules.add_perm("scans.change_expert", is_provincie)
