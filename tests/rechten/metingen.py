"""Plancapaciteit, transformaties, transacties, voorzieningen, the programme, bronnen and overeenstemming."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from monitoring.models import (
    Bron,
    Doelstelling,
    Maatregel,
    Plancapaciteit,
    Transactie,
    Transformatie,
    Trendcijfer,
    Voorziening,
)
from tests.rechten.rollen import NETWERK, OPEN, SCHRIJVERS

BEHEERDER = {"bezoeker": 302, "marktpartij": 403, "loods": 403, "coach": 403, "beheerder": 200}
# Naam and lijst of the subjects, and who may add to them.
VAN_GEMEENTEN = {
    "plancapaciteit": "plancapaciteit", "transformatie": "transformaties", "transactie": "transacties",
    "voorziening": "voorzieningen", "doelstelling": "doelstellingen",
}  # fmt: skip
VAN_PROVINCIE = {"maatregel": "maatregelen", "trendcijfer": "trendcijfers"}

MATRIX: dict[str, dict[str, int]] = {
    "monitoring:metingen": NETWERK,
    "monitoring:bronnen": OPEN,
    "monitoring:overeenstemming": NETWERK,
}
for naam, lijst in (VAN_GEMEENTEN | VAN_PROVINCIE).items():
    schrijvers = SCHRIJVERS if naam in VAN_GEMEENTEN else BEHEERDER
    MATRIX |= {
        f"monitoring:{lijst}": NETWERK,
        f"monitoring:{naam}-csv": NETWERK,
        f"monitoring:{naam}-xlsx": NETWERK,
        f"monitoring:{naam}-nieuw": schrijvers,
        f"monitoring:{naam}-wijzigen": NETWERK,
        f"monitoring:{naam}-verwijderen": schrijvers,
    }
for naam in ("plancapaciteit", "transformatie", "transactie"):
    MATRIX |= {f"monitoring:{naam}-inlezen": SCHRIJVERS, f"monitoring:{naam}-sjabloon": SCHRIJVERS}


def vul(wereld: Any) -> dict[str, Any]:
    """One of each in Houten, recorded by the beheerder."""
    bron = Bron.objects.get(naam="Parate kennis van de kantorenloods")
    plan = Plancapaciteit.objects.create(
        plan="Rondeel 2014", gemeente=wereld.houten, terrein=wereld.terrein, status=Plancapaciteit.Status.HARD,
        bvo_m2=12_000, peildatum=datetime.date(2014, 6, 1), bron=bron,
    )  # fmt: skip
    transformatie = Transformatie.objects.create(
        naam="Kokermolen wordt wonen", gemeente=wereld.houten, bestemming="wonen", vvo_m2=900, woningen=14,
        fase=Transformatie.Fase.BOUW, start_op=datetime.date(2024, 3, 1), bron=bron,
    )  # fmt: skip
    transformatie.panden.set([wereld.pand])
    transactie = Transactie.objects.create(
        datum=datetime.date(2024, 5, 17), gemeente=wereld.houten, pand=wereld.pand, vvo_m2=450,
        soort=Transactie.Soort.HUUR, prijs=Decimal("115.00"), bron=bron,
    )  # fmt: skip
    voorziening = Voorziening.objects.create(terrein=wereld.terrein, soort=Voorziening.Soort.TREIN, afstand_m=650)
    maatregel = Maatregel.objects.create(
        naam="Kantorenloods aangesteld", spoor="faciliteren", begin=datetime.date(2015, 1, 1)
    )
    maatregel.gemeenten.set([wereld.houten])
    doel = Doelstelling.objects.create(
        niveau="gemeente", gebied_code=wereld.houten.code, soort=Doelstelling.Soort.LEEGSTANDSPERCENTAGE,
        waarde=10, jaar=2027,
    )  # fmt: skip
    return {
        "plancapaciteit_id": plan.pk,
        "transformatie_id": transformatie.pk,
        "transactie_id": transactie.pk,
        "voorziening_id": voorziening.pk,
        "maatregel_id": maatregel.pk,
        "doelstelling_id": doel.pk,
        "trendcijfer_id": Trendcijfer.objects.values_list("pk", flat=True).first(),
    }
