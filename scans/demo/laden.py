"""Writing the demo scans, and taking them out again; each subject has a module of its own."""

from __future__ import annotations

from akt.ruimtes import Melding, Opzet, laad_onderwerpen, verwijder_onderwerpen
from scans.demo import businesscase, scans

# In the order in which they build on each other.
ONDERWERPEN = (scans, businesscase)


def laad_demo(opzet: Opzet, meld: Melding) -> str:
    return laad_onderwerpen(ONDERWERPEN, opzet, meld)


def verwijder_demo() -> str:
    return verwijder_onderwerpen(ONDERWERPEN)
