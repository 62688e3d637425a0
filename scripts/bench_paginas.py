"""Server time and number of queries of pages at size land; called by scripts/bench.py inside its data."""

from __future__ import annotations

import statistics
import time
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from akt.models import Gebruiker, Rol
from monitoring.kerncijfers import herbouw
from monitoring.models import Kerncijfer, Pand

KEREN = 40
MAX_MS = 200
MAX_QUERIES = 12

# The measured panden get a footprint and an address each, as real ones have.
AANKLEDING = """
    UPDATE monitoring_pand SET omtrek = ST_Multi(ST_MakeEnvelope(
        120000 + 60 * (id %% 700), 440000 + 60 * (id / 700 %% 700),
        120040 + 60 * (id %% 700), 440040 + 60 * (id / 700 %% 700), 28992)) WHERE demo;
    INSERT INTO monitoring_adres (bag_id, nummeraanduiding_id, straat, huisnummer, huisletter, toevoeging, postcode,
        woonplaats, gebruiksdoelen, oppervlakte_m2, bag_status, in_onderzoek, zoektekst, bag_voorkomen, demo)
    SELECT bag_id, '', 'Kantorenlaan ' || id %% 900, 1 + id %% 200, '', '', (1000 + id %% 8999) || 'AB',
        'Plaats ' || id %% 340, ARRAY['kantoorfunctie'], 2000, '', false,
        'kantorenlaan ' || id %% 900 || ' ' || 1 + id %% 200 || ' plaats ' || id %% 340, 0, true
    FROM monitoring_pand WHERE demo;
    INSERT INTO monitoring_adrespand (adres_id, pand_id)
    SELECT a.id, p.id FROM monitoring_adres a JOIN monitoring_pand p ON p.bag_id = a.bag_id WHERE a.demo;
"""
AANKLEDING_UIT = """
    DELETE FROM monitoring_adrespand WHERE adres_id IN (SELECT id FROM monitoring_adres WHERE demo);
    DELETE FROM monitoring_adres WHERE demo
"""


def meet() -> list[dict[str, Any]]:
    """p95 of the server time (ms) and queries of the pages, as a beheerder, who sees everything."""
    with connection.cursor() as cursor:
        cursor.execute(AANKLEDING, [])
        cursor.execute("VACUUM ANALYZE monitoring_pand, monitoring_adres, monitoring_adrespand")
    beheerder = Gebruiker.objects.create_user("bench@voorbeeld.example", naam="Bench", rol=Rol.BEHEERDER)
    try:
        herbouw()
        with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False, MFA_VERPLICHT=False):
            return _meet(beheerder)
    finally:
        beheerder.delete()
        with connection.cursor() as cursor:
            cursor.execute(AANKLEDING_UIT)


def _meet(beheerder: Gebruiker) -> list[dict[str, Any]]:
    gemeente = Kerncijfer.objects.filter(niveau="gemeente").openbaar().values_list("gebied_code", flat=True)[0]
    pand = Pand.objects.filter(demo=True).values_list("bag_id", flat=True)[0]
    adressen = {
        "start": "/",
        "infographics provincie": "/infographics/",
        "infographics gemeente": f"/infographics/gemeente/{gemeente}/",
        "lijst van panden": "/panden/",
        "lijst, gesorteerd op leegstand": "/panden/?sort=-leegstand",
        "lijst, gefilterd op gemeente": f"/panden/?gemeente={gemeente}",
        "lijst, structurele leegstand": "/panden/?leegstand=structureel&sort=-voorraad",
        "lijst, vrije tekst": "/panden/?q=kantorenlaan+12",
        "pand": f"/panden/{pand}/",
        "adres zoeken": "/panden/adressen?q=kantorenl+45+12",
    }
    uitkomsten = []
    client = Client()
    client.force_login(beheerder)
    for naam, adres in adressen.items():
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
        uitkomsten.append(
            {
                "naam": f"Pagina {naam}: p95 en query's",
                "waarde": f"{p95:.0f} ms, {hoeveel} query's",
                "grens": f"< {MAX_MS} ms, ≤ {MAX_QUERIES}",
                "oordeel": "gehaald" if p95 < MAX_MS and hoeveel <= MAX_QUERIES else "niet gehaald",
                "toelichting": f"{KEREN} keer, mediaan {statistics.median(tijden):.0f} ms",
            }
        )
    return uitkomsten
