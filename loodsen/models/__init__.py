"""The network: who is who, and what they agreed."""

from loodsen.models.acties import Actie
from loodsen.models.initiatieven import Cluster, Initiatief, Koppeling
from loodsen.models.netwerk import Kantorenloods
from loodsen.models.organisaties import Contactpersoon, Organisatie, Speler, nieuwe_sleutel

__all__ = [
    "Actie", "Cluster", "Contactpersoon", "Initiatief", "Kantorenloods", "Koppeling", "Organisatie", "Speler",
    "nieuwe_sleutel",
]  # fmt: skip
