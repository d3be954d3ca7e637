"""The application for any WSGI server: `gunicorn wsgi:application`, `waitress-serve wsgi:application`.

Made once per process from the environment, with its background job; so a server that forks must load it
after the fork (gunicorn: without `--preload`, and with `--worker-class issuer.web.queueing.CountingWorker`, or a client that does
not close holds up all others). `mintmark serve` needs no such care.
"""

from issuer import bootstrap
from issuer.cli.session import with_demo_passphrase
from issuer.settings import current
from issuer.web import logs
from issuer.web.app import create_app
from issuer.web.jobs import Jobs
from issuer.web.rate_limits import RateLimiter

logs.to_stream()
toolkit = bootstrap.build(with_demo_passphrase(current()))
jobs = Jobs(toolkit)
jobs.start()
application = create_app(toolkit, jobs=jobs, limiter=RateLimiter())
