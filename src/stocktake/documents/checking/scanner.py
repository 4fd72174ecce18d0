"""Ask ClamAV's daemon about a file, where one is configured, by its INSTREAM protocol.

A file is refused when the daemon finds something, and also when it cannot be asked:
an office that set a scanner up does not want files to pass without it.
"""

import socket
from contextlib import closing
from os import environ
from typing import Final

from stocktake.documents.checking.words import refusal
from stocktake.kernel.errors import BrokenData


SETTING: Final = "STOCKTAKE_CLAMAV"
_PIECE: Final = 1 << 18
_SECONDS: Final = 60.0  # without a sign of life
_LONGEST: Final = 4096  # bytes of an answer


def address() -> tuple[str, int] | str | None:
    """Where the daemon listens: host and port, the path of a socket, or nowhere."""
    named = environ.get(SETTING, "").strip()
    if not named:
        return None
    path = named.removeprefix("unix:")
    if path.startswith("/"):
        return path
    host, _, port = named.rpartition(":")
    if not host or not port.isdecimal():
        msg = f"{SETTING} is {named!r}; it is host:port or the path of a socket, /run/clamav/clamd.ctl."
        raise BrokenData(msg)
    return host.strip("[]"), int(port)


def refuse_infected(data: bytes, name: str) -> None:
    """Refuse a file in which the daemon finds something, or that it cannot be asked about."""
    place = address()
    if place is None:
        return
    try:
        answer = ask(place, data)
    except OSError as error:
        raise refusal(
            name,
            f"it could not be looked through for viruses: the scanner does not answer ({error})",
            f"Send it again later. Whoever runs this copy: start clamd, or unset {SETTING}.",
        ) from error
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        found = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise refusal(
            name,
            f"the virus scanner found {found} in it",
            "Clean the machine that it comes from, make the file anew and send that.",
        )
    raise refusal(
        name,
        f"it could not be looked through for viruses: the scanner says {answer!r}",
        "Whoever runs this copy: raise StreamMaxLength in clamd.conf above STOCKTAKE_MAX_FILE_MB.",
    )


def ask(place: tuple[str, int] | str, data: bytes) -> str:
    """What the daemon answers about bytes; OSError where it does not."""
    with closing(_connected(place)) as line:
        try:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _PIECE):
                piece = data[start : start + _PIECE]
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it said before the end what is wrong: read that
        return _answer(line)


def _connected(place: tuple[str, int] | str) -> socket.socket:
    if not isinstance(place, str):
        return socket.create_connection(place, timeout=_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(_SECONDS)
    try:
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    told = b""
    while b"\0" not in told and len(told) < _LONGEST:
        more = line.recv(_LONGEST)
        if not more:
            break
        told += more
    answer = told.partition(b"\0")[0].decode("utf-8", "replace").strip()
    if not answer:
        msg = "it hung up without an answer"
        raise ConnectionError(msg)
    return answer
