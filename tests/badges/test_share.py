"""Sharing: the LinkedIn vector, month and zone, encoding, and embeds that cannot be broken out of."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest

from issuer.badges import share

VECTOR = share.SharedCredential(
    name='Family & Community: "SEL" 100% – Grade 3+ / 4',  # noqa: RUF001  (a dash that must survive encoding)
    issuer_name="South Central Service Cooperative",
    issuer_url="https://badges.example.org/p/scsc",
    awarded_at=datetime(2026, 3, 1, 2, 0, tzinfo=UTC),
    valid_until=None,
    timezone="America/Chicago",
    page_url="https://badges.example.org/c/0f8c?x=1&y=2",
    certificate_number="MSC-7K4F-9Q2M-XR",
    description="One sentence.",
)


def test_the_linkedin_link_is_exact_and_its_month_is_the_issuers() -> None:
    assert share.linkedin_add_url(VECTOR) == (
        "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"
        "&name=Family%20%26%20Community%3A%20%22SEL%22%20100%25%20%E2%80%93%20Grade%203%2B%20%2F%204"
        "&organizationName=South%20Central%20Service%20Cooperative&issueYear=2026&issueMonth=2"
        "&certUrl=https%3A%2F%2Fbadges.example.org%2Fc%2F0f8c%3Fx%3D1%26y%3D2&certId=MSC-7K4F-9Q2M-XR"
    )


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_counted_from_one(month: int) -> None:
    shared = replace(VECTOR, awarded_at=datetime(2026, month, 15, tzinfo=UTC))
    assert dict(parse_qsl(urlsplit(share.linkedin_add_url(shared)).query))["issueMonth"] == str(month)


def test_an_end_date_and_a_page_id_are_sent_only_when_there_are_any() -> None:
    shared = replace(VECTOR, valid_until=datetime(2029, 1, 31, 23, tzinfo=UTC), linkedin_organization_id="42")
    query = dict(parse_qsl(urlsplit(share.linkedin_add_url(shared)).query))
    assert (query["expirationYear"], query["expirationMonth"]) == ("2029", "1")
    assert query["organizationId"] == "42"
    assert "organizationName" not in query
    assert "expirationYear" not in share.linkedin_add_url(VECTOR)


def test_the_copy_panel_holds_every_box_of_the_form() -> None:
    assert [label for label, _ in share.copy_fields(VECTOR)] == [
        "Name", "Issuing organization", "Issue date", "Credential ID", "Credential URL",
    ]  # fmt: skip
    assert dict(share.copy_fields(VECTOR))["Issue date"] == "February 2026"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_an_embed_is_one_sandboxed_frame_whatever_the_name_says() -> None:
    hostile = replace(VECTOR, name='"><script>alert(1)</script>')
    answer = share.oembed(
        hostile,
        provider_name="Mintmark",
        provider_url="https://badges.example.org",
        max_width=300,
        max_height=None,
    )
    parser = _Tags()
    parser.feed(str(answer["html"]))
    assert [tag for tag, _ in parser.tags] == ["iframe"]
    assert parser.tags[0][1]["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert (answer["width"], answer["height"]) == (300, 220)


def test_a_holder_is_named_only_when_asked() -> None:
    assert "about" not in share.schema_org(VECTOR, holder_name=None)
    assert share.schema_org(VECTOR, holder_name="Marigold Quillfeather")["about"] == {
        "@type": "Person",
        "name": "Marigold Quillfeather",
    }
