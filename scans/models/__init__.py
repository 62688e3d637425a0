"""Scans and the catalogue of criteria that they ask."""

from scans.models.businesscase import Businesscase, Kengetal, Simulatie
from scans.models.catalogus import Aspect, Catalogus, Criterium, Klasse, Variant
from scans.models.scans import Antwoord, Scan, Scanaspect, Scanvariant, nieuw_nummer

__all__ = [
    "Antwoord",
    "Aspect",
    "Businesscase",
    "Catalogus",
    "Criterium",
    "Kengetal",
    "Klasse",
    "Scan",
    "Scanaspect",
    "Scanvariant",
    "Simulatie",
    "Variant",
    "nieuw_nummer",
]
