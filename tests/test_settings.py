"""Settings: every row has a default, a wrong value stops the start with its name."""

import re
from pathlib import Path

import pytest

from issuer.errors import ConfigurationError
from issuer.settings import from_environment
from issuer.terms.settings import SETTINGS
from tests.places import ROOT


def test_an_empty_environment_gives_the_demonstration() -> None:
    settings = from_environment({})
    assert settings.base_url == "https://badges.demo.example"
    assert settings.host == "badges.demo.example"
    assert settings.home == Path("./var")
    assert settings.keys_directory == Path("var/keys")
    assert settings.database_url == "sqlite:///var/mintmark.sqlite3"
    assert settings.key_passphrase is None
    assert settings.fetch_timeout_s == 5
    assert settings.allow_loopback_for_tests is False


def test_what_is_set_is_taken() -> None:
    settings = from_environment(
        {
            "MINTMARK_HOME": "/srv/mintmark",
            "MINTMARK_BASE_URL": "https://badges.lakes.example.org",
            "MINTMARK_DATABASE_URL": "postgresql+psycopg://db/mintmark",
            "MINTMARK_WORKERS": "0",
            "MINTMARK_ALLOW_LOOPBACK_FOR_TESTS": "yes",
            "HOME": "/root",
        }
    )
    assert settings.home == Path("/srv/mintmark")
    assert settings.base_url == "https://badges.lakes.example.org"
    assert settings.database_url == "postgresql+psycopg://db/mintmark"
    assert settings.workers == 0
    assert settings.allow_loopback_for_tests is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MINTMARK_BASE_URL", "http://badges.example.org"),
        ("MINTMARK_BASE_URL", "https://badges.example.org/"),
        ("MINTMARK_BASE_URL", "https://badges.example.org:8443"),
        ("MINTMARK_BASE_URL", "https://Badges.example.org"),
        ("MINTMARK_BASE_URL", "https://localhost"),
        ("MINTMARK_BASE_URL", "https://127.0.0.1"),
        ("MINTMARK_FETCH_TIMEOUT", "0"),
        ("MINTMARK_FETCH_TIMEOUT", "\u0665"),
        ("MINTMARK_FETCH_TIMEOUT", "5.5"),
        ("MINTMARK_FETCH_CACHE_SECONDS", "-1"),
        ("MINTMARK_WORKERS", "65"),
        ("MINTMARK_ALLOW_LOOPBACK_FOR_TESTS", "true"),
        ("MINTMARK_KEY_PASSPHRASE_FILE", "/does/not/exist"),
        ("MINTMARK_BASEURL", "https://badges.example.org"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name) as refused:
        from_environment({name: value})
    assert refused.value.code == "CONFIGURATION_ERROR"


def test_the_passphrase_comes_from_a_variable_or_from_the_first_line_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes("schön und lang\nsecond line\n".encode())
    by_file = from_environment({"MINTMARK_KEY_PASSPHRASE_FILE": str(file)}).key_passphrase
    by_variable = from_environment({"MINTMARK_KEY_PASSPHRASE": "schön und lang"}).key_passphrase
    assert by_file is not None
    assert by_file == by_variable
    assert by_file.reveal == "schön und lang".encode()


def test_the_passphrase_does_not_print_itself() -> None:
    settings = from_environment({"MINTMARK_KEY_PASSPHRASE": "open sesame"})
    assert "sesame" not in repr(settings)


def test_two_passphrases_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(b"one\n")
    both = {"MINTMARK_KEY_PASSPHRASE": "two", "MINTMARK_KEY_PASSPHRASE_FILE": str(file)}
    with pytest.raises(ConfigurationError, match="both"):
        from_environment(both)


def test_an_empty_passphrase_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(b"\nsecret on the second line\n")
    with pytest.raises(ConfigurationError, match="MINTMARK_KEY_PASSPHRASE_FILE"):
        from_environment({"MINTMARK_KEY_PASSPHRASE_FILE": str(file)})


def test_the_documented_table_is_this_table() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", text, re.MULTILINE)
    assert rows == [(s.name, f"`{s.default}`" if s.default else "none", s.meaning) for s in SETTINGS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("smtps://mail.example", ("mail.example", 465, None, None, True)),
        ("smtp://mail.example:2525/", ("mail.example", 2525, None, None, False)),
        ("smtps://a%40b:p%3Aw@mail.example", ("mail.example", 465, "a@b", "p:w", True)),
    ],
)
def test_a_mail_server_is_read(text: str, expected: tuple[object, ...]) -> None:
    found = from_environment({"MINTMARK_MAIL_SERVER": text, "MINTMARK_MAIL_FROM": "a@b.example"})
    server = found.mail_server
    assert server is not None
    assert (server.host, server.port, server.user, server.password, server.is_tls) == expected
    assert "p:w" not in repr(found)


@pytest.mark.parametrize(
    "text", ["mail.example", "http://mail.example", "smtp://", "smtp://a:99999", "smtp://a b"]
)
def test_a_wrong_mail_server_stops_the_start(text: str) -> None:
    with pytest.raises(ConfigurationError, match="MINTMARK_MAIL_SERVER"):
        from_environment({"MINTMARK_MAIL_SERVER": text})


def test_a_wrong_sender_stops_the_start() -> None:
    with pytest.raises(ConfigurationError, match="MINTMARK_MAIL_FROM"):
        from_environment({"MINTMARK_MAIL_FROM": "Mintmark <a@b>"})
