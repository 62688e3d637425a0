"""Organisations, the people there, and what people arrange of their own data."""

from __future__ import annotations

import datetime
from typing import Any

from loodsen.models import Contactpersoon, Organisatie
from tests.rechten.rollen import NETWERK, OPEN, PROVINCIE

MATRIX: dict[str, dict[str, int]] = {
    "loodsen:organisaties": NETWERK,
    "loodsen:organisatie": NETWERK,
    "loodsen:organisatie-nieuw": NETWERK,
    "loodsen:organisatie-wijzigen": NETWERK,
    "loodsen:organisaties-dubbel": PROVINCIE,
    "loodsen:organisaties-samenvoegen": PROVINCIE,
    "loodsen:contactpersoon": NETWERK,
    "loodsen:contactpersoon-nieuw": NETWERK,
    "loodsen:contactpersoon-wijzigen": NETWERK,
    "loodsen:contactpersoon-toestemming": NETWERK,
    "loodsen:contactpersoon-wissen": NETWERK,
    "loodsen:contactpersonen-inlezen": NETWERK,
    "loodsen:contactpersonen-sjabloon": NETWERK,
    "loodsen:mijn-gegevens-eigen": {"bezoeker": 302, "marktpartij": 200, "loods": 200, "coach": 200, "beheerder": 200},
    "loodsen:mijn-gegevens": OPEN,
    "loodsen:mijn-gegevens-meenemen": OPEN,
    "loodsen:mijn-gegevens-gewist": OPEN,
}


def vul(wereld: Any) -> dict[str, Any]:
    """Two organisations that are much alike, and someone at the first who has not answered yet."""
    organisatie = Organisatie.objects.create(
        naam="Papieren Huis Ontwikkeling", soort="ontwikkelaar", gemeente=wereld.houten
    )
    dubbel = Organisatie.objects.create(
        naam="Papieren Huis Ontwikkelingen", soort="ontwikkelaar", website="https://papierenhuis.example"
    )
    persoon = Contactpersoon.objects.create(
        organisatie=organisatie, naam="Pia Papier", functie="Planeconoom", email="pia@papierenhuis.example",
        telefoon="030 765 43 21", gevraagd_op=datetime.date.today(),
    )  # fmt: skip
    Contactpersoon.objects.create(organisatie=dubbel, naam="Pier Papier", email="pier@papierenhuis.example")
    return {
        "organisatie_id": organisatie.pk,
        "blijft_id": organisatie.pk,
        "weg_id": dubbel.pk,
        "contactpersoon_id": persoon.pk,
        "gegevens_sleutel": persoon.sleutel,
    }
