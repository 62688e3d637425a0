"""Time of vector tiles at size land; called by scripts/bench.py inside its data.

Ten thousand tiles would say little: most of a country is empty. So visitors are played, who see the whole, zoom in on a
pand in steps, and look around there; every tile of every view counts, the first one of a kind as well as those that the
cache answers.
"""

from __future__ import annotations

import random
import statistics
import time
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from akt.models import Gebruiker, Rol
from monitoring.tegels import Tegel, kolom_van, rij_van

BEZOEKEN = 40
MAX_MS = 50
# Zooms of the tiles that a visitor passes, from the whole country to a street.
STAPPEN = (6, 8, 10, 11, 12, 13, 14, 15, 16)
FILTER = "?leegstand=ja"

# Panden spread over the Netherlands as people live: around 340 centres, a few of them large.
SPREIDING = """
    UPDATE monitoring_pand SET omtrek = ST_Multi(ST_MakeEnvelope(x, y, x + 40, y + 30, 28992))
    FROM (
        SELECT id,
               30000 + (g * 7919 %% 230) * 1000 + 6000 * (random() + random() + random() - 1.5) AS x,
               320000 + (g * 6007 %% 280) * 1000 + 6000 * (random() + random() + random() - 1.5) AS y
        FROM (SELECT id, substr(gemeente_id, 3)::int AS g FROM monitoring_pand WHERE demo) p
    ) plek
    WHERE plek.id = monitoring_pand.id
"""


def meet() -> list[dict[str, Any]]:
    """p95 of the server time (ms) of all tiles of panden that the visits ask for, of a beheerder who sees all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(SPREIDING, [])
        cursor.execute("VACUUM ANALYZE monitoring_pand")
    beheerder = Gebruiker.objects.create_user("tegels@voorbeeld.example", naam="Bench", rol=Rol.BEHEERDER)
    try:
        with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False, MFA_VERPLICHT=False):
            return _meet(beheerder)
    finally:
        beheerder.delete()
        cache.clear()


def _meet(beheerder: Gebruiker) -> list[dict[str, Any]]:
    client = Client()
    client.force_login(beheerder)
    toeval = random.Random(20140415)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM monitoring_pand WHERE demo")
        aantal = cursor.fetchone()[0]
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform(ST_PointOnSurface(omtrek), 4326) AS p"
            " FROM monitoring_pand WHERE demo AND id %% %s = 0) q ORDER BY 1",
            [max(1, aantal // 1000)],
        )
        plekken = cursor.fetchall()
    uitkomsten = []
    for naam, vraag in (("alle panden", ""), ("met een filter", FILTER)):
        cache.clear()
        tijden: list[float] = []
        koud: list[float] = []
        groot = 0
        gezien: set[Tegel] = set()
        for _ in range(BEZOEKEN):
            lengte, breedte = toeval.choice(plekken)
            for z in STAPPEN:
                # A view of three by two tiles of 512 pixels.
                for dx in (-1, 0, 1):
                    for dy in (0, 1):
                        tegel = Tegel(z, kolom_van(lengte, z) + dx, rij_van(breedte, z) + dy)
                        begin = time.perf_counter()
                        antwoord = client.get(f"/tegels/panden/{tegel.z}/{tegel.x}/{tegel.y}.mvt{vraag}")
                        duur = 1000 * (time.perf_counter() - begin)
                        if antwoord.status_code != 200:
                            raise RuntimeError(f"Tegel {tegel} antwoordt met {antwoord.status_code}.")
                        tijden.append(duur)
                        groot = max(groot, len(antwoord.content))
                        if tegel not in gezien:
                            gezien.add(tegel)
                            koud.append(duur)
        p95 = statistics.quantiles(tijden, n=20)[-1]
        uitkomsten.append(
            {
                "naam": f"Vectortegels van panden, {naam}: p95",
                "waarde": f"{p95:.0f} ms",
                "grens": f"< {MAX_MS} ms",
                "oordeel": "gehaald" if p95 < MAX_MS else "niet gehaald",
                "toelichting": (
                    f"{len(tijden)} tegels van {BEZOEKEN} bezoeken over {aantal} panden, mediaan "
                    f"{statistics.median(tijden):.0f} ms; p95 van de {len(koud)} die nog niet bewaard waren "
                    f"{statistics.quantiles(koud, n=20)[-1]:.0f} ms, de traagste {max(koud):.0f} ms; "
                    f"grootste tegel {groot / 1024:.0f} kB"
                ),
            }
        )
    return uitkomsten
