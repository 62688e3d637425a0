"""The arithmetic of the businesscase, without a database: worked examples, properties, what-if."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from scans.businesscase import VELDEN, Invoer, OngeldigeInvoer, bereken, velden_voor
from scans.businesscase.invoer import ALLE, BLIJVEND, DECIMALEN
from scans.businesscase.onzekerheid import afgeweken, scenarios, simuleer, tornado
from scans.businesscase.posten import DELEN, POSTEN, posten_voor
from scans.businesscase.rekenen import gelijk, intern_rendement, keuze_van, reken, waarden_van
from scans.models import Variant
from tests.scans.cases import invoer

VOORBEELDEN = Path(__file__).with_name("rekenvoorbeelden.xlsx")
CENT = Decimal("0.01")
SPREIDING = {"bouwkosten": "12", "huur_maand": "8", "rendement": "6", "voorbereiding": "40", "rente": "15"}


# --- worked examples ------------------------------------------------------------------------------------------------
def uitgerekend(blad: Any) -> dict[str, Decimal | str]:
    """The sheet computed from its own Excel formulas, in exact decimals; by the code in column B."""
    functies: dict[str, Callable[..., Any]] = {
        "ROUND": lambda getal, plaatsen: Decimal(getal).quantize(Decimal(1).scaleb(-plaatsen), rounding=ROUND_HALF_UP),
        "MAX": max,
        "IF": lambda waar, dan, anders: dan if waar else anders,
    }
    cellen: dict[str, Any] = {}
    waarden: dict[str, Any] = {}
    for rij in blad.iter_rows(min_row=2):
        code, cel = rij[1].value, rij[2]
        waarde = cel.value
        if isinstance(waarde, str) and waarde.startswith("="):
            python = re.sub(r"\b(C\d+)\b", r"cel['\1']", waarde[1:].replace("^", "**"))
            waarde = eval(python, functies, {"cel": cellen})
        elif not isinstance(waarde, str):
            waarde = Decimal(str(waarde))
        cellen[cel.coordinate] = waarden[code] = waarde
    return waarden


@pytest.mark.parametrize("naam", ["Wonen verhuur", "Werken verkoop", "Sloop", "Tijdelijk"])
def test_rekenvoorbeeld_uit_het_rekenblad(naam: str) -> None:
    blad = load_workbook(VOORBEELDEN)[naam]
    verwacht = uitgerekend(blad)
    variant = str(verwacht["variant"])
    namen = {veld.naam for veld in velden_voor(variant)} | {"opbrengstwijze", "start", "einddatum"}
    uitkomst = bereken(
        Invoer.van_json(variant, {code: str(waarde) for code, waarde in verwacht.items() if code in namen})
    )
    vergeleken = 0
    for rij in blad.iter_rows(min_row=2):
        code, opgeschreven = rij[1].value, rij[3].value
        if code in uitkomst.waarden and opgeschreven is not None:
            assert abs(uitkomst[code] - verwacht[code]) < Decimal("1e-9"), code
            assert abs(uitkomst[code] - Decimal(str(opgeschreven))) < Decimal("0.005"), code
            vergeleken += 1
    assert vergeleken > 20


def test_geld_met_de_hand() -> None:
    """Without interest, tax and percentages the residual value is a subtraction that anyone can do."""
    nul = dict.fromkeys(
        ("onvoorzien", "honoraria", "leges", "btw", "verkoopkosten", "rente", "winst_risico", "overdracht"), 0
    )
    uitkomst = bereken(
        invoer(
            "sloop", **nul, bvo=1000, sloopkosten=100, kavel=2000, grondprijs=250, boekwaarde=700_000, inbreng=450_000
        )
    )
    assert uitkomst["residueel"] == 500_000 - 100_000
    assert uitkomst["afwaardering"] == 300_000
    assert uitkomst["onrendabel"] == 50_000
    assert uitkomst["overschot"] == 0
    assert uitkomst["rentelast"] == 0
    goed = bereken(uitkomst.invoer.met(boekwaarde=Decimal(300_000), inbreng=Decimal(300_000)))
    assert (goed["afwaardering"], goed["onrendabel"], goed["overschot"]) == (0, 0, 100_000)


def test_bar_en_nar_geven_bij_gelijke_huur_dezelfde_waarde() -> None:
    zonder_lasten = invoer(exploitatie=0)
    assert bereken(zonder_lasten)["waarde_von"] == bereken(zonder_lasten.met(rendement_over="bar"))["waarde_von"]
    met_lasten = bereken(invoer(rendement_over="bar"))
    assert met_lasten["bar_von"].quantize(CENT) == Decimal("4.60")
    assert met_lasten["nar_von"] < met_lasten["bar_von"]


def test_rendement_van_het_project() -> None:
    assert intern_rendement([-100.0, 0.0, 121.0]) == pytest.approx(0.10)
    assert intern_rendement([-100.0, -1.0]) is None
    # Bought for the residual value with all profit in the costs, the project yields just its interest.
    basis = invoer(winst_risico=0, overdracht=0)
    koop = bereken(basis)
    per_jaar = bereken(basis.met(inbreng=koop["residueel"])).rendement
    assert per_jaar == pytest.approx(100 * ((1 + 0.05 / 4) ** 4 - 1), abs=0.001)


# --- properties -----------------------------------------------------------------------------------------------------
@st.composite
def invoeren(draw: st.DrawFn) -> Invoer:
    """Any input within the limits of its fields, also absurd ones."""
    variant = draw(st.sampled_from(sorted(ALLE)))
    waarden: dict[str, Any] = {}
    for veld in velden_voor(variant):
        plaatsen = DECIMALEN[veld.soort]
        hoogste = min(veld.hoogste, Decimal(12) if veld.soort == "kwartalen" else veld.hoogste)
        schaal = 10**plaatsen
        geheel = draw(st.integers(int(veld.laagste * schaal), int(hoogste * schaal)))
        waarden[veld.naam] = Decimal(geheel) / schaal
    if variant == "tijdelijk":
        waarden |= {
            "start": datetime.date(2026, 1, 1),
            "einddatum": datetime.date(2026 + draw(st.integers(7, 30)), 1, 1),
        }
    if variant in BLIJVEND:
        waarden["opbrengstwijze"] = draw(st.sampled_from(["verhuur", "verkoop"]))
        waarden["rendement_over"] = draw(st.sampled_from(["nar", "bar"]))
    return Invoer(variant=variant, **waarden)


@settings(max_examples=60, deadline=None)
@given(invoeren())
def test_elke_berekening_sluit_op_de_cent(geval: Invoer) -> None:
    uitkomst = bereken(geval)
    erbij = geval.restwaarde if geval.variant == "tijdelijk" else 0
    assert uitkomst["opbrengst"] + erbij == uitkomst["stichtingskosten"] + uitkomst["winst"]
    for regel in uitkomst.regels.values():
        if regel.delen:
            assert sum(-deel.waarde if deel.min else deel.waarde for deel in regel.delen) == regel.waarde, regel.code
    for post in posten_voor(keuze_van(geval)):
        waarde = uitkomst[post.code]
        if waarde is None:
            continue
        assert Decimal(waarde).is_finite(), post.code
        if post.soort == "bedrag":
            assert waarde == waarde.quantize(CENT), post.code
        if post.deel in {"oppervlakte", "opbrengst", "kosten"} or post.soort in {"factor", "kwartalen"}:
            assert waarde >= 0, post.code
    for code in ("afwaardering", "onrendabel", "overschot"):
        assert uitkomst[code] >= 0
    assert not (uitkomst["onrendabel"] and uitkomst["overschot"])


@settings(max_examples=60, deadline=None)
@given(invoeren())
def test_kwartaal_voor_kwartaal_komt_op_nul(geval: Invoer) -> None:
    """The table per quarter, made in another way, gives the same interest; only the cents of rounding differ."""
    uitkomst = bereken(geval)
    stroom = uitkomst.kasstroom
    assert stroom[-1].saldo == 0
    assert sum(kwartaal.rente for kwartaal in stroom) == -uitkomst["rentelast"]
    assert -sum(kwartaal.kosten for kwartaal in stroom) == uitkomst["kosten"] + uitkomst["winst"]
    laatste = stroom[-2].saldo * uitkomst["kwartaalrente"] / 100
    # Each quarter is rounded twice to the cent, and carries on with interest.
    ruimte = CENT * 4 * len(stroom) * (1 + uitkomst["kwartaalrente"] / 100) ** len(stroom)
    assert abs(stroom[-1].rente - laatste) <= ruimte


OMLAAG = ("sloopkosten", "bouwkosten", "duurzaam", "parkeerkosten", "onvoorzien", "honoraria", "leges", "btw",
          "verkoopkosten", "winst_risico", "exploitatie", "rendement", "kosten_koper", "tijdelijke_lasten")  # fmt: skip
OMHOOG = ("huur_maand", "huur_m2", "verkoop_m2", "tijdelijke_huur", "restwaarde", "grondprijs")


@settings(max_examples=80, deadline=None)
@given(invoeren(), st.data())
def test_residuele_waarde_daalt_met_kosten_en_stijgt_met_huur_en_prijs(geval: Invoer, data: st.DataObject) -> None:
    velden = [veld for veld in velden_voor(geval.variant, geval.opbrengstwijze) if veld.naam in OMLAAG + OMHOOG]
    veld = data.draw(st.sampled_from(velden))
    waarde = getattr(geval, veld.naam)
    hoger = waarde + data.draw(st.decimals(0, veld.hoogste - waarde, places=2))
    try:
        anders = bereken(geval.met(**{veld.naam: hoger}))["residueel"]
    except OngeldigeInvoer:
        assert veld.naam in {"verkoopkosten", "winst_risico"}
        return
    verschil = anders - bereken(geval)["residueel"]
    # A percentage over a percentage is rounded twice: a cent may slip the other way, and grow in the sums after it.
    ruimte = CENT * 5
    if veld.naam in OMHOOG:
        assert verschil >= -ruimte, veld.naam
    else:
        assert verschil <= ruimte, veld.naam


@settings(max_examples=60, deadline=None)
@given(invoeren())
def test_snel_rekenen_is_hetzelfde_als_precies_rekenen(geval: Invoer) -> None:
    keuze, waarden = keuze_van(geval), waarden_van(geval)
    precies = reken(keuze, waarden, gelijk)
    snel = reken(keuze, {naam: float(waarde) for naam, waarde in waarden.items()}, gelijk)
    for post in posten_voor(keuze):
        exact, bij_benadering = getattr(precies, post.code), getattr(snel, post.code)
        if exact is None or bij_benadering is None:
            continue
        # A tenth of a billionth of the largest amount in the calculation; far below a cent for a real one.
        assert abs(float(exact) - bij_benadering) <= 1e-10 * max(1, float(precies.opbrengst), float(precies.kosten))


def test_snel_rekenen_scheelt_geen_cent_bij_een_gewoon_geval() -> None:
    for variant in sorted(ALLE):
        geval = invoer(variant)
        snel = reken(keuze_van(geval), {n: float(w) for n, w in waarden_van(geval).items()}, gelijk).residueel
        assert abs(snel - float(reken(keuze_van(geval), waarden_van(geval), gelijk).residueel)) < 0.001
        # Rounding each line to the cent, also before dividing by a yield of some percents, makes at most this.
        assert abs(snel - float(bereken(geval)["residueel"])) < 0.25


@settings(max_examples=40, deadline=None)
@given(invoeren())
def test_opslaan_en_teruglezen_verandert_niets(geval: Invoer) -> None:
    terug = Invoer.van_json(geval.variant, geval.als_json())
    assert terug.als_json() == geval.als_json()
    assert bereken(terug).waarden == bereken(geval).waarden


# --- lines ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("variant", Variant.values)
@pytest.mark.parametrize("wijze", ["verhuur", "verkoop"])
@pytest.mark.parametrize("over", ["nar", "bar"])
def test_elke_regel_heeft_een_formule_met_getallen(variant: str, wijze: str, over: str) -> None:
    uitkomst = bereken(invoer(variant, opbrengstwijze=wijze, rendement_over=over))
    codes = [post.code for post in posten_voor(keuze_van(uitkomst.invoer))]
    assert len(codes) == len(set(codes)), "twee regels met dezelfde code"
    assert not set(codes) & set(VELDEN), "een regel heet als een invoer"
    for regel in uitkomst.regels.values():
        assert re.search(r"\d", regel.formule), regel.code
        assert "{" not in regel.formule
    assert [kop for kop, _ in uitkomst.delen] == list(DELEN.values())
    assert {regel.code for _, regels in uitkomst.delen for regel in regels} == set(codes)


def nagerekend(formule: str) -> float:
    """The value of a formula as a reader would work it out from the words alone."""
    rekenregel = formule.split(";")[0].replace("\xa0", " ")
    rekenregel = re.sub(r"m²|[€a-zA-Z]", "", rekenregel)
    rekenregel = re.sub(r"\d[\d.]*(?:,\d+)?", lambda getal: getal[0].replace(".", "").replace(",", "."), rekenregel)
    rekenregel = re.sub(r"([\d.]+)%", r"(\1/100)", rekenregel)
    return float(eval(rekenregel.replace("×", "*").replace("÷", "/").replace("−", "-")))


@pytest.mark.parametrize("variant", Variant.values)
@pytest.mark.parametrize("wijze", ["verhuur", "verkoop"])
def test_formule_geeft_nagerekend_de_waarde_van_de_regel(variant: str, wijze: str) -> None:
    nagekeken = 0
    for geval in (invoer(variant, opbrengstwijze=wijze), invoer(variant, opbrengstwijze=wijze, sloopkosten=9000)):
        for regel in bereken(geval).regels.values():
            if "tot de macht" in regel.formule or regel.waarde is None:
                continue
            waarde = float(regel.waarde) / (100 if regel.eenheid in {"procent", "rente"} else 1)
            uit_woorden = nagerekend(regel.formule)
            if "nooit minder dan 0" in regel.formule:
                uit_woorden = max(uit_woorden, 0)
            # A factor is shown with six decimals.
            assert uit_woorden == pytest.approx(waarde, rel=1e-5, abs=0.006), regel.code
            nagekeken += 1
    assert nagekeken > 50


def test_formule_in_woorden() -> None:
    regels = bereken(invoer()).regels
    assert regels["bruto_huur"].formule == "45 woningen × €\u00a01.000 × 12 maanden"
    assert regels["waarde_von"].formule == "€\u00a0421.200 ÷ 4,6%"
    assert regels["bouwsom"].formule == "€\u00a04.385.000 + €\u00a0306.950"
    assert [deel.code for deel in regels["direct"].delen] == ["sloop", "bouw", "verduurzaming", "parkeren"]
    aftrek = regels["beschikbaar"].delen
    assert [(deel.code, deel.min) for deel in aftrek][:2] == [("cw_opbrengst", False), ("cw_bouw", True)]


def test_elke_bestemming_van_een_scan_is_door_te_rekenen() -> None:
    assert set(Variant.values) == ALLE
    assert {post.deel for post in POSTEN} == set(DELEN)


# --- what can't be --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("anders", "veld", "tekst"),
    [
        ({"bvo": 0}, "bvo", "van 1"),
        ({"bouwkosten": -5}, "bouwkosten", "van €"),
        ({"rendement": "0"}, "rendement", "van 0,5%"),
        ({"eenheden": "2.5"}, "eenheden", "geheel getal"),
        ({"huur_maand": "NaN"}, "huur_maand", "een getal"),
        ({"huur_maand": "Infinity"}, "huur_maand", "een getal"),
        ({"huur_maand": "duizend"}, "huur_maand", "een getal"),
        ({"winst_risico": 50, "verkoopkosten": "50.01"}, "verkoopkosten", "tot en met 50%"),
        ({"opbrengstwijze": "ruil"}, "opbrengstwijze", "verhuur of verkoop"),
        ({"onbekend": 1}, "onbekend", "kent de berekening niet"),
    ],
)
def test_onmogelijke_invoer_zegt_wat_er_mis_is(anders: dict[str, Any], veld: str, tekst: str) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        invoer(**anders)
    assert tekst in fout.value.fouten[veld]


def test_tijdelijk_gebruik_telt_kwartalen_tot_de_einddatum() -> None:
    geval = invoer("tijdelijk", start=datetime.date(2026, 1, 15), einddatum=datetime.date(2028, 1, 14))
    assert geval.looptijd == 7
    assert bereken(geval)["gebruik"] == 5
    with pytest.raises(OngeldigeInvoer) as fout:
        invoer("tijdelijk", start=datetime.date(2026, 1, 1), einddatum=datetime.date(2026, 7, 1))
    assert "minstens 3 kwartalen nodig" in fout.value.fouten["einddatum"]


# --- what if --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("variant", sorted(ALLE))
def test_scenarios_liggen_op_volgorde_en_midden_is_wat_is_ingevuld(variant: str) -> None:
    laag, midden, hoog = (uitkomst["residueel"] for _, uitkomst in scenarios(invoer(variant)))
    assert laag < midden < hoog
    assert midden == bereken(invoer(variant))["residueel"]
    assert [u["residueel"] for _, u in scenarios(invoer(variant))] == [laag, midden, hoog]


def test_afwijking_blijft_binnen_de_grenzen_van_het_veld() -> None:
    assert afgeweken(invoer(vvo_per_bvo=95), {"vvo_per_bvo": 20}).vvo_per_bvo == 100
    assert afgeweken(invoer(huur_maand="1000.55"), {"huur_maand": -10}).huur_maand == Decimal("900.50")


@pytest.mark.parametrize("variant", sorted(ALLE))
@pytest.mark.parametrize("procent", [10, 20])
def test_tornado_zet_wat_het_meest_uitmaakt_bovenaan(variant: str, procent: int) -> None:
    geval = invoer(variant)
    uitslagen = tornado(geval, procent)
    spreidingen = [uitslag.spreiding for uitslag in uitslagen]
    assert spreidingen == sorted(spreidingen, reverse=True)
    assert len(uitslagen) >= 8
    assert not {uitslag.veld.naam for uitslag in uitslagen} & {"boekwaarde", "inbreng"}
    for uitslag in uitslagen:
        assert bereken(geval.met(**{uitslag.veld.naam: uitslag.hoog}))["residueel"] == uitslag.bij_hoog
    voorbereiding = next((uitslag for uitslag in uitslagen if uitslag.veld.naam == "voorbereiding"), None)
    if voorbereiding:
        assert voorbereiding.hoog - geval.voorbereiding == 1


def test_simulatie_is_met_hetzelfde_startgetal_dezelfde() -> None:
    geval = invoer()
    assert asdict(simuleer(geval, SPREIDING, 600, 7)) == asdict(simuleer(geval, SPREIDING, 600, 7))
    assert simuleer(geval, SPREIDING, 600, 7).p50 != simuleer(geval, SPREIDING, 600, 8).p50


def test_simulatie_vindt_de_kansen_terug() -> None:
    geval = invoer()
    midden = bereken(geval)["residueel"]
    kansen = simuleer(geval, SPREIDING, 4000, 1)
    assert kansen.p10 < kansen.p50 < kansen.p90
    assert kansen.p10 < midden < kansen.p90
    assert sum(kansen.aantallen) == 4000
    assert len(kansen.grenzen) == len(kansen.aantallen) + 1
    op_p90 = simuleer(geval.met(boekwaarde=Decimal(kansen.p90)), SPREIDING, 4000, 1)
    assert op_p90.kans_boekwaarde == pytest.approx(10, abs=0.1)
    assert math.isclose(
        simuleer(geval.met(boekwaarde=Decimal(0)), SPREIDING, 4000, 1).kans_boekwaarde, kansen.kans_positief
    )


def test_simulatie_zonder_onzekerheid_geeft_steeds_de_berekening() -> None:
    kansen = simuleer(invoer(), {}, 100, 1)
    assert kansen.p10 == kansen.p90 == round(bereken(invoer())["residueel"])


def test_simulatie_meldt_hoe_ver_zij_is_en_kent_haar_grens() -> None:
    gemeld: list[tuple[int, int]] = []
    simuleer(invoer(), SPREIDING, 1000, 1, lambda gedaan, totaal: gemeld.append((gedaan, totaal)))
    assert gemeld == [(500, 1000), (1000, 1000)]
    with pytest.raises(OngeldigeInvoer):
        simuleer(invoer(), SPREIDING, 20_001, 1)
