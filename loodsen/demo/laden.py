"""Writing the demo data of the network, and taking it out again; each subject has a module of its own."""

from __future__ import annotations

from akt.ruimtes import Melding, Opzet
from loodsen.demo import agenda, bijeenkomsten, coaching, initiatieven, loodsen, organisaties, vragen

# In the order in which they build on each other: each has `maak_demo(zaad) -> str` and `verwijder()`.
ONDERWERPEN = (loodsen, bijeenkomsten, vragen, coaching, agenda, initiatieven, organisaties)


def laad_demo(opzet: Opzet, meld: Melding) -> str:
    """Make the demo network; the demo users and panden are there already."""
    for onderwerp in ONDERWERPEN:
        if regel := onderwerp.maak_demo(opzet.zaad):
            meld(regel)
    return ""


def verwijder_demo() -> str:
    for onderwerp in reversed(ONDERWERPEN):
        onderwerp.verwijder()
    return ""
