"""Server time and number of queries of pages, on whatever the database holds (at size land: see scripts/bench.py)."""

from __future__ import annotations

import statistics
import time
from typing import Any

KEREN = 40
MAX_MS = 200
MAX_QUERIES = 12


def meet() -> list[dict[str, Any]]:
    """p95 of the server time (ms) and queries of the list and infographic pages, as a coach who sees everything."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from akt.models import Gebruiker, Rol
    from monitoring.models import Kerncijfer

    coach = Gebruiker.objects.create_user("bench@voorbeeld.example", naam="Bench", rol=Rol.KANTORENCOACH)
    gemeente = Kerncijfer.objects.filter(niveau="gemeente").values_list("gebied_code", flat=True).first()
    adressen = {
        "start": "/",
        "infographics provincie": "/infographics/",
        "infographics gemeente": f"/infographics/gemeente/{gemeente}/",
        "lijst van panden": "/panden/",
        "lijst, gesorteerd op leegstand": "/panden/?sort=-leegstand",
        "lijst, gefilterd op gemeente": f"/panden/?gemeente={gemeente}",
        "lijst, structurele leegstand": "/panden/?leegstand=structureel&sort=-voorraad",
    }
    uitkomsten = []
    try:
        for naam, adres in adressen.items():
            client = Client()
            client.force_login(coach)
            client.get(adres)
            tijden = []
            for _ in range(KEREN):
                begin = time.perf_counter()
                antwoord = client.get(adres)
                tijden.append(1000 * (time.perf_counter() - begin))
                if antwoord.status_code != 200:
                    raise RuntimeError(f"{adres} antwoordt met {antwoord.status_code}.")
            with CaptureQueriesContext(connection) as vragen:
                client.get(adres)
            # Session and user are read on every page of someone who is logged in.
            hoeveel = sum("akt_gebruiker" not in v["sql"] and "django_session" not in v["sql"] for v in vragen)
            p95 = statistics.quantiles(tijden, n=20)[-1]
            goed = p95 < MAX_MS and hoeveel <= MAX_QUERIES
            uitkomsten.append(
                {
                    "naam": f"Pagina {naam}: p95 en query's",
                    "waarde": f"{p95:.0f} ms, {hoeveel} query's",
                    "grens": f"< {MAX_MS} ms, ≤ {MAX_QUERIES}",
                    "oordeel": "goed" if goed else "te traag",
                    "toelichting": f"{KEREN} keer, mediaan {statistics.median(tijden):.0f} ms",
                }
            )
    finally:
        coach.delete()
    return uitkomsten
