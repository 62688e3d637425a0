"""Each app brings its own start set and demo data."""

from __future__ import annotations

from akt.ruimtes import Opzet, laad_demo, laad_stamgegevens, ruimtes
from loodsen.models import Kantorenloods
from monitoring.models import Pand


def test_apps_doen_mee_in_de_volgorde_van_het_huis() -> None:
    assert [ruimte.__name__ for ruimte in ruimtes("demo")][:2] == ["monitoring.demo", "loodsen.demo"]


def test_stamgegevens_zijn_er_na_een_keer(db: None) -> None:
    assert laad_stamgegevens() > 0
    assert laad_stamgegevens() == 0


def test_demo_wordt_vervangen_en_niet_gestapeld(db: None) -> None:
    opzet = Opzet(panden=60, kwartalen=1)
    laad_demo(opzet, lambda regel: None)
    loodsen = Kantorenloods.objects.count()
    assert loodsen == 8
    regels: list[str] = []
    assert "60 panden" in laad_demo(opzet, regels.append)
    assert any("Oude demogegevens verwijderd" in regel for regel in regels)
    assert (Pand.objects.count(), Kantorenloods.objects.count()) == (60, loodsen)
