# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Strict JSON from clients (reliability H2)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.wire.json import JsonFault, is_deeper, read_answer, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**29), 10**29) | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        b"", b" ", b"NaN", b"Infinity", b"-Infinity", b"1e999", b"[1,]", b"{}x", b"{'a':1}", b"01",
        b'{"a":1,"a":2}', b'{"a":1,"\\u0061":2}', b'{"b":{"a":1,"a" :2}}', b'{"a"\n:1,"a":2}',
        b'["\\ud800"]', b'["\\udc00\\ud800"]', b'["\xff"]', b'["\xc0\x80"]', b"\xef\xbb\xbf{}",
        b"/**/{}", b'["\t"]', "{}".encode("utf-16"), b"9" * 31, b"[" + b"9" * 31 + b"]", b"[" * 65 + b"]" * 65,
        b"[" * 100_000, b'{"a":' * 3000 + b"1" + b"}" * 3000, b'"\\x"', b"tru", b"[1 2]",
        b'{"a\\\\":1,"a\\\\":2}', b'{"x":":","x":1}',
    ],
)  # fmt: skip
def test_what_has_no_single_meaning_is_refused(text: bytes) -> None:
    with pytest.raises(JsonFault):
        read_json(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'{"a":":","b":"\\":"}', {"a": ":", "b": '":'}),
        (b'{ "a" : 1 , "b" : { "a" : 2 } }', {"a": 1, "b": {"a": 2}}),
        (b"[" * 64 + b"]" * 64, json.loads("[" * 64 + "]" * 64)),
        (b"-0", 0), (b"9" * 30, 10**30 - 1), (b'"\\ud83d\\ude00"', "😀"), (b" null ", None),
        (b'{"query":"{ a(b: \\"c\\") }"}', {"query": '{ a(b: "c") }'}),
    ],
)  # fmt: skip
def test_what_has_one_meaning_is_read(text: bytes, value: Any) -> None:
    assert read_json(text) == value


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_whatever_json_writes_is_read_back(
    value: Any, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode()
    assert read_json(text) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_fault(text: bytes) -> None:
    try:
        ours = read_json(text)
    except JsonFault:
        return
    assert ours == json.loads(text)


@given(VALUES, st.integers(1, 6))
def test_no_deep_answer_passes(value: Any, depth: int) -> None:
    text = json.dumps(value).encode()
    if _depth(value) > depth and not any(mark in _texts(value) for mark in "[]{}"):
        assert is_deeper(text, depth)
        with pytest.raises(JsonFault):
            read_answer(text, depth=depth)


def _depth(value: Any) -> int:
    inner = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    )
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


def _texts(value: Any) -> str:
    return "".join(json.loads(json.dumps(_flat(value))))


def _flat(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (key, *_flat(item))]
    return [text for item in value for text in _flat(item)] if isinstance(value, list) else []
