"""History of panden that an import changes: in sets, beside what django-simple-history writes for people."""

from __future__ import annotations

from typing import Any

from monitoring.models import Pand

_EIGEN = {"history_id", "history_date", "history_change_reason", "history_type", "history_user_id"}
_KOLOMMEN = [veld.column for veld in Pand.history.model._meta.concrete_fields if veld.column not in _EIGEN]
_DOEL = f"""
    INSERT INTO monitoring_historicalpand ({", ".join(_KOLOMMEN)}, history_date, history_change_reason, history_type)
    SELECT {", ".join(f"p.{kolom}" for kolom in _KOLOMMEN)}
"""


def bewaar_oude_stand(cursor: Any, welke: str) -> None:
    """Before a change: keep the present state of the panden of `welke` (a query of ids) that have no history yet."""
    cursor.execute(
        f"{_DOEL}, p.gewijzigd_op, NULL, '+' FROM monitoring_pand p WHERE p.id IN ({welke})"
        " AND NOT EXISTS (SELECT FROM monitoring_historicalpand h WHERE h.id = p.id)"
    )


def bewaar_nieuwe_stand(cursor: Any, welke: str, reden: str) -> None:
    """After a change: the new state of the panden of `welke` (a query of ids) and why (100 characters at most)."""
    cursor.execute(
        f"{_DOEL}, statement_timestamp(), %s, '~' FROM monitoring_pand p WHERE p.id IN ({welke})", [reden[:100]]
    )
