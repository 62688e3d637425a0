"""Initiatieven: filing and following one, its places, and clusters."""

from __future__ import annotations

from typing import Any

from loodsen.initiatieven import koppel, maak_cluster
from loodsen.models import Initiatief
from tests.rechten.rollen import NETWERK, OPEN

MATRIX: dict[str, dict[str, int]] = {
    "loodsen:initiatieven": NETWERK,
    "loodsen:initiatieven-csv": NETWERK,
    "loodsen:initiatief-indienen": OPEN,
    "loodsen:initiatief-nieuw": NETWERK,
    "loodsen:initiatief-volgen": OPEN,
    "loodsen:initiatief": NETWERK,
    "loodsen:initiatief-wijzigen": NETWERK,
    "loodsen:koppeling": NETWERK,
    "loodsen:clusters": NETWERK,
    "loodsen:cluster": NETWERK,
    "loodsen:cluster-nieuw": NETWERK,
    "loodsen:pand-initiatieven": NETWERK,
    "loodsen:terrein-initiatieven": NETWERK,
    "loodsen:mijn-initiatieven": {"bezoeker": 302, "marktpartij": 200, "loods": 200, "coach": 200, "beheerder": 200},
}


def vul(wereld: Any) -> dict[str, Any]:
    """Two initiatieven in a cluster, one of which has a pand in Houten proposed to it."""
    wonen, school = (
        Initiatief.objects.create(
            titel=titel, indiener_naam="Ida Initiatief", indiener_email="ida@voorbeeld.example", bestemming=bestemming,
            m2_min=200, m2_max=400,
        )
        for titel, bestemming in (("Wonen voor starters", "wonen"), ("Een school", "onderwijs"))
    )  # fmt: skip
    koppeling = koppel(wonen, wereld.panden[2], wereld.gebruikers["loods"])
    cluster = maak_cluster("Het Rondeel leeft", "Samen vullen zij het gebied.", [wonen, school])
    return {
        "initiatief_nummer": wonen.nummer, "initiatief_sleutel": wonen.sleutel, "koppeling_id": koppeling.pk,
        "cluster_id": cluster.pk, "terrein_code": wereld.terrein.code,
    }  # fmt: skip
