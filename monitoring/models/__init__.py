"""Data of the monitoring and the rules that guard it."""

from monitoring.models.definities import Bron, Definitie, Trendcijfer
from monitoring.models.fotos import Foto
from monitoring.models.gebieden import Gemeente, Niveau, Perceel, Provincie, Regio, Terrein, Werkgebied
from monitoring.models.kerncijfers import (
    Bouwperiode,
    Cijfer,
    Grootteklasse,
    Herberekening,
    Kerncijfer,
    KerncijferQuerySet,
    Leegstandsduur,
)
from monitoring.models.metingen import Bestemming, Plancapaciteit, Transactie, Transformatie, Voorziening
from monitoring.models.panden import Adres, AdresPand, Pand
from monitoring.models.programma import Doelstelling, Maatregel, Overeenstemming
from monitoring.models.publicaties import Publicatie, Publicatiecijfer, Publicatiestand
from monitoring.models.rondes import Deelname, Ronde
from monitoring.models.signalen import Signaal
from monitoring.models.waarnemingen import Gebruik, Maat, Pandstand, Waarneming

__all__ = [
    "Adres",
    "AdresPand",
    "Bestemming",
    "Bouwperiode",
    "Bron",
    "Cijfer",
    "Deelname",
    "Definitie",
    "Doelstelling",
    "Foto",
    "Gebruik",
    "Gemeente",
    "Grootteklasse",
    "Herberekening",
    "Kerncijfer",
    "KerncijferQuerySet",
    "Leegstandsduur",
    "Maat",
    "Maatregel",
    "Niveau",
    "Overeenstemming",
    "Pand",
    "Pandstand",
    "Perceel",
    "Plancapaciteit",
    "Provincie",
    "Publicatie",
    "Publicatiecijfer",
    "Publicatiestand",
    "Regio",
    "Ronde",
    "Signaal",
    "Terrein",
    "Transactie",
    "Transformatie",
    "Trendcijfer",
    "Voorziening",
    "Waarneming",
    "Werkgebied",
]
