"""`mintmark serve`: the site and the API on one port, until a signal ends it.

The server lives on the other side of the house and is loaded by name: the command line and the web do
not import each other.
"""

import importlib
from typing import Final

import click

from issuer.cli.session import with_demo_passphrase
from issuer.settings import Settings, current

SERVER: Final = "issuer.web.server"
MOST_WORKERS: Final = 64
MOST_THREADS: Final = 64


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="Port; 0 takes a free one.",
)
@click.option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), default=2, show_default=True, help="Processes."
)
@click.option(
    "--threads", type=click.IntRange(1, MOST_THREADS), default=4, show_default=True, help="Threads of each."
)
def serve(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site: pages, documents for machines, verification.

    Put a proxy with TLS in front of it; the public address is MINTMARK_BASE_URL, whatever host a request
    names. SIGTERM ends it after the requests under way. Logs are JSON lines on standard error and hold no
    address, path or name.

    \b
    Examples:
      mintmark serve
      mintmark serve --host 0.0.0.0 --port 8080 --workers 4
    """
    run(with_demo_passphrase(current()), host=host, port=port, workers=workers, threads=threads)


def run(settings: Settings, *, host: str, port: int, workers: int = 2, threads: int = 4) -> None:
    """Serve an installation until a signal ends it.

    Raises:
        ConfigurationError: as `bootstrap.build`.
    """
    server = importlib.import_module(SERVER)
    server.serve(settings, server.Serving(host=host, port=port, workers=workers, threads=threads))
