"""Fetch a document from the web, with limits of size and time, and each redirect told.

By urllib3, which trafilatura brings: it is well kept, and knows certificates, proxies aside.
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from scifacts.errors import MissingExtraError, ScifactsError
from scifacts.text import is_web_address

try:
    import certifi
    import urllib3
except ModuleNotFoundError as error:
    raise MissingExtraError(
        f"reading from the web needs {error.name}; install it with: pip install 'scifacts[read]'"
    ) from error

MOST_BYTES = 100_000_000
MOST_SECONDS = 120.0
_MOST_REDIRECTS = 5
_PART = 1 << 16
_REDIRECTS = {301, 302, 303, 307, 308}
_HEADERS = {"User-Agent": "scifacts (+https://pypi.org/project/scifacts/)", "Accept": "*/*"}


class FetchError(ScifactsError):
    """A document could not be fetched; the message says why, and what to do."""


class Fetched(NamedTuple):
    """What was fetched: the address it was found at in the end, its bytes and their media type."""

    url: str
    content: bytes
    media_type: str


def fetch(
    url: str,
    told: Callable[[str], None],
    progress: Callable[[int, int], None],
    *,
    allow_http: bool = False,
) -> Fetched:
    """What is at an address of the web. `told` is given each redirect in words.

    Raises FetchError for what cannot be had, is larger than MOST_BYTES, takes longer than
    MOST_SECONDS, or is not behind https, unless http is allowed.
    """
    ends = time.monotonic() + MOST_SECONDS
    pool = urllib3.PoolManager(cert_reqs="CERT_REQUIRED", ca_certs=certifi.where(), retries=False)
    at = urldefrag(url).url
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            _refuse(at, allow_http=allow_http)
            answer = _answer(pool, at, ends)
            try:
                to = answer.headers.get("Location") if answer.status in _REDIRECTS else None
                if to is None:
                    return _whole(answer, at, ends, progress)
            finally:
                answer.close()
            at = urldefrag(urljoin(at, to)).url
            told(f"redirected to {at}")
    finally:
        pool.clear()
    raise FetchError(f"{url!r} redirects more than {_MOST_REDIRECTS} times; give the last address")


def _refuse(url: str, *, allow_http: bool) -> None:
    """Raise FetchError for an address that is not to be asked."""
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None:
        raise FetchError(f"the address of {parts.hostname!r} holds a password; leave it out")
    if not is_web_address(url):
        raise FetchError(f"{url!r} is no web address; write it as a browser copies it")
    if parts.scheme != "https" and not allow_http:
        raise FetchError(f"{url!r} is not https; to fetch it all the same: --allow-http")


def _answer(pool: Any, url: str, ends: float) -> Any:
    timeout = urllib3.Timeout(total=_left(url, ends))
    try:
        return pool.request(
            "GET", url, redirect=False, preload_content=False, timeout=timeout, headers=_HEADERS
        )
    except urllib3.exceptions.HTTPError as error:
        raise FetchError(f"cannot fetch {url!r}: {_reason(error)}") from None


def _whole(answer: Any, url: str, ends: float, progress: Callable[[int, int], None]) -> Fetched:
    """All that an answer holds. Raises FetchError."""
    if answer.status != 200:  # noqa: PLR2004 - the one that brings what was asked for
        reason = answer.reason or "no document"
        raise FetchError(f"cannot fetch {url!r}: the server says {answer.status} {reason}")
    expected = answer.headers.get("Content-Length", "")
    total = int(expected) if expected.isdecimal() else 0
    parts: list[bytes] = []
    held = 0
    _refuse_large(url, total)
    try:
        for part in answer.stream(_PART, decode_content=True):
            parts.append(part)
            held += len(part)
            _refuse_large(url, held)
            _left(url, ends)
            progress(held, max(total, held))
    except urllib3.exceptions.HTTPError as error:
        raise FetchError(f"cannot fetch {url!r}: {_reason(error)}") from None
    media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Fetched(url, b"".join(parts), media_type)


def _refuse_large(url: str, size: int) -> None:
    if size > MOST_BYTES:
        raise FetchError(
            f"{url!r} is larger than {MOST_BYTES // 1_000_000} MB; read it from a file"
        )


def _left(url: str, ends: float) -> float:
    """The seconds that are left. Raises FetchError if there are none."""
    left = ends - time.monotonic()
    if left <= 0:
        raise FetchError(f"{url!r} takes longer than {MOST_SECONDS:g} s; read it from a file")
    return left


def _reason(error: Exception) -> str:
    """What went wrong, in the words of urllib3 for it."""
    match error:
        case urllib3.exceptions.NameResolutionError():
            return "no such host; check the address"
        case urllib3.exceptions.NewConnectionError():
            return "nobody answers there; check the address"
        case urllib3.exceptions.TimeoutError():
            return f"nothing came for too long (limit {MOST_SECONDS:g} s); read it from a file"
        case urllib3.exceptions.SSLError():
            return "its certificate cannot be trusted; read it from a file"
        case _:
            return "the connection broke; try again"
