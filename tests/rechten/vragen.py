"""Questions to a kantorenloods."""

from __future__ import annotations

from typing import Any

from loodsen.models import Kantorenloods
from loodsen.vragen import Soort, stel
from tests.rechten.rollen import NETWERK, OPEN, PROVINCIE

MATRIX: dict[str, dict[str, int]] = {
    "loodsen:vraag-stellen": OPEN,
    "loodsen:vraag-volgen": OPEN,
    "loodsen:vragen": NETWERK,
    "loodsen:vraag": NETWERK,
    "loodsen:vragen-cijfers": PROVINCIE,
}


def vul(wereld: Any) -> dict[str, Any]:
    """One question in Houten, with everything that may be in a conversation."""
    loods = wereld.gebruikers["loods"]
    if not Kantorenloods.objects.filter(gemeente=wereld.houten).exists():
        Kantorenloods.objects.create(gemeente=wereld.houten, gebruiker=loods, naam=loods.naam, email=loods.email)
    vraag = stel(
        {
            "naam": "Vera Verzonnen", "email": "vera@voorbeeld.example", "organisatie": "Ontwikkelaar bv",
            "telefoon": "06 00 00 00 00", "onderwerp": "Woningen aan de Kokermolen", "plek": "Kokermolen 1",
            "tekst": "Mag dit kantoor appartementen worden?",
        },
        wereld.houten, verzending="voor-de-matrix",
    )  # fmt: skip
    vraag.berichten.create(soort=Soort.OVERDRACHT, tekst="Jij kent dit pand.", naar=loods.naam, door=loods)
    vraag.berichten.create(soort=Soort.NOTITIE, tekst="Eerst de juristen vragen.", door=loods)
    vraag.berichten.create(soort=Soort.ANTWOORD, tekst="Daar komen wij op terug.", door=loods)
    vraag.berichten.create(soort=Soort.VRAAGSTELLER, tekst="Fijn, ik wacht.")
    return {"vraag_gemeente": wereld.houten.pk, "vraag_nummer": vraag.nummer, "vraag_sleutel": vraag.sleutel}
