"""`mintmark verify --batch`: every line gets its answer, in order, whatever is on it."""

import json
import time
from pathlib import Path

import pytest

from issuer.cli import verify_batch
from issuer.documents import strict_json
from issuer.verify import verify
from tests.cli.shell import Mintmark, shell
from tests.cli.test_verify import LIST, NOW, badge, world, write_network
from tests.papers import credential
from tests.worlds import World, sign

__all__ = ["world"]


@pytest.fixture
def mintmark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mintmark:
    monkeypatch.setenv("MINTMARK_HOME", str(tmp_path / "nothing"))
    return shell(capsys)


def network_of(folder: Path) -> object:
    return {
        url: [kind, f"{folder.name}/{name}"]
        for url, (kind, name) in json.loads((folder / "network.json").read_text()).items()
    }


def write(folder: Path, *lines: object) -> Path:
    path = folder / "batch.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n")
    return path


def test_one_line_in_one_line_out_in_order(mintmark: Mintmark, world: World, tmp_path: Path) -> None:
    badge(world, tmp_path)
    (tmp_path / "broken.json").write_text("{")
    network = network_of(write_network(world, tmp_path / "net"))
    good = {"file": "badge.json", "now": NOW, "network": network}
    path = write(
        tmp_path,
        {"id": "valid", **good},
        {"id": "malformed", "file": "broken.json"},
        {"id": "indeterminate", "file": str(tmp_path / "badge.json"), "now": NOW},
        "",
        {"id": "untrusted", **good, "trust": []},
        {"id": "valid", **good, "trust": [world.issuer.id], "contentType": "application/vc"},
        {"id": "malformed", **good, "contentType": "image/png"},
        {"id": "expired", **good, "now": "2033-01-01T00:00:00Z"},
    )
    answers = mintmark("verify", "--batch", path).lines
    assert [answer["verdict"] for answer in answers] == [answer["id"] for answer in answers]
    assert set(answers[0]) == {"id", "verdict", "answers", "checks", "warnings", "ms"}
    assert answers[0]["answers"]["knownIssuer"]["value"] == "not_asked"
    assert answers[4]["answers"]["knownIssuer"]["value"] == "yes"


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        "7",
        '{"id":1}',
        '{"id":1,"file":7}',
        '{"id":1,"file":"none.json"}',
        '{"id":1,"file":"."}',
        '{"id":1,"file":"badge.json","more":1}',
        '{"id":1,"file":"badge.json","now":"yesterday"}',
        '{"id":1,"file":"badge.json","trust":{}}',
        '{"id":1,"file":"badge.json","trust":[7]}',
        '{"id":1,"file":"badge.json","network":[]}',
        '{"id":1,"file":"badge.json","network":{"https://a.example/":7}}',
        '{"id":1,"id":2,"file":"badge.json"}',
        "[" * 100_000,
        '{"id":1,"file":"a\\u0000b"}',
        '{"id":1,"file":"' + "x" * 5_000 + '"}',
        '{"id":1,"file":"badge.json"} {}',
        '{"id":1e999,"file":"badge.json"}',
        '{"id":"\\ud800","file":"badge.json"}',
        "\x00",
    ],
)
def test_a_line_that_cannot_be_read_has_an_answer(
    mintmark: Mintmark, world: World, tmp_path: Path, line: str
) -> None:
    badge(world, tmp_path)
    answers = mintmark("verify", "--batch", write(tmp_path, line, {"id": 2, "file": "badge.json"})).lines
    assert [answer["verdict"] for answer in answers] == ["malformed", "indeterminate"]
    assert answers[0]["checks"][0]["code"]


def test_answers_go_to_a_file(mintmark: Mintmark, world: World, tmp_path: Path) -> None:
    badge(world, tmp_path)
    out = tmp_path / "out.jsonl"
    assert not mintmark(
        "verify", "--batch", write(tmp_path, {"id": 1, "file": "badge.json"}), "--out", out
    ).out
    assert json.loads(out.read_text())["id"] == 1


def test_a_line_that_takes_too_long_is_cut_off_and_the_next_is_answered(
    mintmark: Mintmark, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    badge(world, tmp_path)
    calls: list[int] = []

    def slow(*arguments: object, **more: object) -> object:
        calls.append(1)
        while len(calls) == 1:
            try:
                time.sleep(0.01)
            except Exception:  # noqa: BLE001, S112  (as libraries do; the cut must get through it)
                continue
        return verify(*arguments, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(verify_batch, "verify", slow)
    monkeypatch.setattr(verify_batch, "CAP_S", 0.2)
    line = {"id": 1, "file": "badge.json", "now": NOW}
    answers = mintmark("verify", "--batch", write(tmp_path, line, line)).lines
    assert [answer["verdict"] for answer in answers] == ["indeterminate"] * 2
    assert [answer["checks"][0]["code"] for answer in answers] == ["WORK_LIMIT", None]


def test_the_person_of_a_line_is_asked(mintmark: Mintmark, world: World, tmp_path: Path) -> None:
    document = sign(credential(world.issuer), world.issuer.key())
    (tmp_path / "badge.json").write_bytes(strict_json.encode(document))
    line = {
        "id": 1,
        "file": "badge.json",
        "now": NOW,
        "network": network_of(write_network(world, tmp_path / "n")),
    }
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    path = write(tmp_path, {**line, "recipient": subject["id"]}, {**line, "recipient": "nobody"})
    first, second = mintmark("verify", "--batch", path).lines
    assert (first["verdict"], second["verdict"]) == ("valid", "valid")
    assert [warning["code"] for warning in second["warnings"]] == ["RECIPIENT_MISMATCH"]
    assert not first["warnings"]
    assert LIST not in json.dumps(first)


def test_lines_are_what_the_file_has_between_line_feeds(
    mintmark: Mintmark, world: World, tmp_path: Path
) -> None:
    badge(world, tmp_path)
    odd = "a \u2028 \u0085 line"
    text = json.dumps({"id": odd, "file": "badge.json", "now": NOW}, ensure_ascii=False)
    path = tmp_path / "batch.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + f"{text}\r\n\r\n  \n{text}".encode())
    assert [answer["id"] for answer in mintmark("verify", "--batch", path).lines] == [odd, odd]


@pytest.mark.parametrize(
    "entry",
    [None, ["application/json", "none.json"], ["application/json", "a\0b"], ["application/json", "."]],
)
def test_an_answer_that_is_not_there_leaves_the_line_open(
    mintmark: Mintmark, world: World, tmp_path: Path, entry: object
) -> None:
    badge(world, tmp_path)
    network = dict.fromkeys(json.loads(json.dumps(network_of(write_network(world, tmp_path / "n")))), entry)
    path = write(tmp_path, {"id": 1, "file": "badge.json", "now": NOW, "network": network})
    (answer,) = mintmark("verify", "--batch", path).lines
    assert (answer["verdict"], answer["checks"][-1]["outcome"]) == ("indeterminate", "skipped")


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_ends_of_time_are_moments_like_others(
    mintmark: Mintmark, world: World, tmp_path: Path, now: str
) -> None:
    badge(world, tmp_path)
    line = {
        "id": 1,
        "file": "badge.json",
        "now": now,
        "network": network_of(write_network(world, tmp_path / "n")),
    }
    (answer,) = mintmark("verify", "--batch", write(tmp_path, line)).lines
    assert answer["verdict"] in {"invalid", "expired"}, answer


def test_a_mistake_of_ours_takes_no_other_line_with_it(
    mintmark: Mintmark, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    badge(world, tmp_path)
    calls: list[int] = []

    def broken(*arguments: object, **more: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            raise KeyError("a mistake")
        return verify(*arguments, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(verify_batch, "verify", broken)
    line = {"id": 1, "file": "badge.json", "now": NOW}
    done = mintmark("verify", "--batch", write(tmp_path, line, line), code=1)
    assert [answer["verdict"] for answer in done.lines] == ["indeterminate"] * 2
    assert [answer["checks"][0]["code"] for answer in done.lines] == ["INTERNAL_ERROR", None]
