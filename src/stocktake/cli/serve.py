"""``stocktake serve``: the pages, on this machine."""

import os
import socket

import click

from stocktake.cli import frame
from stocktake.kernel.errors import Refused


HERE = {"127.0.0.1", "localhost", "::1"}


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes."
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages until Ctrl-C."""
    frame.with_database()
    from stocktake.accounts import queries  # noqa: PLC0415

    if host not in HERE and not queries.administrator_exists():
        msg = (
            f"Listening on {host} would let others in, and this copy has no administrator yet. "
            "Make one: stocktake people administrator EMAIL. Or listen on 127.0.0.1."
        )
        raise Refused(msg)
    _ask_for(host, port)
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    if host not in HERE:
        os.environ.setdefault("STOCKTAKE_HOSTS", host)
    click.echo(
        f"Stocktake is at http://{'localhost' if host in HERE else host}:{port}/ (Ctrl-C ends it)"
    )
    Granian(
        "stocktake.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def _ask_for(host: str, port: int) -> None:
    """Refuse a port that somebody listens on: the server would share it, each getting some requests."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((host, port))
        except OSError as error:
            msg = (
                f"Port {port} of {host} cannot be had: {error.strerror}. Another copy may be running: "
                f"end it, or choose another port: stocktake serve --port {port % 65535 + 1}."
            )
            raise Refused(msg) from error
