"""Scans: the quick scan is for anyone, a scan for who asked for it, the loods and the provincie."""

from __future__ import annotations

from typing import Any

from scans.models import Catalogus, Scan
from scans.stamgegevens import laad_stamgegevens
from tests.rechten.businesscase import ZIEN
from tests.rechten.rollen import OPEN

MET_ACCOUNT = OPEN | {"bezoeker": 302}

# The scan that businesscase.py makes: asked for by the coach, in the intake.
MATRIX: dict[str, dict[str, int]] = {
    "scans:snelscan": OPEN,
    "scans:scans": MET_ACCOUNT,
    "scans:scan-aanvragen": MET_ACCOUNT,
    "scans:scan": ZIEN,
    "scans:scan-wijzigen": ZIEN,
    "scans:scan-aspect": ZIEN,
}


def vul(wereld: Any) -> dict[str, Any]:
    """The catalogue of criteria, and the aspects of the scan."""
    laad_stamgegevens()
    scan = Scan.objects.filter(businesscases__isnull=False).earliest("pk")
    scan.catalogus = Catalogus.objects.get(versie=1)
    scan.save()
    scan.panden.set([wereld.pand])
    scan.varianten.create(variant="hotel")
    scan.aspecten.create(aspect="technisch")
    return {"scan_aspect": "technisch"}
