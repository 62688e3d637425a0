"""Signalen about the data: the rules that find them, what people do with them, and what anyone reports.

`regels` holds the registry of rules, `controle` runs them, `afhandelen` is what people do, `melden` takes in reports.
"""

from monitoring.signalen.afhandelen import Cijfers, cijfers, handel_af, signalen_bij
from monitoring.signalen.controle import Uitkomst, controleer, controleer_na_invoer, wis_oude_melders
from monitoring.signalen.melden import meld_fout
from monitoring.signalen.regels import NAAM_MELDING, REGELS, Regel, naam_van

__all__ = [
    "NAAM_MELDING",
    "REGELS",
    "Cijfers",
    "Regel",
    "Uitkomst",
    "cijfers",
    "controleer",
    "controleer_na_invoer",
    "handel_af",
    "meld_fout",
    "naam_van",
    "signalen_bij",
    "wis_oude_melders",
]
