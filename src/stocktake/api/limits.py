"""How many requests one address may make: a bucket in each process, filled over time."""

import time
from collections import OrderedDict
from threading import Lock
from typing import Final

from django.conf import settings
from django.http import HttpRequest


MOST_ADDRESSES: Final = 10_000


class Buckets:
    """A bucket for each address: ``most`` requests at once, filled again in a minute."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, address: str, now: float) -> float:
        """0 when a request may pass; else the seconds to wait for the next one."""
        if not self.most:
            return 0
        rate = self.most / 60
        with self._lock:
            left, then = self._held.pop(address, (float(self.most), now))
            left = min(self.most, left + max(0.0, now - then) * rate)
            wait = 0.0 if left >= 1 else (1 - left) / rate
            self._held[address] = (left if wait else left - 1, now)
            if len(self._held) > MOST_ADDRESSES:
                self._held.popitem(last=False)
        return wait


BUCKETS: Final = Buckets(settings.API_PER_MINUTE)


def wait_for(request: HttpRequest) -> float:
    """Seconds that this visitor has to wait; 0: none."""
    return BUCKETS.take(address(request), time.monotonic())


def address(request: HttpRequest) -> str:
    """The visitor's address; behind proxies what the outermost of ours says."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = [
        each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")
    ]
    if proxies and len(told) >= proxies and told[-proxies]:
        return told[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
