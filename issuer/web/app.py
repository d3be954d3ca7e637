"""The web application: one Flask instance around one toolkit, put together in one visible place.

No state between requests: a coordinator's browser carries a token (`pages.signed_in`), nobody else's anything.
Every blueprint is a room of its own; headers, problems, limits and logs are installed here for all of them alike.
"""

from flask import Flask

from issuer.services.desk import sessions
from issuer.services.toolkit import Toolkit
from issuer.web import (
    api,
    bundles,
    credentials,
    documents,
    embedding,
    guard,
    headers,
    health,
    limits,
    logs,
    names,
    own_host,
    patience,
    problems,
    site,
    static_files,
    toolkits,
)
from issuer.web.application import Application
from issuer.web.ending import Ending
from issuer.web.jobs import Jobs
from issuer.web.pages import (
    api_reference,
    batch,
    batches,
    catalog,
    credit,
    desk,
    desk_files,
    desk_progress,
    holder,
    home,
    keeping,
    pilot,
    progress,
    prose,
    signed_in,
    trust,
    verify,
)
from issuer.web.rate_limits import RateLimiter


def create_app(
    toolkit: Toolkit,
    *,
    jobs: Jobs | None = None,
    limiter: RateLimiter | None = None,
    ending: Ending | None = None,
) -> Flask:
    """Return the application; it holds no state but its toolkit.

    Args:
        toolkit: what the services work with. Threads share it; another process needs another one.
        jobs: the background job of this process, where there is one; `/readyz` asks whether it is well.
        limiter: counts requests for all processes of a server that forks; one of its own otherwise.
        ending: says for all processes of a server that it is about to end.
    """
    app = Application("issuer.web", static_folder=None)
    # A redirect to a nicer spelling would name the host, and two spellings of one address mislead caches.
    app.url_map.merge_slashes = False
    app.url_map.redirect_defaults = False
    proxies = toolkit.settings.trusted_proxies
    app.wsgi_app = own_host.OwnHost(app.wsgi_app, host=toolkit.host, proxies=proxies)  # type: ignore[method-assign]  # as Flask documents it
    names.install(app)
    toolkits.keep(app, toolkit)
    health.watch(app, jobs, ending)
    logs.install(app)
    limits.install(app)
    site.install(app, base_url=toolkit.base_url, has_desk=sessions.is_kept(toolkit))
    headers.install(app)
    problems.install(app)
    patience.install(app)
    guard.keep(app, limiter or RateLimiter(), per_minute=toolkit.settings.rate_per_minute)
    for blueprint in (
        static_files.blueprint,
        health.blueprint,
        prose.blueprint,
        api_reference.blueprint,
        catalog.blueprint,
        home.blueprint,
        documents.blueprint,
        credentials.blueprint,
        embedding.blueprint,
        bundles.blueprint,
        holder.blueprint,
        progress.blueprint,
        verify.blueprint,
        credit.blueprint,
        pilot.blueprint,
        keeping.blueprint,
        trust.blueprint,
        desk.blueprint,
        desk_files.blueprint,
        desk_progress.blueprint,
        signed_in.blueprint,
        batches.blueprint,
        batch.blueprint,
    ):
        app.register_blueprint(blueprint)
    api.install(app, base_url=toolkit.base_url)
    return app
