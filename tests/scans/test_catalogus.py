"""The catalogue in the beheer: a fixed one can't change, a new version begins as a copy of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from scans.catalogus import actueel
from scans.models import Catalogus
from scans.stamgegevens import laad_stamgegevens
from tests.factories import GebruikerFactory


@pytest.fixture
def beheer(db: None, client: Client) -> Client:
    laad_stamgegevens()
    client.force_login(GebruikerFactory(rol="beheerder", is_staff=True, is_superuser=True))
    return client


def test_vaste_catalogus_is_alleen_te_lezen_en_een_nieuwe_versie_wel_te_wijzigen(beheer: Client) -> None:
    vast = Catalogus.objects.get()
    adres = f"/beheer/scans/catalogus/{vast.pk}/change/"
    assert b'name="criteria-0-gewicht"' not in beheer.get(adres).content
    assert beheer.post(adres, {"naam": "Anders"}).status_code == 403
    assert beheer.get(f"/beheer/scans/catalogus/{vast.pk}/delete/").status_code == 403
    beheer.post("/beheer/scans/catalogus/", {"action": "maak_nieuwe_versie", "_selected_action": [vast.pk]})
    nieuw = Catalogus.objects.get(versie=2)
    assert (nieuw.vast_op, nieuw.criteria.count(), nieuw.klassen.count()) == (None, vast.criteria.count(), 5)
    assert vast.criteria.count() > 40
    assert b'name="criteria-0-gewicht"' in beheer.get(f"/beheer/scans/catalogus/{nieuw.pk}/change/").content
    # Not used before it is fixed.
    assert actueel() == vast
    Catalogus.objects.filter(pk=nieuw.pk).update(vast_op=timezone.now())
    assert actueel() == nieuw
