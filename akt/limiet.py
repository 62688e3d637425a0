"""How often someone without an account may do something: counted in the cache, by a code that hides the address."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError
from rest_framework.throttling import BaseThrottle


def binnen_limiet(wat: str, request: Any, keer: int, seconden: int) -> bool:
    """Count this time, and say whether it is at most the so-manieth within the span that began with the first.

    Without Redis nobody is refused: an action that works matters more than the count.
    """
    # The API's own reading of the address believes a proxy only where one is configured.
    wie = salted_hmac(f"akt.limiet.{wat}", str(BaseThrottle().get_ident(request))).hexdigest()
    sleutel = f"limiet:{wat}:{wie}"
    try:
        cache.add(sleutel, 0, seconden)
        return bool(cache.incr(sleutel) <= keer)
    except (RedisError, ValueError):
        return True
