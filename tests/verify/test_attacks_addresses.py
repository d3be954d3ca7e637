"""Attacks through addresses (group NET): nothing is asked that is not a plain public https address."""

import pytest

from issuer.documents.strict_json import JsonObject
from tests.papers import credential, status_entry
from tests.verify.approval import codes
from tests.verify.attacks import EXTENSIONS, OPEN_BADGES, V2, attacked_world, require, sign_anything, signed
from tests.worlds import Issuer

HOSTS = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "①②⑦.⓪.⓪.①",
    "0.0.0.0",  # noqa: S104  (an address to be refused)
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "metadata.google.internal",
    "100.100.100.200",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "224.0.0.1",
    "192.0.0.8",
    "198.18.0.1",
    "255.255.255.255",
    "127。0。0。1",
    "localhost.",
    "a.localhost",
    "rebind.test",
    "x.local",
    "x.onion",
    "x.arpa",
    "x.invalid",
    "1.1.1.1",
    "[2001:4860:4860::8888]",
    "a_b.example",
    "-a.example",
    "a..example",
    ".example",
    "example",
    "com",
    "\uff4clocalhost",
    "exa\xadmple.com",
    "0",
    "256.256.256.256",
    "localhost%00.example",
    "%6c%6f%63alhost",
    "bücher.example",
]
ADDRESSES = [
    "http://badges.example/s/1",
    "ftp://badges.example/s",
    "gopher://127.0.0.1:6379/_INFO",
    "file:///etc/passwd",
    "data:application/json,{}",
    "jar:https://x.example!/a",
    "https://user:pw@badges.example/s/1",
    "https://badges.example@127.0.0.1/s",
    "https://badges.example\\@127.0.0.1/s",
    "https:\\\\badges.example/s",
    "https:///s",
    "https://",
    "https:badges.example/s",
    "//badges.example/s",
    "https://badges.example:22/s",
    "https://badges.example:8443/s",
    "https://badges.example:0/s",
    "https://badges.example:/s",
    "https://badges.example:99999/s",
    "https://badges.example:443x/s",
    "https://bad\tges.example/s",
    "https://badges.example/s\r\nX: y",
    "https://badges.example/ s",
    "https://badges.example/s#1",
    "https://badges.example/../s",
    "https://badges.example/%2e%2e/s",
    "HTTPS://badges.example/s",
    "ldap://x.example/",
    "urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d3e",
    "javascript:alert(1)",
    "did:web:badges.example",
    "https://[::1",
    "https://badges.example]/s",
    "https://badges.example/s?a=b%zz",
    "x",
]
LONG = (
    "https://" + "a" * 64 + ".example/s",
    "https://" + "a." * 130 + "example/s",
    "https://b.example/" + "a" * 3000,
)


@pytest.mark.parametrize("address", [*(f"https://{host}/s" for host in HOSTS), *ADDRESSES, *LONG], ids=repr)
def test_a_status_list_that_nobody_may_ask_leaves_it_open(address: str) -> None:
    world = attacked_world()
    entry = status_entry(address, "1", id="https://attacker.example/s#1")
    require(world, signed(world, credentialStatus=[entry]), "indeterminate", "FETCH_BLOCKED")
    plain: JsonObject = {"id": address, "type": "1EdTechRevocationList"}
    document: JsonObject = {
        **credential(world.issuer),
        "@context": [V2, OPEN_BADGES, EXTENSIONS],
        "credentialStatus": plain,
    }
    require(world, sign_anything(document, world.issuer.key()), "indeterminate", "FETCH_BLOCKED")
    assert not world.asked, "a badge whose status can never be asked is not worth a fetch"


@pytest.mark.parametrize(
    ("issuer", "verdict", "code"),
    [
        ("did:web:issuer.example%2Fadmin", "invalid", "FETCH_BLOCKED"),
        ("did:web:127.0.0.1", "invalid", "FETCH_BLOCKED"),
        ("did:web:127.0.0.1%3A8080", "invalid", "FETCH_BLOCKED"),
        ("did:web:localhost%3A8443", "invalid", "FETCH_BLOCKED"),
        ("did:web:a%40b.example", "invalid", "FETCH_BLOCKED"),
        ("did:web:issuer.example:..", "invalid", "FETCH_BLOCKED"),
        ("did:web:issuer.example:%2e%2e", "invalid", "FETCH_BLOCKED"),
        ("did:web:%6c", "invalid", "FETCH_BLOCKED"),
        ("did:web::x", "invalid", "FETCH_BLOCKED"),
        ("did:web:[::1]", "invalid", "INVALID_VERIFICATION_METHOD"),
        ("did:web:issuer.example?x", "invalid", "INVALID_VERIFICATION_METHOD"),
        ("did:web:issuer.example/x", "invalid", "INVALID_VERIFICATION_METHOD"),
        ("did:Web:issuer.example", "invalid", "INVALID_VERIFICATION_METHOD"),
        ("https://127.0.0.1/i", "invalid", "FETCH_BLOCKED"),
        ("https://x.example/i#k", "invalid", "FETCH_BLOCKED"),
        ("http://x.example/i", "invalid", "INVALID_VERIFICATION_METHOD"),
        ("mailto:a@b.example", "invalid", "INVALID_VERIFICATION_METHOD"),
        ("did:key:z6Mk", "invalid", "INVALID_VERIFICATION_METHOD"),
        ("did:jwk:e30", "invalid", "INVALID_VERIFICATION_METHOD"),
        ("did:web:ISSUER.example", "indeterminate", "KEY_RETRIEVAL_ERROR"),
        ("did:web:issuer.example%3A8443", "indeterminate", "FETCH_BLOCKED"),
        ("did:ion:abc", "indeterminate", "DID_METHOD_NOT_SUPPORTED"),
        ("DID:web:issuer.example", "malformed", "MALFORMED_VALUE_ERROR"),
        ("did:web:bücher.example", "malformed", "MALFORMED_VALUE_ERROR"),
    ],
)
def test_an_issuer_that_nobody_may_ask_is_not_asked(issuer: str, verdict: str, code: str) -> None:
    world = attacked_world()
    odd = Issuer(issuer)
    report = world.verify(sign_anything(credential(odd), odd.key()))
    assert (report.verdict.value, codes(report)) == (verdict, {code})
    assert not [url for url in world.asked if "127." in url or "localhost" in url or "admin" in url]
