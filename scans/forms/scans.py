"""Forms of a scan: the request, the answers of one aspect, and what belongs to a step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from akt.rules import is_netwerk
from akt.versies import laatste_versie
from monitoring.models import Gemeente, Pand
from monitoring.rules import gemeenten_van, ziet_alles
from scans.antwoorden import Gegeven, versie_van
from scans.forms.snelscan import JA, KEUZES, NEE, WAARDEN, als_keuze
from scans.models import Antwoord, Criterium, Scan, Scanaspect, Variant
from scans.score import geldt_voor

MEESTE_PANDEN = 10
MEESTE_VARIANTEN = 6


class AanvraagForm(forms.ModelForm):
    """A request for a scan. The network names the panden; an owner describes the place, and the loods links the pand.

    So nobody gets to see the leegstand of a pand by asking for a scan of it.
    """

    panden = forms.CharField(
        label="BAG-pandnummers", help_text="16 cijfers per pand; meer panden: met een komma ertussen."
    )
    plek = forms.CharField(
        label="Adres van het pand", max_length=140, help_text="Straat, nummer en plaats. De kantorenloods zoekt het op."
    )
    varianten = forms.MultipleChoiceField(
        label="Bestemmingen om te vergelijken", choices=Variant.choices, widget=forms.CheckboxSelectMultiple,
        help_text=f"Kies er één tot {MEESTE_VARIANTEN}.",
    )  # fmt: skip
    gezien = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Scan
        fields = ["titel", "gemeente", "aanleiding"]
        widgets = {"aanleiding": forms.Textarea(attrs={"rows": 4})}

    field_order = ["gemeente", "panden", "plek", "titel", "aanleiding", "varianten"]

    def __init__(self, *args: Any, gebruiker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gebruiker = gebruiker
        netwerk = is_netwerk(gebruiker)
        # A loods may link the pand of what an owner described.
        del self.fields["plek" if netwerk else "panden"]
        if netwerk:
            self.fields["panden"].required = not self.instance.pk
        gemeenten: QuerySet[Gemeente] = Gemeente.objects.huidig()
        if netwerk and not ziet_alles(gebruiker):
            gemeenten = gemeenten_van(gebruiker)
        self.fields["gemeente"].queryset = gemeenten.only("code", "naam")  # type: ignore[attr-defined]
        self.fields["titel"].help_text = "Hoe noemen we het plan? Bijvoorbeeld het adres."
        self.fields["aanleiding"].required = True
        if self.instance.pk:
            self.initial = {
                **self.initial,
                "panden": ", ".join(self.instance.panden.values_list("bag_id", flat=True)),
                "plek": self.instance.intake.get("plek", ""),
                "varianten": [rij.variant for rij in self.instance.varianten.all()],
                "gezien": laatste_versie(self.instance),
            }

    def clean_varianten(self) -> list[str]:
        gekozen: list[str] = self.cleaned_data["varianten"]
        if len(gekozen) > MEESTE_VARIANTEN:
            raise forms.ValidationError(f"Kies hooguit {MEESTE_VARIANTEN} bestemmingen.")
        return gekozen

    def clean_panden(self) -> list[Pand]:
        nummers = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["panden"].strip())))
        nummers = [nummer for nummer in nummers if nummer]
        if len(nummers) > MEESTE_PANDEN:
            raise forms.ValidationError(f"Noem hooguit {MEESTE_PANDEN} panden.")
        zichtbaar = Pand.objects.zichtbaar_voor(self.gebruiker).select_related("terrein", "gemeente")
        gevonden = {
            pand.bag_id: pand
            for pand in zichtbaar.defer("terrein__grens", "gemeente__grens").filter(bag_id__in=nummers)
        }
        if weg := [nummer for nummer in nummers if nummer not in gevonden]:
            raise forms.ValidationError(f"Niet gevonden bij uw panden: {', '.join(weg)}.")
        return [gevonden[nummer] for nummer in nummers]

    def clean(self) -> dict[str, Any]:
        gegevens: dict[str, Any] = super().clean() or {}
        gemeente, panden = gegevens.get("gemeente"), gegevens.get("panden") or []
        if gemeente and any(pand.gemeente_id != gemeente.pk for pand in panden):
            self.add_error("panden", f"Niet al deze panden liggen in {gemeente}.")
        if self.instance.pk and gegevens.get("gezien") != laatste_versie(self.instance):
            self.add_error(None, "Iemand anders wijzigde deze aanvraag intussen. Laad de pagina opnieuw.")
        return gegevens


class AspectForm(forms.ModelForm):
    """Answers to the criteria of one aspect, each with its evidence, and the advice."""

    gezien = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Scanaspect
        fields = ["advies", "vertrouwen"]
        widgets = {"advies": forms.Textarea(attrs={"rows": 4}), "vertrouwen": forms.RadioSelect}

    def __init__(
        self, *args: Any, criteria: Sequence[Criterium], antwoorden: Sequence[Antwoord], varianten: Sequence[str],
        afronden: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.criteria, self.varianten, self.afronden = criteria, varianten, afronden
        self.initial["gezien"] = versie_van(self.instance)
        self.fields["vertrouwen"].choices = Scanaspect.Vertrouwen.choices  # type: ignore[attr-defined]
        per_sleutel = {(antwoord.criterium_id, antwoord.variant): antwoord for antwoord in antwoorden}
        for criterium in criteria:
            algemeen = per_sleutel.get((criterium.pk, ""))
            self.fields[f"antwoord-{criterium.code}"] = forms.ChoiceField(
                label=criterium.vraag, choices=KEUZES, widget=forms.RadioSelect, required=False,
                initial=als_keuze(algemeen.gunstig if algemeen else None),
                help_text=criterium.toelichting,
            )  # fmt: skip
            self.fields[f"bewijs-{criterium.code}"] = forms.CharField(
                label="Waar dat uit blijkt", max_length=300, required=False, initial=algemeen.bewijs if algemeen else ""
            )
            for variant in self.varianten_van(criterium):
                eigen = per_sleutel.get((criterium.pk, variant))
                anders = eigen is not None and eigen.gunstig is not None
                self.fields[f"antwoord-{criterium.code}-{variant}"] = forms.ChoiceField(
                    label=Variant(variant).label, required=False,
                    choices=[("", "Hetzelfde"), (JA, "Ja"), (NEE, "Nee")],
                    initial=als_keuze(eigen.gunstig) if eigen and anders else "",
                )  # fmt: skip

    def varianten_van(self, criterium: Criterium) -> list[str]:
        """Destinations that may differ: only with more than one."""
        eigen = [variant for variant in self.varianten if geldt_voor(criterium, variant)]
        return eigen if len(eigen) > 1 else []

    def vragen(self) -> Iterator[tuple[Criterium, BoundField, BoundField, list[BoundField], bool]]:
        """Per criterium its fields, and whether an answer for one destination was given."""
        for criterium in self.criteria:
            per_variant = [self[f"antwoord-{criterium.code}-{variant}"] for variant in self.varianten_van(criterium)]
            yield (
                criterium, self[f"antwoord-{criterium.code}"], self[f"bewijs-{criterium.code}"], per_variant,
                any(veld.value() for veld in per_variant),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        gegevens: dict[str, Any] = super().clean() or {}
        if self.afronden:
            for naam, fout in (("advies", "Schrijf een advies."), ("vertrouwen", "Kies hoe zeker u bent.")):
                if not gegevens.get(naam) and naam not in self.errors:
                    self.add_error(naam, fout)
        return gegevens

    def zet_gezien(self) -> None:
        """After a conflict: show what was typed, now against the newest version."""
        self.data = {**self.data, "gezien": versie_van(self.instance)}

    def gegeven(self) -> list[Gegeven]:
        return [
            Gegeven(
                criterium,
                WAARDEN.get(self.cleaned_data[f"antwoord-{criterium.code}"]),
                self.cleaned_data[f"bewijs-{criterium.code}"],
                {
                    variant: WAARDEN.get(self.cleaned_data[f"antwoord-{criterium.code}-{variant}"])
                    for variant in self.varianten_van(criterium)
                },
            )
            for criterium in self.criteria
        ]


class StapForm(forms.ModelForm):
    """What belongs to a step of the scan; a step without fields asks nothing."""

    VELDEN: dict[str, tuple[str, ...]] = {
        Scan.Fase.OPGELEVERD: ("advies", "gekozen"),
        Scan.Fase.GEEVALUEERD: ("gebruikt", "evaluatie"),
        Scan.Fase.AFGEBROKEN: ("reden",),
    }

    class Meta:
        model = Scan
        fields = ["advies", "gekozen", "gebruikt", "evaluatie", "reden"]
        widgets = {"advies": forms.Textarea(attrs={"rows": 5}), "evaluatie": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, naar: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=naar, **kwargs)
        for naam in set(self.fields) - set(self.VELDEN.get(naar, ())):
            del self.fields[naam]
        for naam, veld in self.fields.items():
            veld.required = naam != "gekozen"
        if "gebruikt" in self.fields:
            self.fields["gebruikt"] = forms.TypedChoiceField(
                label="Heeft de eigenaar de scan gebruikt?", choices=[(JA, "Ja"), (NEE, "Nee")],
                widget=forms.RadioSelect, coerce=lambda keuze: WAARDEN[keuze],
            )  # fmt: skip
        if "gekozen" in self.fields:
            eigen = [rij.variant for rij in self.instance.varianten.all()]
            self.fields["gekozen"].choices = [  # type: ignore[attr-defined]
                ("", "Nog geen keuze"), *((naam, Variant(naam).label) for naam in eigen),
            ]  # fmt: skip
