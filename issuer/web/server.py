"""The web server: gunicorn inside, one toolkit and one background job per worker process.

Logs go to standard error as JSON lines; gunicorn's own access log is off, and its messages about
requests that cannot be read lose the caller's address. SIGTERM stops gracefully: requests under way are finished,
and `/readyz` says no before (`ending`). Holds no rule of the product.
"""

import logging
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from issuer import bootstrap
from issuer.services.toolkit import Toolkit
from issuer.settings import Settings
from issuer.web import logs
from issuer.web.app import create_app
from issuer.web.ending import Ending, PatientArbiter
from issuer.web.jobs import Jobs
from issuer.web.queueing import CountingWorker
from issuer.web.rate_limits import RateLimiter

GRACE_S: Final = 30
REQUEST_S: Final = 60


@dataclass(frozen=True)
class Serving:
    """How to serve.

    Attributes:
        host: address to listen on; loopback unless a proxy needs another.
        port: port to listen on; 0 takes a free one.
        workers: processes.
        threads: threads of each.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 4


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Hands gunicorn's messages to our log, without words about who asked for what."""

    def setup(self, cfg: Config) -> None:
        """Send messages to the root logger, which writes JSON lines."""
        super().setup(cfg)
        self.error_log.handlers[:] = []
        self.error_log.propagate = True
        self.access_log.handlers[:] = []

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:  # noqa: ANN401  (gunicorn's signature)
        """Log a warning; one about a request is told without the request."""
        if str(msg).startswith("Invalid request"):
            self.error_log.warning("a request could not be read")
            return
        self.error_log.warning(msg, *args, **kwargs)

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:  # noqa: ARG002, ANN401  (as above)
        """Log an error by its type and place alone."""
        self.error_log.error("a request could not be answered", exc_info=True)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, configured in code: no file and no environment variable of its own is read."""

    def __init__(self, settings: Settings, serving: Serving) -> None:
        self._settings = settings
        self._serving = serving
        self._toolkit: Toolkit | None = None
        self._jobs: Jobs | None = None
        # Made before the fork: the processes count in one table.
        self._limiter = RateLimiter()
        self._ending = Ending()
        super().__init__()

    def load_config(self) -> None:
        """Set every option that differs from gunicorn's own."""
        serving = self._serving
        options: dict[str, object] = {
            "bind": f"{serving.host}:{serving.port}",
            "workers": serving.workers,
            "threads": serving.threads,
            "worker_class": CountingWorker,
            "timeout": REQUEST_S,
            "graceful_timeout": GRACE_S,
            "keepalive": 5,
            "accesslog": None,
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            # Nothing that a client or a proxy says about scheme, path or caller is believed.
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            "proc_name": "mintmark",
            "post_worker_init": self._begin,
            "worker_exit": self._end,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application of one worker process; runs after the fork."""
        self._toolkit = bootstrap.build(self._settings)
        self._jobs = Jobs(self._toolkit)
        return create_app(self._toolkit, jobs=self._jobs, limiter=self._limiter, ending=self._ending)

    def run(self) -> None:
        """Serve until a signal; gunicorn's own, with a master that can wait."""
        PatientArbiter(self, ending=self._ending, wait_s=self._settings.drain_s).run()

    def _begin(self, _worker: Worker) -> None:
        bootstrap.keep_for_good()
        if self._jobs is not None:
            self._jobs.start()

    def _end(self, _arbiter: object, _worker: Worker) -> None:
        if self._jobs is not None:
            self._jobs.stop()
        if self._toolkit is not None:
            self._toolkit.workers.close()
            self._toolkit.database.close()


def serve(settings: Settings, serving: Serving) -> None:
    """Serve until a signal ends it; returns never, gunicorn leaves the process.

    Args:
        settings: how this installation is set up; opened once before, so that a mistake is told at once.
        serving: where and with how many processes.

    Raises:
        ConfigurationError: as `bootstrap.build`.
    """
    toolkit = bootstrap.build(settings)
    toolkit.workers.close()
    toolkit.database.close()
    logs.to_stream()
    logging.getLogger(__name__).info("serving", extra={"fields": {"base_url": settings.base_url}})
    Server(settings, serving).run()
