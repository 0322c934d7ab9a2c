"""Django's Redis cache, spared from being what everything hangs on: while Redis is away nothing is remembered."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# Each try may cost a second of waiting; meanwhile requests go on without.
PAUSE_SECONDS = 5.0

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class SparedRedis(RedisCache):
    """What is kept here may be forgotten at any time, so a Redis that is away is a cache that is empty."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        """Take the address and Django's parameters."""
        super().__init__(server, params)
        self.lock = threading.Lock()
        self.away_until = 0.0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept, or the default."""
        return self._try(lambda: super(SparedRedis, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Return what is kept of these keys."""
        nothing: dict[Any, Any] = {}
        return self._try(lambda: super(SparedRedis, self).get_many(keys, version), nothing)

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Tell whether something is kept."""
        return self._try(lambda: super(SparedRedis, self).has_key(key, version), False)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep it."""
        self._try(lambda: super(SparedRedis, self).set(key, value, *args, **kwargs), None)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Keep all of it; return the keys of what was not kept."""
        return self._try(lambda: super(SparedRedis, self).set_many(data, *args, **kwargs), list(data))

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Keep it where nothing is kept yet."""
        return self._try(lambda: super(SparedRedis, self).add(key, value, *args, **kwargs), False)

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        """Keep it for longer."""
        return self._try(lambda: super(SparedRedis, self).touch(key, *args, **kwargs), False)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget it."""
        return self._try(lambda: super(SparedRedis, self).delete(key, version), False)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """Forget all of them."""
        self._try(lambda: super(SparedRedis, self).delete_many(keys, version), None)

    def clear(self) -> None:
        """Forget everything."""
        self._try(lambda: super(SparedRedis, self).clear(), None)

    def _try(self, act: Callable[[], Answer], otherwise: Answer) -> Answer:
        if time.monotonic() < self.away_until:
            return otherwise
        try:
            return act()
        except RedisError as error:
            with self.lock:
                told = time.monotonic() < self.away_until
                self.away_until = time.monotonic() + PAUSE_SECONDS
            if not told:
                # The address may hold a password; the error names host and port at most.
                logger.warning("redis is away, nothing is remembered meanwhile: %s", type(error).__name__)
            return otherwise
