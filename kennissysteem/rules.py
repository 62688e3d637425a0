"""Who may read and write practices. Templates, views and API ask these through `has_perm`."""

from __future__ import annotations

from typing import Any

import rules

from akt.rules import is_beheerder, is_netwerk, is_provincie
from kennissysteem.models import Praktijk, Reactie


@rules.predicate
def is_open(gebruiker: Any, praktijk: Praktijk | None) -> bool:
    return praktijk is not None and praktijk.is_leesbaar and praktijk.openbaarheid == Praktijk.Openbaarheid.OPEN


@rules.predicate
def is_leesbaar(gebruiker: Any, praktijk: Praktijk | None) -> bool:
    return praktijk is None or praktijk.is_leesbaar


@rules.predicate
def is_schrijver(gebruiker: Any, praktijk: Praktijk | None) -> bool:
    """The author or a co-author. Without a praktijk: whether the question makes sense for this user."""
    if praktijk is None:
        return bool(is_netwerk(gebruiker))
    if not gebruiker.is_authenticated:
        return False
    return praktijk.auteur_id == gebruiker.pk or praktijk.medeauteurs.filter(pk=gebruiker.pk).exists()


# Open ones are for all; the rest of what is published for the network; a concept for its writers and the provincie.
rules.add_perm("kennissysteem.view_praktijk", is_open | (is_netwerk & is_leesbaar) | is_schrijver | is_provincie)
rules.add_perm("kennissysteem.add_praktijk", is_netwerk)
rules.add_perm("kennissysteem.change_praktijk", (is_netwerk & is_schrijver) | is_provincie)
rules.add_perm("kennissysteem.publiceer_praktijk", (is_netwerk & is_schrijver) | is_provincie)
rules.add_perm("kennissysteem.view_contact", is_netwerk)
rules.add_perm("kennissysteem.change_kennis", is_beheerder)


@rules.predicate
def is_eigen_reactie(gebruiker: Any, reactie: Reactie | None) -> bool:
    """Without a reactie: whether the question makes sense for this user."""
    return bool(is_netwerk(gebruiker)) and (reactie is None or reactie.door_id == gebruiker.pk)


# Questions, thanks and following: within the network. What was said goes back by who said it, or by the coachteam.
rules.add_perm("kennissysteem.view_levend", is_netwerk)
rules.add_perm("kennissysteem.add_reactie", is_netwerk)
rules.add_perm("kennissysteem.trek_reactie_in", is_provincie | is_eigen_reactie)
rules.add_perm("kennissysteem.view_zoekvraag", is_netwerk)
