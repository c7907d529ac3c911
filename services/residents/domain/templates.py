# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Templates of notifications: versions, languages, placeholders `((name))` and `((flag??text))`."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final, cast

import msgspec

from i18n import registry

_PLACE: Final = re.compile(r"\(\(([^()]{1,200}?)(?:\?\?((?:(?!\)\)).)*))?\)\)", re.DOTALL)
_LINK: Final = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S*", re.IGNORECASE)
_YES: Final = frozenset({"yes", "y", "true", "t", "include", "show", "1", "ja"})


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a template, in the languages it has."""

    id: str
    version: int
    service: str
    type: str
    """email, sms or letter."""
    name: str
    subjects: dict[str, str]
    """By language; empty for sms."""
    bodies: dict[str, str]
    created_by: str
    created_at: int
    first_at: int
    """When the first version was made."""
    archived: bool = False


class Filled(msgspec.Struct, frozen=True):
    """A template with its values, in one language."""

    language: str
    subject: str
    body: str


class MissingValues(Exception):
    """Placeholders without a value: nothing may be sent (N5)."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def language_of(template: Template, wanted: Sequence[str]) -> str:
    """The first language of the recipient that this version has, else by the registry's chain (N4)."""
    for tag in wanted:
        if tag in template.bodies:
            return tag
    for tag in wanted:
        for near in registry.chain(tag) if registry.known(tag) else ():
            if near in template.bodies:
                return near
    return next(iter(template.bodies))


def fill(template: Template, values: Mapping[str, Any], wanted: Sequence[str] = ()) -> Filled:
    """The template with its values. MissingValues names what is not there."""
    language = language_of(template, wanted)
    subject, body = template.subjects.get(language, ""), template.bodies[language]
    known = {_key(name): value for name, value in values.items()}
    missing = [name for name in placeholders(f"{subject} {body}") if known.get(_key(name)) is None]
    if missing:
        raise MissingValues(missing)
    return Filled(language, " ".join(_put(subject, known).split()), _put(body, known))


def without_links(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The values, those of `names` without addresses that a reader could follow."""
    guarded = {_key(name) for name in names}
    return {
        name: _LINK.sub("", value) if isinstance(value, str) and _key(name) in guarded else value
        for name, value in values.items()
    }


def placeholders(text: str) -> list[str]:
    """Names of the placeholders of a text, in order, each once."""
    return list(dict.fromkeys(match[1].strip() for match in _PLACE.finditer(text)))


def _key(name: str) -> str:
    """Names agree whatever their case, spaces, dashes and underscores."""
    return re.sub(r"[\s_-]+", "", name).casefold()


def _put(text: str, values: Mapping[str, Any]) -> str:
    def one(match: re.Match[str]) -> str:
        value = values[_key(match[1])]
        if match[2] is not None:
            shown = str(value).strip().casefold() in _YES
            return match[2] if shown else ""
        if isinstance(value, list):
            return "\n".join(f"* {item}" for item in cast("list[Any]", value))
        return str(value)

    return _PLACE.sub(one, text)


def as_html(body: str) -> str:
    """A body as plain paragraphs; nothing of it is taken for markup."""
    paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs)
