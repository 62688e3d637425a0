"""The charts: a Plotly figure from the rows of a `Figuur`, so that chart and table can't differ.

Colours are names of CSS custom properties; static/js/grafiek.js fills them in for the light or dark theme.
"""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any

from akt.figuren import Figuur
from monitoring.infographics import DOEL_PERCENTAGE


def _kolom(figuur: Figuur, naam: str) -> list[Any]:
    """Values of a column as JSON knows them: numbers, text, ISO dates, None for a gap."""
    return [_json(rij.get(naam)) for rij in figuur.rijen]


def _json(waarde: Any) -> Any:
    match waarde:
        case Decimal():
            return float(waarde)
        case datetime.date():
            return waarde.isoformat()
        case _:
            return waarde


def _vergelijking(figuur: Figuur, go: Any) -> Any:
    namen = _kolom(figuur, "gebied")[::-1]
    tekening = go.Figure(
        [
            go.Bar(
                y=namen, x=_kolom(figuur, "leegstand")[::-1], orientation="h", name="Leegstand (m²)", xaxis="x",
                marker_color="var(--akt-leegstand)", hovertemplate="%{y}: %{x:,.0f} m²<extra></extra>",
            ),
            go.Bar(
                y=namen, x=_kolom(figuur, "percentage")[::-1], orientation="h", name="Leegstand (%)", xaxis="x2",
                marker_color="var(--akt-leegstand)", hovertemplate="%{y}: %{x:.1f}%<extra></extra>",
            ),
        ]
    )  # fmt: skip
    tekening.update_layout(
        height=max(320, 26 * len(namen) + 130),
        xaxis={"domain": [0, 0.47], "title": {"text": "Leegstand (m²)"}, "tickformat": ",.0f", "rangemode": "tozero"},
        xaxis2={"domain": [0.53, 1], "title": {"text": "Leegstand (%)"}, "rangemode": "tozero", "ticksuffix": "%"},
        yaxis={"automargin": True},
        showlegend=False,
        barmode="overlay",
    )
    tekening.add_shape(
        type="line", xref="x2", yref="paper", x0=DOEL_PERCENTAGE, x1=DOEL_PERCENTAGE, y0=0, y1=1,
        line={"dash": "dash", "width": 1.5, "color": "var(--akt-inkt)"},
    )  # fmt: skip
    return tekening


def _ontwikkeling(figuur: Figuur, go: Any) -> Any:
    dagen = _kolom(figuur, "peildatum")
    tekening = go.Figure(
        [
            go.Scatter(
                x=dagen, y=_kolom(figuur, naam), name=label, mode="lines+markers", marker_symbol=teken,
                line={"color": kleur, "width": 2.5, "dash": streep}, hovertemplate="%{y:,.0f} m²",
            )
            for naam, label, kleur, streep, teken in (
                ("leegstand", "Leegstand (m²)", "var(--akt-leegstand)", "solid", "square"),
                ("aanbod", "Aanbod (m²)", "var(--akt-aanbod)", "dot", "diamond"),
            )
        ]
        + [
            go.Scatter(
                x=dagen, y=_kolom(figuur, "percentage"), name="Leegstand (%)", mode="lines", yaxis="y2",
                line={"color": "var(--akt-reeks-1)", "width": 2, "dash": "dash"}, hovertemplate="%{y:.1f}%",
            )
        ]
    )  # fmt: skip
    tekening.update_layout(
        height=420,
        hovermode="x unified",
        yaxis={"title": {"text": "m² VVO"}, "tickformat": ",.0f", "rangemode": "tozero"},
        yaxis2={
            "title": {"text": "% van de voorraad"}, "overlaying": "y", "side": "right", "rangemode": "tozero",
            "ticksuffix": "%", "showgrid": False,
        },
        legend={"orientation": "h", "y": -0.2},
    )  # fmt: skip
    return tekening


def _duur(figuur: Figuur, go: Any) -> Any:
    dagen = _kolom(figuur, "peildatum")
    tekening = go.Figure(
        [
            go.Bar(
                x=dagen, y=_kolom(figuur, naam), name=label, marker_color=f"var(--akt-{kleur})",
                hovertemplate="%{y:,.0f} m²",
            )
            for naam, label, kleur in (
                ("structureel", "3 jaar of langer", "klasse-4"),
                ("langdurig", "1 tot 3 jaar", "klasse-2"),
                ("frictie", "Korter dan 1 jaar", "klasse-1"),
                ("onbekend", "Duur onbekend", "klasse-geen"),
            )
        ]
    )  # fmt: skip
    tekening.update_layout(
        height=420, barmode="stack", hovermode="x unified",
        yaxis={"title": {"text": "Leegstand (m² VVO)"}, "tickformat": ",.0f"},
        legend={"orientation": "h", "y": -0.2, "traceorder": "normal"}, bargap=0.15,
    )  # fmt: skip
    return tekening


def _segment(figuur: Figuur, go: Any) -> Any:
    tekening = go.Figure(
        go.Bar(
            x=_kolom(figuur, "segment"), y=_kolom(figuur, "percentage"), marker_color="var(--akt-leegstand)",
            customdata=_kolom(figuur, "leegstand"),
            hovertemplate="%{x}: %{y:.1f}% (%{customdata:,.0f} m²)<extra></extra>",
        )
    )  # fmt: skip
    tekening.update_layout(
        height=360,
        showlegend=False,
        yaxis={"title": {"text": "Leegstand (% van de voorraad)"}, "ticksuffix": "%", "rangemode": "tozero"},
        xaxis={"automargin": True},
    )
    return tekening


TEKENAARS = {
    "vergelijking": _vergelijking,
    "ontwikkeling": _ontwikkeling,
    "duur": _duur,
    "grootte": _segment,
    "bouwperiode": _segment,
}


def teken(figuur: Figuur) -> dict[str, Any] | None:
    """The Plotly figure (`data` and `layout`) of a figure, or None for one that is only a table or map."""
    tekenaar = TEKENAARS.get(figuur.id)
    if tekenaar is None:
        return None
    # Plotly takes half a second to import; only the process that draws pays for it.
    from plotly import graph_objects as go

    # The theme is the portal's own: without a template the answer is small.
    tekening = tekenaar(figuur, go).update_layout(template="none")
    antwoord: dict[str, Any] = json.loads(tekening.to_json(validate=False))
    antwoord["layout"].pop("template", None)
    return antwoord
