"""The network: who is who, and what they agreed."""

from loodsen.models.acties import Actie
from loodsen.models.netwerk import Gemeenteprofiel, Kantorenloods
from loodsen.models.organisaties import Contactpersoon, Organisatie, Speler, nieuwe_sleutel

__all__ = ["Actie", "Contactpersoon", "Gemeenteprofiel", "Kantorenloods", "Organisatie", "Speler", "nieuwe_sleutel"]
