"""Forms of praktijken: beginning one, writing it, the people of it, publishing, and asking about it."""

from __future__ import annotations

import re
import uuid
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from akt.forms import BedragField, GeheelGetalField
from akt.models import Gebruiker, Rol
from akt.openform import OpenForm
from kennissysteem.models import Knelpunt, Oplossing, Praktijk
from kennissysteem.praktijken import DELEN, Invoer, transformaties_voor
from loodsen.models import Contactpersoon, Organisatie, Speler
from monitoring.models import Gemeente, Pand

TEKST_MAX = 20_000
# What is kept of a form that is being written (characters): all fields full, and some room.
INVOER_MAX = 200_000
MAX_REGELS = 30
UITLEG = {
    "situatie": "Wat was het probleem, en voor wie?",
    "aanpak": "Wat is er gedaan, door wie en in welke volgorde?",
    "resultaat": "Wat leverde het op? Noem aantallen als u ze hebt.",
    "lessen": "Wat werkte, en waarom? Een regel die begint met een streepje wordt een punt in een lijst.",
    "anders": "Waar liep het vast, en hoe zou u dat een volgende keer voorkomen?",
}


def gemeenten() -> Any:
    return Gemeente.objects.huidig().only("code", "naam")


class BeginForm(forms.Form):
    """A title is enough to begin."""

    titel = forms.CharField(
        label="Titel",
        max_length=140,
        help_text="Zeg wat er gebeurde. Bijvoorbeeld: van leeg kantoor naar 48 studio's in Houten.",
        error_messages={"required": "Geef de praktijk een titel. U kunt die later nog wijzigen."},
    )
    gemeente = forms.ModelChoiceField(
        label="Gemeente", queryset=Gemeente.objects.none(), required=False, empty_label="Kies"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = gemeenten()  # type: ignore[attr-defined]


class KostenpostForm(forms.Form):
    naam = forms.CharField(label="Post", max_length=80, required=False)
    bedrag = BedragField(label="Bedrag in euro", max_digits=12, decimal_places=2, min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("naam") and gegevens.get("bedrag") is None and "bedrag" not in self.errors:
            self.add_error("bedrag", "Vul het bedrag in, of maak de post leeg.")
        if gegevens.get("bedrag") is not None and not gegevens.get("naam"):
            self.add_error("naam", "Zeg waarvoor dit bedrag was.")
        return gegevens


class StapForm(forms.Form):
    naam = forms.CharField(label="Stap", max_length=80, required=False)
    maanden = GeheelGetalField(label="Maanden", min_value=1, max_value=600, required=False)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("naam") and gegevens.get("maanden") is None and "maanden" not in self.errors:
            self.add_error("maanden", "Vul in hoe lang deze stap duurde, of maak de stap leeg.")
        if gegevens.get("maanden") is not None and not gegevens.get("naam"):
            self.add_error("naam", "Zeg welke stap dit was.")
        return gegevens


Kostenposten = forms.formset_factory(KostenpostForm, extra=4, max_num=MAX_REGELS, validate_max=True)
Stappen = forms.formset_factory(StapForm, extra=4, max_num=MAX_REGELS, validate_max=True)
TABELLEN: dict[str, Any] = {"kosten_tabel": Kostenposten, "stap_tabel": Stappen}


class PraktijkForm(forms.ModelForm):
    """A praktijk with its tables of costs and time. Nothing but the title is asked: publishing asks the rest.

    `klad` are raw values that are shown as they were typed.
    """

    vvo_m2 = GeheelGetalField(label="Oppervlakte", required=False, min_value=1, help_text="In m² VVO.")
    woningen = GeheelGetalField(label="Woningen", required=False, min_value=0)
    kosten = BedragField(
        label="Kosten van het hele project", required=False, max_digits=12, decimal_places=2, min_value=0,
        help_text="In euro. Leeg: de som van de kostenposten hieronder.",
    )  # fmt: skip
    duur_maanden = GeheelGetalField(
        label="Doorlooptijd", required=False, min_value=1, max_value=600,
        help_text="In maanden, van idee tot oplevering.",
    )  # fmt: skip
    jaar = forms.IntegerField(
        label="Jaar", required=False, min_value=1980, max_value=2100, localize=False, widget=forms.TextInput,
        help_text="Van oplevering of afronding.",
        error_messages={"invalid": "Vul een jaar in, bijvoorbeeld 2023."},
    )  # fmt: skip
    pand = forms.CharField(
        label="Pand", required=False, max_length=16,
        help_text="Het BAG-nummer van 16 cijfers. Het staat op de pagina van het pand.",
    )  # fmt: skip

    class Meta:
        model = Praktijk
        fields = [
            "titel", "samenvatting", *dict(DELEN), "van_gebruik", "naar_gebruik", "vvo_m2", "woningen", "kosten",
            "duur_maanden", "jaar", "gemeente", "transformatie", "pand", "knelpunten", "oplossingen", "openbaarheid",
        ]  # fmt: skip
        widgets = {
            "samenvatting": forms.Textarea(attrs={"rows": 2}),
            **{veld: forms.Textarea(attrs={"rows": 7, "maxlength": TEKST_MAX}) for veld, _ in DELEN},
            "knelpunten": forms.CheckboxSelectMultiple,
            "oplossingen": forms.CheckboxSelectMultiple,
            "openbaarheid": forms.RadioSelect,
        }
        help_texts = UITLEG | {"samenvatting": "Wat heeft een collega hieraan? Hooguit 300 tekens."}

    def __init__(
        self, data: Any = None, *, gebruiker: Gebruiker, instance: Praktijk, klad: Invoer | None = None
    ) -> None:  # fmt: skip
        super().__init__(data, instance=instance)
        self.gebruiker = gebruiker
        self.fields["titel"].error_messages["required"] = "Geef de praktijk een titel."
        for veld, label in DELEN:
            self.fields[veld].label = label
            self.fields[veld].validators.append(MaxLengthValidator(TEKST_MAX))
        self.fields["gemeente"].queryset = gemeenten()  # type: ignore[attr-defined]
        self.initial["pand"] = instance.pand.bag_id if instance.pand else ""
        self._kies_knelpunten()
        self._kies_plek()
        begin: dict[str, list[dict[str, Any]]] = {
            "kosten_tabel": [dict(rij) for rij in instance.kostenposten.values("naam", "bedrag")],
            "stap_tabel": [dict(rij) for rij in instance.stappen.values("naam", "maanden")],
        }
        if klad is not None:
            begin |= self._toon_klad(naar_querydict(klad))
        self.tabellen = {
            naam: soort(data, prefix=naam, initial=None if data is not None else begin[naam])
            for naam, soort in TABELLEN.items()
        }

    def _kies_knelpunten(self) -> None:
        nu = self.instance.knelpunten.values_list("pk", flat=True)
        alle = Knelpunt.objects.filter(actief=True) | Knelpunt.objects.filter(pk__in=nu)
        per_groep = groupby(alle.order_by("groep", "volgorde", "naam"), key=lambda ding: ding.get_groep_display())
        self.fields["knelpunten"].queryset = alle  # type: ignore[attr-defined]
        self.fields["knelpunten"].choices = [  # type: ignore[attr-defined]
            (groep, [(ding.pk, ding.naam) for ding in dingen]) for groep, dingen in per_groep
        ]
        self.fields["oplossingen"].queryset = Oplossing.objects.all()  # type: ignore[attr-defined]

    def _kies_plek(self) -> None:
        """Pand and transformatie are for who may see them; what another filled in stays and isn't shown."""
        praktijk = self.instance
        zichtbaar = transformaties_voor(self.gebruiker)
        if praktijk.transformatie_id and not zichtbaar.filter(pk=praktijk.transformatie_id).exists():
            del self.fields["transformatie"]
        else:
            self.fields["transformatie"].queryset = zichtbaar  # type: ignore[attr-defined]
        if praktijk.pand and not self.gebruiker.has_perm("monitoring.view_pand", praktijk.pand):
            del self.fields["pand"]

    def _toon_klad(self, klad: QueryDict) -> dict[str, list[dict[str, Any]]]:
        for naam, veld in self.fields.items():
            self.initial[naam] = veld.widget.value_from_datadict(klad, QueryDict(), naam)
        rijen: dict[str, list[dict[str, Any]]] = {tabel: [] for tabel in TABELLEN}
        for tabel, soort in TABELLEN.items():
            for nummer in range(MAX_REGELS):
                rij = {veld: klad.get(f"{tabel}-{nummer}-{veld}", "") for veld in soort.form.base_fields}
                if any(rij.values()):
                    rijen[tabel].append(rij)
        return rijen

    def clean_pand(self) -> Pand | None:
        bag_id = self.cleaned_data["pand"].strip()
        if not bag_id:
            return None
        gevonden = Pand.objects.zichtbaar_voor(self.gebruiker).filter(bag_id=bag_id).defer("omtrek").first()
        if gevonden is None:
            raise ValidationError("Dit pand is niet gevonden in uw gemeente. Controleer het nummer.")
        return gevonden

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        for naam, wat in (("kosten_tabel", "de kostenposten"), ("stap_tabel", "de stappen")):
            tabel = self.tabellen[naam]
            if not tabel.is_valid():
                te_veel = f" Er passen er {MAX_REGELS}." if tabel.non_form_errors() else ""
                self.add_error(None, f"Controleer {wat}.{te_veel}")
        return gegevens

    def save(self, commit: bool = True) -> Praktijk:
        rijen = {
            naam: [form.cleaned_data for form in tabel if form.cleaned_data.get("naam")]
            for naam, tabel in self.tabellen.items()
        }
        if self.instance.kosten is None and rijen["kosten_tabel"]:
            self.instance.kosten = sum(rij["bedrag"] for rij in rijen["kosten_tabel"])
        praktijk: Praktijk = super().save(commit)
        for verzameling, naam in ((praktijk.kostenposten, "kosten_tabel"), (praktijk.stappen, "stap_tabel")):
            verzameling.all().delete()
            model = verzameling.model
            model.objects.bulk_create(
                [model(praktijk=praktijk, volgorde=nummer, **rij) for nummer, rij in enumerate(rijen[naam], start=1)]
            )
        return praktijk


# --- the klad ----------------------------------------------------------------------------------
_RIJ = re.compile(rf"(?:{'|'.join(TABELLEN)})-(?:\d{{1,2}}-(?:naam|bedrag|maanden)|(?:TOTAL|INITIAL)_FORMS)")


def invoer_uit(data: QueryDict) -> Invoer:
    """What was typed, by name of the field; raises `ValidationError` for more than anyone writes."""
    velden = set(PraktijkForm.base_fields)
    invoer = {
        naam: [waarde.replace("\0", "").replace("\r\n", "\n") for waarde in waarden if isinstance(waarde, str)]
        for naam, waarden in data.lists()
        if naam in velden or _RIJ.fullmatch(naam)
    }
    if sum(len(waarde) for waarden in invoer.values() for waarde in waarden) > INVOER_MAX:
        raise ValidationError("Dit is te veel tekst om te bewaren. Maak het korter, of voeg het toe als document.")
    return invoer


def naar_querydict(invoer: Invoer) -> QueryDict:
    data = QueryDict(mutable=True)
    for naam, waarden in invoer.items():
        data.setlist(naam, list(waarden))
    return data


def verschillende_delen(een: Invoer, ander: Invoer) -> list[str]:
    """Labels of what differs between two kladden, to tell people where to look."""
    labels = {naam: str(veld.label or naam) for naam, veld in PraktijkForm.base_fields.items()} | dict(DELEN)
    namen = [naam for naam in PraktijkForm.base_fields if een.get(naam, [""]) != ander.get(naam, [""])]
    gevonden = [labels[naam] for naam in namen]
    for tabel, label in (("kosten_tabel", "Kostenposten"), ("stap_tabel", "Stappen")):
        rijen = [
            {naam: w for naam, w in invoer.items() if naam.startswith(tabel) and not naam.endswith("_FORMS") and any(w)}
            for invoer in (een, ander)
        ]
        if rijen[0] != rijen[1]:
            gevonden.append(label)
    return gevonden


class StandForm(forms.Form):
    """Which stand of the praktijk a window has seen, and which window it is."""

    gezien = forms.IntegerField(required=False, min_value=0)
    venster = forms.UUIDField(required=False)

    def waarden(self) -> tuple[int, uuid.UUID]:
        """Without both nothing was seen."""
        if not self.is_valid():
            return 0, uuid.uuid4()
        return self.cleaned_data["gezien"] or 0, self.cleaned_data["venster"] or uuid.uuid4()


# --- people ------------------------------------------------------------------------------------
class NieuwContactForm(forms.ModelForm):
    """Someone who isn't in the network yet, with the organisation by name."""

    organisatienaam = forms.CharField(
        label="Organisatie", max_length=120, help_text="Begin te typen: staat de organisatie er al, kies die dan.",
        error_messages={"required": "Vul de organisatie in."},
    )  # fmt: skip
    soort = forms.ChoiceField(
        label="Soort organisatie", required=False, choices=[("", "Kies"), *Speler.Soort.choices],
        help_text="Alleen nodig voor een nieuwe organisatie.",
    )  # fmt: skip
    rol = forms.CharField(label="Rol in het project", max_length=120, required=False)

    class Meta:
        model = Contactpersoon
        fields = ["naam", "functie", "email", "telefoon", "grondslag"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisatienaam"].widget.attrs["list"] = "organisaties"
        self.fields["email"].help_text = "Van het werk. Hierop vraagt het portaal om toestemming."
        for veld in ("naam", "email"):
            self.fields[veld].error_messages["required"] = f"Vul '{self.fields[veld].label}' in."

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        naam = " ".join(gegevens.get("organisatienaam", "").split())
        organisatie = Organisatie.objects.filter(naam__iexact=naam).first()
        if naam and organisatie is None:
            if not gegevens.get("soort"):
                self.add_error("soort", "Deze organisatie is nieuw. Kies wat voor organisatie het is.")
            organisatie = Organisatie(naam=naam, soort=gegevens.get("soort", ""))
        if naam:
            self.instance.organisatie = organisatie
            email = gegevens.get("email", "")
            bestaat = Contactpersoon.objects.bewaard().filter(email__iexact=email, organisatie__naam__iexact=naam)
            if email and bestaat.exists():
                self.add_error("email", "Deze persoon staat al in het netwerk. Zoek de naam hierboven.")
        return gegevens

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"organisatie"}


class MedeauteurForm(forms.Form):
    medeauteur = forms.ModelChoiceField(
        label="Medeauteur", queryset=Gebruiker.objects.none(), empty_label="Kies",
        error_messages={"required": "Kies wie er meeschrijft."},
    )  # fmt: skip

    def __init__(self, *args: Any, praktijk: Praktijk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        netwerk = Gebruiker.objects.filter(
            is_active=True, rol__in=[Rol.KANTORENLOODS, Rol.KANTORENCOACH, Rol.BEHEERDER]
        )
        al = praktijk.medeauteurs.values("pk")
        self.fields["medeauteur"].queryset = (  # type: ignore[attr-defined]
            netwerk.exclude(pk=praktijk.auteur_id).exclude(pk__in=al).order_by("naam")
        )
        self.fields["medeauteur"].label_from_instance = lambda wie: wie.naam  # type: ignore[attr-defined]


# --- publishing, withdrawing, asking -----------------------------------------------------------
class PubliceerForm(forms.Form):
    toelichting = forms.CharField(
        label="Wat is er veranderd?", max_length=300, required=False,
        help_text="Komt bij de versies te staan. Laat leeg bij de eerste keer.",
    )  # fmt: skip


class IntrekForm(forms.Form):
    reden = forms.CharField(
        label="Waarom trekt u deze praktijk in?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Zeg kort waarom, zodat de andere schrijvers het weten."},
    )  # fmt: skip


LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


class PraktijkvraagForm(OpenForm):
    """A question to who did it, by anyone."""

    tekst = forms.CharField(
        label="Uw vraag", min_length=10, max_length=4000, widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Schrijf uw vraag.", "min_length": "Schrijf iets meer over uw vraag."},
    )  # fmt: skip
    naam = forms.CharField(label="Uw naam", max_length=120, error_messages={"required": "Vul uw naam in."})
    email = forms.EmailField(
        label="Uw e-mailadres", max_length=254, help_text="Hierop krijgt u het antwoord.",
        error_messages={
            "required": "Vul uw e-mailadres in, anders kan niemand u antwoorden.",
            "invalid": "Dit is geen goed e-mailadres. Voorbeeld: naam@bedrijf.nl.",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["naam"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_naam(self) -> str:
        naam = " ".join(self.cleaned_data["naam"].split())
        if LINK.search(naam) or "@" in naam:
            raise ValidationError("Vul hier alleen uw naam in.")
        return naam

    def clean_tekst(self) -> str:
        tekst: str = self.cleaned_data["tekst"]
        if len(LINK.findall(tekst)) > 3:
            raise ValidationError("Noem niet meer dan 3 internetadressen. Haal er een paar weg.")
        return tekst

    def invoer(self) -> dict[str, str]:
        return {veld: self.cleaned_data[veld] for veld in ("naam", "email", "tekst")}

    def sleutel(self, praktijk: Praktijk) -> str:
        """The same for the same form with the same words, so that sent twice it is one mail."""
        woorden = "\0".join([str(praktijk.pk), self.merk, *self.invoer().values()])
        return salted_hmac("kennissysteem.praktijkvraag", woorden, algorithm="sha256").hexdigest()
