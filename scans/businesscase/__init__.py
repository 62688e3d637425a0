"""The residual calculation of a destination: what a pand is worth for what one can make of it.

Plain arithmetic, without Django: `invoer` says what goes in, `posten` is the list of lines, `rekenen` computes them,
`onzekerheid` varies the input (scenarios, tornado, Monte Carlo). `figuren` and `rekenblad` show the outcome.
"""

from scans.businesscase.invoer import GROEPEN, VELDEN, Invoer, OngeldigeInvoer, Veld, velden_voor
from scans.businesscase.rekenen import Regel, Resultaat, bereken

__all__ = [
    "GROEPEN",
    "VELDEN",
    "Invoer",
    "OngeldigeInvoer",
    "Regel",
    "Resultaat",
    "Veld",
    "bereken",
    "velden_voor",
]
