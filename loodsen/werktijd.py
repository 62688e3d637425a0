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
    return _uren_tot(eind) - _uren_tot(begin)


def _uren_tot(moment: datetime.datetime) -> float:
    """Hours of working days before this moment, by the clock: it only changes on a Sunday, so those days have 24."""
    lokaal = timezone.localtime(moment)
    gisteren = lokaal.date() - datetime.timedelta(days=1)
    vandaag = datetime.timedelta(hours=lokaal.hour, minutes=lokaal.minute, seconds=lokaal.second)
    return 24 * _weekdagen_tot(gisteren) + (vandaag.total_seconds() / 3600 if lokaal.weekday() < 5 else 0)


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
