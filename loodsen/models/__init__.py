"""The network: who is who, and what they agreed."""

from loodsen.models.acties import Actie
from loodsen.models.agenda import (
    UITLEG,
    Gemeenteagenda,
    Gemeenteagendapunt,
    Procesverbetering,
    Programmaonderdeel,
    Punt,
)
from loodsen.models.bijeenkomsten import (
    Agendacommissielid,
    Agendafeed,
    Agendapunt,
    Besluit,
    Bijeenkomst,
    Document,
    Uitnodiging,
)
from loodsen.models.coaching import Coachcontact, Coachtraject, Expertise, Kantorencoach, Onderwerp
from loodsen.models.initiatieven import Cluster, Initiatief, Koppeling
from loodsen.models.netwerk import Gemeenteprofiel, Kantorenloods
from loodsen.models.organisaties import Contactpersoon, Organisatie, Speler, nieuwe_sleutel
from loodsen.models.vragen import Vraag, Vraagbericht

__all__ = [
    "UITLEG",
    "Actie",
    "Agendacommissielid",
    "Agendafeed",
    "Agendapunt",
    "Besluit",
    "Bijeenkomst",
    "Cluster",
    "Coachcontact",
    "Coachtraject",
    "Contactpersoon",
    "Document",
    "Expertise",
    "Gemeenteagenda",
    "Gemeenteagendapunt",
    "Gemeenteprofiel",
    "Initiatief",
    "Kantorencoach",
    "Kantorenloods",
    "Koppeling",
    "Onderwerp",
    "Organisatie",
    "Procesverbetering",
    "Programmaonderdeel",
    "Punt",
    "Speler",
    "Uitnodiging",
    "Vraag",
    "Vraagbericht",
    "nieuwe_sleutel",
]
