"""What the database guards in a scan, and the catalogue it starts with."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from scans.models import Catalogus, Criterium, Scan, Variant
from scans.stamgegevens import laad_stamgegevens
from tests.factories import GemeenteFactory


@pytest.fixture
def scan(db: None) -> Scan:
    laad_stamgegevens()
    return Scan.objects.create(
        titel="Kokermolen 1", gemeente=GemeenteFactory(), catalogus=Catalogus.objects.get(),
        soort_aanvrager=Scan.Aanvrager.LOODS,
    )  # fmt: skip


def test_catalogus_heeft_vetos_en_gewichten_voor_elke_bestemming(db: None) -> None:
    assert laad_stamgegevens() > 0
    assert laad_stamgegevens() == 0
    catalogus = Catalogus.objects.get()
    assert catalogus.vast_op is not None
    for variant in Variant.values:
        eigen = [c for c in catalogus.criteria.all() if not c.varianten or variant in c.varianten]
        assert {c.soort for c in eigen} == {Criterium.Soort.VETO, Criterium.Soort.GEWOGEN}, variant
        assert any(c.snel for c in eigen), variant
    assert [klasse.vanaf for klasse in catalogus.klassen.all()] == [0, 20, 40, 60, 80]


@pytest.mark.parametrize(
    ("velden", "regel"),
    [
        ({"fase": "opgeleverd", "opgeleverd_op": timezone.now()}, "scan_opgeleverd_met_advies"),
        ({"fase": "afgebroken"}, "scan_afgebroken_met_reden"),
        ({"fase": "geevalueerd", "opgeleverd_op": timezone.now(), "advies": "Doen."}, "scan_geevalueerd_met_antwoord"),
    ],
)
def test_fase_zonder_wat_erbij_hoort_weigert_de_database(scan: Scan, velden: dict[str, Any], regel: str) -> None:
    with pytest.raises(IntegrityError, match=regel), transaction.atomic():
        Scan.objects.filter(pk=scan.pk).update(**velden)


def test_aspect_is_pas_klaar_met_advies_en_vertrouwen(scan: Scan) -> None:
    with pytest.raises(IntegrityError, match="scanaspect_klaar_met_advies"), transaction.atomic():
        scan.aspecten.create(aspect="technisch", klaar_op=timezone.now())


def test_nummers_zijn_niet_te_raden() -> None:
    nummers = {Scan._meta.get_field("nummer").get_default() for _ in range(200)}
    assert len(nummers) == 200
