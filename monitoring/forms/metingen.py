"""Forms of what is measured beside the voorraad, and the checks that the forms share with the import from Excel."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from akt.opmaak import aantal, datum, getal, m2
from akt.versies import laatste_versie
from monitoring.adressen import normaliseer, zoek_adressen
from monitoring.metingen import stand_plancapaciteit
from monitoring.models import (
    Adres,
    Bestemming,
    Bron,
    Definitie,
    Doelstelling,
    Gemeente,
    Maatregel,
    Pand,
    Plancapaciteit,
    Provincie,
    Regio,
    Terrein,
    Transactie,
    Transformatie,
    Trendcijfer,
    Voorziening,
)
from monitoring.rules import gemeenten_van, ziet_alles

# A rent per m² above this is more likely the rent of the whole.
HOOGSTE_HUUR = 1_000
BAG_NUMMER = re.compile(r"(?<!\d)\d{16}(?!\d)")
# What is wrong: the field ("" for the whole) and the text with the remedy.
Bezwaar = tuple[str, str]


# --- checks ---------------------------------------------------------------------------------------------------------
def bezwaren_plancapaciteit(gegevens: dict[str, Any]) -> Iterator[Bezwaar]:
    gemeente, terrein, peildatum = (gegevens.get(naam) for naam in ("gemeente", "terrein", "peildatum"))
    if gemeente and terrein and terrein.gemeente_id != gemeente.pk:
        yield "terrein", f"{terrein} ligt niet in {gemeente}. Kies een ander terrein of een andere gemeente."
    if peildatum and peildatum > datetime.date.today():
        yield "peildatum", "De peildatum ligt in de toekomst. Kies vandaag of een eerdere dag."


def bezwaren_transformatie(gegevens: dict[str, Any]) -> Iterator[Bezwaar]:
    gemeente, fase = gegevens.get("gemeente"), gegevens.get("fase")
    start_op, gereed_op = gegevens.get("start_op"), gegevens.get("gereed_op")
    vandaag = datetime.date.today()
    elders = [pand for pand in gegevens.get("panden") or () if gemeente and pand.gemeente_id != gemeente.pk]
    if elders:
        namen = ", ".join(map(str, elders[:3]))
        yield "panden", f"Niet in {gemeente}: {namen}. Haal weg wat er niet bij hoort, of kies een andere gemeente."
    if start_op and gereed_op and gereed_op < start_op:
        yield "gereed_op", "De oplevering ligt voor de start. Controleer de data."
    if fase == Transformatie.Fase.GEREED and not gereed_op:
        yield "gereed_op", "Een transformatie die gereed is, heeft een datum van oplevering nodig."
    if fase == Transformatie.Fase.GEREED and gereed_op and gereed_op > vandaag:
        yield "gereed_op", "De oplevering ligt in de toekomst. Kies een eerdere fase zolang het project niet gereed is."
    if fase in LOPEND and gereed_op and gereed_op < vandaag:
        yield (
            "gereed_op",
            f"De oplevering was verwacht op {datum(gereed_op)}. Zet de fase op gereed, of kies een latere dag.",
        )
    if fase == Transformatie.Fase.BOUW and start_op and start_op > vandaag:
        yield "start_op", "De bouw loopt volgens de fase al, maar de start ligt in de toekomst. Controleer beide."
    if gegevens.get("bestemming") == Bestemming.SLOOP and gegevens.get("woningen") is not None:
        yield "woningen", "Bij sloop ontstaan geen woningen. Maak het veld leeg of kies een andere bestemming."


LOPEND = {
    Transformatie.Fase.IDEE, Transformatie.Fase.ONDERZOEK, Transformatie.Fase.VERGUNNING, Transformatie.Fase.BOUW,
}  # fmt: skip


def bezwaren_transactie(gegevens: dict[str, Any]) -> Iterator[Bezwaar]:
    gemeente, pand, prijs = (gegevens.get(naam) for naam in ("gemeente", "pand", "prijs"))
    if gegevens.get("datum") and gegevens["datum"] > datetime.date.today():
        yield "datum", "De datum ligt in de toekomst. Leg een transactie vast als zij is gesloten."
    if gemeente and pand and pand.gemeente_id != gemeente.pk:
        yield "pand", f"Het pand ligt niet in {gemeente}. Kies een ander pand of een andere gemeente."
    if gegevens.get("vvo_m2") == 0:
        yield "vvo_m2", "De oppervlakte moet groter zijn dan 0 m²."
    if prijs is not None and prijs <= 0:
        yield "prijs", "De prijs moet hoger zijn dan 0 euro. Weet u hem niet? Laat het veld leeg."
    elif prijs is not None and gegevens.get("soort") == Transactie.Soort.HUUR and prijs > HOOGSTE_HUUR:
        yield (
            "prijs",
            f"Een huur van {getal(prijs)} euro per m² per jaar is te hoog. Deel de totale huur door de oppervlakte.",
        )


def voorraad_van(panden: Sequence[Pand]) -> int | None:
    """m² VVO in the latest waarneming of these panden together; None when one was never observed."""
    standen = [getattr(pand, "stand", None) for pand in panden]
    if not standen or None in standen:
        return None
    return sum(stand.voorraad_m2 for stand in standen if stand)


def te_groot(vvo_m2: int | None, panden: Sequence[Pand]) -> str:
    """A remark (no error: the voorraad may be what is wrong) when more goes than the panden have; "" otherwise."""
    voorraad = voorraad_van(panden)
    if vvo_m2 is None or voorraad is None or vvo_m2 <= voorraad:
        return ""
    van = "het pand" if len(panden) == 1 else "de panden"
    return (
        f"Let op: {m2(vvo_m2)} is meer dan de voorraad van {van} ({m2(voorraad)} volgens de laatste waarneming). "
        "Controleer de oppervlakte, of leg de voorraad opnieuw vast."
    )


# --- panden as people name them -------------------------------------------------------------------------------------
def zoek_pand(tekst: str, panden: QuerySet[Pand]) -> tuple[Pand | None, str]:
    """The pand of a BAG number or an address, or what is wrong with it."""
    if nummer := BAG_NUMMER.search(tekst):
        pand = panden.filter(bag_id=nummer[0]).first()
        return pand, "" if pand else f"pand {nummer[0]} is er niet, of het is niet van uw gemeente"
    adressen = zoek_adressen(tekst, Adres.objects.filter(einde__isnull=True, panden__in=panden).distinct())
    gevonden = list(adressen.prefetch_related("panden"))
    if not gevonden:
        return None, f"'{tekst}' vinden we niet in de BAG; controleer straat en nummer, of geef het BAG-pandnummer"
    # Misspelling is forgiven when only one address is left; otherwise the words must match exactly.
    gevraagd = set(normaliseer(tekst).split())
    precies = [adres for adres in gevonden if gevraagd <= set(adres.zoektekst.split())] or gevonden
    keuze = {pand.pk for adres in precies for pand in adres.panden.all()}
    if len(keuze) > 1:
        namen = ", ".join(str(adres) for adres in precies[:3])
        return (
            None,
            f"'{tekst}' kan meer dan een pand zijn ({namen}); schrijf het adres voluit of geef het BAG-pandnummer",
        )
    return panden.filter(pk__in=keuze).first(), ""


class PandenVeld(forms.CharField):
    """Panden by address or BAG number: one, or one a line. Cleans to a list of panden.

    `zichtbaar` are the panden that may be named.
    """

    zichtbaar: QuerySet[Pand] = Pand.objects.none()

    def __init__(self, *, meer: bool, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3}) if meer else forms.TextInput()
        super().__init__(required=False, widget=widget, max_length=4000, **kwargs)
        self.meer = meer

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(map(pandregel, value))

    def clean(self, value: Any) -> list[Pand]:
        tekst = super().clean(value)
        regels = [regel.strip() for regel in tekst.splitlines() if regel.strip()]
        panden: dict[int, Pand] = {}
        fouten = []
        for nummer, regel in enumerate(regels, start=1):
            pand, fout = zoek_pand(regel, self.zichtbaar)
            if pand is not None:
                panden[pand.pk] = pand
            else:
                fouten.append(f"Regel {nummer}: {fout}." if self.meer else f"{fout[0].upper()}{fout[1:]}.")
        if fouten:
            raise forms.ValidationError(fouten)
        return list(panden.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        oud = {pand.bag_id for pand in initial or ()}
        return {nummer[0] for nummer in BAG_NUMMER.finditer(data or "")} != oud or any(
            not BAG_NUMMER.search(regel) for regel in (data or "").splitlines() if regel.strip()
        )


def pandregel(pand: Pand) -> str:
    """How a field shows a pand, in a form that it understands again: 'Kokermolen 1, Houten (0321…)'."""
    adres = pand.adressen.filter(einde__isnull=True).first()
    return f"{adres} ({pand.bag_id})" if adres else pand.bag_id


# --- forms ----------------------------------------------------------------------------------------------------------
class MetingForm(forms.ModelForm):
    """What the forms share: choices of the own gemeenten, definitions beside fields, and checks with a remedy.

    `gezien` is the newest version in the history when the person opened the form: who saves over another's change
    is told so. `bron` and `gemeente` are narrowed here where a form has them.
    """

    gezien = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # Field -> term of its definition.
    DEFINITIES: dict[str, str] = {}
    bezwaren: Callable[[dict[str, Any]], Iterator[Bezwaar]] | None = None

    def __init__(self, *args: Any, gebruiker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gebruiker = gebruiker
        self.initial["gezien"] = laatste_versie(self.instance)
        alles = ziet_alles(gebruiker)
        self.gemeenten = Gemeente.objects.huidig() if alles else gemeenten_van(gebruiker)
        self.terreinen = Terrein.objects.filter(gemeente__in=self.gemeenten)
        if "gemeente" in self.fields:
            # A gemeente that merged stays possible on what was recorded for it.
            codes = Q(pk__in=self.gemeenten.values("pk")) | Q(pk=self.instance.gemeente_id)
            self._keuze("gemeente", Gemeente.objects.filter(codes).only("code", "naam"))
            eigen = list(self.gemeenten.values_list("pk", flat=True)[:2])
            if len(eigen) == 1 and self.instance.pk is None:
                self.initial["gemeente"] = eigen[0]
        if "terrein" in self.fields:
            self._keuze("terrein", self.terreinen.select_related("gemeente").defer("grens", "gemeente__grens"))
            self.fields["terrein"].label_from_instance = terreinnaam  # type: ignore[attr-defined]
        if "bron" in self.fields:
            huidig = self.instance.bron_id
            self._keuze("bron", Bron.objects.filter(~Q(soort=Bron.Soort.DEMO) | Q(pk=huidig)))
        definities = self._definities()
        for naam, veld in self.fields.items():
            veld.error_messages["required"] = f"Vul '{veld.label}' in."
            veld.definitie = definities.get(self.DEFINITIES.get(naam, ""))  # type: ignore[attr-defined]
            if isinstance(veld, forms.DateField):
                veld.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def _keuze(self, naam: str, keuzes: QuerySet[Any]) -> None:
        self.fields[naam].queryset = keuzes  # type: ignore[attr-defined]

    def _definities(self) -> dict[str, Definitie]:
        if not self.DEFINITIES:
            return {}
        geldig = Definitie.objects.geldig_op(datetime.date.today()).filter(term__in=self.DEFINITIES.values())
        return {definitie.term: definitie for definitie in geldig}

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        for veld, tekst in self.bezwaren(gegevens) if self.bezwaren else ():
            self.add_error(veld or None, tekst)
        return gegevens

    def let_op(self) -> str:
        """A remark on what was saved that is no error; "" without one."""
        return ""

    def is_demo(self) -> bool:
        """Whether what is saved hangs on made-up panden or terreinen, and so is made up itself."""
        terrein = self.cleaned_data.get("terrein")
        return bool(terrein and terrein.demo) or any(pand.demo for pand in self.cleaned_data.get("panden") or ())

    def save(self, commit: bool = True) -> Any:
        if hasattr(self.instance, "demo"):
            self.instance.demo = self.instance.demo or self.is_demo()
        return super().save(commit)


def terreinnaam(terrein: Terrein) -> str:
    return f"{terrein.naam} ({terrein.gemeente})"


class PlancapaciteitForm(MetingForm):
    DEFINITIES = {"bvo_m2": "plancapaciteit"}
    bezwaren = staticmethod(bezwaren_plancapaciteit)

    class Meta:
        model = Plancapaciteit
        fields = ["plan", "gemeente", "terrein", "status", "bvo_m2", "peildatum", "bron", "toelichting"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["peildatum"] = datetime.date.today()

    def let_op(self) -> str:
        opgave = self.instance
        ander = (
            stand_plancapaciteit(opgave.peildatum)
            .filter(gemeente=opgave.gemeente_id, plan=opgave.plan, bvo_m2__gt=0)
            .exclude(status=opgave.status)
            .first()
        )
        if ander is None or not opgave.bvo_m2:
            return ""
        return (
            f"Let op: van dit plan staat ook nog {m2(ander.bvo_m2)} {ander.get_status_display().lower()}. "
            "Ging die over in deze, leg daarvoor dan 0 m² vast."
        )


class TransformatieForm(MetingForm):
    DEFINITIES = {"vvo_m2": "vvo", "bestemming": "transformatie"}
    bezwaren = staticmethod(bezwaren_transformatie)

    panden = PandenVeld(
        label="Panden", meer=True, help_text="Een pand per regel: het adres ('Kokermolen 3') of het BAG-pandnummer."
    )

    class Meta:
        model = Transformatie
        fields = [
            "naam", "gemeente", "panden", "bestemming", "vvo_m2", "woningen", "fase", "start_op", "gereed_op", "bron",
            "toelichting",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panden"].zichtbaar = _panden_in(self)  # type: ignore[attr-defined]
        self.eerder = list(self.instance.panden.select_related("stand").order_by("bag_id")) if self.instance.pk else []
        self.initial["panden"] = self.eerder

    def let_op(self) -> str:
        return te_groot(self.cleaned_data["vvo_m2"], self.cleaned_data["panden"])

    def save(self, commit: bool = True) -> Any:
        # The history keeps fields; which panden came and went stands in its reason.
        self.instance._change_reason = verschil_in_woorden("panden", self.eerder, self.cleaned_data["panden"])
        return super().save(commit)


class TransactieForm(MetingForm):
    DEFINITIES = {"vvo_m2": "opname"}
    bezwaren = staticmethod(bezwaren_transactie)

    pand = PandenVeld(label="Pand", meer=False, help_text="Het adres ('Kokermolen 3') of het BAG-pandnummer.")

    class Meta:
        model = Transactie
        fields = ["datum", "gemeente", "pand", "vvo_m2", "soort", "prijs", "sector", "bron", "toelichting"]
        localized_fields = ["prijs"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pand"].zichtbaar = _panden_in(self)  # type: ignore[attr-defined]
        self.initial["pand"] = [self.instance.pand] if self.instance.pand_id else []

    def clean_pand(self) -> Pand | None:
        return next(iter(self.cleaned_data["pand"]), None)

    def is_demo(self) -> bool:
        return bool(self.cleaned_data["pand"] and self.cleaned_data["pand"].demo)

    def let_op(self) -> str:
        pand = self.cleaned_data["pand"]
        return te_groot(self.cleaned_data["vvo_m2"], [pand] if pand else [])


def _panden_in(form: MetingForm) -> QuerySet[Pand]:
    """Panden that a form may name: those of the gemeenten of its user."""
    return Pand.objects.filter(gemeente__in=form.gemeenten).select_related("stand").defer("omtrek")


class VoorzieningForm(MetingForm):
    class Meta:
        model = Voorziening
        fields = ["terrein", "soort", "afstand_m", "toelichting"]


class MaatregelForm(MetingForm):
    class Meta:
        model = Maatregel
        fields = ["naam", "spoor", "omschrijving", "begin", "einde", "gemeenten", "terreinen"]
        widgets = {"gemeenten": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keuze("gemeenten", self.gemeenten.only("code", "naam"))
        terreinen = self.terreinen.select_related("gemeente").defer("grens", "gemeente__grens")
        self._keuze("terreinen", terreinen.order_by("gemeente__naam", "naam"))
        self.fields["terreinen"].label_from_instance = terreinnaam  # type: ignore[attr-defined]
        self.eerder = [*self.instance.gemeenten.all(), *self.instance.terreinen.all()] if self.instance.pk else []

    def save(self, commit: bool = True) -> Any:
        nieuw = [*self.cleaned_data["gemeenten"], *self.cleaned_data["terreinen"]]
        self.instance._change_reason = verschil_in_woorden("gebieden", self.eerder, nieuw)
        return super().save(commit)


def gebieden(gebruiker: Any, *, tot_terrein: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Gebieden that one may set something for, by niveau, as choices 'niveau:code'. A loods: the own gemeenten."""
    alles = ziet_alles(gebruiker)
    gemeenten = Gemeente.objects.huidig() if alles else gemeenten_van(gebruiker)
    groepen: list[tuple[str, Any]] = []
    if alles:
        groepen = [("Provincie", Provincie.objects.all()), ("Regio's", Regio.objects.all())]
    groepen.append(("Gemeenten", gemeenten.only("code", "naam")))
    if tot_terrein:
        terreinen = Terrein.objects.filter(gemeente__in=gemeenten).select_related("gemeente")
        groepen.append(("Terreinen", terreinen.defer("grens", "gemeente__grens").order_by("gemeente__naam", "naam")))
    return [
        (
            groep,
            [
                (f"{gebied.niveau}:{gebied.code}", terreinnaam(gebied) if groep == "Terreinen" else str(gebied))
                for gebied in rijen
            ],
        )
        for groep, rijen in groepen
    ]


class GebiedForm(MetingForm):
    """Of a gebied by niveau and code, chosen from one list."""

    TOT_TERREIN = False

    gebied = forms.ChoiceField(label="Gebied")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["gebied"])
        keuzes = gebieden(self.gebruiker, tot_terrein=self.TOT_TERREIN)
        self.fields["gebied"].choices = [("", "Kies een gebied"), *keuzes]  # type: ignore[attr-defined]
        codes = [code for _, groep in keuzes for code, _ in groep]
        if self.instance.pk:
            # A trendcijfer keeps only the code, which is unique over the niveaus.
            einde = f":{self.instance.gebied_code}"
            self.initial["gebied"] = next((code for code in codes if code.endswith(einde)), "")
        elif len(codes) == 1:
            self.initial["gebied"] = codes[0]

    def clean_gebied(self) -> str:
        niveau, _, code = self.cleaned_data["gebied"].partition(":")
        if hasattr(self.instance, "niveau"):
            self.instance.niveau = niveau
        self.instance.gebied_code = code
        return code

    def _get_validation_exclusions(self) -> set[str]:
        """With a good gebied, the constraints that hold it are checked too."""
        weg = super()._get_validation_exclusions()
        return weg - {"niveau", "gebied_code"} if self.cleaned_data.get("gebied") else weg


class DoelstellingForm(GebiedForm):
    TOT_TERREIN = True
    DEFINITIES = {"soort": "doel"}

    class Meta:
        model = Doelstelling
        fields = ["soort", "waarde", "jaar", "toelichting"]
        localized_fields = ["waarde"]

    def clean_jaar(self) -> int:
        jaar: int = self.cleaned_data["jaar"]
        if not 2014 <= jaar <= 2100:
            raise forms.ValidationError("Kies een jaar vanaf 2014.")
        return jaar

    def clean_waarde(self) -> Decimal:
        waarde: Decimal = self.cleaned_data["waarde"]
        if waarde < 0 or (self.cleaned_data.get("soort") == Doelstelling.Soort.LEEGSTANDSPERCENTAGE and waarde > 100):
            raise forms.ValidationError("Een percentage ligt tussen 0 en 100, een oppervlakte is niet negatief.")
        return waarde

    def is_demo(self) -> bool:
        return False


class TrendcijferForm(GebiedForm):
    class Meta:
        model = Trendcijfer
        fields = ["soort", "grens", "waarde", "eenheid", "peildatum", "tot", "bron", "toelichting"]
        localized_fields = ["waarde"]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        peildatum, tot, bron = (gegevens.get(naam) for naam in ("peildatum", "tot", "bron"))
        if peildatum and tot and tot <= peildatum:
            self.add_error("tot", "Het einde van de periode ligt niet na de peildatum. Kies een latere dag.")
        zelfde = Trendcijfer.objects.filter(
            soort=gegevens.get("soort"), gebied_code=gegevens.get("gebied"), peildatum=peildatum, bron=bron
        ).exclude(pk=self.instance.pk)
        if bron and peildatum and zelfde.exists():
            self.add_error(None, "Dit cijfer is er al van deze bron op deze peildatum. Wijzig dat cijfer.")
        return gegevens

    def validate_constraints(self) -> None:
        """The checks above say the same in words that name the remedy."""


def verschil_in_woorden(wat: str, oud: Sequence[Any], nieuw: Sequence[Any], lengte: int = 100) -> str | None:
    """'panden erbij: Kokermolen 1; eraf: 2 andere', at most `lengte` characters; None when nothing changed."""
    erbij = [ding for ding in nieuw if ding not in oud]
    eraf = [ding for ding in oud if ding not in nieuw]
    if not erbij and not eraf:
        return None
    delen = [
        f"{woord}: {', '.join(map(str, dingen))}" for woord, dingen in (("erbij", erbij), ("eraf", eraf)) if dingen
    ]
    tekst = f"{wat} {'; '.join(delen)}"
    if len(tekst) <= lengte:
        return tekst
    return f"{wat}: {aantal(len(erbij), 'erbij', 'erbij')}, {aantal(len(eraf), 'eraf', 'eraf')}"[:lengte]


class InleesForm(forms.Form):
    bestand = forms.FileField(
        label="Bestand",
        help_text="Het ingevulde sjabloon, of een CSV-bestand met dezelfde kolommen.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Kies een bestand.", "empty": "Het bestand is leeg. Kies een ander bestand."},
    )
