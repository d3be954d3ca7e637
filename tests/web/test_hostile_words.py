"""Hostile words are inert on every page, wherever they come from (UI-01 to UI-10, API-25, API-26, API-49).

Two sources: our own record, whose names an insider may choose, and a stranger's file handed to `/verify`.
Pages are read as a browser reads them; an attack that worked would show as an element or attribute.
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from issuer.documents.strict_json import Json, JsonObject
from issuer.fetch import FileFetch, MappedFetch, read_network
from issuer.services import catalog, people
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.profiles import CreateProfile, create
from issuer.services.showing import sharing
from issuer.store import Visibility
from issuer.web.app import create_app
from tests.badges import samples
from tests.places import shared
from tests.services.worlds import World, empty_world, furnish
from tests.web.reading import Page, read

BROWSER = {"Accept": "text/html"}
SCRIPT = "<script>alert(1)</script>"
BREAKERS = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title></head><body onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://attacker.example/pixel.png)",
    "{{ 7*7 }}{% raw %}",
    "=1+1",
    "&lt;b&gt;&#x3c;b>",
    "Dr. \u202egninnaC\u202c",
    "a" * 300,
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e9\u05dc\u05d5\u05dd",
    "\U0001f9d1\u200d\U0001f3eb \ufdfd \u0e49\u0e49\u0e49",
    "<!--",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
]


def inert(client: FlaskClient, path: str) -> Page:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, path
    page = read(answer.text)
    page.require_inert()
    assert "\u202e" not in answer.text
    for name, value in answer.headers.items():
        assert "\n" not in value, name
    return page


@pytest.fixture(scope="module", params=BREAKERS, ids=range(len(BREAKERS)))
def word(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def world(word: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give an installation in which everything that an insider may name has a hostile name."""
    made = empty_world(tmp_path_factory.mktemp("hostile"))
    short = word[:190]
    create(
        made.toolkit,
        OPERATOR,
        CreateProfile(slug="evil", name=short, description=word, identifiers=(("ext:x", short),)),
    )
    furnish(made.toolkit)
    hostile = samples.record(
        code="EV-01",
        name=word,
        competency=word,
        keyMethod=word,
        fieldOfStudy=word,
        completionIndicators=[word],
    )
    for item in (*_objects(hostile["evidence"]), *_objects(hostile["rubric"])):
        item.update({name: word for name in ("title", "required", "name") if name in item})
        for level in _objects(item.get("levels")):
            level.update({"name": word, "text": word})
    hostile["alignment"] = [{"targetName": word, "targetUrl": "https://a.example/x", "targetFramework": word}]
    catalog.publish_version(made.toolkit, OPERATOR, "evil", hostile)
    people.register(made.toolkit, OPERATOR, "t01", {"name": word})
    yield made
    made.toolkit.database.close()


def _objects(value: Json) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


@pytest.fixture(scope="module")
def issued(world: World) -> IssuedCredential:
    version = catalog.get(world.toolkit, "EV-01").newest
    record = samples.attested(achievement="EV-01", rubricDigest=version.rubric_digest(), externalId="evil-1")
    return world.issue(attestation=record)


@pytest.fixture(scope="module")
def client(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


def test_pages_of_our_own_record_stay_inert(
    world: World, client: FlaskClient, issued: IssuedCredential, word: str
) -> None:
    path = sharing.path_of(
        sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PUBLIC)
    )
    for address in (
        "/",
        "/achievements",
        "/issuers",
        "/p/evil",
        "/p/scsc",
        "/a/ev-01",
        path,
        path + "/embed",
    ):
        inert(client, address)
    page = inert(client, path)
    assert json.loads(dict(page.scripts)["application/ld+json"])["name"]
    shown = " ".join(word.replace("\u202e", "").replace("\u202c", "").split())
    assert shown[:150] in page.text
    for end in (".svg", ".json", "/qr.svg"):
        answer = client.get(path + end)
        assert answer.status_code == 200, end
        assert "\n" not in answer.headers.get("Content-Disposition", "")


def test_the_result_of_a_file_stays_inert(client: FlaskClient, issued: IssuedCredential) -> None:
    body = issued.version.body or b""
    for data in (body, body.replace(b"EV-01", b"EV-02")):
        answer = client.post("/verify", data={"file": (io.BytesIO(data), "x")}, headers=BROWSER)
        assert answer.status_code == 200
        read(answer.text).require_inert()
        assert "\u202e" not in answer.text


def test_what_is_asked_is_not_reflected(client: FlaskClient, word: str) -> None:
    for field in ("q", "text"):
        answer = client.post("/verify", data={field: word}, headers=BROWSER)
        page = read(answer.text)
        page.require_inert()
    for path in ("/c/" + word, "/a/" + word, "/problems/" + word, "/verify?q=" + word, "/oembed?url=" + word):
        answer = client.get(path.replace("\u202e", "x"), headers=BROWSER)
        assert answer.status_code < 500
        read(answer.text).require_inert()
    named = client.post("/verify", data={"file": (io.BytesIO(b"{}"), word)}, headers=BROWSER)
    assert SCRIPT not in named.text


@pytest.mark.foreign
@pytest.mark.parametrize("case", ["UI-01", "UI-02", "UI-03", "UI-05", "UI-09", "UI-10"])
def test_the_corpus_stays_inert(tmp_path: Path, case: str) -> None:
    listing = json.loads(shared("attack-corpus", "catalog.json").read_bytes())
    network = FileFetch(read_network(listing["baseNetwork"], base=shared("attack-corpus", "net")))
    made = empty_world(tmp_path, elsewhere=network)
    body = shared("attack-corpus", "body", f"{case}.json").read_bytes()
    answer = (
        create_app(made.toolkit)
        .test_client()
        .post("/verify", data={"file": (io.BytesIO(body), f"{case}.json")}, headers=BROWSER)
    )
    made.toolkit.database.close()
    assert answer.status_code == 200
    page = read(answer.text)
    page.require_inert()
    assert "attacker.example" not in " ".join(page.values("img", "src"))
    assert ("Genuine? Yes" in page.text) is (case not in {"UI-09", "UI-10"})


def test_a_file_that_could_be_anything_gives_no_link_to_anything(tmp_path: Path) -> None:
    """Every text of a badge that is not signed at all is shown as a claim."""
    made = empty_world(tmp_path, elsewhere=MappedFetch({}))
    document = json.dumps(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "id": "urn:uuid:9f1f0a7e-5f0a-4c58-8a2b-0a3d6f8f6a11",
            "issuer": {"id": "https://evil.example/x", "type": ["Profile"], "name": SCRIPT},
            "credentialSubject": {"type": ["AchievementSubject"], "id": "https://evil.example/holder", "name": SCRIPT},
        }
    )  # fmt: skip
    answer = create_app(made.toolkit).test_client().post("/verify", data={"text": document}, headers=BROWSER)
    made.toolkit.database.close()
    page = read(answer.text)
    page.require_inert()
    assert not [href for href in page.values("a", "href") if "evil" in href]
    assert SCRIPT in page.text
