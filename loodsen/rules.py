"""Who may see and change what in the network. Templates, views and API ask these through `has_perm`."""

from __future__ import annotations

import rules

from akt.rules import is_beheerder, is_kantorencoach, is_netwerk, is_provincie
from monitoring.rules import is_loods_van

# The people and organisations: seen and kept by the whole network, who rely on each other for it.
rules.add_perm("loodsen.view_organisatie", is_netwerk)
rules.add_perm("loodsen.change_organisatie", is_netwerk)
# A team arranges its own page; who is in it is up to the coach and the beheerder too.
rules.add_perm("loodsen.change_kantorenloods", is_provincie | is_loods_van)
rules.add_perm("loodsen.stel_aan", is_beheerder | is_kantorencoach)
# Making one organisation of two cannot be undone.
rules.add_perm("loodsen.voeg_samen", is_provincie)
# Which gemeenten still lack a loods.
rules.add_perm("loodsen.view_netwerk", is_provincie)
