"""A season of files brought to the hire desk as a browser brings them, and worked through."""

import io
import re
from typing import Any, Final

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from issuer.services import revocation
from issuer.services.desk import work
from issuer.services.principal import OPERATOR
from issuer.store import Category
from tests.services.worlds import World

BROWSER: Final = {"Accept": "text/html"}
FORMULA: Final = "=HYPERLINK(1).json"


def files_of(world: World) -> dict[str, bytes]:
    good, ended, held = (world.issue() for _ in range(3))
    revocation.revoke(world.toolkit, OPERATOR, ended.credential.id, Category.FRAUD)
    revocation.suspend(world.toolkit, OPERATOR, held.credential.id)
    body = good.version.body or b""
    return {
        "good.json": body,
        "ended.json": ended.version.body or b"",
        "held.json": held.version.body or b"",
        "forged.json": body.replace(b"Relationship", b"relationship"),
        "<b>photo</b>.json": b"not a badge",
        FORMULA: b"{",
    }


def bring(client: FlaskClient, files: dict[str, bytes], **fields: Any) -> TestResponse:
    # Encoded here: the test client would put what is large into a file and leave it open.
    sent = MultiDict([("files", FileStorage(io.BytesIO(data), name)) for name, data in files.items()])
    boundary, body = encode_multipart(MultiDict([*fields.items(), *sent.items(multi=True)]))
    return client.post(
        "/desk", data=body, content_type=f"multipart/form-data; boundary={boundary}", headers=BROWSER
    )


def opened(client: FlaskClient, files: dict[str, bytes], **fields: Any) -> str:
    answer = bring(client, files, **fields)
    assert answer.status_code == 303, answer.text
    assert re.fullmatch(r"/desk/[A-Za-z0-9_-]{32}", answer.headers["Location"])
    return answer.headers["Location"]


def work_through(world: World) -> None:
    while work.work_once(world.toolkit, worker="w"):
        pass
