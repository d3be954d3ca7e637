"""Frames: plain values pass unchanged, anything else does not pass at all."""

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer import errors
from issuer.workers import frames

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN)
def test_plain_values_pass_unchanged(value: object) -> None:
    frame = frames.pack(value)
    assert int.from_bytes(frame[: frames.HEADER_BYTES], "big") == len(frame) - frames.HEADER_BYTES
    assert frames.unpack(frame[frames.HEADER_BYTES :]) == value


@pytest.mark.parametrize(
    "value", [datetime(2026, 1, 1, tzinfo=UTC), Path("x"), print, errors.InputError("x"), int]
)
def test_a_value_with_a_class_does_not_leave(value: object) -> None:
    with pytest.raises(TypeError):
        frames.pack([value])


@pytest.mark.parametrize("value", [datetime(2026, 1, 1, tzinfo=UTC), print, Path("x")])
def test_a_value_with_a_class_does_not_arrive(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        frames.unpack(pickle.dumps(value))


def test_a_frame_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_FRAME", 100)
    with pytest.raises(errors.InputError) as refused:
        frames.pack(b"x" * 101)
    assert refused.value.code == "INPUT_TOO_LARGE"


@pytest.mark.parametrize(
    "error",
    [
        errors.InputError("bad", pointer="/a/0"),
        errors.ConformanceError("worse", code="DATA_LOSS_DETECTION_ERROR", pointer="", hint="look"),
        errors.StatusError("odd"),
    ],
)
def test_an_error_is_made_anew_with_all_its_parts(error: errors.IssuerError) -> None:
    content = frames.unpack(frames.pack_error(error)[frames.HEADER_BYTES :])
    assert isinstance(content, tuple)
    assert content[0] == frames.ERROR
    made = frames.make_error(*content[1:])
    assert type(made) is type(error)
    assert vars(made) == vars(error)


def test_an_error_of_an_unknown_class_is_still_an_error() -> None:
    assert type(frames.make_error("SystemExit", "x", "INPUT_TOO_DEEP", None, None)) is errors.IssuerError
