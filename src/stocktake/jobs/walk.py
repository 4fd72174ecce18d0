"""Serve our own pages for a moment and walk through them as a visitor would."""

import re
import socket
import subprocess
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

from stocktake.kernel.errors import Refused


PASSAGES_A_PAGE = 3
_LINK = re.compile(r'(?:href|src)="([^"]+)"')
_PASSAGE = re.compile(r"p\d+")
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk through the pages found."""

    visited: int
    citations: int  # links to a passage whose anchor is on the page they lead to
    faults: tuple[str, ...]


def own_pages(
    command: Sequence[str], *, folder: Path, first: Sequence[str], most: int
) -> Walk:
    """Start ``command serve`` on a free port, visit up to ``most`` of our pages, end it.

    The walk begins at the home page and at the addresses in ``first``.
    """
    with _served(command, folder) as start:
        return _walk(start, first, most)


@contextmanager
def _served(command: Sequence[str], folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = f"http://127.0.0.1:{port}/"
    serve = [*command, "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(serve, cwd=folder)  # noqa: S603  # our own command
    try:
        _wait(server, start)
        yield start
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait(server: subprocess.Popen[bytes], start: str) -> None:
    for _ in range(300):
        if server.poll() is not None:
            msg = (
                "The server ended before it answered; run `stocktake serve` to see why."
            )
            raise Refused(msg)
        try:
            with urlopen(start, timeout=30):  # noqa: S310  # an address we made ourselves
                return
        except HTTPError:
            return  # it answers; the walk says what is wrong
        except URLError:
            time.sleep(0.1)
    msg = "The server did not answer within 30 seconds."
    raise Refused(msg)


def _walk(start: str, first: Sequence[str], most: int) -> Walk:
    """Links to passages first, then breadth first; anchors are checked where they lead."""
    begin = [start, *(urljoin(start, address) for address in first)]
    queue, seen = deque((page, "", "(start)") for page in begin), set(begin)
    ids: dict[str, frozenset[str]] = {}
    citations, faults = 0, []
    while queue and len(ids) < most:
        page, anchor, origin = queue.popleft()
        if page not in ids:
            body, fault = _get(page)
            if fault:
                faults.append(f"{page} (linked from {origin}): {fault}")
                continue
            ids[page] = frozenset(_ID.findall(body))
            found = list(_links(body, page, start, seen))
            passages = [link for link in found if _PASSAGE.fullmatch(link[1])]
            queue.extend(link for link in found if link not in passages)
            queue.extendleft(passages[:PASSAGES_A_PAGE])
        if anchor and anchor not in ids[page]:
            faults.append(
                f"{page}#{anchor} (linked from {origin}): no such place on the page"
            )
        elif _PASSAGE.fullmatch(anchor):
            citations += 1
    return Walk(len(ids), citations, tuple(faults))


def _links(
    body: str, page: str, start: str, seen: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Links of ours that were not seen yet: address, anchor, the page they stand on."""
    for link in _LINK.findall(body):
        target = urljoin(page, unescape(link))
        if urlsplit(target).netloc == urlsplit(start).netloc and target not in seen:
            seen.add(target)
            yield (*urldefrag(target), page)


def _get(page: str) -> tuple[str, str]:
    """The page's text and what is wrong with it, one of them empty."""
    try:
        with urlopen(page, timeout=60) as answer:  # noqa: S310  # an address we made ourselves
            return answer.read().decode("utf-8", errors="replace"), ""
    except HTTPError as error:
        return "", f"answers {error.code}"
    except URLError as error:
        return "", f"does not answer: {error.reason}"
