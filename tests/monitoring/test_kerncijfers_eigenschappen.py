"""Kerncijfers against a plain Python oracle, and the laws they keep, over random panden, waarnemingen and mergers."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from monitoring.kerncijfers import (
    herbouw,
    kerncijfers_van_pand,
    kerncijfers_van_perceel,
    meld_gemeenten,
    meld_pand,
    meld_waarneming,
    meld_wijziging,
    peildata,
    stand_van_panden,
    werk_bij,
)
from monitoring.models import (
    Bron,
    Gemeente,
    Herberekening,
    Kerncijfer,
    Niveau,
    Pand,
    Perceel,
    Provincie,
    Regio,
    Terrein,
    Waarneming,
)
from tests.factories import vierkant

VANDAAG = datetime.date(2016, 8, 20)
EERSTE = datetime.date(2014, 1, 1)
MAATTAL = len(Kerncijfer.MATEN)

# Dates on and around quarters, so that boundaries are hit often.
KWARTALEN = [datetime.date(jaar, maand, 1) for jaar in range(2014, 2017) for maand in (1, 4, 7, 10)]
dagen = st.one_of(
    st.sampled_from(KWARTALEN[:11]),
    st.dates(EERSTE + datetime.timedelta(days=1), VANDAAG),
)
oppervlakten = st.sampled_from([0, 300, 499, 500, 999, 1000, 2499, 2500, 5000, 9999, 10000, 25000])


@st.composite
def metingen(draw: st.DrawFn) -> dict[str, Any]:
    """The measures of a waarneming that the database accepts."""
    peildatum, voorraad = draw(dagen), draw(oppervlakten)
    leegstand = draw(st.sampled_from([0, voorraad, voorraad // 3]))
    leeg_sinds = draw(st.none() | st.dates(datetime.date(2010, 1, 1), peildatum)) if leegstand else None
    if leeg_sinds and draw(st.booleans()):
        leeg_sinds = leeg_sinds.replace(day=1)
    return {
        "peildatum": peildatum,
        "voorraad_m2": voorraad,
        "aanbod_m2": draw(st.sampled_from([0, voorraad, voorraad // 2])),
        "leegstand_m2": leegstand,
        "leeg_sinds": leeg_sinds,
        "geraamd": draw(st.booleans()),
    }


CODES = ["GM0001", "GM0002", "GM0003", "GM0004", "GM0005"]
# 1 went into 2 and 2 into 3; 4 ended and was divided; 3 and 5 are today's.
EINDES = {"GM0001": datetime.date(2014, 9, 1), "GM0002": datetime.date(2015, 4, 1), "GM0004": datetime.date(2015, 1, 1)}
OPVOLGERS = {"GM0001": "GM0002", "GM0002": "GM0003"}

pandvelden = st.fixed_dictionaries(
    {
        "bouwjaar": st.sampled_from([None, 1949, 1950, 1979, 1980, 1999, 2000, 2009, 2010, 2015, 2016, 2030]),
        "bag_status": st.sampled_from([*Pand.BagStatus.values, *[Pand.BagStatus.IN_GEBRUIK.value] * 8]),
        "gemeente_id": st.sampled_from([*CODES, "GM0003", "GM0005", None]),
        "gemeente_voorheen_id": st.sampled_from([None, None, *CODES]),
        "go_kantoor_m2": st.sampled_from([0, 400, 526, 527, 1053, 3000, 11000]),
        "einde": st.none() | st.none() | dagen,
    }
)
pandset = st.lists(
    st.tuples(pandvelden, st.sampled_from([None, 0, 1, 2]), st.lists(metingen(), max_size=4)), min_size=1, max_size=7
)
wijzigingen = st.lists(
    st.one_of(
        st.tuples(st.just("waarneming"), st.integers(0, 6), metingen()),
        st.tuples(st.just("intrekking"), st.integers(0, 6), st.none()),
        st.tuples(st.just("pand"), st.integers(0, 6), pandvelden),
        st.tuples(st.just("terrein"), st.integers(0, 6), st.sampled_from([None, 0, 1, 2])),
        st.tuples(st.just("fusie"), st.just(0), st.booleans()),
    ),
    min_size=1,
    max_size=5,
)


def grens_terug(dag: datetime.date, jaren: int) -> datetime.date:
    return dag.replace(year=dag.year - jaren)


def klasse(waarde: int, namen: list[str], grenzen: list[int]) -> str:
    return namen[sum(waarde >= grens for grens in grenzen)]


def stand(
    pand: Pand, dag: datetime.date
) -> tuple[int, int, int, datetime.date | None, bool, datetime.date | None] | None:
    """voorraad, aanbod, leegstand, leeg_sinds, geraamd, waargenomen_op of a pand on a date; None: it isn't there."""
    if pand.einde and dag >= pand.einde:
        return None
    gezien = [w for w in pand.waarnemingen.all() if w.vervangen_op is None and w.peildatum <= dag]
    if gezien:
        w = max(gezien, key=lambda w: w.peildatum)
        return w.voorraad_m2, w.aanbod_m2, w.leegstand_m2, w.leeg_sinds, w.geraamd, w.peildatum
    nooit = pand.bag_status in {"Niet gerealiseerd pand", "Pand ten onrechte opgevoerd"} or (
        pand.bag_status == "Pand gesloopt" and pand.einde is None
    )
    gebouwd = pand.bouwjaar is None or datetime.date(pand.bouwjaar, 1, 1) <= dag
    if nooit or not gebouwd or round(pand.go_kantoor_m2 * 0.95) == 0:
        return None
    return round(pand.go_kantoor_m2 * 0.95), 0, 0, None, True, None


def maten(pand: Pand, dag: datetime.date) -> list[int] | None:
    toestand = stand(pand, dag)
    if toestand is None or toestand[0] < 500:
        return None
    voorraad, aanbod, leegstand, sinds, geraamd, gezien = toestand
    duur = (
        "o" if sinds is None
        else "f" if sinds > grens_terug(dag, 1)
        else "l" if sinds > grens_terug(dag, 3)
        else "s"
    )  # fmt: skip
    recent = gezien is not None and gezien > grens_terug(dag, 1)
    return [
        voorraad,
        aanbod,
        leegstand,
        *(leegstand * (duur == soort) for soort in "flso"),
        voorraad * geraamd,
        voorraad * recent,
        1,
        int(leegstand > 0),
        int(0 < leegstand == voorraad),
        int(recent),
    ]


def orakel() -> dict[tuple[Any, ...], tuple[int, ...]]:
    """All kerncijfers, in the slowest and plainest way."""
    gemeenten = {gemeente.code: gemeente for gemeente in Gemeente.objects.all()}
    regios = [(regio.code, set(regio.gemeenten.values_list("code", flat=True))) for regio in Regio.objects.all()]
    sommen: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * MAATTAL)
    for pand in Pand.objects.prefetch_related("waarnemingen").select_related("terrein"):
        if pand.gemeente_id is None:
            continue
        nu: str | None = pand.gemeente_id
        while nu and gemeenten[nu].einde:
            nu = gemeenten[nu].opgegaan_in_id
        for dag in peildata():
            cijfers = maten(pand, dag)
            if cijfers is None:
                continue
            gebieden = [("gemeente", nu), ("provincie", gemeenten[nu].provincie_id)] if nu else []
            gebieden += [("regio", code) for code, leden in regios if nu in leden]
            gebieden += [
                ("gemeente", code)
                for code in {pand.gemeente_id, pand.gemeente_voorheen_id} - {None}
                if gemeenten[code].einde and dag < gemeenten[code].einde
            ]
            if pand.terrein:
                gebieden.append(("terrein", pand.terrein.code))
            grootte = klasse(
                cijfers[0], ["500-1000", "1000-2500", "2500-5000", "5000-10000", "10000+"], [1000, 2500, 5000, 10000]
            )
            periode = (
                klasse(
                    pand.bouwjaar,
                    ["voor-1950", "1950-1979", "1980-1999", "2000-2009", "vanaf-2010"],
                    [1950, 1980, 2000, 2010],
                )
                if pand.bouwjaar
                else "onbekend"
            )
            for gebied in gebieden:
                for segment in (("", ""), (grootte, ""), ("", periode)):
                    rij = sommen[(*gebied, dag, *segment)]
                    for i, cijfer in enumerate(cijfers):
                        rij[i] += cijfer
    return {sleutel: tuple(rij) for sleutel, rij in sommen.items()}


def opgeslagen() -> dict[tuple[Any, ...], tuple[int, ...]]:
    rijen = Kerncijfer.objects.values_list(
        "niveau", "gebied_code", "peildatum", "grootteklasse", "bouwperiode", *Kerncijfer.MATEN
    )
    return {rij[:5]: rij[5:] for rij in rijen}


def openbaar() -> dict[tuple[Any, ...], bool]:
    rijen = Kerncijfer.objects.values_list(
        "niveau", "gebied_code", "peildatum", "grootteklasse", "bouwperiode", "openbaar"
    )
    return {rij[:5]: rij[5] for rij in rijen}


def lijnen() -> list[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """All sums that a reader can make, as (whole, parts)."""
    sleutels = sorted(opgeslagen())
    huidig = {g.code: g for g in Gemeente.objects.huidig()}
    van_terrein = dict(Terrein.objects.values_list("code", "gemeente_id"))
    leden = {("regio", r.code): set(r.gemeenten.values_list("code", flat=True)) for r in Regio.objects.all()}
    leden |= {("provincie", p.code): {c for c, g in huidig.items() if g.provincie_id == p.code}
              for p in Provincie.objects.all()}  # fmt: skip
    gevonden = []
    for geheel in sleutels:
        niveau, code, _, *segment = geheel
        if segment == ["", ""] and niveau != "terrein":
            gevonden.append((geheel, [s for s in sleutels if s[:3] == geheel[:3] and s[3]]))
            gevonden.append((geheel, [s for s in sleutels if s[:3] == geheel[:3] and s[4]]))
        if niveau in {"provincie", "regio"}:
            delen = [s for s in sleutels if s[0] == "gemeente" and s[1] in huidig and s[1] in leden[niveau, code]]
            gevonden.append((geheel, [s for s in delen if s[2:] == geheel[2:]]))
        if niveau == "gemeente" and segment == ["", ""]:
            gevonden.append((geheel, [s for s in sleutels if s[0] == "terrein" and s[2:] == geheel[2:]
                                      and van_terrein[s[1]] == code]))  # fmt: skip
    return [(geheel, delen) for geheel, delen in gevonden if delen]


class KerncijfersTest(TestCase):
    """Each example starts from an empty database with the same gebieden and the same day of today."""

    def setUp(self) -> None:
        klok = patch.object(timezone, "localdate", return_value=VANDAAG)
        klok.start()
        self.addCleanup(klok.stop)

    def setup_example(self) -> None:
        super().setup_example()
        provincies = [Provincie.objects.create(code=f"PV2{i}", naam=f"Provincie {i}") for i in range(2)]
        for code in reversed(CODES):
            Gemeente.objects.create(
                code=code,
                naam=code,
                provincie=provincies[code == "GM0005"],
                einde=EINDES.get(code),
                opgegaan_in_id=OPVOLGERS.get(code),
            )
        Regio.objects.create(code="noord", naam="Noord", provincie=provincies[0]).gemeenten.set(["GM0003", "GM0001"])
        Regio.objects.create(code="heel", naam="Heel", provincie=provincies[0]).gemeenten.set(["GM0003", "GM0005"])
        self.terreinen = [
            Terrein.objects.create(
                code=f"T{i}", naam=f"T{i}", gemeente_id=code, soort="kantorenlocatie", grens=vierkant(140000, 450000)
            )
            for i, code in enumerate(["GM0003", "GM0005", "GM0002"])
        ]
        self.perceel = Perceel.objects.create(
            kadastrale_gemeente="HTN00", sectie="A", nummer=1, grens=vierkant(140000, 450000)
        )
        self.bron = Bron.objects.create(naam="Bron", soort=Bron.Soort.PARATE_KENNIS)
        # Fixes the first peildatum, so that later changes do not turn every update into a rebuild.
        self.anker = self.maak_pand(0, {"gemeente_id": "GM0005", "bouwjaar": 1990}, None)
        self.neem_waar(self.anker, {"peildatum": EERSTE, "voorraad_m2": 750})

    def maak_pand(self, nummer: int, velden: dict[str, Any], terrein: int | None) -> Pand:
        return Pand.objects.bulk_create(
            [
                Pand(
                    bag_id=f"0321100{nummer:09d}",
                    perceel=self.perceel,
                    terrein=None if terrein is None else self.terreinen[terrein],
                    **velden,
                )
            ]
        )[0]

    def neem_waar(self, pand: Pand, meting: dict[str, Any]) -> Waarneming:
        """A new current row; the one on the same day is replaced, as in the portal."""
        vorige = pand.waarnemingen.actueel().filter(peildatum=meting["peildatum"]).first()
        if vorige:
            Waarneming.objects.filter(pk=vorige.pk).update(vervangen_op=timezone.now())
        return Waarneming.objects.create(pand=pand, bron=self.bron, vervangt=vorige, **meting)

    def vul(self, panden: Any) -> list[Pand]:
        gemaakt = []
        for nummer, (velden, terrein, rijen) in enumerate(panden, 1):
            gemaakt.append(self.maak_pand(nummer, velden, terrein))
            for meting in rijen:
                self.neem_waar(gemaakt[-1], meting)
        return gemaakt

    def verander(self, panden: list[Pand], soort: str, welk: int, wat: Any) -> None:
        """One later change, reported as the portal does."""
        pand = Pand.objects.get(pk=panden[welk % len(panden)].pk)
        ervoor = [pand.gemeente_id, pand.gemeente_voorheen_id, pand.terrein and pand.terrein.gemeente_id]
        if soort == "waarneming":
            meld_waarneming(self.neem_waar(pand, wat))
        elif soort == "intrekking":
            laatste = pand.waarnemingen.actueel().order_by("peildatum").last()
            if laatste:
                Waarneming.objects.filter(pk=laatste.pk).update(vervangen_op=timezone.now())
                meld_wijziging(pand, laatste.peildatum)
        elif soort == "fusie":
            # Whether or not the panden have been moved along, the figures follow.
            Gemeente.objects.filter(code="GM0005").update(einde=datetime.date(2016, 1, 1), opgegaan_in_id="GM0003")
            eerder = set(Pand.objects.filter(gemeente_id="GM0005").values_list("gemeente_voorheen_id", flat=True))
            if wat:
                Pand.objects.filter(gemeente_id="GM0005").update(gemeente_id="GM0003", gemeente_voorheen_id="GM0005")
            meld_gemeenten(["GM0005", "GM0003", *eerder], datetime.date.min, None)
        else:
            velden = wat if soort == "pand" else {"terrein": None if wat is None else self.terreinen[wat]}
            Pand.objects.filter(pk=pand.pk).update(**velden)
            meld_pand(Pand.objects.get(pk=pand.pk), ook=ervoor)

    @hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(panden=pandset)
    def test_herbouw_is_wat_het_orakel_telt(self, panden: Any) -> None:
        self.vul(panden)

        herbouw()

        assert opgeslagen() == orakel()

    @hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(panden=pandset, later=wijzigingen)
    def test_bijwerken_geeft_hetzelfde_als_herbouwen(self, panden: Any, later: Any) -> None:
        gemaakt = self.vul(panden)
        herbouw()

        for soort, welk, wat in later:
            self.verander(gemaakt, soort, welk, wat)
        uitkomst = werk_bij()

        bijgewerkt, open_ = opgeslagen(), openbaar()
        assert not uitkomst.volledig
        assert not Herberekening.objects.exists()
        assert bijgewerkt == orakel()
        assert herbouw().veranderd == 0
        assert openbaar() == open_

    @hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(panden=pandset, minimum=st.sampled_from([2, 3]))
    def test_geen_som_geeft_een_dicht_cijfer_weg(self, panden: Any, minimum: int) -> None:
        self.vul(panden)
        with override_settings(AKT_MINIMUM_PANDEN_OPEN=minimum):
            herbouw()
        tellen = {sleutel: rij[MAATTAL - 4] for sleutel, rij in opgeslagen().items()}
        leeg = {sleutel: rij[MAATTAL - 3] for sleutel, rij in opgeslagen().items()}
        open_ = openbaar()

        assert not [sleutel for sleutel, hoeveel in tellen.items() if open_[sleutel] and hoeveel < minimum]
        assert not [sleutel for sleutel, hoeveel in leeg.items() if open_[sleutel] and 0 < hoeveel < minimum]
        for geheel, delen in lijnen():
            dicht = [deel for deel in delen if not open_[deel]]
            if geheel[3:] == ("", "") and delen[0][3:] != ("", ""):
                # A distribution is open as a whole or not at all, and never where the total is hidden.
                assert dicht in ([], delen)
                assert open_[geheel] or dicht == delen
                continue
            if geheel[3:] != ("", ""):
                # A gemeente with one class shows it in its total.
                dicht = [
                    deel
                    for deel in dicht
                    if not open_[(*deel[:3], "", "")] or tellen[deel] < tellen[(*deel[:3], "", "")]
                ]
            rest = max(0, tellen[geheel] - sum(tellen[deel] for deel in delen)) if delen[0][0] == "terrein" else 0
            onbekend = len(dicht) + (rest > 0) + (not open_[geheel])
            samen = sum(tellen[deel] for deel in dicht) + rest
            # One unknown is known by subtraction; that may only be a large enough rest, or a whole that all may know.
            if geheel[3:] == ("", ""):
                assert onbekend != 1 or (not dicht and open_[geheel] and rest >= minimum), geheel
            assert not open_[geheel] or samen == 0 or (samen >= minimum and (rest or len(dicht) > 1)), geheel

    @hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(panden=pandset)
    def test_delen_tellen_op_tot_gehelen(self, panden: Any) -> None:
        self.vul(panden)
        herbouw()
        cijfers = opgeslagen()

        assert all(cijfer >= 0 for rij in cijfers.values() for cijfer in rij)
        per_gebied: dict[tuple[Any, ...], list[list[tuple[int, ...]]]] = defaultdict(lambda: [[], []])
        for (niveau, code, dag, grootte, periode), rij in cijfers.items():
            if grootte:
                per_gebied[niveau, code, dag][0].append(rij)
            if periode:
                per_gebied[niveau, code, dag][1].append(rij)
        for gebied, segmenten in per_gebied.items():
            for rijen in segmenten:
                assert tuple(map(sum, zip(*rijen, strict=True))) == cijfers[(*gebied, "", "")]
        for provincie in Provincie.objects.all():
            huidig = set(provincie.gemeenten.huidig().values_list("code", flat=True))
            for dag in peildata():
                delen = [
                    rij
                    for (niveau, code, moment, *segment), rij in cijfers.items()
                    if niveau == "gemeente" and code in huidig and moment == dag and segment == ["", ""]
                ]
                geheel = cijfers.get((Niveau.PROVINCIE, provincie.code, dag, "", ""))
                assert geheel == (tuple(map(sum, zip(*delen, strict=True))) if delen else None)

    @hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(panden=pandset, dag=dagen)
    def test_wat_niet_is_opgeslagen_volgt_dezelfde_definitie(self, panden: Any, dag: datetime.date) -> None:
        self.vul(panden)
        alle = list(Pand.objects.prefetch_related("waarnemingen"))

        standen = stand_van_panden(Pand.objects.filter(perceel=self.perceel, bag_id__startswith="0321"), dag)

        velden = ("voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds", "geraamd", "waargenomen_op")
        assert {nummer: tuple(getattr(s, veld) for veld in velden) for nummer, s in standen.items()} == {
            pand.pk: stand(pand, dag) for pand in alle if stand(pand, dag)
        }
        assert stand_van_panden([pand.pk for pand in alle], dag) == standen
        for pand in alle:
            assert [(k.peildatum, list(k.als_dict().values())) for k in kerncijfers_van_pand(pand)] == [
                (moment, maten(pand, moment)) for moment in peildata() if maten(pand, moment)
            ]
        verwacht = [cijfers for pand in alle if (cijfers := maten(pand, KWARTALEN[5]))]
        (perceel,) = kerncijfers_van_perceel(self.perceel, KWARTALEN[5])
        assert list(perceel.als_dict().values()) == [sum(kolom) for kolom in zip(*verwacht, strict=True)]


def test_het_orakel_gaat_uit_van_de_instellingen_van_het_programma() -> None:
    assert (settings.AKT_KANTOOR_DREMPEL_M2, settings.AKT_FACTOR_GO_NAAR_VVO, settings.AKT_DEKKING_MAANDEN) == (
        500,
        0.95,
        12,
    )
