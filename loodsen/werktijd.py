"""Time without weekends, by the clock of the Netherlands: how long a question waited. Public holidays do count."""

from __future__ import annotations

import datetime

from django.utils import timezone


def _weekdagen_tot(dag: datetime.date) -> int:
    """Mondays to Fridays from the first day of the calendar, a Monday, up to and including `dag`."""
    weken, rest = divmod(dag.toordinal(), 7)
    return 5 * weken + min(rest, 5)


def werkdagen(begin: datetime.datetime, eind: datetime.datetime) -> int:
    """Working days after the day of `begin`, up to and including that of `eind`: Friday to Monday is 1."""
    van, tot = (timezone.localtime(moment).date() for moment in (begin, eind))
    return _weekdagen_tot(tot) - _weekdagen_tot(van)


def werkuren(begin: datetime.datetime, eind: datetime.datetime) -> float:
    """Hours between two moments without Saturdays and Sundays: Friday 16:00 to Monday 10:00 is 18."""
    zone = timezone.get_current_timezone()
    begin, eind = begin.astimezone(datetime.UTC), eind.astimezone(datetime.UTC)
    duur = eind - begin
    dag = begin.astimezone(zone).date()
    zaterdag = dag - datetime.timedelta(days=(dag.weekday() + 2) % 7)
    while True:
        # In UTC, because a weekend in which the clock changes has not 48 hours.
        van, tot = (
            datetime.datetime.combine(zaterdag + datetime.timedelta(days=dagen), datetime.time.min, zone).astimezone(
                datetime.UTC
            )
            for dagen in (0, 2)
        )
        if van >= eind:
            return max(duur, datetime.timedelta(0)).total_seconds() / 3600
        duur -= max(min(tot, eind) - max(van, begin), datetime.timedelta(0))
        zaterdag += datetime.timedelta(days=7)


def uiterste_dag(begin: datetime.datetime, dagen: int) -> datetime.date:
    """The day that is so many working days after `begin`; never a Saturday or Sunday (`dagen` from 1)."""
    dag = timezone.localtime(begin).date()
    doel = _weekdagen_tot(dag) + dagen
    while _weekdagen_tot(dag) < doel:
        dag += datetime.timedelta(days=1)
    return dag


def grens(nu: datetime.datetime, dagen: int) -> datetime.datetime:
    """What began before this moment has lasted more than so many working days now."""
    dag = timezone.localtime(nu).date()
    doel = _weekdagen_tot(dag) - dagen - 1
    while _weekdagen_tot(dag) > doel:
        dag -= datetime.timedelta(days=1)
    morgen = dag + datetime.timedelta(days=1)
    return datetime.datetime.combine(morgen, datetime.time.min, timezone.get_current_timezone())
