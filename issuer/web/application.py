"""The class of the application: Flask without what it does for each request and nobody here uses.

Every request of every room pays for it. What is left out is refused or kept elsewhere, so that no view can miss it silently.
"""

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from flask import Flask


class Application(Flask):
    """Flask whose views and hooks are plain functions."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is: Flask asks this up to twenty times for one request."""
        return func

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001  (Flask's signature)
        **options: Any,  # noqa: ANN401  (Flask's signature)
    ) -> None:
        """Register a view.

        Raises:
            TypeError: it is a coroutine, which nobody here would run.
        """
        if view_func is not None and iscoroutinefunction(view_func):
            raise TypeError(f"{rule}: a view is a plain function")
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)
