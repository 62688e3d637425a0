"""Who may see and change what in the monitoring. Templates, views and API ask these through `has_perm`."""

from __future__ import annotations

import datetime
from typing import Any

import rules
from django.db.models import Q, QuerySet

from akt.rules import is_beheerder, is_kantorencoach, is_kantorenloods, is_netwerk, is_provincie
from monitoring.models import Gemeente, Pand


def gemeenten_van(gebruiker: Any) -> QuerySet[Gemeente]:
    """Gemeenten a loods works for today."""
    if not is_kantorenloods(gebruiker):
        return Gemeente.objects.none()
    vandaag = datetime.date.today()
    return Gemeente.objects.filter(
        Q(werkgebieden__tot__isnull=True) | Q(werkgebieden__tot__gt=vandaag),
        werkgebieden__gebruiker=gebruiker,
        werkgebieden__van__lte=vandaag,
    ).distinct()


def ziet_alles(gebruiker: Any) -> bool:
    return bool(is_provincie(gebruiker))


@rules.predicate
def is_loods_van_pand(gebruiker: Any, pand: Pand | None) -> bool:
    """Without an object: whether the question makes sense at all for this user."""
    if not is_kantorenloods(gebruiker):
        return False
    return pand is None or gemeenten_van(gebruiker).filter(pk=pand.gemeente_id).exists()


rules.add_perm("monitoring.view_pand", is_provincie | is_loods_van_pand)
rules.add_perm("monitoring.change_pand", is_beheerder | is_loods_van_pand)
rules.add_perm("monitoring.add_waarneming", is_beheerder | is_loods_van_pand)
rules.add_perm("monitoring.view_waarneming", is_netwerk)
rules.add_perm("monitoring.herbouw_kerncijfers", is_beheerder)
rules.add_perm("monitoring.view_kerncijfers", is_provincie)
rules.add_perm("monitoring.view_dashboard", is_kantorencoach | is_beheerder)
