"""The made-up measurements beside the voorraad, and a programme with targets; all follow from the seed.

The total of the plans starts from Stec's figure (over 1.3 million m² BVO); which plans there are is invented.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from monitoring.demo.gebruikers import DOMEIN
from monitoring.demo.verloop import HUREN, PROGRAMMA
from monitoring.metingen import START
from monitoring.models import (
    Bestemming,
    Bron,
    Doelstelling,
    Gemeente,
    Maatregel,
    Niveau,
    Overeenstemming,
    Pand,
    Plancapaciteit,
    Terrein,
    Transactie,
    Transformatie,
    Voorziening,
)
from monitoring.overeenstemming import geldige_definities

PLANCAPACITEIT_M2 = 1_340_000
TRANSFORMATIES = 60
TRANSACTIES = 400
# Gemeenten of the programme that have not agreed to the definities yet, so that the mark can be seen.
NOG_NIET_EENS = ("GM1904", "GM0345")
# What is made up, or hangs on made-up panden and terreinen, also when people recorded it there.
WAT: tuple[tuple[type[Any], Q], ...] = (
    (Plancapaciteit, Q(demo=True) | Q(terrein__demo=True)),
    (Transformatie, Q(demo=True) | Q(panden__demo=True)),
    (Transactie, Q(demo=True) | Q(pand__demo=True)),
    (Voorziening, Q(terrein__demo=True)),
    (Maatregel, Q(demo=True)),
    (
        Doelstelling,
        Q(demo=True) | Q(niveau=Niveau.TERREIN, gebied_code__in=Terrein.objects.filter(demo=True).values("code")),
    ),
    # Agreement of a demo user is no agreement.
    (Overeenstemming, Q(door__email__endswith=f"@{DOMEIN}")),
)


def verwijder() -> None:
    """Take it all out, with its history. Call it before the panden and terreinen of the demo go."""
    for model, waar in WAT:
        ids = list(model.objects.filter(waar).values_list("pk", flat=True))
        model.objects.filter(pk__in=ids).delete()
        model.history.filter(id__in=ids).delete()
    Maatregel.terreinen.through.objects.filter(terrein__demo=True).delete()


def maak_demo(terreinen: Sequence[Terrein], loodsen: dict[str, Any], zaad: int) -> str:
    """Make all of it, on the panden and terreinen of the demo that are there; returns a summary in Dutch.

    `loodsen` are the demo users by the code of their gemeente.
    """
    toeval = random.Random(zaad + 11)
    bron = Bron.objects.filter(soort=Bron.Soort.DEMO).order_by("pk")[0]
    plannen = _plancapaciteit(terreinen, bron, toeval)
    Plancapaciteit.objects.bulk_create(plannen)
    transformaties = _transformaties(bron, toeval)
    transacties = _transacties(bron, toeval)
    Transactie.objects.bulk_create(transacties)
    Voorziening.objects.bulk_create(_voorzieningen(terreinen, toeval))
    _programma(terreinen, toeval)
    _overeenstemming(loodsen)
    return (
        f"{len(plannen)} opgaven van plancapaciteit, {transformaties} transformaties en {len(transacties)} transacties."
    )


def _plancapaciteit(terreinen: Sequence[Terrein], bron: Bron, toeval: random.Random) -> list[Plancapaciteit]:
    """Two thirds hard and one third zacht at the start, most of it on terreinen; then part leaves the plans."""
    kiezen = [*terreinen, *(terrein for terrein in terreinen if terrein.in_structuurvisie)]
    gewichten = [toeval.lognormvariate(0, 0.7) for _ in kiezen]
    begin = datetime.date(2012, 1, 1)
    vandaag = datetime.date.today()
    opgaven = []
    verdeeld = 0
    for nummer, (terrein, gewicht) in enumerate(zip(kiezen, gewichten, strict=True)):
        laatste = nummer == len(kiezen) - 1
        deel = PLANCAPACITEIT_M2 * gewicht / sum(gewichten)
        bvo = PLANCAPACITEIT_M2 - verdeeld if laatste else int(round(deel, -2))
        verdeeld += bvo
        status = Plancapaciteit.Status.ZACHT if nummer % 3 == 2 else Plancapaciteit.Status.HARD
        naam = f"{terrein.naam} {'uitbreiding' if nummer >= len(terreinen) else 'bestemmingsplan'}"
        peildatum = begin
        while True:
            opgaven.append(
                Plancapaciteit(
                    plan=naam, gemeente_id=terrein.gemeente_id, terrein=terrein, status=status, bvo_m2=bvo,
                    peildatum=peildatum, bron=bron, demo=True,
                )
            )  # fmt: skip
            peildatum = datetime.date(max(peildatum.year, START.year - 1) + toeval.randint(2, 5), 1, 1)
            if peildatum > vandaag or not bvo:
                break
            # The locations of the structuurvisie give up more.
            rest = toeval.choice((0, 0.5, 0.7, 0.9) if terrein.in_structuurvisie else (0.8, 0.9, 1.0, 1.0))
            bvo = int(round(bvo * rest, -2))
    return opgaven


def _transformaties(bron: Bron, toeval: random.Random) -> int:
    """Sixty projects in all phases, on panden that stand partly or wholly empty; returns how many."""
    panden = list(
        Pand.objects.filter(demo=True, gemeente__in=PROGRAMMA, stand__voorraad_m2__gte=700)
        .select_related("stand")
        .prefetch_related("adressen")
        .defer("omtrek")
        .order_by("-stand__leegstand_m2", "bag_id")[: TRANSFORMATIES * 3]
    )
    toeval.shuffle(panden)
    # Half of them are done; the others are spread over the phases.
    fasen = [fase for ander in Transformatie.Fase for fase in (ander, Transformatie.Fase.GEREED)]
    wordt = (
        [Bestemming.WONEN] * 6 + [keuze for keuze in Bestemming if keuze != Bestemming.WONEN] + [Bestemming.SLOOP] * 2
    )
    vandaag = datetime.date.today()
    projecten: list[Transformatie] = []
    delen = []
    namen: set[tuple[str, str]] = set()
    for pand in panden:
        if len(projecten) == TRANSFORMATIES:
            break
        adres = next(iter(pand.adressen.all()), None)
        bestemming = wordt[len(projecten) % len(wordt)]
        fase = fasen[len(projecten) * 5 % len(fasen)]
        naam = f"{adres.regel if adres else pand} wordt {bestemming.label.lower()}"
        if bestemming == Bestemming.SLOOP:
            naam = f"Sloop {adres.regel if adres else pand}"
        if (str(pand.gemeente_id), naam) in namen:
            continue
        namen.add((str(pand.gemeente_id), naam))
        m2 = pand.stand.leegstand_m2 or pand.stand.voorraad_m2 // 2
        start = START + datetime.timedelta(days=toeval.randint(0, (vandaag - START).days - 800))
        gereed = start + datetime.timedelta(days=toeval.randint(300, 780))
        if fase not in {Transformatie.Fase.GEREED, Transformatie.Fase.AFGEBLAZEN}:
            start = vandaag - datetime.timedelta(days=toeval.randint(30, 500))
            gereed = vandaag + datetime.timedelta(days=toeval.randint(120, 1_100))
        projecten.append(
            Transformatie(
                naam=naam, gemeente_id=pand.gemeente_id, bestemming=bestemming, vvo_m2=m2,
                woningen=max(1, m2 // 65) if bestemming == Bestemming.WONEN else None, fase=fase,
                start_op=None if fase == Transformatie.Fase.IDEE else start,
                gereed_op=None if fase in {Transformatie.Fase.IDEE, Transformatie.Fase.AFGEBLAZEN} else gereed,
                bron=bron, demo=True,
            )
        )  # fmt: skip
        delen.append(pand)
    Transformatie.objects.bulk_create(projecten)
    doorsnee = Transformatie.panden.through
    doorsnee.objects.bulk_create(
        doorsnee(transformatie=project, pand=pand) for project, pand in zip(projecten, delen, strict=True)
    )
    return len(projecten)


def _transacties(bron: Bron, toeval: random.Random) -> list[Transactie]:
    """Lettings mostly, some sales; rents rise slowly and are known of two in three."""
    panden = list(
        Pand.objects.filter(demo=True, stand__voorraad_m2__gte=300)
        .select_related("stand")
        .defer("omtrek")
        .order_by("bag_id")
    )
    vandaag = datetime.date.today()
    dagen = (vandaag - START).days
    transacties = []
    for pand in toeval.choices(panden, k=TRANSACTIES):
        datum = START + datetime.timedelta(days=toeval.randint(0, dagen))
        m2 = max(60, round(pand.stand.voorraad_m2 * toeval.uniform(0.08, 0.6)))
        koop = toeval.random() < 0.12
        huur = (
            HUREN.get(str(pand.gemeente_id), 110) * (1 + 0.012 * (datum.year - START.year)) * toeval.uniform(0.8, 1.25)
        )
        prijs = round(huur * 11 * m2, -3) if koop else round(huur * 2) / 2
        transacties.append(
            Transactie(
                datum=datum, gemeente_id=pand.gemeente_id, pand=pand, vvo_m2=m2,
                soort=Transactie.Soort.KOOP if koop else Transactie.Soort.HUUR,
                prijs=prijs if toeval.random() < 0.67 else None, sector=toeval.choice(Transactie.Sector.values),
                bron=bron, demo=True,
            )
        )  # fmt: skip
    return transacties


def _voorzieningen(terreinen: Sequence[Terrein], toeval: random.Random) -> list[Voorziening]:
    """More of them, and nearer, on a kantorenlocatie than on a bedrijventerrein."""
    kansen = {Terrein.Soort.KANTORENLOCATIE: 0.75, Terrein.Soort.GEMENGD: 0.9, Terrein.Soort.BEDRIJVENTERREIN: 0.45}
    return [
        Voorziening(terrein=terrein, soort=soort, afstand_m=max(0, toeval.randint(-3, 24) * 50))
        for terrein in terreinen
        for soort in Voorziening.Soort
        if toeval.random() < kansen[Terrein.Soort(terrein.soort)]
    ]


def _programma(terreinen: Sequence[Terrein], toeval: random.Random) -> None:
    """Targets of each gemeente of the programme and of the locations of the structuurvisie, and some maatregelen."""
    doelen = []
    for code in PROGRAMMA:
        groot = code in {"GM0344", "GM0307", "GM0356"}
        for soort, waarde in (
            (Doelstelling.Soort.LEEGSTANDSPERCENTAGE, toeval.choice((8, 9, 10, 12))),
            (Doelstelling.Soort.TRANSFORMATIE, toeval.choice((20, 30, 40)) * (4_000 if groot else 400)),
            (Doelstelling.Soort.SLOOP, toeval.choice((5, 10)) * (2_000 if groot else 300)),
        ):
            doelen.append(
                Doelstelling(niveau=Niveau.GEMEENTE, gebied_code=code, soort=soort, waarde=waarde, jaar=2027, demo=True)
            )
    doelen += [
        Doelstelling(
            niveau=Niveau.TERREIN, gebied_code=terrein.code, soort=Doelstelling.Soort.PLANCAPACITEIT,
            waarde=terrein.reductiedoel_m2 or 0, jaar=2027, demo=True,
        )
        for terrein in terreinen
        if terrein.in_structuurvisie
    ]  # fmt: skip
    # A doel that someone set already stays as it is.
    Doelstelling.objects.bulk_create(doelen, ignore_conflicts=True)
    sturen, faciliteren = Maatregel.Spoor.STUREN, Maatregel.Spoor.FACILITEREN
    namen = dict(Gemeente.objects.filter(code__in=PROGRAMMA).values_list("code", "naam"))
    for naam, spoor, begin, codes in (
        ("Plannen terugbrengen op locaties van de structuurvisie (demo)", sturen, datetime.date(2015, 7, 1), ()),
        ("Kantorenloodsen in acht gemeenten (demo)", faciliteren, datetime.date(2015, 1, 1), tuple(namen)),
        ("Transformatiescans (demo)", faciliteren, datetime.date(2016, 3, 1), ("GM0356", "GM0321", "GM0307")),
        ("Gebiedsaanpak Rijnhuizen (demo)", faciliteren, datetime.date(2017, 1, 1), ("GM0356",)),
    ):
        maatregel = Maatregel.objects.create(naam=naam, spoor=spoor, begin=begin, demo=True)
        maatregel.gemeenten.set(Gemeente.objects.filter(code__in=codes))
        if spoor == sturen:
            maatregel.terreinen.set(terrein for terrein in terreinen if terrein.in_structuurvisie)
    Maatregel.history.filter(id__in=Maatregel.objects.filter(demo=True).values("pk")).delete()


def _overeenstemming(loodsen: dict[str, Any]) -> None:
    """All gemeenten agree but two of the programme. For one without a loods in the demo another loods said so."""
    if not loodsen:
        return
    ander = next(iter(loodsen.values()))
    definities = geldige_definities()
    Overeenstemming.objects.bulk_create(
        Overeenstemming(
            gemeente_id=code, definitie=definitie, door=loodsen.get(code, ander), datum=datetime.date(2015, 4, 1)
        )
        for code in Gemeente.objects.huidig().values_list("code", flat=True)
        if code not in NOG_NIET_EENS
        for definitie in definities
    )  # fmt: skip
