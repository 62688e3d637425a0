"""The figures of a businesscase: what matters most (tornado), and how likely each outcome is."""

from __future__ import annotations

from decimal import Decimal
from textwrap import wrap
from typing import Any

from akt.figuren import Figuur, Kolom
from akt.opmaak import verandering
from monitoring.grafieken import teken as teken_met
from scans.businesscase.onzekerheid import Kansen, Uitslag

# More bars than this say little more; the table has them all.
STAVEN_TORNADO = 12
# Where a chart has no room for a label on one line.
LABELBREEDTE = 22


def tornado_figuur(uitslagen: list[Uitslag], midden: Decimal, procent: int, bron: str) -> Figuur:
    return Figuur(
        id="tornado",
        titel=f"Wat de residuele waarde het meest verandert (elk {procent}% lager en hoger)",
        uitleg="Elke regel verandert één invoer en laat de rest staan. Bovenaan staat wat het meeste uitmaakt. "
        "Een periode verandert met minstens één kwartaal.",
        kolommen=[
            Kolom("invoer", "Invoer", "tekst"),
            Kolom("laag", "Lager", "tekst"),
            Kolom("hoog", "Hoger", "tekst"),
            Kolom("bij_laag", "Residuele waarde bij lager (euro)"),
            Kolom("bij_hoog", "Residuele waarde bij hoger (euro)"),
            Kolom("spreiding", "Verschil (euro)"),
        ],
        rijen=[
            {
                "invoer": uitslag.veld.label,
                "laag": uitslag.veld.tekst(uitslag.laag),
                "hoog": uitslag.veld.tekst(uitslag.hoog),
                "bij_laag": uitslag.bij_laag,
                "bij_hoog": uitslag.bij_hoog,
                "spreiding": uitslag.spreiding,
                "midden": midden,
            }
            for uitslag in uitslagen
        ],
        peildatum=None,
        bron=bron,
    )


def kans_figuur(kansen: Kansen, bron: str) -> Figuur:
    grenzen = kansen.grenzen
    return Figuur(
        id="kansen",
        titel="Hoe vaak elke residuele waarde uitkwam",
        uitleg="Hoe hoger een staaf, hoe vaker de uitkomst tussen die bedragen lag.",
        kolommen=[
            Kolom("van", "Van (euro)"),
            Kolom("tot", "Tot (euro)"),
            Kolom("trekkingen", "Trekkingen"),
            Kolom("aandeel", "Aandeel", "procent"),
        ],
        rijen=[
            {
                "van": van,
                "tot": tot,
                "trekkingen": hoeveel,
                "aandeel": 100 * hoeveel / kansen.aantal,
                "boekwaarde": kansen.boekwaarde,
            }
            for van, tot, hoeveel in zip(grenzen, grenzen[1:], kansen.aantallen, strict=False)
        ],
        peildatum=None,
        bron=bron,
    )


def _tornado(figuur: Figuur, go: Any) -> Any:
    rijen = figuur.rijen[:STAVEN_TORNADO][::-1]
    midden = float(rijen[0]["midden"]) if rijen else 0.0
    namen = ["<br>".join(wrap(rij["invoer"], LABELBREEDTE)) for rij in rijen]
    tekening = go.Figure(
        [
            go.Bar(
                y=namen, x=[float(rij[naam]) - midden for rij in rijen], base=midden, orientation="h", name=label,
                customdata=[[verandering(rij[naam] - rij["midden"]), rij[kant]] for rij in rijen],
                marker={"color": f"var(--akt-{kleur})", "pattern": {"shape": patroon}},
                hovertemplate="%{customdata[1]}: € %{customdata[0]}",
            )
            for naam, kant, label, kleur, patroon in (
                ("bij_laag", "laag", "Invoer lager", "reeks-1", ""),
                ("bij_hoog", "hoog", "Invoer hoger", "reeks-2", "/"),
            )
        ]
    )  # fmt: skip
    tekening.update_layout(
        height=max(320, 44 * len(rijen) + 110), barmode="overlay", bargap=0.3,
        xaxis={"title": {"text": "Residuele waarde (euro)"}, "tickformat": ",.0f", "nticks": 5},
        yaxis={"automargin": True}, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        margin={"t": 40, "r": 12, "b": 40, "l": 12},
    )  # fmt: skip
    return tekening


def _kansen(figuur: Figuur, go: Any) -> Any:
    rijen = figuur.rijen
    tekening = go.Figure(
        go.Bar(
            x=[(rij["van"] + rij["tot"]) / 2 for rij in rijen], y=[rij["trekkingen"] for rij in rijen],
            width=[rij["tot"] - rij["van"] for rij in rijen],
            marker={"color": "var(--akt-reeks-1)", "line": {"color": "var(--akt-vlak)", "width": 1}},
            customdata=[[rij["van"], rij["tot"]] for rij in rijen],
            hovertemplate="€ %{customdata[0]:,.0f} tot € %{customdata[1]:,.0f}: %{y:,.0f} keer<extra></extra>",
        )
    )  # fmt: skip
    boekwaarde = rijen[0]["boekwaarde"]
    laagst, hoogst = rijen[0]["van"], rijen[-1]["tot"]
    # A boekwaarde far away would press the bars together; then the text beside the chart says it.
    if laagst - (hoogst - laagst) <= boekwaarde <= hoogst + (hoogst - laagst):
        tekening.add_shape(
            type="line", xref="x", yref="paper", x0=boekwaarde, x1=boekwaarde, y0=0, y1=1,
            line={"dash": "dash", "width": 2, "color": "var(--akt-inkt)"},
        )  # fmt: skip
        tekening.add_annotation(
            x=boekwaarde, xref="x", y=1, yref="paper", yanchor="bottom", text="boekwaarde", showarrow=False,
            font={"size": 13, "color": "var(--akt-inkt)"},
        )  # fmt: skip
    tekening.update_layout(
        height=380, showlegend=False, bargap=0, hovermode="closest", margin={"t": 28, "r": 12, "b": 40, "l": 12},
        xaxis={"title": {"text": "Residuele waarde (euro)"}, "tickformat": ",.0f", "nticks": 5},
        yaxis={"title": {"text": "Trekkingen"}, "tickformat": ",.0f", "rangemode": "tozero"},
    )  # fmt: skip
    return tekening


def teken(figuur: Figuur) -> dict[str, Any] | None:
    """The Plotly figure of one of these."""
    return teken_met(figuur, {"tornado": _tornado, "kansen": _kansen})
