"""The charts: a Plotly figure from the rows of a `Figuur`, so that chart and table can't differ.

Colours are names of CSS custom properties; static/js/grafiek.js fills them in for the light or dark theme.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from akt.figuren import Figuur, met_merk
from akt.opmaak import getal, verandering
from monitoring.infographics import DOEL_PERCENTAGE

# Draws a figure with Plotly's `graph_objects`.
Tekenaar = Callable[[Figuur, Any], Any]


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
    namen = [met_merk(rij, "gebied") for rij in reversed(figuur.rijen)]
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
    naast = next((kolom for kolom in figuur.kolommen if kolom.naam == "naast"), None)
    if naast:
        tekening.add_trace(
            go.Scatter(
                x=dagen, y=_kolom(figuur, "naast"), name=naast.kop, mode="lines+markers", yaxis="y2",
                marker_symbol="triangle-up", line={"color": "var(--akt-reeks-2)", "width": 2, "dash": "dashdot"},
                hovertemplate="%{y:.1f}%",
            )
        )  # fmt: skip
    for nummer, (dag, _) in enumerate(figuur.markeringen, start=1):
        # The number is that of the list under the chart.
        tekening.add_shape(
            type="line", xref="x", yref="paper", x0=dag.isoformat(), x1=dag.isoformat(), y0=0, y1=1,
            line={"dash": "dot", "width": 1.5, "color": "var(--akt-inkt)"},
        )  # fmt: skip
        tekening.add_annotation(
            x=dag.isoformat(), xref="x", y=1, yref="paper", yanchor="bottom", text=str(nummer), showarrow=False,
            font={"size": 13, "color": "var(--akt-inkt)"},
        )  # fmt: skip
    tekening.update_layout(
        height=420,
        margin={"t": 28, "r": 12, "b": 40, "l": 12},
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


# Around bars whose colour is close to that of the background.
RAND = {"color": "var(--akt-lijn-sterk)", "width": 1}


def _balans(figuur: Figuur, go: Any) -> Any:
    """A waterfall of floating bars; a step up or down is told by its text too, not by colour alone."""
    kleuren = {"stand": "var(--akt-reeks-1)", "erbij": "var(--akt-aanbod)", "eraf": "var(--akt-leegstand)",
               "correctie": "var(--akt-klasse-geen)"}  # fmt: skip
    onder, hoog, kleur, tekst, stand = [], [], [], [], 0
    for rij in figuur.rijen:
        if rij["soort"] == "stand":
            onder.append(0)
            hoog.append(rij["m2"])
            stand = rij["m2"]
        else:
            onder.append(min(stand, stand + rij["m2"]))
            hoog.append(abs(rij["m2"]))
            stand += rij["m2"]
        kleur.append(kleuren[rij["soort"]])
        tekst.append(getal(rij["m2"]) if rij["soort"] == "stand" else verandering(rij["m2"]))
    laagst = min(o for o, rij in zip(onder, figuur.rijen, strict=True) if rij["soort"] != "stand")
    hoogst = max(o + h for o, h in zip(onder, hoog, strict=True))
    ruimte = max(hoogst - laagst, 1)
    tekening = go.Figure(
        go.Bar(
            x=[rij["stap"].replace("Voorraad op ", "Voorraad<br>") for rij in figuur.rijen], y=hoog, base=onder,
            marker={"color": kleur, "line": RAND}, text=tekst, textposition="outside", cliponaxis=False,
            hovertemplate="%{x}: %{text} m²<extra></extra>",
        )
    )  # fmt: skip
    # The steps are small beside the voorraad; the axis begins just below them, and says so.
    tekening.update_layout(
        height=440, showlegend=False, margin={"t": 40, "r": 12, "b": 40, "l": 12},
        yaxis={"title": {"text": "m² VVO (as begint niet bij 0)"}, "tickformat": ",.0f",
               "range": [max(0, laagst - ruimte), hoogst + ruimte * 0.2]},
        xaxis={"automargin": True},
    )  # fmt: skip
    return tekening


def _staven(figuur: Figuur, go: Any, x: str, series: tuple[tuple[str, str, str], ...], as_: str) -> Any:
    """Stacked bars of some columns, each as (column, name, colour)."""
    tekening = go.Figure(
        [
            go.Bar(
                x=_kolom(figuur, x), y=_kolom(figuur, naam), name=label, hovertemplate="%{y:,.0f} m²",
                marker={"color": f"var(--akt-{kleur})", "line": RAND},
            )
            for naam, label, kleur in series
        ]
    )  # fmt: skip
    tekening.update_layout(
        height=400, barmode="stack", hovermode="x unified", bargap=0.25,
        yaxis={"title": {"text": as_}, "tickformat": ",.0f", "rangemode": "tozero"},
        legend={"orientation": "h", "y": -0.2, "traceorder": "normal"}, xaxis={"automargin": True},
    )  # fmt: skip
    return tekening


def _transformatie(figuur: Figuur, go: Any) -> Any:
    series = (
        ("gereed", "Gereed", "reeks-1"),
        ("uitvoering", "Vergund of in bouw", "klasse-2"),
        ("voorbereiding", "Idee of onderzoek", "klasse-geen"),
    )
    return _staven(figuur, go, "bestemming", series, "Kantoorruimte (m² VVO)")


def _onttrekking(figuur: Figuur, go: Any) -> Any:
    series = (("transformatie", "Transformatie", "reeks-1"), ("sloop", "Sloop", "leegstand"))
    tekening = _staven(figuur, go, "jaar", series, "Kantoorruimte (m² VVO)")
    return tekening.update_xaxes(type="category")


def _plancapaciteit(figuur: Figuur, go: Any) -> Any:
    series = (("hard", "Hard", "reeks-1"), ("zacht", "Zacht", "klasse-2"))
    tekening = _staven(figuur, go, "dag", series, "Plancapaciteit (m² BVO)")
    if any(kolom.naam == "behoefte" for kolom in figuur.kolommen):
        tekening.add_trace(
            go.Scatter(
                x=_kolom(figuur, "dag"), y=_kolom(figuur, "behoefte"), name="Behoefte (m² VVO)", mode="lines",
                line={"color": "var(--akt-inkt)", "width": 2, "dash": "dash"}, hovertemplate="%{y:,.0f} m²",
            )
        )  # fmt: skip
    return tekening


def _reductie(figuur: Figuur, go: Any) -> Any:
    namen = _kolom(figuur, "locatie")[::-1]
    tekening = go.Figure(
        [
            go.Bar(y=namen, x=_kolom(figuur, "reductie")[::-1], orientation="h", name="Uit de plannen",
                   marker_color="var(--akt-reeks-1)", hovertemplate="%{x:,.0f} m²"),
            go.Scatter(y=namen, x=_kolom(figuur, "doel")[::-1], name="Doel", mode="markers",
                       marker={"symbol": "line-ns-open", "size": 18, "color": "var(--akt-inkt)"},
                       hovertemplate="%{x:,.0f} m²"),
        ]
    )  # fmt: skip
    tekening.update_layout(
        height=max(280, 28 * len(namen) + 120), legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        margin={"t": 40, "r": 12, "b": 40, "l": 12},
        xaxis={"title": {"text": "m² BVO"}, "tickformat": ",.0f", "rangemode": "tozero"}, yaxis={"automargin": True},
    )  # fmt: skip
    return tekening


def _kansen(figuur: Figuur, go: Any) -> Any:
    tekens = {"Grote opgave": ("square", "var(--akt-klasse-4)"), "Kleine opgave": ("diamond", "var(--akt-klasse-3)"),
              "Groot en gezond": ("circle", "var(--akt-reeks-1)"),
              "Klein en gezond": ("circle-open", "var(--akt-reeks-1)")}  # fmt: skip
    tekening = go.Figure()
    for beeld, (teken, kleur) in tekens.items():
        rijen = [rij for rij in figuur.rijen if rij["beeld"] == beeld]
        if rijen:
            tekening.add_trace(
                go.Scatter(
                    x=[rij["voorraad"] for rij in rijen], y=[float(rij["aandeel"]) for rij in rijen], name=beeld,
                    mode="markers", text=[met_merk(rij, "terrein") for rij in rijen], cliponaxis=False,
                    marker={"symbol": teken, "color": kleur, "size": 11},
                    hovertemplate="%{text}: %{y:.1f}% van %{x:,.0f} m²<extra></extra>",
                )
            )  # fmt: skip
    rij = figuur.rijen[0]
    for lijn in (
        {"xref": "x", "yref": "paper", "x0": rij["grens_m2"], "x1": rij["grens_m2"], "y0": 0, "y1": 1},
        {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": float(rij["grens"]), "y1": float(rij["grens"])},
    ):
        tekening.add_shape(type="line", line={"dash": "dash", "width": 1.5, "color": "var(--akt-lijn-sterk)"}, **lijn)
    tekening.update_layout(
        height=460, hovermode="closest", legend={"orientation": "h", "y": -0.2},
        xaxis={"title": {"text": "Voorraad (m²)"}, "tickformat": ",.0f", "rangemode": "tozero"},
        yaxis={"title": {"text": "Structurele leegstand (% van de voorraad)"}, "ticksuffix": "%",
               "rangemode": "tozero"},
    )  # fmt: skip
    return tekening


def _opname(figuur: Figuur, go: Any) -> Any:
    jaren = _kolom(figuur, "jaar")
    tekening = go.Figure(
        [
            go.Bar(x=jaren, y=_kolom(figuur, "opname"), name="Opname (m²)", marker_color="var(--akt-aanbod)",
                   hovertemplate="%{y:,.0f} m²"),
            go.Scatter(x=jaren, y=_kolom(figuur, "huur"), name="Middelste huur (euro per m²)", mode="lines+markers",
                       yaxis="y2", line={"color": "var(--akt-reeks-1)", "width": 2, "dash": "dash"},
                       hovertemplate="%{y:,.0f} euro"),
        ]
    )  # fmt: skip
    tekening.update_layout(
        height=400, hovermode="x unified", legend={"orientation": "h", "y": -0.2}, xaxis={"type": "category"},
        yaxis={"title": {"text": "Opname (m² VVO)"}, "tickformat": ",.0f", "rangemode": "tozero"},
        yaxis2={"title": {"text": "Euro per m² per jaar"}, "overlaying": "y", "side": "right", "rangemode": "tozero",
                "showgrid": False},
    )  # fmt: skip
    return tekening


def _effect(figuur: Figuur, go: Any) -> Any:
    dagen = _kolom(figuur, "peildatum")
    tekening = go.Figure(
        [
            go.Scatter(x=dagen, y=_kolom(figuur, naam), name=label, mode="lines+markers", marker_symbol=teken,
                       line={"color": f"var(--akt-{kleur})", "width": 2.5, "dash": streep}, hovertemplate="%{y:.1f}%")
            for naam, label, kleur, streep, teken in (
                ("hier", "Met de maatregel", "leegstand", "solid", "square"),
                ("elders", "Vergelijkbare gebieden zonder", "reeks-1", "dash", "circle"),
            )
        ]
    )  # fmt: skip
    for dag, _ in figuur.markeringen:
        tekening.add_shape(
            type="line", xref="x", yref="paper", x0=dag.isoformat(), x1=dag.isoformat(), y0=0, y1=1,
            line={"dash": "dot", "width": 1.5, "color": "var(--akt-inkt)"},
        )  # fmt: skip
    tekening.update_layout(
        height=400, hovermode="x unified", legend={"orientation": "h", "y": -0.2},
        yaxis={"title": {"text": "Leegstand (% van de voorraad)"}, "ticksuffix": "%", "rangemode": "tozero"},
    )  # fmt: skip
    return tekening


TEKENAARS: dict[str, Tekenaar] = {
    "vergelijking": _vergelijking,
    "ontwikkeling": _ontwikkeling,
    "balans": _balans,
    "duur": _duur,
    "grootte": _segment,
    "bouwperiode": _segment,
    "kansen": _kansen,
    "transformatie": _transformatie,
    "onttrekking": _onttrekking,
    "plancapaciteit": _plancapaciteit,
    "reductie": _reductie,
    "opname": _opname,
    "effect": _effect,
}


def teken(figuur: Figuur, tekenaars: Mapping[str, Tekenaar] = TEKENAARS) -> dict[str, Any] | None:
    """The Plotly figure (`data` and `layout`) of a figure, or None for one that is only a table or map."""
    tekenaar = tekenaars.get(figuur.id)
    if tekenaar is None:
        return None
    # Plotly takes half a second to import; only the process that draws pays for it.
    from plotly import graph_objects as go

    # The theme is the portal's own: without a template the answer is small.
    tekening = tekenaar(figuur, go).update_layout(template="none")
    antwoord: dict[str, Any] = json.loads(tekening.to_json(validate=False))
    antwoord["layout"].pop("template", None)
    return antwoord
