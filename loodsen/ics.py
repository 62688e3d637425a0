"""Bijeenkomsten as iCalendar (RFC 5545): an invitation, a change or a cancellation by mail, and feeds.

Times are in UTC, which every calendar shows in its own time zone; `icalendar` folds lines and escapes text.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from akt.post import Bijlage
from loodsen.models import Bijeenkomst, Uitnodiging

UITNODIGEN, AFZEGGEN = "REQUEST", "CANCEL"
# How often a calendar may come and look again.
VERVERSEN = datetime.timedelta(hours=4)


def als_bijlage(uitnodiging: Uitnodiging, methode: str = UITNODIGEN) -> Bijlage:
    """What goes along with a mail; a calendar that has the UID already updates or removes it."""
    return Bijlage("bijeenkomst.ics", f"text/calendar; method={methode}", voor_genodigde(uitnodiging, methode))


def voor_genodigde(uitnodiging: Uitnodiging, methode: str = UITNODIGEN) -> str:
    """An iTIP message for one guest, whose answer goes by the link in it."""
    bijeenkomst = uitnodiging.bijeenkomst
    kalender = _kalender()
    kalender.add("method", methode)
    antwoord = settings.BASIS_URL + uitnodiging.get_absolute_url()
    afspraak = _afspraak(bijeenkomst, f"Kom ik of kom ik niet? {antwoord}", binnen=True)
    afspraak.add("organizer", _adres(settings.AKT_CONTACT["email"], settings.AKT_CONTACT["naam"]))
    gast = _adres(uitnodiging.email, uitnodiging.naam)
    # The answer comes back by the link; a reply by mail would reach nobody who counts.
    gast.params["RSVP"] = vText("FALSE")
    afspraak.add("attendee", gast)
    kalender.add_component(afspraak)
    return kalender.to_ical().decode()


def als_feed(bijeenkomsten: Iterable[Bijeenkomst], naam: str, *, binnen: bool = False) -> str:
    """A calendar that others subscribe to. A bijeenkomst that is off stays in it as such.

    `binnen` is for who is invited or in the network: it has the link to take part online.
    """
    kalender = _kalender()
    kalender.add("method", "PUBLISH")
    kalender.add("x-wr-calname", naam)
    kalender.add("refresh-interval", VERVERSEN, parameters={"VALUE": "DURATION"})
    for bijeenkomst in bijeenkomsten:
        kalender.add_component(_afspraak(bijeenkomst, binnen=binnen))
    return kalender.to_ical().decode()


def _kalender() -> Calendar:
    kalender = Calendar()
    kalender.add("prodid", "-//Provincie Utrecht//AKT-portaal//NL")
    kalender.add("version", "2.0")
    return kalender


def _afspraak(bijeenkomst: Bijeenkomst, verder: str = "", *, binnen: bool) -> Event:
    pagina = settings.BASIS_URL + bijeenkomst.get_absolute_url()
    regels = [bijeenkomst.toelichting, verder]
    if bijeenkomst.online_url and binnen:
        regels.insert(1, f"Online: {bijeenkomst.online_url}")
    afspraak = Event()
    afspraak.add("uid", f"bijeenkomst-{bijeenkomst.pk}@{urlsplit(settings.BASIS_URL).hostname}")
    afspraak.add("sequence", bijeenkomst.volgnummer)
    afspraak.add("dtstamp", timezone.now().astimezone(datetime.UTC))
    afspraak.add("last-modified", bijeenkomst.gewijzigd_op.astimezone(datetime.UTC))
    afspraak.add("dtstart", bijeenkomst.begin.astimezone(datetime.UTC))
    afspraak.add("dtend", bijeenkomst.einde.astimezone(datetime.UTC))
    afspraak.add("summary", bijeenkomst.titel)
    if bijeenkomst.plek:
        afspraak.add("location", bijeenkomst.plek)
    afspraak.add("description", "\n\n".join(filter(None, regels)))
    afspraak.add("url", pagina)
    afgelast = bijeenkomst.status == Bijeenkomst.Status.AFGELAST
    afspraak.add("status", "CANCELLED" if afgelast else "CONFIRMED")
    return afspraak


def _adres(email: str, naam: str) -> vCalAddress:
    adres = vCalAddress(f"mailto:{email}")
    adres.params["CN"] = vText(naam)
    return adres
