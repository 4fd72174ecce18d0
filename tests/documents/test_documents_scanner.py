"""A virus scanner that is configured is asked about every file, and no file passes without it."""

import contextlib
import socket
import threading

import pytest

from stocktake.documents import actions
from stocktake.documents.checking import scanner
from stocktake.jobs import reader
from stocktake.kernel.errors import BrokenData, Refused


TEXT = b"The State adopted a law on the protection of migrants.\n" * 9000


class Daemon:
    """A daemon that speaks INSTREAM as clamd does: it knows one bad word."""

    def __init__(self, listening, *, limit=10**9, mute=False):
        self.got = b""
        self._listening, self._limit, self._mute = listening, limit, mute
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                line, _peer = self._listening.accept()
                with line, line.makefile("rb") as said:
                    self._answer(line, said)

    def _answer(self, line, said):
        assert said.read(10) == b"zINSTREAM\0"
        self.got = b""
        while size := int.from_bytes(said.read(4), "big"):
            self.got += said.read(size)
            if len(self.got) > self._limit:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        if self._mute:
            return
        bad = b"BAD-WORD" in self.got
        line.sendall(b"stream: Bad.Word-1 FOUND\0" if bad else b"stream: OK\0")


@pytest.fixture
def listening(tmp_path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "clamd.ctl"))
        made.listen()
        yield made


@pytest.fixture
def configured(monkeypatch, tmp_path):
    monkeypatch.setenv("STOCKTAKE_CLAMAV", f"unix:{tmp_path / 'clamd.ctl'}")


def test_a_clean_file_passes_and_was_sent_whole(listening, configured):
    daemon = Daemon(listening)

    checked = actions.check(TEXT, "report.txt")

    assert checked.size == len(TEXT)
    assert daemon.got == TEXT


def test_an_infected_file_is_refused_by_every_way_in(listening, configured, tmp_path):
    Daemon(listening)
    file = tmp_path / "report.txt"
    file.write_bytes(TEXT + b"BAD-WORD")

    with pytest.raises(Refused, match=r"found Bad\.Word-1 in it\. Clean the machine"):
        actions.check(file)
    assert "found Bad.Word-1" in reader.read(file)


def test_a_daemon_by_host_and_port_is_asked_too(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv(
            "STOCKTAKE_CLAMAV", f"127.0.0.1:{listening.getsockname()[1]}"
        )
        Daemon(listening)

        with pytest.raises(Refused, match=r"Bad\.Word-1"):
            actions.check(b"BAD-WORD", "report.txt")


def test_no_file_passes_where_the_daemon_is_not_there(configured):
    with pytest.raises(Refused, match=r"does not answer.*start clamd"):
        actions.check(TEXT, "report.txt")


def test_no_file_passes_where_the_daemon_says_nothing(listening, configured):
    Daemon(listening, mute=True)

    with pytest.raises(Refused, match="hung up without an answer"):
        actions.check(TEXT, "report.txt")


def test_a_file_too_long_for_the_daemon_is_refused_with_its_setting(
    listening, configured
):
    Daemon(listening, limit=300_000)

    with pytest.raises(Refused, match="StreamMaxLength"):
        actions.check(TEXT, "report.txt")


@pytest.mark.parametrize(
    ("named", "place"),
    [
        ("", None),
        ("localhost:3310", ("localhost", 3310)),
        ("[::1]:3310", ("::1", 3310)),
        ("/run/clamd.ctl", "/run/clamd.ctl"),
        ("unix:/run/clamd.ctl", "/run/clamd.ctl"),
    ],
)
def test_where_the_daemon_listens(monkeypatch, named, place):
    monkeypatch.setenv("STOCKTAKE_CLAMAV", named)

    assert scanner.address() == place


@pytest.mark.parametrize("named", ["clamd", "clamd:", ":3310", "host:port"])
def test_a_setting_that_names_no_place_is_refused(monkeypatch, named):
    monkeypatch.setenv("STOCKTAKE_CLAMAV", named)

    with pytest.raises(BrokenData, match="STOCKTAKE_CLAMAV is"):
        scanner.address()
