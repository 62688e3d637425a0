"""The network: who is who, and what they agreed."""

from loodsen.models.acties import Actie
from loodsen.models.netwerk import Kantorenloods
from loodsen.models.organisaties import Contactpersoon, Organisatie, Speler, nieuwe_sleutel
from loodsen.models.vragen import Vraag, Vraagbericht

__all__ = [
    "Actie",
    "Contactpersoon",
    "Kantorenloods",
    "Organisatie",
    "Speler",
    "Vraag",
    "Vraagbericht",
    "nieuwe_sleutel",
]
