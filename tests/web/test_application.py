"""Flask without what nobody here uses."""

import pytest

from issuer.web.application import Application


def test_a_view_that_nobody_would_run_is_refused() -> None:
    app = Application("plain")

    async def later() -> str:
        return "never"

    with pytest.raises(TypeError, match="/later: a view is a plain function"):
        app.add_url_rule("/later", "later", later)


def test_a_plain_view_is_called_as_it_is() -> None:
    app = Application("plain")
    app.add_url_rule("/now", "now", lambda: "now")
    assert app.test_client().get("/now").data == b"now"
