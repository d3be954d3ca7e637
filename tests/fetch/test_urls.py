"""Spellings of an address: one grammar, and everything two readers could read in two ways refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import FetchError
from issuer.fetch import check_url


@pytest.mark.parametrize(
    ("url", "host", "target"),
    [
        ("https://issuer.example/.well-known/did.json", "issuer.example", "/.well-known/did.json"),
        ("https://issuer.example", "issuer.example", "/"),
        ("https://issuer.example?x=1", "issuer.example", "/?x=1"),
        ("https://Issuer.Example:443/s/1?a=b&c=/?", "issuer.example", "/s/1?a=b&c=/?"),
        ("https://xn--mnchen-3ya.example/%C3%A4", "xn--mnchen-3ya.example", "/%C3%A4"),
        ("https://a.b.xn--p1ai/", "a.b.xn--p1ai", "/"),
        ("https://9.example/.../..a", "9.example", "/.../..a"),
    ],
)
def test_a_plain_address_is_read(url: str, host: str, target: str) -> None:
    parsed = check_url(url)
    assert (parsed.url, parsed.host, parsed.target) == (url, host, target)


REFUSED = [
    "",
    "http://issuer.example/s",
    "HTTPS://issuer.example/s",
    "ftp://issuer.example/s",
    "gopher://issuer.example/s",
    "file:///etc/passwd",
    "data:application/json,{}",
    "//issuer.example/s",
    "https:issuer.example/s",
    "https:///s",
    "https://localhost/s",
    "https://localhost./s",
    "https://a.localhost/s",
    "https://rebind.test/s",
    "https://metadata.google.internal/s",
    "https://printer.local/s",
    "https://1.0.0.127.in-addr.arpa/s",
    "https://intranet/s",
    "https://127.0.0.1/s",
    "https://127.1/s",
    "https://2130706433/s",
    "https://0x7f.1/s",
    "https://0x7f000001/s",
    "https://0177.0.0.1/s",
    "https://1.2.3.4.0x1/s",
    "https://[::1]/s",
    "https://[::ffff:7f00:1]/s",
    "https://[fe80::1%25eth0]/s",
    "https://127\u30020\u30020\u30021/s",
    "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/s",
    "https://\u2474\u2475\u247a.\u24ea.\u24ea.\u2474/s",
    "https://\uff11\uff12\uff17.0.0.1/s",
    "https://\u0661\u0662\u0667.0.0.1/s",
    "https://127.0.0.1:443/s",
    "https://127.0.0.1./s",
    "https://0/s",
    "https://0x7f.0x0.0x0.0x1/s",
    "https://issuer.example.127.0.0.1/s",
    "https://issuer.example.0x7f/s",
    "https://[::]/s",
    "https://[::ffff:127.0.0.1]/s",
    "https://[64:ff9b::7f00:1]:443/s",
    "https://iss\u00aduer.example/s",
    "https://issuer\u200b.example/s",
    "https://issuer.example\uff0fs",
    "https://issuer\uff0eexample/s",
    "https://\uff49ssuer.example/s",
    "https:/\\issuer.example/s",
    "https:\\\\issuer.example/s",
    "https://\\issuer.example/s",
    "https://user%40issuer.example/s",
    "https://@issuer.example/s",
    "https://issuer.example%2f@127.0.0.1/s",
    "https://issuer.example?@127.0.0.1/s#x",
    "https://xn--/s",
    "https://a.xn--/s",
    "blob:https://issuer.example/s",
    "view-source:https://issuer.example/s",
    "jar:https://issuer.example!/s",
    "https://issuer.example./s",
    "https://issuer..example/s",
    "https://.issuer.example/s",
    "https://-issuer.example/s",
    "https://issuer-.example/s",
    "https://is_suer.example/s",
    "https://m\u00fcnchen.example/s",
    "https://issuer.exampl\u0435/s",
    "https://%69ssuer.example/s",
    "https://issuer.example:80/s",
    "https://issuer.example:8443/s",
    "https://issuer.example:/s",
    "https://issuer.example:0443/s",
    "https://issuer.example:99999/s",
    "https://issuer.example:443:443/s",
    "https://user@issuer.example/s",
    "https://user:pass@issuer.example/s",
    "https://issuer.example@127.0.0.1/s",
    "https://issuer.example\\@127.0.0.1/s",
    "https://issuer.example\\s",
    "https://issuer.example/s#list",
    "https://issuer.example#@127.0.0.1/",
    "https://issuer.example/a b",
    " https://issuer.example/s",
    "https://issuer.example/s ",
    "https://issuer.example/s\n",
    "https://issuer.example/s\r\nHost: other.example",
    "https://issuer.ex\tample/s",
    "https://issuer.example\x00.other.example/s",
    "https://issuer.example/\x7f",
    "https://issuer.example/\u00e4",
    "https://issuer.example/%",
    "https://issuer.example/%zz",
    'https://issuer.example/"s"',
    "https://issuer.example/<s>",
    "https://issuer.example/a/../s",
    "https://issuer.example/..",
    "https://issuer.example/a/%2e%2E/s",
    "https://issuer.example/./s",
    "https://" + "a" * 64 + ".example/s",
    "https://" + ".".join(["a" * 60] * 5) + ".example/s",
    "https://issuer.example/" + "a" * 2048,
]


@pytest.mark.parametrize("url", REFUSED)
def test_a_spelling_that_could_mean_something_else_is_refused(url: str) -> None:
    with pytest.raises(FetchError) as refused:
        check_url(url)
    assert refused.value.code == "FETCH_BLOCKED"


@given(st.text(max_size=60))
def test_whatever_is_read_is_plain_and_keeps_its_host(rest: str) -> None:
    with contextlib.suppress(FetchError):
        parsed = check_url("https://" + rest)
        assert parsed.url.isascii()
        assert parsed.host == rest.partition("/")[0].partition("?")[0].removesuffix(":443").lower()
