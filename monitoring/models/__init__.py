"""Data of the monitoring and the rules that guard it."""

from monitoring.models.definities import Bron, Definitie, Trendcijfer
from monitoring.models.gebieden import Gemeente, Niveau, Perceel, Provincie, Regio, Terrein, Werkgebied
from monitoring.models.kerncijfers import (
    Bouwperiode,
    Grootteklasse,
    Herberekening,
    Kerncijfer,
    Leegstandsduur,
)
from monitoring.models.panden import Adres, AdresPand, Pand
from monitoring.models.waarnemingen import Gebruik, Maat, Pandstand, Waarneming

__all__ = [
    "Adres",
    "AdresPand",
    "Bouwperiode",
    "Bron",
    "Definitie",
    "Gebruik",
    "Gemeente",
    "Grootteklasse",
    "Herberekening",
    "Kerncijfer",
    "Leegstandsduur",
    "Maat",
    "Niveau",
    "Pand",
    "Pandstand",
    "Perceel",
    "Provincie",
    "Regio",
    "Terrein",
    "Trendcijfer",
    "Waarneming",
    "Werkgebied",
]
