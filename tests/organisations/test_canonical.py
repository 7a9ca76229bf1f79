"""One text per value: RFC 8785, restricted."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoeder.organisations.canonical import Json, NotCanonicalError, parse, write

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text('aé€😀\n"\\\x01', max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_what_was_written_is_read_back_and_is_json(value: Json) -> None:
    text = write(value)
    assert parse(text) == value
    assert json.loads(text) == value


def test_names_are_sorted_by_utf_16_code_units() -> None:
    # RFC 8785 §3.2.3, its own example.
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\u00f6": 7}
    assert list(json.loads(write(value)).values()) == [2, 4, 6, 7, 1, 5, 3]


def test_only_what_must_be_escaped_is_escaped() -> None:
    assert write('€$\x0f\nA\'B"\\"/\x7f') == '"€$\\u000f\\nA\'B\\"\\\\\\"/\x7f"'


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), b"x", {1: 2}, "\ud800", {"\ud800": 1}]
)
def test_what_has_no_place_is_refused(value: Json) -> None:
    with pytest.raises(NotCanonicalError):
        write(value)


def test_depth_is_bounded() -> None:
    value: Json = []
    for _ in range(40):
        value = [value]
    with pytest.raises(NotCanonicalError, match="deep"):
        write(value)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "nul", " 1", "1 ", "1.0", "1e3", "-0", "01", "NaN", "Infinity", '{"b":1,"a":2}',
        '{"a":1,"a":1}', '{"a": 1}', '"\\u0041"', '"\\/"', '"\\ud800"', "9007199254740992",
        "[" * 100_000, "[" * 40 + "]" * 40, "\ufeff1",
    ],
)  # fmt: skip
def test_any_other_writing_is_refused(text: str) -> None:
    with pytest.raises(NotCanonicalError):
        parse(text)
