"""Scans and the catalogue of criteria that they ask."""

from scans.models.catalogus import Aspect, Catalogus, Criterium, Klasse, Variant
from scans.models.scans import Antwoord, Scan, Scanaspect, Scanvariant, nieuw_nummer

__all__ = [
    "Antwoord",
    "Aspect",
    "Catalogus",
    "Criterium",
    "Klasse",
    "Scan",
    "Scanaspect",
    "Scanvariant",
    "Variant",
    "nieuw_nummer",
]
