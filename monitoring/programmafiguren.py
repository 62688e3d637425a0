"""Open figures about what the programme steers on: balance, transformatie, plans, doelen, chances and opname.

Like those of `monitoring.infographics` each takes a `Blad` and gives a Figuur, or None without numbers.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import OuterRef, Subquery

from akt.figuren import Figuur, Kolom
from akt.opmaak import aantal, datum, getal, m2, procent
from monitoring import verhaal
from monitoring.context import heeft_demogegevens
from monitoring.models import Bestemming, Cijfer, Doelstelling, Niveau, Terrein
from monitoring.overeenstemming import NOG_NIET_EENS
from monitoring.reeksen import START

if TYPE_CHECKING:
    from monitoring.infographics import Blad

# Plans, transformaties, transacties and doelen are not in a publicatie: they are always as last reported.
BRON = "Opgave van gemeenten en provincie, programma AKT"


def _bron() -> str:
    return f"{BRON} (demogegevens)" if heeft_demogegevens() else BRON


def _opgave(blad: Blad, *args: Any, **meer: Any) -> Figuur:
    """A figure that is not made of kerncijfers: with a source of its own, without dekking."""
    return blad.figuur(*args, bron=_bron(), dekking=None, geraamd=None, **meer)


def figuur_balans(blad: Blad) -> Figuur | None:
    """The voorraad from one year to the next, as a waterfall; what nothing explains is shown as correctie."""
    balans = blad.balans
    if balans is None:
        return None
    stappen = [
        (f"Voorraad op {datum(balans.begin)}", "stand", balans.begin_m2),
        ("Nieuwbouw", "erbij", balans.nieuwbouw_m2),
        ("Uitbreiding", "erbij", balans.uitbreiding_m2),
        ("Transformatie", "eraf", -balans.transformatie_m2),
        ("Sloop", "eraf", -balans.sloop_m2),
        ("Correctie", "correctie", balans.correctie_m2),
        (f"Voorraad op {datum(balans.einde)}", "stand", balans.einde_m2),
    ]
    uitleg = verhaal.voorraad(balans)
    if balans.correctie_m2:
        uitleg += f" Van {verhaal.rond(abs(balans.correctie_m2))} is geen oorzaak vastgelegd: dat is de correctie."
    return blad.figuur(
        "balans",
        "Waardoor verandert de voorraad?",
        uitleg,
        [Kolom("stap", "Stap", "tekst"), Kolom("m2", "m² VVO")],
        [{"stap": stap, "soort": soort, "m2": waarde} for stap, soort, waarde in stappen],
        ["voorraad", "onttrekking", "transformatie", "sloop"],
    )


def figuur_transformatie(blad: Blad) -> Figuur | None:
    projecten = [rij for rij in blad.programma.projecten if not rij.is_sloop]
    if not projecten:
        return None

    def som(bestemming: str, stap: str, maat: str) -> int:
        return sum(getattr(rij, maat) for rij in projecten if rij.bestemming == bestemming and rij.stap == stap)

    rijen: list[dict[str, Any]] = [
        {
            "bestemming": label,
            "gereed": som(waarde, "gereed", "vvo_m2"),
            "woningen": som(waarde, "gereed", "woningen"),
            "uitvoering": som(waarde, "uitvoering", "vvo_m2"),
            "voorbereiding": som(waarde, "voorbereiding", "vvo_m2"),
        }
        for waarde, label in Bestemming.choices
        if any(rij.bestemming == waarde for rij in projecten)
    ]
    rijen.sort(key=lambda rij: -rij["gereed"])
    uitleg = verhaal.transformatie(blad.programma, blad.peildatum) if blad.peildatum else ""
    return _opgave(
        blad,
        "transformatie",
        "Wat wordt er van lege kantoren?",
        uitleg or "Er is nog geen transformatie gereed.",
        [
            Kolom("bestemming", "Bestemming", "tekst"),
            Kolom("gereed", f"Gereed sinds {START.year} (m² VVO)"),
            Kolom("woningen", "Woningen"),
            Kolom("uitvoering", "Vergund of in bouw (m² VVO)"),
            Kolom("voorbereiding", "Idee of onderzoek (m² VVO)"),
        ],
        rijen,
        ["transformatie"],
    )


def figuur_onttrekking(blad: Blad) -> Figuur | None:
    """Transformatie and sloop by year."""
    gereed = [rij for rij in blad.programma.projecten if rij.stap == "gereed" and rij.jaar]
    if not gereed or blad.peildatum is None:
        return None
    jaren = range(min(rij.jaar for rij in gereed if rij.jaar), blad.peildatum.year + 1)
    rijen = [
        {
            "jaar": str(jaar),
            "transformatie": sum(rij.vvo_m2 for rij in gereed if rij.jaar == jaar and not rij.is_sloop),
            "sloop": sum(rij.vvo_m2 for rij in gereed if rij.jaar == jaar and rij.is_sloop),
        }
        for jaar in jaren
    ]
    sloop, totaal = (sum(rij[naam] for rij in rijen) for naam in ("sloop", "transformatie"))
    totaal += sloop
    return _opgave(
        blad,
        "onttrekking",
        "Transformatie en sloop per jaar",
        f"Sinds {rijen[0]['jaar']} verdween {verhaal.rond(totaal)} kantoorruimte"
        + (f", waarvan {procent(Decimal(sloop) * 100 / totaal, 0)} door sloop." if sloop else ", niets door sloop."),
        [Kolom("jaar", "Jaar", "tekst"), Kolom("transformatie", "Transformatie (m² VVO)"),
         Kolom("sloop", "Sloop (m² VVO)")],
        rijen,
        ["onttrekking", "sloop"],
    )  # fmt: skip


def figuur_plancapaciteit(blad: Blad) -> Figuur | None:
    """What plans allow, hard and zacht, beside what research says that is needed."""
    capaciteit, reductie = blad.programma.capaciteit, blad.programma.reductie
    if not capaciteit:
        return None
    behoefte = next((rij for rij in reversed(blad.programma.trends) if rij.soort == "behoefte"), None)
    nu = capaciteit[-1]
    uitleg = f"De plannen laten nog {verhaal.rond(nu.totaal_m2)} BVO aan nieuwe kantoren toe."
    if reductie and reductie.reductie_m2:
        uitleg += f" Sinds {START.year} ging {verhaal.rond(reductie.reductie_m2)} uit de plannen"
        uitleg += f" en kwam er {verhaal.rond(reductie.nieuw_m2)} bij." if reductie.nieuw_m2 else "."
    if behoefte and behoefte.tot:
        uitleg += (
            f" Onderzoek ({behoefte.bron}) noemde een behoefte van {m2(behoefte.waarde)} tot {behoefte.tot.year}. "
            "Die is in m² VVO, de plannen zijn in m² BVO: vergelijk alleen op hoofdlijnen."
        )
    return _opgave(
        blad,
        "plancapaciteit",
        "Hoeveel kantoren laten de plannen nog toe?",
        uitleg,
        [
            Kolom("dag", "Peildatum", "datum"),
            Kolom("hard", "Hard (m² BVO)"),
            Kolom("zacht", "Zacht (m² BVO)"),
            Kolom("totaal", "Samen (m² BVO)"),
            *([Kolom("behoefte", f"Behoefte tot {behoefte.tot.year} (m² VVO)")] if behoefte and behoefte.tot else []),
        ],
        [
            {
                "dag": rij.dag,
                "hard": rij.hard_m2,
                "zacht": rij.zacht_m2,
                "totaal": rij.totaal_m2,
                "behoefte": int(behoefte.waarde) if behoefte else None,
            }
            for rij in capaciteit
        ],
        ["plancapaciteit", "reductie-plancapaciteit"],
    )


def figuur_reductie(blad: Blad) -> Figuur | None:
    """The locations of the structuurvisie: what left the plans beside what should."""
    locaties = blad.programma.locaties
    if not locaties:
        return None
    gehaald = sum(rij.doel_m2 is not None and rij.reductie_m2 >= rij.doel_m2 for rij in locaties)
    met_doel = sum(rij.doel_m2 is not None for rij in locaties)
    return _opgave(
        blad,
        "reductie",
        "Gaat er genoeg uit de plannen?",
        f"{getal(gehaald)} van de {aantal(met_doel, 'locatie', 'locaties')} uit de structuurvisie "
        f"{'heeft' if gehaald == 1 else 'hebben'} het reductiedoel gehaald."
        if met_doel
        else "Voor deze locaties uit de structuurvisie is nog geen reductiedoel vastgelegd.",
        [
            Kolom("locatie", "Locatie", "tekst"),
            Kolom("begin", f"In plannen op {datum(START)} (m² BVO)"),
            Kolom("reductie", "Uit de plannen (m² BVO)"),
            Kolom("doel", "Doel (m² BVO)"),
            Kolom("nu", "Nog in plannen (m² BVO)"),
        ],
        [
            {
                "locatie": rij.naam, "begin": rij.begin_m2, "reductie": rij.reductie_m2, "doel": rij.doel_m2,
                "nu": rij.eind_m2,
            }
            for rij in locaties
        ],
        ["reductie-plancapaciteit"],
    )  # fmt: skip


def figuur_doelbereik(blad: Blad) -> Figuur | None:
    """Each doel of this gebied beside where it stands."""
    programma, laatste = blad.programma, blad.laatste
    if not programma.doelen:
        return None
    standen: dict[str, Decimal | int | None] = {
        Doelstelling.Soort.LEEGSTANDSPERCENTAGE: laatste.leegstandspercentage if laatste else None,
        Doelstelling.Soort.TRANSFORMATIE: programma.gereed_m2(sloop=False),
        Doelstelling.Soort.SLOOP: programma.gereed_m2(sloop=True),
        Doelstelling.Soort.PLANCAPACITEIT: programma.capaciteit[-1].totaal_m2 if programma.capaciteit else None,
    }
    rijen: list[dict[str, Any]] = []
    for doel in programma.doelen:
        stand = standen[doel.soort]
        minder = doel.soort in {Doelstelling.Soort.LEEGSTANDSPERCENTAGE, Doelstelling.Soort.PLANCAPACITEIT}
        gehaald = None if stand is None else stand <= doel.waarde if minder else stand >= doel.waarde
        toon = procent if doel.soort == Doelstelling.Soort.LEEGSTANDSPERCENTAGE else m2
        rijen.append(
            {
                "doel": doel.label,
                "jaar": str(doel.jaar),
                "waarde": toon(doel.waarde),
                "stand": toon(stand),
                "oordeel": "onbekend" if gehaald is None else "gehaald" if gehaald else "nog niet gehaald",
            }
        )
    gehaald = sum(rij["oordeel"] == "gehaald" for rij in rijen)
    return _opgave(
        blad,
        "doelbereik",
        "Worden de doelen gehaald?",
        f"{getal(gehaald)} van de {aantal(len(rijen), 'doel', 'doelen')} {'is' if gehaald == 1 else 'zijn'} gehaald.",
        [
            Kolom("doel", "Doel", "tekst"), Kolom("jaar", "Voor het einde van", "tekst"),
            Kolom("waarde", "Doelwaarde", "tekst"), Kolom("stand", "Stand", "tekst"),
            Kolom("oordeel", "Gehaald?", "tekst"),
        ],
        rijen,
        ["doel"],
        grafiek=False,
    )  # fmt: skip


def figuur_kansen(blad: Blad) -> Figuur | None:
    """Terreinen by size and structural leegstand; only those whose figures are open."""
    laatste = blad.laatste
    if laatste is None or blad.niveau == Niveau.TERREIN or blad.uitgave.bekend_op or not laatste.voorraad_m2:
        return None
    if blad.niveau == Niveau.GEMEENTE:
        terreinen: list[tuple[str, str, dict[str, Any], Any]] = [
            (rij.naam, "", {}, rij.cijfer) for rij in blad.delen if rij.cijfer
        ]
    else:
        terrein = Terrein.objects.filter(code=OuterRef("gebied_code"))
        cijfers = (
            blad.uitgave.cijfers.filter(niveau=Niveau.TERREIN, peildatum=blad.peildatum)
            .totalen()
            .openbaar()
            .filter(gebied_code__in=Terrein.objects.filter(gemeente__in=[r.code for r in blad.delen]).values("code"))
            .annotate(
                naam=Subquery(terrein.values("naam")), gemeente=Subquery(terrein.values("gemeente__naam")),
                gemeente_code=Subquery(terrein.values("gemeente")),
            )
        )  # fmt: skip
        delen = {rij.code: rij for rij in blad.delen}
        terreinen = [(c.naam, c.gemeente, delen[c.gemeente_code].merk, c) for c in cijfers]
    terreinen = [rij for rij in terreinen if rij[3].voorraad_m2]
    if len(terreinen) < 2:
        return None
    grens_m2 = int(median(rij[3].voorraad_m2 for rij in terreinen))
    grens = Decimal(laatste.structureel_m2) * 100 / laatste.voorraad_m2
    rijen: list[dict[str, Any]] = [
        {
            "terrein": naam,
            "gemeente": gemeente,
            "voorraad": cijfer.voorraad_m2,
            "percentage": cijfer.leegstandspercentage,
            "structureel": cijfer.structureel_m2,
            "aandeel": _aandeel(cijfer),
            "beeld": _beeld(cijfer, grens_m2, grens),
            "grens_m2": grens_m2,
            "grens": grens,
            **merk,
        }
        for naam, gemeente, merk, cijfer in terreinen
    ]
    rijen.sort(key=lambda rij: (-rij["structureel"], rij["terrein"]))
    groot = sum(rij["beeld"] == "Grote opgave" for rij in rijen)
    return blad.figuur(
        "kansen",
        "Waar liggen de opgaven en kansen?",
        f"Gemiddeld staat hier {procent(grens)} van de voorraad drie jaar of langer leeg. "
        f"{getal(groot)} van de {aantal(len(rijen), 'terrein', 'terreinen')} "
        f"{'is' if groot == 1 else 'zijn'} groter dan de middelste en {'heeft' if groot == 1 else 'hebben'} "
        "daar meer van dan gemiddeld: een grote opgave. Een klein terrein met veel langdurige leegstand is vaak "
        "eenvoudiger te transformeren.",
        [
            Kolom("terrein", "Terrein", "tekst"),
            *([] if blad.niveau == Niveau.GEMEENTE else [Kolom("gemeente", "Gemeente", "tekst")]),
            Kolom("voorraad", "Voorraad (m²)"), Kolom("percentage", "Leegstand (%)", "procent"),
            Kolom("structureel", "Structureel (m²)"), Kolom("aandeel", "Structureel (% van de voorraad)", "procent"),
            Kolom("beeld", "Beeld", "tekst"),
        ],
        rijen,
        ["structureel", "leegstandspercentage"],
        noot=f"De gemeente van dit terrein heeft {NOG_NIET_EENS}." if any(r.get("gemarkeerd") for r in rijen) else "",
    )  # fmt: skip


def _aandeel(cijfer: Cijfer) -> Decimal:
    """Structural leegstand as a share (%) of the voorraad."""
    return Decimal(cijfer.structureel_m2) * 100 / cijfer.voorraad_m2


def _beeld(cijfer: Cijfer, grens_m2: int, grens: Decimal) -> str:
    if _aandeel(cijfer) > grens:
        return "Grote opgave" if cijfer.voorraad_m2 > grens_m2 else "Kleine opgave"
    return "Groot en gezond" if cijfer.voorraad_m2 > grens_m2 else "Klein en gezond"


def figuur_opname(blad: Blad) -> Figuur | None:
    """Office space let or sold per year, with the median rent where enough lettings have one."""
    opname = blad.programma.opname
    if not opname:
        return None
    minimum = settings.AKT_MINIMUM_PANDEN_OPEN
    rijen: list[dict[str, Any]] = [
        {
            "jaar": str(rij.jaar),
            "opname": rij.vvo_m2 if rij.transacties >= minimum else None,
            "transacties": rij.transacties if rij.transacties >= minimum else None,
            "huur": rij.mediane_huur if rij.met_huur >= minimum else None,
            **({"onderdrukt": True} if rij.transacties < minimum or 0 < rij.met_huur < minimum else {}),
        }
        for rij in opname
    ]
    met = [rij for rij in rijen if rij["opname"] is not None]
    return _opgave(
        blad,
        "opname",
        "Hoeveel kantoorruimte wordt verhuurd of verkocht?",
        f"In {met[-1]['jaar']} werd {verhaal.rond(met[-1]['opname'])} verhuurd of verkocht."
        + (f" De middelste huur was {getal(met[-1]['huur'])} euro per m² per jaar." if met[-1]["huur"] else "")
        if met
        else "Er zijn te weinig transacties om open cijfers te geven.",
        [
            Kolom("jaar", "Jaar", "tekst"), Kolom("opname", "Opname (m² VVO)"), Kolom("transacties", "Transacties"),
            Kolom("huur", "Middelste huur (euro per m² per jaar)"),
        ],
        rijen,
        ["opname"],
        grafiek=bool(met),
    )  # fmt: skip
