"""Writing the demo data of the network, and taking it out again; each subject has a module of its own."""

from __future__ import annotations

from akt.ruimtes import Melding, Opzet, laad_onderwerpen, verwijder_onderwerpen
from loodsen.demo import agenda, bijeenkomsten, coaching, initiatieven, loodsen, organisaties, vragen

# In the order in which they build on each other.
ONDERWERPEN = (loodsen, bijeenkomsten, vragen, coaching, agenda, initiatieven, organisaties)


def laad_demo(opzet: Opzet, meld: Melding) -> str:
    return laad_onderwerpen(ONDERWERPEN, opzet, meld)


def verwijder_demo() -> str:
    return verwijder_onderwerpen(ONDERWERPEN)
