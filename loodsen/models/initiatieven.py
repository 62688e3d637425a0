"""Who wants what, where that could be, and what became of it (report 4.1: matching initiatieven and places)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from akt.rules import is_kantorenloods
from loodsen.models.organisaties import nieuwe_sleutel
from monitoring.models import Bestemming, Gemeente, Pand, Regio, Terrein
from monitoring.rules import gemeenten_van, ziet_alles
from monitoring.signalen.melden import nieuw_nummer

ZWAARSTE = 5


def controleer_gewichten(gewichten: Any) -> None:
    """Raises ValidationError for anything but whole numbers from 0 to ZWAARSTE by name."""
    if not isinstance(gewichten, dict) or not all(
        type(gewicht) is int and 0 <= gewicht <= ZWAARSTE for gewicht in gewichten.values()
    ):
        raise ValidationError(f"Een gewicht is een heel getal van 0 tot en met {ZWAARSTE}.")


class Cluster(models.Model):
    """Initiatieven that strengthen each other when they land together."""

    naam = models.CharField("naam", max_length=120, unique=True, error_messages={"unique": "Deze naam bestaat al."})
    toelichting = models.TextField(
        "wat zij aan elkaar hebben", blank=True, max_length=2000, help_text="Alleen te zien voor het netwerk."
    )
    gemaakt_op = models.DateTimeField("gemaakt op", auto_now_add=True)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "cluster"
        verbose_name_plural = "clusters"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("loodsen:cluster", args=[self.pk])


class InitiatiefQuerySet(models.QuerySet["Initiatief"]):
    def open(self) -> InitiatiefQuerySet:
        """Those that look for a place."""
        return self.filter(status__in=[Initiatief.Status.NIEUW, Initiatief.Status.ACTIEF])

    def zichtbaar_voor(self, gebruiker: Any) -> InitiatiefQuerySet:
        """All for coach and beheerder; for a loods those that may land in its gemeenten; nothing for others."""
        if ziet_alles(gebruiker):
            return self
        if not is_kantorenloods(gebruiker):
            return self.none()
        return self.in_gemeenten(gemeenten_van(gebruiker).values("pk"))

    def in_gemeenten(self, codes: Any) -> InitiatiefQuerySet:
        """Those that may land in one of these gemeenten (codes, or a query for them)."""
        gewenst = Initiatief.gemeenten.through.objects.filter(initiatief=OuterRef("pk"))
        regio = Regio.gemeenten.through.objects.filter(regio=OuterRef("regio"), gemeente__in=codes)
        overal = Q(regio__isnull=True) & ~Exists(gewenst)
        return self.filter(overal | Exists(gewenst.filter(gemeente__in=codes)) | Exists(regio))


class Initiatief(models.Model):
    """Someone who wants to do something in a building, with what it needs. Areas are whole m² VVO.

    `sleutel` opens the page where the initiatiefnemer follows it, without an account.
    """

    class Status(models.TextChoices):
        NIEUW = "nieuw", "Nieuw"
        ACTIEF = "actief", "Actief"
        GEKOPPELD = "gekoppeld", "Gekoppeld"
        AFGESLOTEN = "afgesloten", "Afgesloten"

    class Budget(models.TextChoices):
        HUUR = "huur", "Euro per m² per jaar (huur)"
        TOTAAL = "totaal", "Euro in totaal (koop en verbouwing)"

    nummer = models.CharField("nummer", max_length=9, unique=True, default=nieuw_nummer, editable=False)
    titel = models.CharField("titel", max_length=120, help_text="In een paar woorden: wat wilt u?")
    omschrijving = models.TextField(
        "omschrijving", max_length=3000, blank=True, help_text="Voor wie is het, en wat maakt een plek geschikt?"
    )
    indiener_naam = models.CharField("naam", max_length=120, blank=True)
    indiener_email = models.EmailField("e-mailadres", blank=True)
    indiener_telefoon = models.CharField("telefoon", max_length=20, blank=True)
    organisatie = models.CharField("organisatie", max_length=120, blank=True)
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="account", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="initiatieven",
    )  # fmt: skip
    bestemming = models.CharField("gebruik", max_length=12, choices=Bestemming)
    m2_min = models.PositiveIntegerField(
        "ten minste", null=True, blank=True, help_text="In m² verhuurbare oppervlakte (VVO)."
    )
    m2_max = models.PositiveIntegerField("ten hoogste", null=True, blank=True, help_text="In m² VVO.")
    gemeenten = models.ManyToManyField(
        Gemeente, verbose_name="gemeenten", blank=True, related_name="initiatieven",
        help_text="Kies er geen als het in de hele provincie kan.",
    )  # fmt: skip
    regio = models.ForeignKey(
        Regio, verbose_name="regio", null=True, blank=True, on_delete=models.PROTECT, related_name="initiatieven"
    )
    terreinen = models.ManyToManyField(
        Terrein, verbose_name="terreinen", blank=True, related_name="initiatieven",
        help_text="Terreinen met voorkeur; andere blijven mogelijk.",
    )  # fmt: skip
    vanaf = models.DateField("vanaf", null=True, blank=True)
    uiterlijk = models.DateField("uiterlijk", null=True, blank=True)
    tijdelijk = models.BooleanField("tijdelijk gebruik is ook goed", default=False)
    budget = models.DecimalField("budget", max_digits=12, decimal_places=2, null=True, blank=True)
    budget_soort = models.CharField("budget in", max_length=6, choices=Budget, blank=True)
    max_trein_m = models.PositiveIntegerField(
        "lopen naar een treinstation, hoogstens", null=True, blank=True, help_text="In meter."
    )
    max_ov_m = models.PositiveIntegerField(
        "lopen naar bus, tram of metro, hoogstens", null=True, blank=True, help_text="In meter."
    )
    bouwjaar_van = models.PositiveSmallIntegerField("gebouwd vanaf", null=True, blank=True)
    bouwjaar_tot = models.PositiveSmallIntegerField("gebouwd tot en met", null=True, blank=True)
    leeg_maanden = models.PositiveSmallIntegerField(
        "liefst al zo lang leeg", null=True, blank=True, help_text="In maanden."
    )
    gewichten = models.JSONField(
        "gewichten", default=dict, blank=True, validators=[controleer_gewichten],
        help_text="Hoe zwaar elk criterium telt (0 tot en met 5); wat ontbreekt, telt als gewoonlijk.",
    )  # fmt: skip
    status = models.CharField("status", max_length=10, choices=Status, default=Status.NIEUW)
    behandelaar = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="behandelaar", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="behandelt",
    )  # fmt: skip
    cluster = models.ForeignKey(
        Cluster, verbose_name="cluster", null=True, blank=True, on_delete=models.SET_NULL, related_name="initiatieven"
    )
    sleutel = models.CharField("sleutel", max_length=40, unique=True, default=nieuwe_sleutel, editable=False)
    gemaakt_op = models.DateTimeField("ingediend op", default=timezone.now, editable=False)
    afgesloten_op = models.DateTimeField("afgesloten op", null=True, blank=True, editable=False)
    gewist_op = models.DateTimeField("persoonsgegevens gewist op", null=True, blank=True, editable=False)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    # What says who someone is; `loodsen.initiatieven.wis` empties it here and in the history.
    PERSOONSGEGEVENS = ("omschrijving", "indiener_naam", "indiener_email", "indiener_telefoon", "organisatie")

    history = HistoricalRecords(excluded_fields=["sleutel"])
    objects: ClassVar[models.Manager[Initiatief]] = InitiatiefQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "initiatief"
        verbose_name_plural = "initiatieven"
        ordering = ["-gemaakt_op"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(bestemming=Bestemming.SLOOP), name="initiatief_gebruikt_een_gebouw",
                violation_error_message="Sloop is geen gebruik van een gebouw.",
            ),
            models.CheckConstraint(
                condition=(Q(m2_min__isnull=True) | Q(m2_min__gt=0)) & (Q(m2_max__isnull=True) | Q(m2_max__gt=0)),
                name="initiatief_m2_positief", violation_error_message="Vul meer dan 0 m² in, of laat het veld leeg.",
            ),
            models.CheckConstraint(
                condition=Q(m2_min__isnull=True) | Q(m2_max__isnull=True) | Q(m2_max__gte=F("m2_min")),
                name="initiatief_m2_min_tot_max",
                violation_error_message="Het hoogste aantal m² is kleiner dan het laagste. Controleer beide.",
            ),
            models.CheckConstraint(
                condition=Q(vanaf__isnull=True) | Q(uiterlijk__isnull=True) | Q(uiterlijk__gte=F("vanaf")),
                name="initiatief_vanaf_tot_uiterlijk",
                violation_error_message="'Uiterlijk' ligt voor 'vanaf'. Controleer de data.",
            ),
            models.CheckConstraint(
                condition=Q(bouwjaar_van__isnull=True)
                | Q(bouwjaar_tot__isnull=True)
                | Q(bouwjaar_tot__gte=F("bouwjaar_van")),
                name="initiatief_bouwjaar_van_tot",
                violation_error_message="'Gebouwd tot en met' ligt voor 'gebouwd vanaf'. Controleer de jaren.",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True, budget_soort="")
                | (Q(budget__isnull=False, budget__gt=0) & ~Q(budget_soort="")),
                name="initiatief_budget_met_soort",
                violation_error_message="Vul bij een budget in waarvoor het is, of laat beide leeg.",
            ),
            models.CheckConstraint(
                condition=(Q(max_trein_m__isnull=True) | Q(max_trein_m__gt=0))
                & (Q(max_ov_m__isnull=True) | Q(max_ov_m__gt=0))
                & (Q(leeg_maanden__isnull=True) | Q(leeg_maanden__gt=0)),
                name="initiatief_eisen_positief",
                violation_error_message="Een afstand of aantal maanden is meer dan 0, of leeg.",
            ),
            models.CheckConstraint(
                condition=Q(status="afgesloten", afgesloten_op__isnull=False)
                | (~Q(status="afgesloten") & Q(afgesloten_op__isnull=True)),
                name="initiatief_afgesloten_heeft_moment",
            ),
            models.CheckConstraint(
                condition=Q(
                    gewist_op__isnull=False, status="afgesloten", omschrijving="", indiener_naam="", indiener_email="",
                    indiener_telefoon="", organisatie="", gebruiker__isnull=True,
                )
                | (Q(gewist_op__isnull=True) & ~Q(indiener_naam="") & ~Q(indiener_email="")),
                name="initiatief_heeft_indiener_tot_gewist",
                violation_error_message="Vul een naam en een e-mailadres in.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("loodsen:initiatief", args=[self.nummer])

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The moment follows the status, also where the beheer sets it.
        if self.status != self.Status.AFGESLOTEN:
            self.afgesloten_op = None
        elif self.afgesloten_op is None:
            self.afgesloten_op = timezone.now()
        super().save(*args, **kwargs)


class KoppelingQuerySet(models.QuerySet["Koppeling"]):
    def zichtbaar_voor(self, gebruiker: Any) -> KoppelingQuerySet:
        """All for coach and beheerder; for a loods those with a place in its gemeenten; nothing for others."""
        if ziet_alles(gebruiker):
            return self
        eigen = gemeenten_van(gebruiker).values("pk")
        return self.filter(Q(pand__gemeente__in=eigen) | Q(terrein__gemeente__in=eigen))

    def vrijgegeven(self) -> KoppelingQuerySet:
        """What the initiatiefnemer may see."""
        return self.filter(vrijgegeven_op__isnull=False)


class Koppeling(models.Model):
    """An initiatief and a pand or terrein that were brought together, with the reasons as they were at that moment.

    Confidential until the loods releases it. What the initiatiefnemer sees then is frozen here: an address, m² and a
    text, and nothing that changes with the pand later.
    """

    class Fase(models.TextChoices):
        VOORGESTELD = "voorgesteld", "Voorgesteld"
        BEZICHTIGD = "bezichtigd", "Bezichtigd"
        GESPREK = "gesprek", "In gesprek"
        GELUKT = "gelukt", "Gelukt"
        AFGEVALLEN = "afgevallen", "Afgevallen"

    initiatief = models.ForeignKey(
        Initiatief, verbose_name="initiatief", on_delete=models.CASCADE, related_name="koppelingen"
    )
    pand = models.ForeignKey(
        Pand, verbose_name="pand", null=True, blank=True, on_delete=models.PROTECT, related_name="koppelingen"
    )
    terrein = models.ForeignKey(
        Terrein, verbose_name="terrein", null=True, blank=True, on_delete=models.PROTECT, related_name="koppelingen"
    )
    score = models.PositiveSmallIntegerField("score", editable=False)
    redenen = models.JSONField("redenen", default=list, editable=False, help_text="Lijst van tekst en tegen.")
    fase = models.CharField("fase", max_length=12, choices=Fase, default=Fase.VOORGESTELD)
    notitie = models.TextField("notitie", blank=True, max_length=2000, help_text="Alleen te zien voor het netwerk.")
    reden_afgevallen = models.CharField(
        "waarom afgevallen", max_length=300, blank=True, help_text="Alleen te zien voor het netwerk."
    )
    voorgesteld_op = models.DateTimeField("voorgesteld op", default=timezone.now, editable=False)
    voorgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="voorgesteld door", null=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    vrijgegeven_op = models.DateTimeField("vrijgegeven op", null=True, blank=True, editable=False)
    vrijgegeven_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="vrijgegeven door", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    vrijgegeven_plek = models.CharField("adres voor de initiatiefnemer", max_length=200, blank=True)
    vrijgegeven_m2 = models.PositiveIntegerField("m² voor de initiatiefnemer", null=True, blank=True)
    vrijgegeven_tekst = models.TextField("bericht aan de initiatiefnemer", blank=True, max_length=2000)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()
    objects: ClassVar[models.Manager[Koppeling]] = KoppelingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "koppeling"
        verbose_name_plural = "koppelingen"
        ordering = ["-voorgesteld_op", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pand__isnull=False, terrein__isnull=True) | Q(pand__isnull=True, terrein__isnull=False),
                name="koppeling_pand_of_terrein",
                violation_error_message="Een koppeling is met een pand of met een terrein.",
            ),
            models.UniqueConstraint(
                fields=["initiatief", "pand"], name="koppeling_pand_eenmaal",
                violation_error_message="Dit pand is al voorgesteld bij dit initiatief.",
            ),
            models.UniqueConstraint(
                fields=["initiatief", "terrein"], name="koppeling_terrein_eenmaal",
                violation_error_message="Dit terrein is al voorgesteld bij dit initiatief.",
            ),
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="koppeling_score_0_tot_100"),
            models.CheckConstraint(
                condition=(Q(fase="afgevallen") & ~Q(reden_afgevallen=""))
                | (~Q(fase="afgevallen") & Q(reden_afgevallen="")),
                name="koppeling_afgevallen_heeft_reden",
                violation_error_message="Zeg kort waarom het niet doorgaat.",
            ),
            models.CheckConstraint(
                condition=Q(
                    vrijgegeven_op__isnull=True, vrijgegeven_plek="", vrijgegeven_m2__isnull=True, vrijgegeven_tekst=""
                )
                | (
                    Q(vrijgegeven_op__isnull=False, vrijgegeven_m2__isnull=False)
                    & ~Q(vrijgegeven_plek="")
                    & ~Q(vrijgegeven_tekst="")
                ),
                name="koppeling_vrijgave_volledig",
                violation_error_message="Schrijf bij het vrijgeven een bericht aan de initiatiefnemer.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.initiatief} bij {self.plek}"

    def get_absolute_url(self) -> str:
        return reverse("loodsen:koppeling", args=[self.pk])

    @property
    def plek(self) -> Pand | Terrein:
        plek = self.pand or self.terrein
        assert plek is not None  # noqa: S101 (the database sees to it)
        return plek

    @property
    def gemeente_id(self) -> str | None:
        """Whose place it is: that of the pand or terrein."""
        return self.plek.gemeente_id
