"""Pages under load: requests per second, how long the slowest twentieth waits, queries a page.

A server of its own (`stocktake serve`, two processes) on this machine answers eight
connections that ask again at once. The home holds 199 drafts; one of them has all items
answered and 304 measures. Queries are counted twice, with little and with all of it.

    python benchmarks/load.py [--seconds 10] [--connections 8] [--json]
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import answers as large  # benchmarks/answers.py: a home of its own, a large draft


# isort: split
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stocktake.accounts import actions as accounts
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Offer, Role
from stocktake.geography import queries as geography
from stocktake.reporting import actions, queries
from stocktake.reporting.rules import Strand


PAGES = {
    "desk: first page": ("focal", "/en/desk/"),
    "desk: a block with eight measures": (
        "focal",
        "/en/desk/reports/2024/XAA/state/1/blocks/1.2/",
    ),
    "desk: the whole report": ("focal", "/en/desk/reports/2024/XAA/state/1/"),
    "desk: checks": ("focal", "/en/desk/reports/2024/XAA/state/1/checks/"),
    "desk: a round, 199 reports": ("office", "/en/desk/rounds/2024/"),
    "public: a State": ("", "/en/rounds/2024/states/XAA/"),
}


def little() -> None:
    """A round, one draft without an answer."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    actions.open_round("2024", illustrative=True, **large.WHO)
    actions.start_draft("2024", sender="XAA", strand=Strand.STATE, **large.WHO)


def much() -> None:
    """Every State has a draft; one of them answered everything."""
    for area in (*geography.illustrative_states(), *geography.states()):
        actions.start_draft(
            "2024", sender=area.alpha3, strand=Strand.STATE, **large.WHO
        )
    draft = queries.draft("2024/XAA/state/1")
    items = [item for item in draft.questionnaire.blocks if item[:1].isdigit()]
    actions.save_answers(draft.key, large.answers(items), **large.WHO)


def signed_in() -> dict[str, Client]:
    """Somebody for each page, with a second factor set up; nobody for the public ones."""
    found = {"": Client()}
    for name, role, areas in (
        ("focal", Role.FOCAL_POINT, {"XAA"}),
        ("office", Role.SECRETARIAT, set()),
    ):
        now = datetime.now(UTC)
        sent = accounts.invite(
            f"{name}@example.org",
            Offer(frozenset({role}), frozenset(areas)),
            by=LOCAL_ADMINISTRATOR,
            at=now,
        )
        person = accounts.accept(
            sent.key,
            name=name,
            password="five-bars-of-a-tally",  # of a home that is thrown away
            language="en",
            at=now,
        )
        TOTP.activate(person, generate_totp_secret())
        found[name] = Client()
        found[name].force_login(person)
    return found


def queries_of(clients: dict[str, Client]) -> dict[str, int]:
    """How many queries each page asks, the second time it is shown."""
    found = {}
    for page, (who, path) in PAGES.items():
        clients[who].get(path)
        with CaptureQueriesContext(connection) as asked:
            answer = clients[who].get(path)
        if answer.status_code != 200:
            sys.exit(f"{path} answers {answer.status_code}.")
        found[page] = len(asked)
    return found


def cost_of(clients: dict[str, Client]) -> dict[str, float]:
    """Processor milliseconds of one page without a server, the least of five."""
    found = {}
    for page, (who, path) in PAGES.items():
        times = []
        for _ in range(5):
            began = time.process_time()
            clients[who].get(path)
            times.append(time.process_time() - began)
        found[page] = round(min(times) * 1000, 1)
    return found


async def ask(port: int, request: bytes, until: float, times: list[float]) -> None:
    """One connection that asks again as soon as it was answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < until:
        began = time.monotonic()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            sys.exit(f"The server answers {head.splitlines()[0]!r}.")
        length = head.lower().partition(b"content-length:")[2].split()[0]
        await reader.readexactly(int(length))
        times.append(time.monotonic() - began)
    writer.close()


async def loaded(port: int, page: str, client: Client, asked: Any) -> dict[str, float]:
    """Ask for a page over all connections for some seconds."""
    cookie = "; ".join(f"{one.key}={one.value}" for one in client.cookies.values())
    request = (
        f"GET {PAGES[page][1]} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n"
    ).encode()
    warm: list[float] = []
    await ask(port, request, time.monotonic() + 0.5, warm)
    times: list[float] = []
    until = time.monotonic() + asked.seconds
    await asyncio.gather(
        *(ask(port, request, until, times) for _ in range(asked.connections))
    )
    cuts = statistics.quantiles(times, n=20)
    return {
        "requests_per_second": round(len(times) / asked.seconds, 1),
        "p50_ms": round(statistics.median(times) * 1000, 1),
        "p95_ms": round(cuts[-1] * 1000, 1),
    }


def served() -> tuple[subprocess.Popen[bytes], int]:
    """A server on a free port, once it answers."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "stocktake.cli.main", "serve", f"--port={port}"]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
    )
    for _ in range(300):
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return process, port
        time.sleep(0.1)
    process.terminate()
    sys.exit("The server does not answer.")


def main() -> None:
    """Fill a home, count queries, ask for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    little()
    clients = signed_in()
    before = queries_of(clients)
    much()
    after, cost = queries_of(clients), cost_of(clients)
    connections.close_all()
    load = os.getloadavg()[0]
    process, port = served()
    try:
        told = {
            page: {
                **asyncio.run(loaded(port, page, clients[PAGES[page][0]], asked)),
                "processor_ms": cost[page],
                "queries_of_little": before[page],
                "queries": after[page],
            }
            for page in PAGES
        }
    finally:
        process.terminate()
        process.wait()
    if asked.json:
        print(json.dumps(told))
        return
    print(f"{asked.connections} connections, load at the start {load:.1f}\n")
    columns = list(next(iter(told.values())))
    print(f"| page | {' | '.join(name.replace('_', ' ') for name in columns)} |")
    print(f"| --- |{' --- |' * len(columns)}")
    for page, row in told.items():
        print(f"| {page} | {' | '.join(str(value) for value in row.values())} |")
    grown = [
        page
        for page, row in told.items()
        if row["queries"] > row["queries_of_little"] + 2
    ]
    if grown:
        sys.exit(f"Queries grow with what there is: {', '.join(grown)}.")


if __name__ == "__main__":
    main()
