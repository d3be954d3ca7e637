"""A coordinator at the pages of batches, as a browser without scripts sends what it sends."""

import io
import re
from typing import Final

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from issuer.services import api_keys
from issuer.services.api_keys import Scope
from issuer.services.principal import OPERATOR
from tests.services.worlds import World

BROWSER: Final = {"Accept": "text/html"}
BOTH: Final = (Scope.CREDENTIALS_READ, Scope.CREDENTIALS_ISSUE)
HOST: Final = "https://badges.demo.example"
"""Cookies belong to a host; the test client keeps to the one that the application sees."""
_FORM_TOKEN: Final = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


def key_of(world: World, slug: str = "scsc", scopes: tuple[Scope, ...] = BOTH) -> str:
    return api_keys.new(world.toolkit, OPERATOR, slug, label="Coordinator", scopes=scopes).token


def get(client: FlaskClient, path: str) -> TestResponse:
    return client.get(path, headers=BROWSER, base_url=HOST)


def post(client: FlaskClient, path: str, data: dict[str, str], **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(path, data=data, headers=BROWSER | named, base_url=HOST)


def enter(client: FlaskClient, key: str, following: str = "") -> TestResponse:
    return post(client, "/sign-in", {"key": key, "next": following})


def form_token(client: FlaskClient, path: str = "/batches") -> str:
    found = _FORM_TOKEN.search(get(client, path).text)
    assert found is not None
    return found[1]


def press(client: FlaskClient, path: str, step: str) -> TestResponse:
    return post(client, f"{path}/{step}", {"form_token": form_token(client, path)})


def bring(
    client: FlaskClient, text: str | bytes, *, name: str = "awards.csv", token: str | None = None
) -> TestResponse:
    data = text.encode() if isinstance(text, str) else text
    fields = MultiDict(
        [
            ("form_token", form_token(client) if token is None else token),
            ("achievement", "SEL-01 1.0"),
            ("file", FileStorage(io.BytesIO(data), name)),
        ]
    )
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post("/batches", data=body, content_type=kind, headers=BROWSER, base_url=HOST)


def brought(client: FlaskClient, text: str | bytes, *, name: str = "awards.csv") -> str:
    """Bring a file and return the address of its page."""
    answer = bring(client, text, name=name)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]
