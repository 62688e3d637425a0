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
# Initiatieven: kept by the network. A place is proposed and followed by whose gemeente it is or the provincie, and
# shown to the initiatiefnemer by nobody but its own loods (or the beheerder).
rules.add_perm("loodsen.view_initiatief", is_netwerk)
rules.add_perm("loodsen.change_initiatief", is_netwerk)
rules.add_perm("loodsen.change_koppeling", is_provincie | is_loods_van)
rules.add_perm("loodsen.geef_vrij", is_beheerder | is_loods_van)
rules.add_perm("loodsen.volg_eigen_initiatieven", rules.is_authenticated & ~is_netwerk)
