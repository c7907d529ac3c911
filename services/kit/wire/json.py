# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Strict reading of JSON from outside (RFC 8259): one meaning per text, bounded in every direction."""

import json
import re
from typing import Any, Final, cast

import msgspec

DEPTH: Final = 64
"""Levels of lists and objects that a text may have."""

DIGITS: Final = 30
"""Digits that an integer may have."""

_BOUND: Final = 10**DIGITS
_KEY: Final = re.compile(rb'"[ \t\r\n]*:')
_GAP: Final = re.compile(rb'"[ \t\r\n]')
_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_FAULTS: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)


class JsonFault(ValueError):
    """The text is not JSON as RFC 8259 has it, or it goes beyond the bounds of this module."""


def read_json(text: bytes, *, depth: int = DEPTH) -> Any:
    """The value of a UTF-8 JSON text from a client.

    Raises JsonFault for whatever another reader might understand differently or choke on: repeated
    keys, numbers that are not finite, broken UTF-8 or surrogates, comments, bytes before or after,
    more than `depth` levels, integers of more than 30 digits.
    """
    try:
        value = msgspec.json.decode(text)
    except _FAULTS as error:
        raise JsonFault("not JSON") from error
    if value.__class__ is not dict and value.__class__ is not list:
        _check_number(value)
        return value
    keys = _check_value(value, depth)
    if keys != text.count(b'":') or _GAP.search(text):
        _refuse_repeated_keys(text, keys)
    return value


def read_answer(text: bytes, *, depth: int = DEPTH) -> Any:
    """The value of a JSON text from a service: the same syntax, repeated keys taken as the last.

    Raises JsonFault. Big integers pass: an answer may carry scalars that only the client knows.
    """
    try:
        value = msgspec.json.decode(text)
    except _FAULTS as error:
        raise JsonFault("not JSON") from error
    if is_deeper(text, depth):
        _check_value(value, depth, digits=False)
    return value


def is_deeper(text: bytes, depth: int) -> bool:
    """Whether brackets alone suggest more than `depth` levels; strings may raise a false alarm."""
    brackets = text.translate(None, _BRACKETS)
    if len(brackets) <= depth * 2:
        return False
    for _ in range(depth):
        shorter = brackets.replace(b"{}", b".").replace(b"[]", b".").replace(b".", b"")
        if not shorter:
            return False
        if len(shorter) == len(brackets):
            return True
        brackets = shorter
    return True


def _check_value(value: Any, depth: int, *, digits: bool = True) -> int:
    """Walk the containers without recursion; the number of keys met."""
    keys = 0
    level: list[Any] = [value]
    while level:
        if depth == 0:
            raise JsonFault("nested too deeply")
        depth -= 1
        below: list[Any] = []
        for container in level:
            if container.__class__ is dict:
                keys += len(cast("dict[str, Any]", container))
                items = cast("dict[str, Any]", container).values()
            else:
                items = cast("list[Any]", container)
            for item in items:
                kind = item.__class__
                if kind is dict or kind is list:
                    below.append(item)
                elif digits and kind is int:
                    _check_number(item)
        level = below
    return keys


def _check_number(value: Any) -> None:
    if value.__class__ is int and not -_BOUND < value < _BOUND:
        raise JsonFault("an integer with too many digits")


def _refuse_repeated_keys(text: bytes, keys: int) -> None:
    """Compare the keys met with the keys written; only a text that differs is read a second time."""
    if len(_KEY.findall(text)) == keys:
        return
    try:
        json.loads(text, object_pairs_hook=_refuse_repeated)
    except RecursionError as error:
        raise JsonFault("nested too deeply") from error


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise JsonFault("a key stands twice in one object")
