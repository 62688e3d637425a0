"""The demo of coaching and agenda: it can be taken out again, and leaves what people entered."""

from __future__ import annotations

import pytest
from django.utils import timezone

from akt.models import Gebruiker
from loodsen.coaching import ontbreekt, standen
from loodsen.demo import agenda as demo_agenda
from loodsen.demo import coaching as demo_coaching
from loodsen.demo import loodsen as demo_loodsen
from loodsen.models import (
    Actie,
    Coachcontact,
    Coachtraject,
    Gemeenteagendapunt,
    Kantorencoach,
    Procesverbetering,
    Programmaonderdeel,
)
from loodsen.stamgegevens import laad_stamgegevens
from monitoring.demo.gebruikers import maak_gebruikers
from monitoring.stamgegevens import laad_stamgegevens as laad_gebieden


@pytest.fixture
def _demo(db: None) -> None:
    laad_gebieden()
    laad_stamgegevens()
    maak_gebruikers()
    for onderwerp in (demo_loodsen, demo_coaching, demo_agenda):
        onderwerp.maak_demo(2015)


@pytest.mark.usefixtures("_demo")
def test_demo_laat_elke_stand_zien() -> None:
    rijen = standen(Gebruiker.objects.get(email="coach@voorbeeld.example"), timezone.localdate())
    assert len(rijen) == 8
    assert {rij.klasse for rij in rijen} == {"fout", "goed", "let-op"}
    assert ontbreekt(Kantorencoach.objects.all()) == []
    assert set(Gemeenteagendapunt.objects.values_list("stand", flat=True)) == set(Gemeenteagendapunt.Stand.values)
    assert Programmaonderdeel.objects.filter(demo=True, begin__year=timezone.localdate().year).count() > 10


@pytest.mark.usefixtures("_demo")
def test_demo_gaat_weg_en_laat_staan_wat_mensen_invulden() -> None:
    eigen = Gemeenteagendapunt.objects.filter(demo=True).first()
    assert eigen is not None
    Gemeenteagendapunt.objects.filter(pk=eigen.pk).update(beleid="Van een mens", demo=False)
    vast = Programmaonderdeel.objects.filter(demo=False).count()
    for onderwerp in (demo_agenda, demo_coaching, demo_loodsen):
        onderwerp.verwijder()
    for model in (Actie, Coachcontact, Coachtraject, Kantorencoach, Procesverbetering):
        assert not model.objects.exists(), model
        assert not model.history.exists(), model
    assert Programmaonderdeel.objects.count() == vast
    assert Gemeenteagendapunt.objects.exclude(beleid="").get().beleid == "Van een mens"
    assert Gemeenteagendapunt.objects.count() == 40
