"""Tables of the coaching."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from akt.opmaak import GEEN, aantal, datum_kort
from loodsen.coaching import NOOIT, Stand

GETAL = {"th": {"class": "akt-getal"}, "td": {"class": "akt-getal"}}
LINK = '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>'


class StandTable(tables.Table):
    """Gemeenten with their coaching. Rows are dicts made by `rijen`, in the order in which help is most due."""

    gemeente = tables.Column("Gemeente")
    stand = tables.Column("Stand", order_by="-over")
    contact = tables.Column("Laatste contact", order_by="-dagen", empty_values=())
    doen = tables.Column("Vastleggen", empty_values=(), orderable=False)
    afspraken = tables.Column("Open afspraken", attrs=GETAL)
    coach = tables.Column("Coach")
    intensiteit = tables.Column("Intensiteit", order_by="weken")

    class Meta:
        default = GEEN
        empty_text = "Er is niets gevonden. Maak een filter ruimer of wis ze allemaal."
        attrs = {"caption": "Coaching per gemeente"}

    @staticmethod
    def rijen(standen: Iterable[Stand]) -> list[dict[str, Any]]:
        return [
            {
                "stand_van": stand,
                "gemeente": stand.gemeente.naam,
                "coach": ", ".join(traject.coach.naam for traject in stand.trajecten),
                "intensiteit": ", ".join(
                    str(traject.get_intensiteit_display()).partition(":")[0] for traject in stand.trajecten
                ),
                "weken": min((traject.weken for traject in stand.trajecten), default=NOOIT),
                "contact": stand.laatste.datum if stand.laatste else None,
                "dagen": NOOIT if stand.dagen is None else stand.dagen,
                "stand": stand.tekst,
                # Without coaching there is no wish to be late for.
                "over": stand.ritme.over if stand.ritme else -NOOIT,
                "afspraken": stand.afspraken,
                "doen": stand,
            }
            for stand in standen
        ]

    def render_gemeente(self, value: str, record: dict[str, Any]) -> SafeString | str:
        trajecten = record["stand_van"].trajecten
        return format_html(LINK, trajecten[0].get_absolute_url(), value) if trajecten else value

    def render_coach(self, record: dict[str, Any]) -> SafeString | str:
        trajecten = record["stand_van"].trajecten
        if len(trajecten) < 2:
            return str(record["coach"])
        regels = [format_html(LINK, traject.get_absolute_url(), traject.coach.naam) for traject in trajecten]
        return SafeString("<br>".join(regels))

    def render_contact(self, record: dict[str, Any]) -> SafeString | str:
        stand = record["stand_van"]
        if stand.laatste is None:
            return "nog nooit"
        return format_html(
            '{}<br><span class="akt-klein">{}</span>', stand.geleden.capitalize(), datum_kort(stand.laatste.datum)
        )

    def render_stand(self, record: dict[str, Any]) -> SafeString:
        stand = record["stand_van"]
        return format_html(
            '<span class="akt-status{}">{}</span>', f" akt-status--{stand.klasse}" if stand.klasse else "", stand.tekst
        )

    def render_afspraken(self, record: dict[str, Any]) -> SafeString | str:
        stand = record["stand_van"]
        if not stand.te_laat:
            return str(stand.afspraken)
        return format_html(
            '{}<br><span class="akt-klein">{} te laat</span>', stand.afspraken, aantal(stand.te_laat, "is", "zijn")
        )

    def render_doen(self, record: dict[str, Any]) -> SafeString:
        stand = record["stand_van"]
        if stand.trajecten:
            adres, tekst = reverse("loodsen:contact-nieuw", args=[stand.trajecten[0].pk]), "Ik sprak …"
        else:
            adres, tekst = f"{reverse('loodsen:traject-nieuw')}?gemeente={stand.gemeente.pk}", "Begin een traject"
        return format_html(
            '<a class="akt-actie" href="{}">{}<span class="akt-verborgen"> ({})</span></a>',
            adres,
            tekst,
            stand.gemeente,
        )
