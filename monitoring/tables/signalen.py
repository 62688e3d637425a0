"""Tables of the signalen."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from akt.opmaak import GEEN, datum_kort
from monitoring.models import Signaal
from monitoring.signalen import naam_van

# The worst first.
VOLGORDE = Case(
    *(When(ernst=ernst, then=Value(nummer)) for nummer, ernst in enumerate(Signaal.Ernst.values)),
    output_field=IntegerField(),
)
KLASSEN = {Signaal.Ernst.FOUT: "fout", Signaal.Ernst.LET_OP: "let-op", Signaal.Ernst.TIP: ""}


def adres_bij(signaal: Signaal) -> str:
    """The pand as people know it: its first address, else its name or BAG number; '' without a pand."""
    if signaal.pand is None:
        return ""
    adressen = getattr(signaal.pand, "eerste_adressen", None)
    return adressen[0].regel if adressen else str(signaal.pand)


class SignaalTable(tables.Table):
    """Signalen with what is wrong, where, and a button for those who may close them."""

    kies = tables.Column("Kies", empty_values=(), orderable=False)
    wat = tables.Column("Signaal", accessor="uitleg", order_by="regel", attrs={"td": {"class": "akt-signaal-wat"}})
    ernst = tables.Column("Ernst")
    pand = tables.Column("Pand", empty_values=(), orderable=False)
    gemeente = tables.Column("Gemeente", accessor="gemeente__naam")
    gevonden = tables.Column("Gevonden", accessor="gevonden_op", attrs={"td": {"class": "akt-getal"}})
    stand = tables.Column("Status", accessor="status")
    actie = tables.Column("Actie", empty_values=(), orderable=False, attrs={"td": {"class": "akt-signaal-doen"}})

    class Meta:
        model = Signaal
        fields = ("kies", "wat", "ernst", "pand", "gemeente", "gevonden", "stand", "actie")
        default = GEEN
        empty_text = "Geen signalen gevonden."
        attrs = {"caption": "Signalen"}

    def render_kies(self, record: Signaal) -> str | SafeString:
        if record.status != Signaal.Status.OPEN:
            return GEEN
        return format_html(
            '<label class="akt-signaal-kies"><input type="checkbox" name="kies" value="{}"><span class="akt-verborgen">'
            "Kies: {}</span></label>",
            record.pk,
            str(record),
        )

    def render_wat(self, record: Signaal) -> SafeString:
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a><br>{}',
            record.get_absolute_url(),
            naam_van(record.regel),
            record.uitleg if len(record.uitleg) < 240 else f"{record.uitleg[:240]} …",
        )

    def render_ernst(self, record: Signaal) -> SafeString:
        return format_html(
            '<span class="akt-status{}">{}</span>',
            f" akt-status--{KLASSEN[Signaal.Ernst(record.ernst)]}" if KLASSEN[Signaal.Ernst(record.ernst)] else "",
            record.get_ernst_display(),
        )

    def render_pand(self, record: Signaal) -> str | SafeString:
        if record.pand is None:
            return GEEN
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>',
            record.pand.get_absolute_url(),
            adres_bij(record),
        )

    def render_gevonden(self, value: datetime.datetime) -> str:
        return datum_kort(timezone.localtime(value).date())

    def render_actie(self, record: Signaal) -> str | SafeString:
        if record.status != Signaal.Status.OPEN:
            return GEEN
        # Both say in words to which row they belong.
        return format_html_join(
            " ",
            '<button class="akt-actie" type="submit" name="{}" value="{}">{}<span class="akt-verborgen">: {}</span>'
            "</button>",
            (("los_op", record.pk, "Opgelost", str(record)), ("licht_toe", record.pk, "Klopt, want …", str(record))),
        )

    def order_ernst(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return queryset.order_by(VOLGORDE.desc() if is_descending else VOLGORDE.asc(), "-gevonden_op", "-pk"), True
