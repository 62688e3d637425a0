"""Forms of the questions: asking without an account, reacting, answering and handing over."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from akt.openform import OpenForm
from loodsen.models import Vraag, Vraagbericht
from loodsen.vragen import Bestemming, Via

MAX_LINKS = 3
LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
VRAAGVELDEN = ("naam", "email", "organisatie", "telefoon", "onderwerp", "tekst", "plek")


def _lengte(veld: str) -> int:
    return getattr(Vraag._meta.get_field(veld), "max_length", 0)


class VraagForm(OpenForm):
    """A question with who asks it; an account is not needed."""

    onderwerp = forms.CharField(
        label="Onderwerp",
        max_length=_lengte("onderwerp"),
        help_text="Bijvoorbeeld: woningen in een leeg kantoor bij het station.",
        error_messages={"required": "Schrijf in een paar woorden waar het over gaat."},
    )
    tekst = forms.CharField(
        label="Uw vraag",
        min_length=10,
        max_length=_lengte("tekst"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Schrijf uw vraag.",
            "min_length": "Schrijf iets meer, zodat de kantorenloods uw vraag begrijpt.",
        },
    )
    plek = forms.CharField(
        label="Om welk pand of adres gaat het?", max_length=_lengte("plek"), required=False,
    )  # fmt: skip
    naam = forms.CharField(
        label="Uw naam", max_length=_lengte("naam"), error_messages={"required": "Vul uw naam in."}
    )  # fmt: skip
    email = forms.EmailField(
        label="Uw e-mailadres",
        max_length=_lengte("email"),
        help_text="Hierop krijgt u het antwoord.",
        error_messages={
            "required": "Vul uw e-mailadres in, anders kunnen wij u niet antwoorden.",
            "invalid": "Dit is geen goed e-mailadres. Voorbeeld: naam@bedrijf.nl.",
        },
    )
    organisatie = forms.CharField(label="Uw organisatie", max_length=_lengte("organisatie"), required=False)
    telefoon = forms.CharField(
        label="Uw telefoonnummer", max_length=_lengte("telefoon"), required=False,
        help_text="Als u liever gebeld wilt worden.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for veld, soort in (("naam", "name"), ("email", "email"), ("organisatie", "organization"), ("telefoon", "tel")):
            self.fields[veld].widget.attrs["autocomplete"] = soort
        self.fields["telefoon"].widget.input_type = "tel"

    def clean_naam(self) -> str:
        naam = " ".join(self.cleaned_data["naam"].split())
        if LINK.search(naam) or "@" in naam:
            raise ValidationError("Vul hier alleen uw naam in.")
        return naam

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        for veld in ("organisatie", "telefoon", "onderwerp", "plek"):
            gegevens[veld] = " ".join(gegevens.get(veld, "").split())
        links = len(LINK.findall("\n".join(str(gegevens.get(veld, "")) for veld in VRAAGVELDEN)))
        if links > MAX_LINKS:
            raise ValidationError(f"Noem niet meer dan {MAX_LINKS} internetadressen. Haal er een paar weg.")
        return gegevens

    def invoer(self) -> dict[str, str]:
        return {veld: self.cleaned_data[veld] for veld in VRAAGVELDEN}

    @property
    def verzending(self) -> str:
        """The same for the same form with the same words: sent twice it is one question; changed it is another."""
        woorden = "\0".join([self.merk, *self.invoer().values()])
        return salted_hmac("loodsen.vraag", woorden, algorithm="sha256").hexdigest()


class GezienForm(forms.Form):
    """Knows up to where its writer had read."""

    gezien = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_gezien(self) -> int:
        return self.cleaned_data["gezien"] or 0

    def zet_gezien(self, gezien: int) -> None:
        """For a form that is shown again: now everything has been read."""
        self.data = {**self.data.dict(), self.add_prefix("gezien"): str(gezien)}  # type: ignore[attr-defined]


def _tekstveld(label: str, uitleg: str = "", **opties: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=uitleg, max_length=Vraagbericht._meta.get_field("tekst").max_length,
        widget=forms.Textarea(attrs={"rows": opties.pop("rijen", 8)}), **opties,
    )  # fmt: skip


class AntwoordForm(GezienForm):
    tekst = _tekstveld("Uw antwoord", error_messages={"required": "Schrijf uw antwoord."})


class ReactieForm(GezienForm):
    tekst = _tekstveld(
        "Uw reactie", "Wie uw vraag beantwoordt, krijgt uw reactie per mail.", rijen=5,
        error_messages={"required": "Schrijf uw reactie."},
    )  # fmt: skip


class NotitieForm(GezienForm):
    tekst = _tekstveld(
        "Notitie", "De vraagsteller ziet deze niet.", rijen=3, error_messages={"required": "Schrijf uw notitie."}
    )


class EldersForm(GezienForm):
    """Answered by mail, by phone or in person."""

    via = forms.ChoiceField(
        label="Hoe is de vraag beantwoord?",
        choices=[(Via.MAIL, "Per mail"), (Via.TELEFOON, "Per telefoon"), (Via.GESPREK, "In een gesprek")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de vraag is beantwoord."},
    )
    tekst = _tekstveld("Wat was het antwoord?", "De vraagsteller ziet dit op de eigen pagina.", rijen=4, required=False)


class OverdrachtForm(GezienForm):
    """To whom, and why."""

    naar = forms.ChoiceField(label="Aan wie?", error_messages={"required": "Kies aan wie u de vraag doorgeeft."})
    reden = _tekstveld(
        "Waarom?", "Wie de vraag krijgt, leest dit. De vraagsteller niet.", rijen=3,
        error_messages={"required": "Schrijf kort waarom u de vraag doorgeeft."},
    )  # fmt: skip

    def __init__(self, *args: Any, bestemmingen: list[Bestemming], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bestemmingen = {bestemming.waarde: bestemming for bestemming in bestemmingen}
        groepen = groupby(bestemmingen, key=lambda bestemming: bestemming.groep)
        self.fields["naar"].choices = [  # type: ignore[attr-defined]
            ("", "Kies"),
            *((groep, [(plek.waarde, plek.label) for plek in plekken]) for groep, plekken in groepen),
        ]

    def bestemming(self) -> Bestemming:
        return self.bestemmingen[self.cleaned_data["naar"]]
