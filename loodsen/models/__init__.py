"""The network: who is who, and what they agreed."""

from loodsen.models.acties import Actie
from loodsen.models.bijeenkomsten import (
    Agendacommissielid,
    Agendafeed,
    Agendapunt,
    Besluit,
    Bijeenkomst,
    Document,
    Uitnodiging,
)
from loodsen.models.netwerk import Kantorenloods
from loodsen.models.organisaties import Contactpersoon, Organisatie, Speler, nieuwe_sleutel
from loodsen.models.vragen import Vraag, Vraagbericht

__all__ = [
    "Actie",
    "Agendacommissielid",
    "Agendafeed",
    "Agendapunt",
    "Besluit",
    "Bijeenkomst",
    "Contactpersoon",
    "Document",
    "Kantorenloods",
    "Organisatie",
    "Speler",
    "Uitnodiging",
    "Vraag",
    "Vraagbericht",
    "nieuwe_sleutel",
]
