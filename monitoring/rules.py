"""Who may see and change what in the monitoring. Templates, views and API ask these through `has_perm`."""

from __future__ import annotations

import datetime
from typing import Any

import rules
from django.db.models import Q, QuerySet

from akt.rules import is_beheerder, is_kantorencoach, is_kantorenloods, is_netwerk, is_provincie
from monitoring.models import Gemeente


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


def codes_van(gebruiker: Any) -> frozenset[str]:
    """Codes of the gemeenten a loods works for today; asked once for each request, which has a user of its own."""
    if not hasattr(gebruiker, "_codes_van_gemeenten"):
        gebruiker._codes_van_gemeenten = frozenset(gemeenten_van(gebruiker).values_list("pk", flat=True))
    return gebruiker._codes_van_gemeenten


def ziet_alles(gebruiker: Any) -> bool:
    return bool(is_provincie(gebruiker))


@rules.predicate
def is_loods_van(gebruiker: Any, ding: Any) -> bool:
    """Of a Gemeente, or of what lies in one. Without an object: whether the question makes sense for this user."""
    if not is_kantorenloods(gebruiker):
        return False
    code = ding.pk if isinstance(ding, Gemeente) else getattr(ding, "gemeente_id", None)
    return ding is None or code in codes_van(gebruiker)


rules.add_perm("monitoring.view_pand", is_provincie | is_loods_van)
rules.add_perm("monitoring.change_pand", is_beheerder | is_loods_van)
rules.add_perm("monitoring.add_waarneming", is_beheerder | is_loods_van)
rules.add_perm("monitoring.view_waarneming", is_netwerk)
rules.add_perm("monitoring.herbouw_kerncijfers", is_beheerder)
rules.add_perm("monitoring.view_kerncijfers", is_provincie)
rules.add_perm("monitoring.view_dashboard", is_kantorencoach | is_beheerder)
# Plancapaciteit, transformaties, transacties, voorzieningen: seen by the network, kept by whose gemeente it is.
rules.add_perm("monitoring.view_meting", is_netwerk)
rules.add_perm("monitoring.change_meting", is_beheerder | is_loods_van)
# Maatregelen, doelstellingen of the provincie, trendcijfers, definities and bronnen.
rules.add_perm("monitoring.change_programma", is_beheerder)
rules.add_perm("monitoring.stem_in", is_beheerder | is_loods_van)
rules.add_perm("monitoring.view_ronde", is_netwerk)
rules.add_perm("monitoring.open_ronde", is_beheerder)
rules.add_perm("monitoring.vul_ronde", is_beheerder | is_loods_van)
rules.add_perm("monitoring.view_signaal", is_provincie | is_loods_van)
rules.add_perm("monitoring.change_signaal", is_beheerder | is_loods_van)
rules.add_perm("monitoring.publiceer", is_beheerder)
