"""Fetchers without a network: they answer what they hold, and refuse everything else by name."""

import json
from pathlib import Path

import pytest

from issuer.errors import ConfigurationError, FetchError
from issuer.fetch import DirectoryFetch, Fetch, FileFetch, MappedFetch, OfflineFetch, read_network

URL = "https://issuer.example/s/1"
BODY = b'{"id": "https://issuer.example/s/1"}'


def directory(tmp_path: Path, index: object = None) -> Path:
    (tmp_path / "list.json").write_bytes(BODY)
    text = json.dumps({URL: ["Application/VC; charset=utf-8", "list.json"]} if index is None else index)
    (tmp_path / "network.json").write_text(text, encoding="utf-8")
    return tmp_path


def mapped(_: Path) -> Fetch:
    return MappedFetch({URL: ("application/vc", BODY)})


def from_directory(tmp_path: Path) -> Fetch:
    return DirectoryFetch(directory(tmp_path))


def from_files(tmp_path: Path) -> Fetch:
    folder = directory(tmp_path)
    return FileFetch(read_network({URL: ["application/vc", "list.json"]}, base=folder))


@pytest.fixture(params=[mapped, from_directory, from_files])
def fetch(request: pytest.FixtureRequest, tmp_path: Path) -> Fetch:
    made: Fetch = request.param(tmp_path)
    return made


def test_what_is_listed_is_answered(fetch: Fetch) -> None:
    fetched = fetch.get(URL, accept="application/vc")
    assert (fetched.url, fetched.media_type, fetched.body, fetched.fetched_at) == (
        URL,
        "application/vc",
        BODY,
        None,
    )


@pytest.mark.parametrize("url", ["https://issuer.example/s/2", "https://issuer.example/s/1?x"])
def test_what_is_not_listed_could_not_be_fetched(fetch: Fetch, url: str) -> None:
    with pytest.raises(FetchError) as refused:
        fetch.get(url)
    assert refused.value.code == "FETCH_FAILED"


def test_a_body_over_the_limit_could_not_be_fetched(fetch: Fetch) -> None:
    assert fetch.get(URL, max_bytes=len(BODY)).body == BODY
    with pytest.raises(FetchError) as refused:
        fetch.get(URL, max_bytes=len(BODY) - 1)
    assert refused.value.code == "FETCH_FAILED"


@pytest.mark.parametrize("url", ["http://issuer.example/s/1", "https://127.0.0.1/s/1", URL + "#list"])
def test_a_forbidden_spelling_is_blocked_before_the_list_is_read(fetch: Fetch, url: str) -> None:
    with pytest.raises(FetchError) as refused:
        fetch.get(url)
    assert refused.value.code == "FETCH_BLOCKED"


def test_offline_answers_nothing_and_keeps_the_rules_of_spelling() -> None:
    with pytest.raises(FetchError) as refused:
        OfflineFetch().get(URL)
    assert refused.value.code == "FETCH_FAILED"
    with pytest.raises(FetchError) as blocked:
        OfflineFetch().get("http://issuer.example/")
    assert blocked.value.code == "FETCH_BLOCKED"


def test_a_listed_file_that_is_gone_could_not_be_fetched(tmp_path: Path) -> None:
    fetch = DirectoryFetch(directory(tmp_path))
    (tmp_path / "list.json").unlink()
    with pytest.raises(FetchError) as refused:
        fetch.get(URL)
    assert refused.value.code == "FETCH_FAILED"


def test_a_document_listed_as_absent_is_absent(tmp_path: Path) -> None:
    fetch = DirectoryFetch(directory(tmp_path, {URL: None}))
    with pytest.raises(FetchError) as refused:
        fetch.get(URL)
    assert refused.value.code == "FETCH_FAILED"


@pytest.mark.parametrize(
    "index",
    [[], "x", {URL: "list.json"}, {URL: ["application/vc"]}, {URL: ["a/b", 1]}, {URL: ["a/b", "../secret"]},
     {URL: ["a/b", "/etc/hostname"]}],
)  # fmt: skip
def test_a_network_of_another_form_is_refused_at_once(tmp_path: Path, index: object) -> None:
    with pytest.raises(ConfigurationError):
        DirectoryFetch(directory(tmp_path, index))


def test_a_folder_without_an_index_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"network\.json"):
        DirectoryFetch(tmp_path)
