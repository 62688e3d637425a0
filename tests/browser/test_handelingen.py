"""What recording a pand costs, in keystrokes: at most twelve beyond the address."""

from __future__ import annotations

import datetime

import pytest

from monitoring.models import Waarneming
from tests.browser.conftest import MaakScherm
from tests.browser.handelingen import Teller, leg_pand_vast
from tests.factories import WACHTWOORD
from tests.wereld import Wereld

MAX_TOETSEN = 12


@pytest.mark.parametrize(
    ("muis", "leegstand", "sinds", "dag"),
    [
        # The keys as the browser's date field takes them: month, day, year; a 2 can only be February.
        (False, "800", "2012024", datetime.date(2024, 2, 1)),
        (True, "1200", "11152023", datetime.date(2023, 11, 15)),
    ],
    ids=["toetsenbord", "muis"],
)
def test_pand_vastleggen_in_twaalf_toetsen(
    wereld: Wereld, scherm: MaakScherm, muis: bool, leegstand: str, sinds: str, dag: datetime.date
) -> None:
    loods = scherm()
    teller = Teller(loods.pagina)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    telling = leg_pand_vast(
        loods.ga("/panden/vastleggen/"), teller, zoek="korte sch", adres="Korte Schaft 2", leegstand=leegstand,
        sinds=sinds, muis=muis,
    )  # fmt: skip
    waarneming = Waarneming.objects.latest("id")
    assert (waarneming.leegstand_m2, waarneming.leeg_sinds) == (int(leegstand), dag)
    # The count counts: nothing can be recorded with fewer keys than there are digits.
    assert len(leegstand + sinds) <= telling.toetsen <= MAX_TOETSEN
    assert telling.klikken == (2 if muis else 0)
