"""The network: who is who, and what they agreed."""

from loodsen.models.acties import Actie
from loodsen.models.agenda import UITLEG, Agendapunt, Gemeenteagenda, Procesverbetering, Programmaonderdeel, Punt
from loodsen.models.coaching import Coachcontact, Coachtraject, Expertise, Kantorencoach, Onderwerp
from loodsen.models.netwerk import Kantorenloods
from loodsen.models.organisaties import Contactpersoon, Organisatie, Speler, nieuwe_sleutel

__all__ = [
    "UITLEG",
    "Actie",
    "Agendapunt",
    "Coachcontact",
    "Coachtraject",
    "Contactpersoon",
    "Expertise",
    "Gemeenteagenda",
    "Kantorencoach",
    "Kantorenloods",
    "Onderwerp",
    "Organisatie",
    "Procesverbetering",
    "Programmaonderdeel",
    "Punt",
    "Speler",
    "nieuwe_sleutel",
]
