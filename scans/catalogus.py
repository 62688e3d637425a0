"""Which criteria and classes hold, and how the next version of them begins."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from scans.models import Catalogus


def actueel() -> Catalogus | None:
    """The newest version that was fixed; None when there is none yet."""
    return Catalogus.objects.filter(vast_op__isnull=False).order_by("-versie").first()


@transaction.atomic
def nieuwe_versie(van: Catalogus) -> Catalogus:
    """A concept with the same criteria and classes, to change weights, thresholds and questions in."""
    hoogste = Catalogus.objects.aggregate(m=Max("versie"))["m"]
    nieuw = Catalogus.objects.create(versie=hoogste + 1, naam=van.naam, bron=van.bron, toelichting=van.toelichting)
    for criterium in van.criteria.all():
        criterium.pk, criterium.catalogus = None, nieuw
        criterium.save()
    for klasse in van.klassen.all():
        klasse.pk, klasse.catalogus = None, nieuw
        klasse.save()
    return nieuw
