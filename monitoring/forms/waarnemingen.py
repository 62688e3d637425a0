"""Forms of the monitoring. Labels and help texts come from the models, definitions from the database."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.safestring import SafeString

from akt.forms import BedragField, GeheelGetalField
from akt.opmaak import datum, m2
from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Bron, Definitie, Gebruik, Pand, Waarneming
from monitoring.vastleggen import Invoer, laatst_ingevoerd

# Terms of the form, explained together: a stop at each field would make whoever tabs press a key more for each.
TERMEN = ("leegstand", "leeg-sinds", "aanbod", "voorraad", "vvo")


# Before this day no office stood empty that is counted here; a year typed with two digits falls before it.
EERSTE_DAG = datetime.date(1900, 1, 1)


class WaarnemingForm(forms.ModelForm):
    """Leegstand, aanbod and voorraad of one pand, prefilled with what is known."""

    gezien = forms.IntegerField(widget=forms.HiddenInput)

    # What nearly everyone fills in, and what waits behind a click.
    EERSTE = ("leegstand_m2", "leeg_sinds", "aanbod_m2", "voorraad_m2", "peildatum", "bron")
    MEER = ("opgegeven_in", "gebruik", "vraaghuur", "toelichting")

    class Meta:
        model = Waarneming
        fields = [
            "leegstand_m2",
            "leeg_sinds",
            "aanbod_m2",
            "voorraad_m2",
            "peildatum",
            "bron",
            "opgegeven_in",
            "gebruik",
            "vraaghuur",
            "toelichting",
        ]
        field_classes = {
            **dict.fromkeys(("leegstand_m2", "aanbod_m2", "voorraad_m2"), GeheelGetalField),
            "vraaghuur": BedragField,
        }
        widgets = {
            naam: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for naam in ("leeg_sinds", "peildatum")
        }

    def __init__(self, *args: Any, pand: Pand, **kwargs: Any) -> None:
        self.pand = pand
        laatste = pand.waarnemingen.actueel().order_by("-peildatum").first()
        vandaag = datetime.date.today()
        kwartaal = begin_kwartaal(vandaag)
        begin = {
            # Never before what is shown beside it, or saving unchanged would rewrite an earlier quarter.
            "peildatum": max(kwartaal, laatste.peildatum) if laatste else kwartaal,
            "gezien": laatst_ingevoerd(pand),
            "voorraad_m2": laatste.voorraad_m2 if laatste else pand.geraamde_voorraad or None,
            "leegstand_m2": laatste.leegstand_m2 if laatste else None,
            "aanbod_m2": laatste.aanbod_m2 if laatste else 0,
            "leeg_sinds": laatste.leeg_sinds if laatste else None,
            "vraaghuur": laatste.vraaghuur if laatste else None,
            "gebruik": laatste.gebruik if laatste else Waarneming._meta.get_field("gebruik").default,
        }
        kwargs["initial"] = {**begin, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        bronnen = Bron.objects.exclude(soort__in=[Bron.Soort.ONDERZOEK, Bron.Soort.DEMO])
        bronveld = self.fields["bron"]
        assert isinstance(bronveld, forms.ModelChoiceField)  # noqa: S101 (narrows the type for mypy)
        bronveld.queryset = bronnen
        bronveld.empty_label = None
        if "bron" not in self.initial:
            self.initial["bron"] = bronnen.filter(soort=Bron.Soort.PARATE_KENNIS).values_list("pk", flat=True).first()
        for veld in self.fields.values():
            veld.error_messages["required"] = f"Vul '{veld.label}' in."
        self.fields["gezien"].error_messages = dict.fromkeys(
            ("required", "invalid"), "Deze pagina is niet volledig geladen. Laad haar opnieuw en vul haar nog eens in."
        )
        self.fields["leeg_sinds"].widget.attrs |= {"min": str(EERSTE_DAG), "max": str(vandaag)}
        self.fields["peildatum"].widget.attrs |= {"min": str(EERSTE_DAG), "max": str(vandaag)}
        if not self.is_bound:
            self.fields["leegstand_m2"].widget.attrs |= {"autofocus": True, "data-selecteer": True}
        self.fields["peildatum"].help_text = (
            f"Kerncijfers gaan over de eerste dag van een kwartaal. Wat op {datum(kwartaal)} al zo was, "
            "telt meteen mee; wat later veranderde, vanaf het volgende kwartaal."
        )

    def definities(self) -> list[Definitie]:
        """What the terms of the form mean today."""
        gevonden = Definitie.objects.geldig_op(datetime.date.today()).filter(term__in=TERMEN)
        return sorted(gevonden, key=lambda definitie: TERMEN.index(definitie.term))

    def eerste_velden(self) -> list[forms.BoundField]:
        return [self[naam] for naam in self.EERSTE]

    def meer_velden(self) -> list[forms.BoundField]:
        return [self[naam] for naam in self.MEER]

    @property
    def meer_open(self) -> bool:
        """Whether the fields behind the click hold something that must be seen."""
        return self.is_bound and bool((set(self.errors) | set(self.changed_data)) & set(self.MEER))

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        voorraad, leegstand, aanbod = (gegevens.get(naam) for naam in ("voorraad_m2", "leegstand_m2", "aanbod_m2"))
        peildatum, leeg_sinds = gegevens.get("peildatum"), gegevens.get("leeg_sinds")
        if voorraad is not None and leegstand is not None and leegstand > voorraad:
            self.add_error(
                "leegstand_m2",
                f"De leegstand ({m2(leegstand)}) is groter dan de voorraad ({m2(voorraad)}). "
                "Verlaag de leegstand of verhoog de voorraad.",
            )
        if voorraad is not None and aanbod is not None and aanbod > voorraad:
            self.add_error(
                "aanbod_m2",
                f"Het aanbod ({m2(aanbod)}) is groter dan de voorraad ({m2(voorraad)}). "
                "Verlaag het aanbod of verhoog de voorraad.",
            )
        if leeg_sinds and leegstand == 0 and leeg_sinds == self.initial.get("leeg_sinds"):
            # It was vacant and is no more: the prefilled date goes along.
            leeg_sinds = gegevens["leeg_sinds"] = None
        if leeg_sinds and leegstand == 0:
            self.add_error(
                "leeg_sinds", "Er is geen leegstand ingevuld. Maak 'leeg sinds' leeg of vul de leegstand in."
            )
        if leeg_sinds and peildatum and leeg_sinds > peildatum:
            self.add_error(
                "leeg_sinds",
                f"'Leeg sinds' ({datum(leeg_sinds)}) ligt na de peildatum ({datum(peildatum)}). "
                "Kies een eerdere dag, of een latere peildatum.",
            )
        if gegevens.get("gebruik") == Gebruik.ANDERS and (voorraad or leegstand or aanbod):
            self.add_error(
                "gebruik",
                "Het pand is geen kantoor meer, maar er staat nog kantoorruimte. Vul bij voorraad, leegstand en aanbod "
                "0 in, of kies een ander gebruik.",
            )
        return gegevens

    def clean_leeg_sinds(self) -> datetime.date | None:
        leeg_sinds: datetime.date | None = self.cleaned_data["leeg_sinds"]
        if leeg_sinds and leeg_sinds < EERSTE_DAG:
            bedoeld = leeg_sinds.year + 2000
            vraag = f" Bedoelt u {bedoeld}?" if bedoeld <= datetime.date.today().year else ""
            raise forms.ValidationError(f"Het jaar {leeg_sinds.year} kan niet kloppen.{vraag}")
        if leeg_sinds and self.pand.bouwjaar and leeg_sinds.year < self.pand.bouwjaar:
            raise forms.ValidationError(
                f"Het pand is van {self.pand.bouwjaar}; toen kon het nog niet leegstaan. Kies een latere dag."
            )
        return leeg_sinds

    def clean_peildatum(self) -> datetime.date:
        peildatum: datetime.date = self.cleaned_data["peildatum"]
        if peildatum > datetime.date.today():
            raise forms.ValidationError("De peildatum ligt in de toekomst. Kies vandaag of een eerdere dag.")
        if self.pand.bouwjaar and peildatum.year < self.pand.bouwjaar:
            raise forms.ValidationError(
                f"Het pand is van {self.pand.bouwjaar}; de peildatum ligt daarvoor. Kies een latere dag."
            )
        if self.pand.einde and peildatum >= self.pand.einde:
            raise forms.ValidationError(
                f"Volgens de BAG bestaat het pand niet meer sinds {datum(self.pand.einde)}. Kies een eerdere dag."
            )
        return peildatum

    def clean_voorraad_m2(self) -> int:
        voorraad: int = self.cleaned_data["voorraad_m2"]
        grens = 10 * self.pand.go_kantoor_m2
        if grens and voorraad > grens:
            raise forms.ValidationError(
                f"De voorraad is meer dan tien keer het oppervlak in de BAG ({m2(self.pand.go_kantoor_m2)}). "
                "Controleer of u een nul te veel typte."
            )
        return voorraad

    def clean_vraaghuur(self) -> Decimal | None:
        huur: Decimal | None = self.cleaned_data["vraaghuur"]
        if huur is not None and huur <= 0:
            raise forms.ValidationError("De vraaghuur moet hoger zijn dan 0 euro. Weet u hem niet? Laat het veld leeg.")
        return huur

    def validate_constraints(self) -> None:
        """The checks above say the same in words that name the remedy; `leg_vast` sets what the constraints need."""

    def invoer(self) -> Invoer:
        gegevens = dict(self.cleaned_data)
        gegevens.pop("gezien")
        vast = {naam: gegevens.pop(naam) for naam in Invoer.__dataclass_fields__ if naam in gegevens}
        return Invoer(**vast, overig=gegevens)


def waarschuwing_bij(pand: Pand, waarneming: Waarneming) -> str | SafeString:
    """A remark on what was saved that is no error: large differences with the BAG or with last time."""
    if 0 < waarneming.voorraad_m2 < settings.AKT_KANTOOR_DREMPEL_M2:
        return (
            f"Opgeslagen. Dit pand telt niet mee in de kerncijfers, want die gaan over kantoren vanaf "
            f"{m2(settings.AKT_KANTOOR_DREMPEL_M2)}."
        )
    if waarneming.aanbod_m2 and not waarneming.leegstand_m2:
        return (
            f"Opgeslagen. Er is geen leegstand, maar nog wel {m2(waarneming.aanbod_m2)} aanbod. "
            "Klopt dit niet, leg het pand dan opnieuw vast."
        )
    geraamd = pand.geraamde_voorraad
    if geraamd and not geraamd / 2 <= waarneming.voorraad_m2 <= geraamd * 2:
        return (
            f"Opgeslagen. Let op: de voorraad ({m2(waarneming.voorraad_m2)}) wijkt sterk af van de BAG "
            f"(ongeveer {m2(geraamd)}). Klopt dit niet, leg het pand dan opnieuw vast."
        )
    return ""


class IntrekForm(forms.Form):
    reden = forms.CharField(
        label="Waarom trekt u deze waarneming in?",
        max_length=300,
        help_text="Bijvoorbeeld: verkeerde peildatum, of bij het verkeerde pand ingevoerd.",
        error_messages={"required": "Zeg kort waarom; dat blijft bij de waarneming staan."},
    )


class VastleggenZoekForm(forms.Form):
    q = forms.CharField(
        label="Adres of postcode met huisnummer",
        max_length=120,
        help_text="Bijvoorbeeld 'Kokermolen 3' of '3994 DG 3'. Afkortingen en tikfouten mogen.",
    )
