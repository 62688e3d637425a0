"""Who may see and change what in the network. Templates, views and API ask these through `has_perm`."""

from __future__ import annotations

from typing import Any

import rules

from akt.rules import is_beheerder, is_kantorencoach, is_kantorenloods, is_netwerk, is_provincie
from monitoring.rules import is_loods_van


@rules.predicate
def is_eigenaar(gebruiker: Any, actie: Any) -> bool:
    """Of an Actie: the one who promised it."""
    return actie is not None and gebruiker.is_authenticated and actie.eigenaar_id == gebruiker.pk


# The people and organisations: seen and kept by the whole network, who rely on each other for it.
rules.add_perm("loodsen.view_organisatie", is_netwerk)
rules.add_perm("loodsen.change_organisatie", is_netwerk)
# A team arranges its own page; who is in it is up to the coach and the beheerder too.
rules.add_perm("loodsen.change_kantorenloods", is_provincie | is_loods_van)
rules.add_perm("loodsen.stel_aan", is_beheerder | is_kantorencoach)


# Bijeenkomsten: the provincie organises all, a loods those of its own gemeente.
@rules.predicate
def is_eigen_sessie(gebruiker: Any, bijeenkomst: Any) -> bool:
    """Whether a loods may organise it. Without an object: whether the question makes sense."""
    if bijeenkomst is None:
        return bool(is_kantorenloods(gebruiker))
    return bijeenkomst.soort in {"gebiedssessie", "codesign"} and is_loods_van(gebruiker, bijeenkomst)


@rules.predicate
def is_genodigd(gebruiker: Any, bijeenkomst: Any) -> bool:
    return (
        bijeenkomst is not None
        and gebruiker.is_authenticated
        and bijeenkomst.uitnodigingen.filter(gebruiker=gebruiker).exists()
    )


rules.add_perm("loodsen.organiseer", is_provincie | is_eigen_sessie)
# Who comes: the network only. Minutes and documents: who was asked too.
rules.add_perm("loodsen.view_uitnodiging", is_netwerk)
rules.add_perm("loodsen.view_notulen", is_netwerk | is_genodigd)
# Questions: who may read one may answer it and hand it over.
rules.add_perm("loodsen.view_vraag", is_provincie | is_loods_van)
rules.add_perm("loodsen.view_vraagcijfers", is_provincie)
# The coaching: kept by the provincie; a loods reads that of the own gemeente.
rules.add_perm("loodsen.view_coaching", is_provincie | is_loods_van)
rules.add_perm("loodsen.change_coaching", is_provincie)
rules.add_perm("loodsen.vink_actie", is_provincie | is_eigenaar)
# The agenda: the planning by the provincie, the five points of a gemeente by its loods too.
rules.add_perm("loodsen.change_agenda", is_provincie)
rules.add_perm("loodsen.view_gemeenteagendas", is_netwerk)
rules.add_perm("loodsen.change_gemeenteagenda", is_provincie | is_loods_van)
# Initiatieven: kept by the network. A place is proposed and followed by whose gemeente it is or the provincie, and
# shown to the initiatiefnemer by nobody but its own loods (or the beheerder).
rules.add_perm("loodsen.view_initiatief", is_netwerk)
rules.add_perm("loodsen.change_initiatief", is_netwerk)
rules.add_perm("loodsen.change_koppeling", is_provincie | is_loods_van)
rules.add_perm("loodsen.geef_vrij", is_beheerder | is_loods_van)
rules.add_perm("loodsen.volg_eigen_initiatieven", rules.is_authenticated & ~is_netwerk)
# Making one organisation of two cannot be undone.
rules.add_perm("loodsen.voeg_samen", is_provincie)
# Which gemeenten still lack a loods.
rules.add_perm("loodsen.view_netwerk", is_provincie)
