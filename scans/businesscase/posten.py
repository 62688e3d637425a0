"""The lines of the residual calculation, in the order in which they are computed.

Each line says once what it is: how it is computed, and the same in words. It is computed with `Decimal` (to the cent)
for people and with `float` for a simulation, by the same function; therefore only whole constants appear here.

The residual value is what is left of the yield for the pand itself: the yield minus all costs, interest, profit and
risk. All amounts are brought to the day of purchase with the interest per quarter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from scans.businesscase.invoer import (
    ALLE,
    BAR,
    BLIJVEND,
    BOUWT,
    NAR,
    NIEUWBOUW,
    RUIMTEN,
    SLOOP,
    TIJDELIJK,
    VERHUUR,
    VERKOOP,
    WONINGEN,
)


class Keuze(NamedTuple):
    """What decides which lines there are."""

    variant: str
    wijze: str
    rendement_over: str


@dataclass(frozen=True)
class Post:
    """One line. `delen` are the lines that it adds up or takes off; `formule` has the names of what it uses."""

    code: str
    label: str
    soort: str
    deel: str
    reken: Callable[[SimpleNamespace], Any]
    formule: str | Callable[[SimpleNamespace], str]
    delen: tuple[str, ...] = ()
    uitleg: str = ""
    voor: frozenset[str] = ALLE
    wijze: str = ""
    rendement_over: str = ""

    def hoort_bij(self, keuze: Keuze) -> bool:
        if keuze.variant not in self.voor:
            return False
        # Only where there is something to choose does the choice count.
        if self.wijze and keuze.variant in BLIJVEND and self.wijze != keuze.wijze:
            return False
        return not self.rendement_over or self.rendement_over == keuze.rendement_over


def contant(rente: Any, kwartaal: Any) -> Any:
    """What an euro at the end of a quarter is worth on the day of purchase; `rente` in percents per quarter."""
    return (1 + rente / 100) ** -int(kwartaal)


def gemiddeld_contant(rente: Any, na: Any, duur: Any) -> Any:
    """The same for an euro spread evenly over `duur` quarters that begin after quarter `na`."""
    na, duur = int(na), int(duur)
    if not duur:
        return contant(rente, na)
    return sum(contant(rente, na + nummer) for nummer in range(1, duur + 1)) / duur


def _som(w: SimpleNamespace, *namen: str) -> Any:
    return sum(getattr(w, naam, 0) for naam in namen)


DELEN = {
    "oppervlakte": "Oppervlakte",
    "opbrengst": "Opbrengst",
    "kosten": "Kosten",
    "contant": "Naar de dag van aankoop",
    "uitkomst": "Uitkomst",
}

ZELFDE = BOUWT - NIEUWBOUW
_DIRECT = ("sloop", "bouw", "verduurzaming", "parkeren")
_RENTE = "Wat het kost om alles voor te schieten tot de opbrengst komt. De tabel per kwartaal laat het zien."
_KOSTEN = ("bouwsom", "honorarium", "legeskosten", "btw_bedrag", "afzetkosten")

POSTEN: tuple[Post, ...] = (
    # --- oppervlakte
    Post("vloer", "Vloeroppervlak na de ingreep (BVO)", "m2", "oppervlakte", lambda w: w.bvo, "{bvo}", voor=ZELFDE),
    Post("vloer", "Vloeroppervlak na de ingreep (BVO)", "m2", "oppervlakte", lambda w: w.bvo_nieuw, "{bvo_nieuw}",
         voor=NIEUWBOUW),
    Post("vvo", "Verhuurbaar vloeroppervlak (VVO)", "m2", "oppervlakte", lambda w: w.vloer * w.vvo_per_bvo / 100,
         "{vloer} BVO × {vvo_per_bvo}", voor=BOUWT),
    Post("go", "Gebruiksoppervlak (GO)", "m2", "oppervlakte", lambda w: w.vvo * 100 / w.vvo_per_go,
         "{vvo} VVO ÷ {vvo_per_go}", voor=WONINGEN),
    Post("woninggrootte", "Gemiddelde grootte van een woning (GO)", "m2", "oppervlakte",
         lambda w: w.go / w.eenheden, "{go} GO ÷ {eenheden} woningen", voor=WONINGEN),
    # --- opbrengst
    Post("bruto_huur", "Bruto huur per jaar", "bedrag", "opbrengst", lambda w: w.eenheden * w.huur_maand * 12,
         "{eenheden} woningen × {huur_maand} × 12 maanden", voor=WONINGEN, wijze=VERHUUR),
    Post("bruto_huur", "Bruto huur per jaar", "bedrag", "opbrengst", lambda w: w.vvo * w.huur_m2,
         "{vvo} VVO × {huur_m2}", voor=RUIMTEN, wijze=VERHUUR),
    Post("bruto_huur", "Bruto huur per jaar", "bedrag", "opbrengst", lambda w: w.vvo * w.tijdelijke_huur,
         "{vvo} VVO × {tijdelijke_huur}", voor=TIJDELIJK),
    Post("lasten", "Exploitatiekosten en leegstand per jaar", "bedrag", "opbrengst",
         lambda w: w.bruto_huur * w.exploitatie / 100, "{bruto_huur} × {exploitatie}", voor=BLIJVEND, wijze=VERHUUR),
    Post("lasten", "Exploitatiekosten en leegstand per jaar", "bedrag", "opbrengst",
         lambda w: w.bruto_huur * w.tijdelijke_lasten / 100, "{bruto_huur} × {tijdelijke_lasten}", voor=TIJDELIJK),
    Post("netto_huur", "Netto huur per jaar", "bedrag", "opbrengst", lambda w: w.bruto_huur - w.lasten,
         "{bruto_huur} − {lasten}", ("bruto_huur", "-lasten"), voor=BLIJVEND | TIJDELIJK, wijze=VERHUUR),
    Post("waarde_von", "Waarde vrij op naam (v.o.n.)", "bedrag", "opbrengst",
         lambda w: w.netto_huur * 100 / w.rendement, "{netto_huur} ÷ {rendement}",
         uitleg="Kapitaliseren: de netto huur per jaar gedeeld door het netto aanvangsrendement (NAR). Vrij op naam: "
         "alles wat de belegger betaalt, zijn bijkomende kosten erbij.",
         voor=BLIJVEND, wijze=VERHUUR, rendement_over=NAR),
    Post("waarde_von", "Waarde vrij op naam (v.o.n.)", "bedrag", "opbrengst",
         lambda w: w.bruto_huur * 100 / w.rendement, "{bruto_huur} ÷ {rendement}",
         uitleg="Kapitaliseren: de bruto huur per jaar gedeeld door het bruto aanvangsrendement (BAR). Vrij op naam: "
         "alles wat de belegger betaalt, zijn bijkomende kosten erbij.",
         voor=BLIJVEND, wijze=VERHUUR, rendement_over=BAR),
    Post("kk", "Kosten koper van de belegger", "bedrag", "opbrengst",
         lambda w: w.waarde_von * w.kosten_koper / (100 + w.kosten_koper),
         "{waarde_von} × {kosten_koper} ÷ (100% + {kosten_koper})", voor=BLIJVEND, wijze=VERHUUR),
    Post("opbrengst", "Opbrengst: waarde kosten koper (k.k.)", "bedrag", "opbrengst", lambda w: w.waarde_von - w.kk,
         "{waarde_von} − {kk}", ("waarde_von", "-kk"), voor=BLIJVEND, wijze=VERHUUR),
    Post("opbrengst", "Opbrengst: verkoop v.o.n.", "bedrag", "opbrengst", lambda w: w.go * w.verkoop_m2,
         "{go} GO × {verkoop_m2}", voor=WONINGEN, wijze=VERKOOP),
    Post("opbrengst", "Opbrengst: verkoop v.o.n.", "bedrag", "opbrengst", lambda w: w.vvo * w.verkoop_m2,
         "{vvo} VVO × {verkoop_m2}", voor=RUIMTEN, wijze=VERKOOP),
    Post("gebruik", "Duur van het tijdelijke gebruik", "kwartalen", "opbrengst",
         lambda w: max(w.looptijd - w.voorbereiding - w.bouwtijd, 0),
         "{looptijd} tot de einddatum − {voorbereiding} voorbereiding − {bouwtijd} bouw", voor=TIJDELIJK),
    Post("opbrengst", "Opbrengst: netto huur tot de einddatum", "bedrag", "opbrengst",
         lambda w: w.netto_huur * w.gebruik / 4, "{netto_huur} ÷ 4 × {gebruik}", voor=TIJDELIJK),
    Post("opbrengst", "Opbrengst: waarde van de grond", "bedrag", "opbrengst", lambda w: w.kavel * w.grondprijs,
         "{kavel} × {grondprijs}", voor=SLOOP),
    # --- kosten
    Post("sloop", "Sloop en strippen", "bedrag", "kosten", lambda w: w.bvo * w.sloopkosten,
         "{bvo} BVO × {sloopkosten}"),
    Post("bouw", "Bouw", "bedrag", "kosten", lambda w: w.vloer * w.bouwkosten,
         "{vloer} BVO × {bouwkosten}", voor=BOUWT),
    Post("verduurzaming", "Duurzaamheid", "bedrag", "kosten", lambda w: w.vloer * w.duurzaam,
         "{vloer} BVO × {duurzaam}", voor=BOUWT),
    Post("parkeren", "Parkeren", "bedrag", "kosten", lambda w: w.parkeerplaatsen * w.parkeerkosten,
         "{parkeerplaatsen} plaatsen × {parkeerkosten}", voor=BOUWT),
    Post("direct", "Directe kosten", "bedrag", "kosten", lambda w: _som(w, *_DIRECT), "", _DIRECT),
    Post("onvoorzien_bedrag", "Onvoorzien", "bedrag", "kosten", lambda w: w.direct * w.onvoorzien / 100,
         "{direct} × {onvoorzien}"),
    Post("bouwsom", "Bouwsom", "bedrag", "kosten", lambda w: w.direct + w.onvoorzien_bedrag, "",
         ("direct", "onvoorzien_bedrag")),
    Post("honorarium", "Honoraria en begeleiding", "bedrag", "kosten", lambda w: w.bouwsom * w.honoraria / 100,
         "{bouwsom} × {honoraria}"),
    Post("legeskosten", "Leges", "bedrag", "kosten", lambda w: w.direct * w.leges / 100, "{direct} × {leges}"),
    Post("btw_bedrag", "Btw die niet te verrekenen is", "bedrag", "kosten",
         lambda w: (w.bouwsom + w.honorarium) * w.btw / 100, "({bouwsom} + {honorarium}) × {btw}"),
    Post("afzetkosten", "Kosten van verhuur of verkoop", "bedrag", "kosten",
         lambda w: w.opbrengst * w.verkoopkosten / 100, "{opbrengst} × {verkoopkosten}"),
    Post("kosten", "Kosten zonder pand en rente", "bedrag", "kosten", lambda w: _som(w, *_KOSTEN), "", _KOSTEN),
    Post("winst", "Winst en risico", "bedrag", "kosten", lambda w: w.opbrengst * w.winst_risico / 100,
         "{opbrengst} × {winst_risico}"),
    # --- contant
    Post("kwartaalrente", "Rente per kwartaal", "rente", "contant", lambda w: w.rente / 4, "{rente} ÷ 4"),
    Post("bouwklaar", "Kwartaal waarin de bouw klaar is", "stuks", "contant", lambda w: w.voorbereiding + w.bouwtijd,
         "{voorbereiding} voorbereiding + {bouwtijd} bouw"),
    Post("periode", "Duur van de opbrengst", "kwartalen", "contant", lambda w: w.afzet, "{afzet}",
         voor=ALLE - TIJDELIJK),
    Post("periode", "Duur van de opbrengst", "kwartalen", "contant", lambda w: w.gebruik, "{gebruik}", voor=TIJDELIJK),
    Post("factor_leges", "Waarde nu van een euro leges", "factor", "contant",
         lambda w: contant(w.kwartaalrente, w.voorbereiding),
         "1 ÷ (1 + {kwartaalrente}) tot de macht {voorbereiding}",
         uitleg="Leges vallen aan het eind van de voorbereiding."),
    Post("factor_honoraria", "Waarde nu van een euro honoraria", "factor", "contant",
         lambda w: gemiddeld_contant(w.kwartaalrente, 0, w.bouwklaar),
         "gemiddelde van 1 ÷ (1 + {kwartaalrente}) tot de macht n, voor n van 1 tot en met {bouwklaar}",
         uitleg="Honoraria vallen gelijk verdeeld over voorbereiding en bouw."),
    Post("factor_bouw", "Waarde nu van een euro bouw", "factor", "contant",
         lambda w: gemiddeld_contant(w.kwartaalrente, w.voorbereiding, w.bouwtijd),
         "gemiddelde van 1 ÷ (1 + {kwartaalrente}) tot de macht n, voor de {bouwtijd} na {voorbereiding} voorbereiding",
         uitleg="De bouwsom en de btw vallen gelijk verdeeld over de bouw."),
    Post("factor_opbrengst", "Waarde nu van een euro opbrengst", "factor", "contant",
         lambda w: gemiddeld_contant(w.kwartaalrente, w.bouwklaar, w.periode),
         "gemiddelde van 1 ÷ (1 + {kwartaalrente}) tot de macht n, voor de {periode} na kwartaal {bouwklaar}",
         uitleg="De opbrengst valt gelijk verdeeld over de periode na de bouw, met de kosten en de winst die eraan "
         "vastzitten."),
    Post("cw_opbrengst", "Opbrengst na afzetkosten en winst, nu", "bedrag", "contant",
         lambda w: (w.opbrengst - w.afzetkosten - w.winst) * w.factor_opbrengst,
         "({opbrengst} − {afzetkosten} − {winst}) × {factor_opbrengst}"),
    Post("cw_restwaarde", "Waarde na afloop, nu", "bedrag", "contant",
         lambda w: w.restwaarde * contant(w.kwartaalrente, w.bouwklaar + w.periode),
         "{restwaarde} ÷ (1 + {kwartaalrente}) tot de macht ({bouwklaar} + {periode})", voor=TIJDELIJK),
    Post("cw_bouw", "Bouwsom en btw, nu", "bedrag", "contant", lambda w: (w.bouwsom + w.btw_bedrag) * w.factor_bouw,
         "({bouwsom} + {btw_bedrag}) × {factor_bouw}"),
    Post("cw_honoraria", "Honoraria, nu", "bedrag", "contant", lambda w: w.honorarium * w.factor_honoraria,
         "{honorarium} × {factor_honoraria}"),
    Post("cw_leges", "Leges, nu", "bedrag", "contant", lambda w: w.legeskosten * w.factor_leges,
         "{legeskosten} × {factor_leges}"),
    Post("beschikbaar", "Beschikbaar voor het pand", "bedrag", "contant",
         lambda w: w.cw_opbrengst + getattr(w, "cw_restwaarde", 0) - w.cw_bouw - w.cw_honoraria - w.cw_leges, "",
         ("cw_opbrengst", "cw_restwaarde", "-cw_bouw", "-cw_honoraria", "-cw_leges")),
    # --- uitkomst
    Post("residueel", "Residuele waarde", "bedrag", "uitkomst",
         lambda w: w.beschikbaar * 100 / (100 + w.overdracht) if w.beschikbaar > 0 else w.beschikbaar,
         lambda w: "{beschikbaar} ÷ (100% + {overdracht})" if w.beschikbaar > 0 else "{beschikbaar}",
         uitleg="Wat het pand vandaag waard is voor dit plan. Is er niets beschikbaar, dan is er ook geen "
         "overdrachtsbelasting en is de waarde het tekort."),
    Post("belasting", "Overdrachtsbelasting", "bedrag", "uitkomst", lambda w: w.beschikbaar - w.residueel,
         "{beschikbaar} − {residueel}"),
    Post("rentelast", "Rente over de hele looptijd", "bedrag", "uitkomst",
         lambda w: w.opbrengst - w.kosten - w.winst - w.beschikbaar, "{opbrengst} − {kosten} − {winst} − {beschikbaar}",
         uitleg=_RENTE, voor=ALLE - TIJDELIJK),
    Post("rentelast", "Rente over de hele looptijd", "bedrag", "uitkomst",
         lambda w: w.opbrengst + w.restwaarde - w.kosten - w.winst - w.beschikbaar,
         "{opbrengst} + {restwaarde} − {kosten} − {winst} − {beschikbaar}", uitleg=_RENTE, voor=TIJDELIJK),
    Post("stichtingskosten", "Stichtingskosten", "bedrag", "uitkomst",
         lambda w: w.residueel + w.belasting + w.kosten + w.rentelast, "",
         ("residueel", "belasting", "kosten", "rentelast"),
         "Met het pand voor de residuele waarde. Samen met winst en risico zijn zij gelijk aan de opbrengst."),
    Post("marge", "Winst en risico als deel van de stichtingskosten", "procent", "uitkomst",
         lambda w: w.winst * 100 / w.stichtingskosten if w.stichtingskosten > 0 else None,
         "{winst} ÷ {stichtingskosten}"),
    Post("residueel_m2", "Residuele waarde per m² BVO", "bedrag", "uitkomst", lambda w: w.residueel / w.bvo,
         "{residueel} ÷ {bvo}"),
    Post("stichtingskosten_m2", "Stichtingskosten per m² BVO na de ingreep", "bedrag", "uitkomst",
         lambda w: w.stichtingskosten / w.vloer, "{stichtingskosten} ÷ {vloer}", voor=BOUWT),
    Post("bar_von", "Bruto aanvangsrendement (BAR) v.o.n.", "procent", "uitkomst",
         lambda w: w.bruto_huur * 100 / w.waarde_von if w.waarde_von else None, "{bruto_huur} ÷ {waarde_von}",
         voor=BLIJVEND, wijze=VERHUUR),
    Post("nar_von", "Netto aanvangsrendement (NAR) v.o.n.", "procent", "uitkomst",
         lambda w: w.netto_huur * 100 / w.waarde_von if w.waarde_von else None, "{netto_huur} ÷ {waarde_von}",
         voor=BLIJVEND, wijze=VERHUUR),
    Post("afwaardering", "Afwaardering", "bedrag", "uitkomst", lambda w: max(w.boekwaarde - w.residueel, 0),
         "{boekwaarde} boekwaarde − {residueel}; nooit minder dan 0",
         uitleg="Wat de eigenaar moet afboeken als het pand voor de residuele waarde in het plan gaat."),
    Post("inbrengsom", "Inbreng met overdrachtsbelasting", "bedrag", "uitkomst",
         lambda w: w.inbreng * (100 + w.overdracht) / 100, "{inbreng} × (100% + {overdracht})"),
    Post("onrendabel", "Onrendabele top", "bedrag", "uitkomst", lambda w: max(w.inbrengsom - w.beschikbaar, 0),
         "{inbrengsom} − {beschikbaar}; nooit minder dan 0",
         uitleg="Wat er op de dag van aankoop tekort is als het pand voor de inbrengprijs in het plan gaat."),
    Post("overschot", "Overschot", "bedrag", "uitkomst", lambda w: max(w.beschikbaar - w.inbrengsom, 0),
         "{beschikbaar} − {inbrengsom}; nooit minder dan 0"),
)  # fmt: skip


@cache
def posten_voor(keuze: Keuze) -> tuple[Post, ...]:
    """The lines of one kind of calculation, in order."""
    return tuple(post for post in POSTEN if post.hoort_bij(keuze))
