"""Cache and static storage that fail softly."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError
from whitenoise.storage import CompressedManifestStaticFilesStorage

log = structlog.get_logger(__name__)


class KalmeRedisCache(RedisCache):
    """Redis as cache, where a Redis that is away means a miss and never an error page."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as fout:
            log.warning("cache_weg", fout=str(fout))
            return default

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(key, value, *args, **kwargs)
        except RedisError as fout:
            log.warning("cache_weg", fout=str(fout))

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        try:
            return super().add(key, value, *args, **kwargs)
        except RedisError as fout:
            log.warning("cache_weg", fout=str(fout))
            return True

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except RedisError as fout:
            log.warning("cache_weg", fout=str(fout))
            return False


class StatischeBestanden(CompressedManifestStaticFilesStorage):
    """Hashed names for far-future caching; a reference inside a vendor file to a map that npm leaves out is fine."""

    manifest_strict = False
