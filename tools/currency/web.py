"""Requests to registers: few, slow, repeated where a register is busy, bounded in size."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import IO, Any

_BUSY = (429, 500, 502, 503, 504)
_NOT_FOUND = 404
_MOST_BYTES = 20_000_000
_LONGEST_WAIT = 60.0


class RegisterError(Exception):
    """A register that did not answer, or not as it documents."""


class Web:
    """Answers of registers.

    Args:
        agent: Who asks, as the registers want to be told.
        pause: Seconds between two requests: PubMed allows three a second without a key.
        tries: Number of attempts at one address.
        open_: Opens a request; another one in tests.
        sleep: Waits; another one in tests.
    """

    def __init__(
        self,
        agent: str,
        *,
        pause: float = 0.4,
        tries: int = 4,
        open_: Callable[..., IO[bytes]] = urllib.request.urlopen,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.agent = agent
        self.pause = pause
        self.tries = tries
        self._open = open_
        self._sleep = sleep

    def get(self, url: str) -> bytes | None:
        """Return what an address answers; None where the register knows nothing of it (404).

        Raises:
            RegisterError: If it does not answer after some tries, refuses, or answers too much.
        """
        request = urllib.request.Request(url, headers={"User-Agent": self.agent})  # noqa: S310 (addresses of registers)
        wait = self.pause
        why = ""
        for _ in range(self.tries):
            self._sleep(wait)
            try:
                with self._open(request, timeout=30) as answer:
                    content = answer.read(_MOST_BYTES + 1)
            except urllib.error.HTTPError as error:
                if error.code == _NOT_FOUND:
                    return None
                if error.code not in _BUSY:
                    msg = f"{url}: refused with status {error.code}"
                    raise RegisterError(msg) from None
                why = f"status {error.code}"
                wait = _wait(error.headers, wait)
            except OSError as error:  # no connection, or none in time
                why = str(getattr(error, "reason", None) or error) or type(error).__name__
                wait = min(4 * wait, _LONGEST_WAIT)
            else:
                if len(content) > _MOST_BYTES:
                    msg = f"{url}: answers more than {_MOST_BYTES:,} bytes"
                    raise RegisterError(msg)
                return content
        msg = f"{url}: no answer after {self.tries} tries ({why})"
        raise RegisterError(msg)


def _wait(headers: Any, last: float) -> float:
    """Return how long to wait: what the register asks for, else longer than before."""
    asked = str(headers.get("Retry-After", "") if headers else "")
    return min(float(asked) if asked.isascii() and asked.isdigit() else 4 * last, _LONGEST_WAIT)
