"""Measure the portal and write the report: `make bench [ARGS='--klein']`.

Everything is a ratio of two things measured in one run, or a count, because absolute times say more about the machine
than about the portal. Runs in an empty database (DATABASE_URL) and leaves it empty; nothing here is a test.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from pathlib import Path
from typing import Any

WORTEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(WORTEL))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "akt.settings")
os.environ.setdefault("AKT_HTTPS", "0")
os.environ.setdefault("AKT_LOGNIVEAU", "ERROR")

VERSLAG = WORTEL / "docs" / "metingen.md"
INLEIDING = """# Metingen

Gemaakt met `make bench` op {datum}; elke regel vergelijkt binnen één run, op dezelfde machine en database. Land is
{panden} panden met {kwartalen} kwartalen, verzonnen en alleen voor de meting.

| wat | waarde | grens | oordeel | toelichting |
|---|---|---|---|---|
"""


def main() -> int:
    lezer = argparse.ArgumentParser(description="Meet hoe snel het portaal is en schrijf docs/metingen.md.")
    lezer.add_argument("--klein", action="store_true", help="een tiende van de omvang, zonder verslag: om te proberen")
    lezer.add_argument("--panden", type=int, default=100_000)
    lezer.add_argument("--kwartalen", type=int, default=40)
    keuze = lezer.parse_args()
    deel = 10 if keuze.klein else 1
    panden, kwartalen = keuze.panden // deel, keuze.kwartalen

    # After the settings above; these modules hold models.
    import django

    django.setup()
    from django.core.management import call_command

    from scripts import (
        bench_bag,
        bench_kennis,
        bench_kerncijfers,
        bench_matching,
        bench_paginas,
        bench_rondes,
        bench_signalen,
        bench_tegels,
    )

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    regels: list[dict[str, Any]] = []

    def voeg_toe(nieuw: list[dict[str, Any]]) -> None:
        for regel in nieuw:
            regels.append(regel)
            print(f"{regel['naam']}: {regel['waarde']} (grens {regel['grens']}, {regel['oordeel']}). "
                  f"{regel['toelichting']}", flush=True)  # fmt: skip

    voeg_toe(bench_bag.meet(100_000 // deel))
    with bench_kerncijfers.land(panden, kwartalen):
        voeg_toe(bench_kerncijfers.meet(panden, kwartalen))
        voeg_toe(bench_paginas.meet())
        voeg_toe(bench_tegels.meet())
        voeg_toe(bench_signalen.meet())
        voeg_toe(bench_rondes.meet())
        voeg_toe(bench_matching.meet())
    voeg_toe(bench_kennis.meet(50_000 // deel))
    if not keuze.klein:
        kop = INLEIDING.format(datum=datetime.date.today(), panden=panden, kwartalen=kwartalen)
        rijen = (" | ".join(str(regel[kolom]) for kolom in ("naam", "waarde", "grens", "oordeel", "toelichting"))
                 for regel in regels)  # fmt: skip
        VERSLAG.write_text(kop + "".join(f"| {rij} |\n" for rij in rijen), encoding="utf-8")
        print(f"Verslag: {VERSLAG.relative_to(WORTEL)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
