"""`/trust`, and what the list of known issuers does on `/verify` and on pages of issuers."""

import json

import pytest
from flask.testing import FlaskClient

from issuer.services import profiles, trust
from issuer.services.principal import OPERATOR
from issuer.services.trust import Known
from tests.services.worlds import World
from tests.strangers import badge_of_stranger
from tests.web.reading import read

BROWSER = {"Accept": "text/html"}
PUNYCODE = "did:web:xn--bcher-kva.example"


def known(**change: str) -> Known:
    values = {"issuer": PUNYCODE, "name": "Bücher Board", "reason": "It licenses <b>teachers</b>."}
    return Known(**{**values, **change})


def text_of(client: FlaskClient, path: str) -> str:
    response = client.get(path, headers=BROWSER)
    assert response.status_code == 200
    return read(response.get_data(as_text=True)).text


def test_an_empty_list_says_that_nothing_is_asked(client: FlaskClient) -> None:
    assert "Nobody is on the list" in text_of(client, "/trust")


def test_the_list_says_whom_we_know_since_when_and_why(client: FlaskClient, empty: World) -> None:
    trust.add(empty.toolkit, OPERATOR, known(added_by="Data office"))
    words = text_of(client, "/trust")
    for expected in (
        "Bücher Board",
        PUNYCODE,
        "bücher.example (xn--bcher-kva.example)",
        "Mar 16, 2026",
        "Data office",
        "It licenses <b>teachers</b>.",
    ):
        assert expected in words
    trust.remove(empty.toolkit, OPERATOR, PUNYCODE, reason="It closed.")
    words = text_of(client, "/trust")
    assert "Nobody is on the list" in words
    assert "Taken off" in words
    assert "It closed." in words


def test_the_page_asks_as_soon_as_there_is_a_list(client: FlaskClient, empty: World) -> None:
    data = json.dumps(badge_of_stranger("Bucher Board"))

    def answer() -> str:
        return client.post("/verify", data={"text": data}, headers=BROWSER).get_data(as_text=True)

    assert "Genuine and current" in read(answer()).text
    trust.add(empty.toolkit, OPERATOR, known())
    html = answer()
    words = read(html).text
    assert "Not known here" in words
    assert "Failed" not in words
    assert '"#m-no"' not in html.split("</header>")[1]
    assert "Genuine, but we do not know the issuer" in words
    assert "Its name is like Bücher Board, but the address is another." in words


@pytest.mark.parametrize(
    ("name", "is_said"), [("South Central Service Coop", True), ("Quite another", False)]
)
def test_an_issuer_here_that_looks_like_a_known_one_is_pointed_out(
    client: FlaskClient, world: World, name: str, *, is_said: bool
) -> None:
    own = profiles.get(world.toolkit, "scsc")
    trust.add(
        world.toolkit, OPERATOR, known(issuer="did:web:real.example", name=own.name if is_said else name)
    )
    words = text_of(client, "/p/scsc")
    assert ("Look twice at this name." in words) is is_said
    trust.add(world.toolkit, OPERATOR, known(issuer=own.did, name=own.name))
    assert "Look twice" not in text_of(client, "/p/scsc")
