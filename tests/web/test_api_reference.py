import re

from flask.testing import FlaskClient

from issuer.services.api_keys import Scope


def test_the_page_shows_every_operation_of_the_specification(client: FlaskClient) -> None:
    spec = client.get("/api/v1/openapi.json").json
    assert spec is not None
    answer = client.get("/developers/api", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    shown = set(re.findall(r'<summary><span class="id">([A-Z]+ [^<]+)</span>', answer.text))
    wanted = {
        f"{method.upper()} {path}"
        for path, methods in spec["paths"].items()
        for method in methods
        if method != "parameters"
    }
    assert shown == wanted
    assert len(wanted) >= 14
    for scope in Scope:
        assert f"<code>{scope.value}</code>" in answer.text
    assert "externalId" in answer.text
    assert "Idempotency-Key" in answer.text
    assert len(answer.data) < 1024 * (8 + len(wanted))


def test_the_page_for_developers_leads_there(client: FlaskClient) -> None:
    assert 'href="/developers/api"' in client.get("/developers", headers={"Accept": "text/html"}).text
