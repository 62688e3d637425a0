"""Questions of market parties to a kantorenloods, and what was said about them since."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from loodsen.models.netwerk import Kantorenloods
from loodsen.models.organisaties import nieuwe_sleutel
from monitoring.models import Gemeente, Pand
from monitoring.signalen.melden import nieuw_nummer

# Who asked, and what in a history would tell it.
PERSOONLIJK = ("naam", "email", "organisatie", "telefoon", "onderwerp", "tekst", "plek", "gebruiker", "pand")


class VraagQuerySet(models.QuerySet["Vraag"]):
    def zichtbaar_voor(self, gebruiker: Any) -> VraagQuerySet:
        """All for coach and beheerder, those of the own gemeenten for a loods, none for others."""
        from monitoring.rules import gemeenten_van, ziet_alles

        if ziet_alles(gebruiker):
            return self
        return self.filter(gemeente__in=gemeenten_van(gebruiker))

    def open(self) -> VraagQuerySet:
        return self.filter(status=Vraag.Status.OPEN)

    def van_vandaag(self) -> VraagQuerySet:
        """Asked in the past 24 hours."""
        return self.filter(gesteld_op__gt=timezone.now() - datetime.timedelta(days=1))


class Vraag(models.Model):
    """A question, with whom it is and since when it waits. `beantwoord_op` is the first answer, for the reply time.

    `sleutel` opens the asker's page, without an account. Once `gewist_op` is set nothing personal is left, and the
    texts are only there when the question became knowledge.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Wacht op antwoord"
        BEANTWOORD = "beantwoord", "Beantwoord"
        GESLOTEN = "gesloten", "Afgesloten"

    nummer = models.CharField("nummer", max_length=9, unique=True, default=nieuw_nummer, editable=False)
    sleutel = models.CharField("sleutel", max_length=40, unique=True, default=nieuwe_sleutel, editable=False)
    verzending = models.CharField(
        "kenmerk van de verzending", max_length=64, null=True, blank=True, unique=True, editable=False,
        help_text="Van het formulier zoals het is verstuurd: twee keer klikken geeft één vraag.",
    )  # fmt: skip

    gemeente = models.ForeignKey(Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="vragen")
    loods = models.ForeignKey(
        Kantorenloods, verbose_name="kantorenloods", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="vragen", help_text="Leeg: het hele team van de gemeente.",
    )  # fmt: skip
    bij_coachteam = models.BooleanField("bij het coachteam", default=False)

    naam = models.CharField("naam", max_length=120, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    organisatie = models.CharField("organisatie", max_length=120, blank=True)
    telefoon = models.CharField("telefoon", max_length=20, blank=True)
    onderwerp = models.CharField("onderwerp", max_length=120, blank=True)
    tekst = models.TextField("vraag", max_length=4000, blank=True)
    plek = models.CharField("pand of adres", max_length=160, blank=True)
    pand = models.ForeignKey(
        Pand, verbose_name="pand", null=True, blank=True, on_delete=models.SET_NULL, related_name="vragen"
    )
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="account", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="vragen",
    )  # fmt: skip

    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)
    sinds = models.DateTimeField("in deze status sinds", default=timezone.now, editable=False)
    gesteld_op = models.DateTimeField("gesteld op", default=timezone.now, editable=False)
    beantwoord_op = models.DateTimeField("eerste antwoord op", null=True, blank=True, editable=False)
    kennis_op = models.DateTimeField(
        "in het kennissysteem sinds", null=True, blank=True, editable=False,
        help_text="Dan blijven vraag en antwoord bewaard, zonder gegevens van personen.",
    )  # fmt: skip
    gewist_op = models.DateTimeField("gewist op", null=True, blank=True, editable=False)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords(excluded_fields=[*PERSOONLIJK, "sleutel", "verzending"])
    objects: ClassVar[VraagQuerySet] = VraagQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ["sinds", "pk"]
        indexes = [
            models.Index(fields=["gemeente", "status", "sinds"], name="vraag_wachtrij"),
            models.Index(fields=["gesteld_op"], name="vraag_gesteld_op"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "beantwoord", "gesloten"]), name="vraag_status_bestaat"
            ),
            models.CheckConstraint(
                condition=~Q(status="beantwoord") | Q(beantwoord_op__isnull=False),
                name="vraag_beantwoord_heeft_moment",
                violation_error_message="Een beantwoorde vraag heeft een antwoord.",
            ),
            models.CheckConstraint(
                condition=Q(beantwoord_op__isnull=True) | Q(beantwoord_op__gte=F("gesteld_op")),
                name="vraag_antwoord_na_vraag",
                violation_error_message="Het antwoord kan niet van voor de vraag zijn.",
            ),
            models.CheckConstraint(
                condition=Q(gewist_op__isnull=False) | ~Q(naam="") & ~Q(email="") & ~Q(onderwerp="") & ~Q(tekst=""),
                name="vraag_is_ingevuld",
            ),
            models.CheckConstraint(
                condition=Q(gewist_op__isnull=True)
                | Q(
                    status="gesloten", naam="", email="", organisatie="", telefoon="", plek="", gebruiker__isnull=True,
                    pand__isnull=True, verzending__isnull=True,
                ),
                name="vraag_gewist_is_leeg",
            ),
            models.CheckConstraint(
                condition=Q(gewist_op__isnull=True) | Q(kennis_op__isnull=False) | Q(onderwerp="", tekst=""),
                name="vraag_tekst_alleen_als_kennis",
            ),
            models.CheckConstraint(
                condition=Q(bij_coachteam=False) | Q(loods__isnull=True), name="vraag_bij_een_van_beide"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.onderwerp or f"Vraag {self.nummer}"

    def get_absolute_url(self) -> str:
        return reverse("loodsen:vraag", args=[self.nummer])

    def get_volg_url(self) -> str:
        """The asker's own page; who has the address may read and write there."""
        return reverse("loodsen:vraag-volgen", args=[self.sleutel])

    @property
    def bij_wie(self) -> str:
        if self.bij_coachteam:
            return "Coachteam van de provincie"
        return self.loods.naam if self.loods else f"Team van {self.gemeente}"


class Vraagbericht(models.Model):
    """What was said about a question, in order. Only `VRAAGSTELLER` and `ANTWOORD` are for the asker's eyes."""

    class Soort(models.TextChoices):
        VRAAGSTELLER = "vraagsteller", "Van de vraagsteller"
        ANTWOORD = "antwoord", "Antwoord"
        NOTITIE = "notitie", "Notitie"
        OVERDRACHT = "overdracht", "Doorgegeven"

    class Via(models.TextChoices):
        PORTAAL = "portaal", "in het portaal"
        MAIL = "mail", "per mail"
        TELEFOON = "telefoon", "per telefoon"
        GESPREK = "gesprek", "in een gesprek"

    vraag = models.ForeignKey(Vraag, verbose_name="vraag", on_delete=models.CASCADE, related_name="berichten")
    soort = models.CharField("soort", max_length=12, choices=Soort)
    via = models.CharField("hoe", max_length=10, choices=Via, default=Via.PORTAAL)
    tekst = models.TextField("tekst", max_length=8000, blank=True)
    naar = models.CharField("doorgegeven aan", max_length=160, blank=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="vraagberichten",
    )  # fmt: skip
    op = models.DateTimeField("op", default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Vraagbericht]] = models.Manager()

    class Meta:
        verbose_name = "bericht bij een vraag"
        verbose_name_plural = "berichten bij vragen"
        ordering = ["op", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(soort__in=["vraagsteller", "antwoord", "notitie", "overdracht"]),
                name="vraagbericht_soort_bestaat",
            ),
            models.CheckConstraint(
                # What was answered by phone may be without words.
                condition=~Q(tekst="") | Q(soort="antwoord") & ~Q(via="portaal"),
                name="vraagbericht_heeft_tekst",
                violation_error_message="Schrijf een tekst.",
            ),
            models.CheckConstraint(
                condition=Q(via="portaal") | Q(soort="antwoord"), name="vraagbericht_elders_is_antwoord"
            ),
            models.CheckConstraint(
                condition=Q(soort="overdracht") & ~Q(naar="") | ~Q(soort="overdracht") & Q(naar=""),
                name="vraagbericht_overdracht_heeft_ontvanger",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} bij {self.vraag_id}"
