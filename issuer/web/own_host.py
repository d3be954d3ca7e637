"""Whatever host a request names, the application sees its own (security.md API-43).

No address that we write comes from a request, and this makes sure of it: the Host header and everything
that a proxy might forward in its place are replaced by the base address before anything reads them.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FORWARDED: Final = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_ORIGINAL_URL",
    "HTTP_X_REWRITE_URL",
)


class OwnHost:
    """A WSGI application around another one.

    Args:
        application: what answers.
        host: the host name of the base address.
        proxies: number of proxies of ours in front; the caller's address is the one that the outermost of
            them wrote. With 0 nothing that a request says about addresses is believed.
    """

    def __init__(self, application: "WSGIApplication", *, host: str, proxies: int = 0) -> None:
        self._application = application
        self._host = host
        self._proxies = proxies

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request as if it had named the base address."""
        hops = [hop.strip() for hop in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        if 0 < self._proxies <= len(hops):
            environ["REMOTE_ADDR"] = hops[-self._proxies]
        for name in FORWARDED:
            environ.pop(name, None)
        environ["HTTP_HOST"] = environ["SERVER_NAME"] = self._host
        environ["SERVER_PORT"] = "443"
        environ["wsgi.url_scheme"] = "https"
        return self._application(environ, start_response)
