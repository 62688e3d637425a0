"""What each role gets to see: status of a GET by role, for the matrix of tests/test_rechten.py."""

from __future__ import annotations

OPEN = {"bezoeker": 200, "marktpartij": 200, "loods": 200, "coach": 200, "beheerder": 200}
NETWERK = {"bezoeker": 302, "marktpartij": 403, "loods": 200, "coach": 200, "beheerder": 200}
SCHRIJVERS = {"bezoeker": 302, "marktpartij": 403, "loods": 200, "coach": 403, "beheerder": 200}
PROVINCIE = {"bezoeker": 302, "marktpartij": 403, "loods": 403, "coach": 200, "beheerder": 200}
