"""Writing the demo practices, and taking them out again; each subject has a module of its own."""

from __future__ import annotations

from akt.ruimtes import Melding, Opzet
from kennissysteem.demo import levend, praktijken

# In the order in which they build on each other: each has `maak_demo(zaad) -> str` and `verwijder()`.
ONDERWERPEN = (praktijken, levend)


def laad_demo(opzet: Opzet, meld: Melding) -> str:
    for onderwerp in ONDERWERPEN:
        if regel := onderwerp.maak_demo(opzet.zaad):
            meld(regel)
    return ""


def verwijder_demo() -> str:
    for onderwerp in reversed(ONDERWERPEN):
        onderwerp.verwijder()
    return ""
