"""The start set of the scans."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import transaction

from scans.models import Kengetal


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add what is missing and leave alone what is there, so edits of the beheerder stay. Returns the number added."""
    return _laad_kengetallen()


def _laad_kengetallen() -> int:
    rijen = json.loads((settings.BASE_DIR / "fixtures" / "kengetallen.json").read_text(encoding="utf-8"))
    er_al = set(Kengetal.objects.values_list("code", "variant", "versie"))
    nieuw = [Kengetal(**rij) for rij in rijen if (rij["code"], rij["variant"], rij["versie"]) not in er_al]
    Kengetal.objects.bulk_create(nieuw)
    return len(nieuw)
