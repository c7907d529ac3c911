# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The query language of NGSI-LD (q): comparisons of attributes, ";" for and, "|" for or, a..b for ranges."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from services.devices.domain.entities import Attribute, EntityRefused

LONGEST = 1_000
MOST_TERMS = 50
_TERM = re.compile(
    r"(?P<name>[A-Za-z_][\w:./#-]*(?:\[[\w:./#-]+\])*)"
    r"(?:(?P<op>==|!=|<=|>=|~=|<|>)(?P<value>\"[^\"]*\"(?:\.\.\"[^\"]*\")?|[^;|()\"]+))?"
)

Test = Callable[[Mapping[str, Attribute]], bool]


class Query(msgspec.Struct, frozen=True):
    """A condition that was read, with the attributes it looks at."""

    text: str
    test: Test
    names: frozenset[str]


def read_query(text: str) -> Query:
    """The condition of a q. Raises EntityRefused with the reason bad_query."""
    text = text.replace("%22", '"').strip()
    if not text or len(text) > LONGEST:
        raise _bad("q is empty or too long")
    reader = _Reader(text)
    test = reader.any_of()
    if reader.at != len(text):
        raise _bad(f'q: "{text[reader.at : reader.at + 30]}" is not understood')
    return Query(text, test, frozenset(reader.names))


class _Reader:
    """Reads by descent: any_of -> all_of -> one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.names: set[str] = set()
        self.terms = 0

    def any_of(self, depth: int = 0) -> Test:
        tests = [self.all_of(depth)]
        while self._take("|"):
            tests.append(self.all_of(depth))
        return tests[0] if len(tests) == 1 else lambda held: any(test(held) for test in tests)

    def all_of(self, depth: int) -> Test:
        tests = [self.one(depth)]
        while self._take(";"):
            tests.append(self.one(depth))
        return tests[0] if len(tests) == 1 else lambda held: all(test(held) for test in tests)

    def one(self, depth: int) -> Test:
        self.terms += 1
        if self.terms > MOST_TERMS or depth > MOST_TERMS:
            raise _bad(f"q has more than {MOST_TERMS} terms")
        if self._take("("):
            test = self.any_of(depth + 1)
            if not self._take(")"):
                raise _bad("q: a parenthesis is not closed")
            return test
        found = _TERM.match(self.text, self.at)
        if found is None:
            raise _bad(f'q: "{self.text[self.at : self.at + 30]}" is not understood')
        self.at = found.end()
        name, *path = re.split(r"[\[\]]+", found["name"].rstrip("]"))
        name, *dots = name.split(".") if "://" not in name else [name]
        self.names.add(name)
        return _compare(name, (*dots, *path), found["op"], found["value"])

    def _take(self, sign: str) -> bool:
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False


def _compare(name: str, path: tuple[str, ...], op: str | None, value: str | None) -> Test:
    if op is None or value is None:
        return lambda held: name in held
    if op == "~=":
        pattern = _pattern(value)
        return lambda held: _matches(pattern, _value(held, name, path))
    if op in ("==", "!="):
        wanted = _alternatives(value)
        negated = op == "!="
        if len(wanted) == 1 and isinstance(wanted[0], str) and not path:
            return _is_word(name, wanted[0], negated=negated)
        return lambda held: (
            (shown := _value(held, name, path)) is not _ABSENT
            and any(_fits(shown, one) for one in wanted) != negated
        )
    bound = _scalar(value)
    order = _ORDERS[op]
    return lambda held: _ordered(_value(held, name, path), bound, order)


def _is_word(name: str, word: str, *, negated: bool) -> Test:
    """The usual condition, status=="free": a text is compared at once, anything else as always."""

    def test(held: Mapping[str, Attribute]) -> bool:
        one = held.get(name)
        if one is None:
            return False
        same = one.value == word if one.value.__class__ is str else _fits(one.value, word)
        return same != negated

    return test


_ABSENT = object()
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _value(held: Mapping[str, Attribute], name: str, path: tuple[str, ...]) -> Any:
    one = held.get(name)
    shown: Any = _ABSENT if one is None else one.value
    for step in path:
        if not isinstance(shown, dict) or step not in shown:
            return _ABSENT
        shown = shown[step]  # pyright: ignore[reportUnknownVariableType] -- any JSON
    return shown  # pyright: ignore[reportUnknownVariableType]


def _alternatives(value: str) -> list[Any]:
    """A scalar, a range (low, high) or several of them, with commas between."""
    parts = re.findall(r'"[^"]*"(?:\.\."[^"]*")?|[^,]+', value)
    found: list[Any] = []
    for part in parts:
        low, dots, high = part.partition("..")
        found.append((_scalar(low), _scalar(high)) if dots else _scalar(part))
    return found


def _scalar(text: str) -> Any:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", text) else text
    except ValueError:
        return text


def _fits(shown: Any, wanted: Any) -> bool:
    if isinstance(shown, list):
        return any(_fits(one, wanted) for one in shown)  # pyright: ignore[reportUnknownVariableType]
    if isinstance(wanted, tuple):
        low, high = wanted  # pyright: ignore[reportUnknownVariableType]
        return _ordered(shown, low, _ORDERS[">="]) and _ordered(shown, high, _ORDERS["<="])
    if isinstance(shown, bool) != isinstance(wanted, bool):
        return False
    return bool(shown == wanted)


def _ordered(shown: Any, bound: Any, order: Callable[[Any, Any], bool]) -> bool:
    numbers = (int, float)
    if isinstance(shown, bool) or isinstance(bound, bool):
        return False
    if isinstance(shown, numbers) and isinstance(bound, numbers):
        return order(shown, bound)
    return isinstance(shown, str) and isinstance(bound, str) and order(shown, bound)


def _pattern(value: str) -> re.Pattern[str]:
    """Text with ".*" for anything; everything else stands for itself, so no pattern can run away."""
    text = value.strip('"')
    head, tail = text.startswith("^"), text.endswith("$")
    parts = text.removeprefix("^").removesuffix("$").split(".*")
    body = ".*?".join(re.escape(part) for part in parts[:8])
    if len(parts) > 8:  # noqa: PLR2004 -- more gaps than anybody needs
        raise _bad("q: at most 7 times .* in a pattern")
    return re.compile(("" if head else ".*?") + body + ("" if tail else ".*"), re.DOTALL)


def _matches(pattern: re.Pattern[str], shown: Any) -> bool:
    return isinstance(shown, str) and len(shown) <= LONGEST and pattern.fullmatch(shown) is not None


def _bad(text: str) -> EntityRefused:
    return EntityRefused("bad_query", text)
