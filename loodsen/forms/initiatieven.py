"""Forms of the initiatieven: filing one with or without an account, weights, and what happens to a koppeling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from akt.forms import BedragField, GeheelGetalField
from akt.models import Gebruiker, Rol
from akt.openform import OpenForm
from akt.versies import laatste_versie
from loodsen.initiatieven import plek_in_woorden
from loodsen.matching import CRITERIA
from loodsen.models import Cluster, Initiatief, Koppeling
from loodsen.models.initiatieven import ZWAARSTE
from monitoring.models import Bestemming, Gemeente, Regio, Terrein

GROTE_GETALLEN = ("m2_min", "m2_max", "max_trein_m", "max_ov_m", "leeg_maanden")
WONEN_EN_MEER = [keuze for keuze in Bestemming.choices if keuze[0] != Bestemming.SLOOP]


class InitiatiefForm(forms.ModelForm):
    """What someone wants and who it is. The fields come in groups, each with a heading of its own."""

    GROEPEN: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Wat wilt u?", ("titel", "omschrijving", "bestemming", "tijdelijk")),
        ("Hoeveel en wanneer?", ("m2_min", "m2_max", "vanaf", "uiterlijk", "budget", "budget_soort")),
        ("Waar?", ("gemeenten", "regio")),
        ("Wat voor plek?", ("max_trein_m", "max_ov_m", "bouwjaar_van", "bouwjaar_tot", "leeg_maanden")),
        ("Wie bent u?", ("indiener_naam", "organisatie", "indiener_email", "indiener_telefoon")),
    )

    class Meta:
        model = Initiatief
        fields = [
            "titel", "omschrijving", "bestemming", "tijdelijk", "m2_min", "m2_max", "vanaf", "uiterlijk", "budget",
            "budget_soort", "gemeenten", "regio", "max_trein_m", "max_ov_m", "bouwjaar_van", "bouwjaar_tot",
            "leeg_maanden", "indiener_naam", "organisatie", "indiener_email", "indiener_telefoon",
        ]  # fmt: skip
        widgets = {
            "omschrijving": forms.Textarea(attrs={"rows": 5}),
            "gemeenten": forms.CheckboxSelectMultiple,
            "vanaf": forms.DateInput(format="%Y-%m-%d"),
            "uiterlijk": forms.DateInput(format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for naam in GROTE_GETALLEN:
            oud = self.fields[naam]
            self.fields[naam] = GeheelGetalField(
                label=oud.label, required=False, help_text=oud.help_text, min_value=1, max_value=1_000_000
            )
        oud = self.fields["budget"]
        self.fields["budget"] = BedragField(
            label=oud.label, required=False, max_digits=12, decimal_places=2, min_value=0,
            help_text="In euro. Kies ook waarvoor.",
        )  # fmt: skip
        for naam in ("bouwjaar_van", "bouwjaar_tot"):
            self.fields[naam].min_value = 1000  # type: ignore[attr-defined]
            self.fields[naam].widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
        self.fields["bestemming"].choices = [("", "Kies …"), *WONEN_EN_MEER]  # type: ignore[attr-defined]
        self.fields["budget_soort"].choices = [("", "Kies …"), *Initiatief.Budget.choices]  # type: ignore[attr-defined]
        self.fields["gemeenten"].queryset = Gemeente.objects.huidig().only("code", "naam")  # type: ignore[attr-defined]
        self.fields["regio"].queryset = Regio.objects.all()  # type: ignore[attr-defined]
        self.fields["regio"].empty_label = "Geen voorkeur"  # type: ignore[attr-defined]
        for naam in ("indiener_naam", "indiener_email"):
            self.fields[naam].required = True
        for naam, soort in (
            ("indiener_naam", "name"), ("organisatie", "organization"), ("indiener_email", "email"),
            ("indiener_telefoon", "tel"),
        ):  # fmt: skip
            self.fields[naam].widget.attrs["autocomplete"] = soort

    def groepen(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(kop, [self[naam] for naam in namen]) for kop, namen in self.GROEPEN]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("budget") and not gegevens.get("budget_soort"):
            self.add_error("budget_soort", "Kies waarvoor het budget is.")
        if not gegevens.get("budget"):
            gegevens["budget"], gegevens["budget_soort"] = None, ""
        return gegevens


class IndienForm(OpenForm, InitiatiefForm):
    """For anyone, without an account: with a field that only robots fill in, and a stamp that says since when."""


class NetwerkForm(InitiatiefForm):
    """For the network: also the terreinen, and on one that exists its status, who handles it and its cluster."""

    gezien = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta(InitiatiefForm.Meta):
        fields = [*InitiatiefForm.Meta.fields, "terreinen", "status", "behandelaar", "cluster"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.GROEPEN = (
            ("Behandeling", ("status", "behandelaar", "cluster")),
            *((kop, (*namen, "terreinen") if kop == "Waar?" else namen) for kop, namen in self.GROEPEN[:-1]),
            ("Wie is de initiatiefnemer?", self.GROEPEN[-1][1]),
        )
        terreinen = Terrein.objects.select_related("gemeente").defer("grens", "gemeente__grens")
        self.fields["terreinen"].queryset = terreinen.order_by("gemeente__naam", "naam")  # type: ignore[attr-defined]
        self.fields["terreinen"].label_from_instance = lambda t: f"{t.gemeente}: {t.naam}"  # type: ignore[attr-defined]
        self.fields["behandelaar"].queryset = Gebruiker.objects.filter(  # type: ignore[attr-defined]
            is_active=True, rol__in=[Rol.KANTORENLOODS, Rol.KANTORENCOACH, Rol.BEHEERDER]
        )
        if self.instance.gewist_op:
            # Who filed it is forgotten, and so it stays.
            for naam in (*Initiatief.PERSOONSGEGEVENS, "status"):
                del self.fields[naam]
            self.GROEPEN = tuple(
                (kop, over) for kop, namen in self.GROEPEN if (over := tuple(n for n in namen if n in self.fields))
            )
        self.initial["gezien"] = laatste_versie(self.instance) if self.instance.pk else 0


class GewichtenForm(forms.Form):
    """How much each criterium counts. What is left out counts as it did, so half an address works too."""

    def __init__(self, data: Mapping[str, str], huidig: Mapping[str, int]) -> None:
        super().__init__(data={**{naam: str(gewicht) for naam, gewicht in huidig.items()}, **data})
        self.huidig = huidig
        for criterium in CRITERIA:
            self.fields[criterium.naam] = forms.IntegerField(
                label=criterium.label, min_value=0, max_value=ZWAARSTE, help_text=criterium.uitleg,
                widget=forms.NumberInput(attrs={"type": "range", "step": 1, "class": "akt-schuif"}),
            )  # fmt: skip

    def gewichten(self) -> dict[str, int]:
        """The weights as given; one that isn't a weight counts as it did."""
        self.is_valid()
        return {naam: self.cleaned_data.get(naam, gewicht) for naam, gewicht in self.huidig.items()}


class FaseForm(forms.Form):
    """To another phase, with a note; dropped only with a reason."""

    fase = forms.ChoiceField(label="Fase", choices=Koppeling.Fase.choices)
    notitie = forms.CharField(
        label="Notitie", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen te zien voor het netwerk.",
    )  # fmt: skip
    reden = forms.CharField(
        label="Waarom gaat het niet door?", required=False, max_length=300, help_text="Alleen nodig bij 'Afgevallen'."
    )
    gezien = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, koppeling: Koppeling, **kwargs: Any) -> None:
        begin = {
            "fase": koppeling.fase, "notitie": koppeling.notitie, "reden": koppeling.reden_afgevallen,
            "gezien": laatste_versie(koppeling),
        }  # fmt: skip
        super().__init__(*args, initial=begin, **kwargs)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("fase") == Koppeling.Fase.AFGEVALLEN and not gegevens.get("reden"):
            self.add_error("reden", "Zeg kort waarom het niet doorgaat.")
        return gegevens


class VrijgaveForm(forms.Form):
    """What the initiatiefnemer gets to see of a place: this, and nothing else."""

    plek = forms.CharField(label="Adres of naam van de plek", max_length=200)
    m2 = GeheelGetalField(label="Aantal m²", min_value=1, max_value=1_000_000)
    tekst = forms.CharField(
        label="Bericht", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bijvoorbeeld: wat er bijzonder aan is, en met wie de initiatiefnemer kan afspreken.",
    )  # fmt: skip
    gezien = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, koppeling: Koppeling, **kwargs: Any) -> None:
        begin: dict[str, Any] = {"gezien": laatste_versie(koppeling)}
        if koppeling.vrijgegeven_op:
            begin |= {
                "plek": koppeling.vrijgegeven_plek, "m2": koppeling.vrijgegeven_m2, "tekst": koppeling.vrijgegeven_tekst
            }  # fmt: skip
        else:
            stand = getattr(koppeling.pand, "stand", None)
            begin |= {"plek": plek_in_woorden(koppeling.plek), "m2": stand.leegstand_m2 if stand else None}
        super().__init__(*args, initial=begin, **kwargs)


class ClusterForm(forms.ModelForm):
    """A name, why, and who is in it: any of the initiatieven that this person sees."""

    initiatieven = forms.ModelMultipleChoiceField(
        label="Initiatieven", queryset=Initiatief.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één initiatief."},
    )  # fmt: skip

    class Meta:
        model = Cluster
        fields = ["naam", "toelichting"]
        widgets = {"toelichting": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, zichtbaar: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuze = zichtbaar.exclude(status=Initiatief.Status.AFGESLOTEN)
        if self.instance.pk:
            keuze = keuze | zichtbaar.filter(cluster=self.instance)
            self.initial["initiatieven"] = [i.pk for i in zichtbaar.filter(cluster=self.instance)]
        veld: Any = self.fields["initiatieven"]
        veld.queryset = keuze.order_by("titel")
        veld.label_from_instance = lambda i: f"{i.titel} ({i.get_bestemming_display().lower()})"
