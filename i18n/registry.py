# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The languages of the house, read once from registry.toml (BCP 47 tags, ISO 15924 scripts)."""

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

DEFAULT = "sv"
"""The language of the sources, and of anyone about whom we know nothing."""

RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"})


class LocaleEntry(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"name_sv": "sv", "name_en": "en"},
):
    """One language: what it is called, how it is written, whose data formats it, who stands in for it."""

    tag: str
    babel: str
    script: str
    endonym: str
    name_sv: str
    name_en: str
    status: Literal["full", "ui", "content", "info"]
    legal: Literal["none", "minority"] = "none"
    plural: str = ""
    names: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    native_digits: str = "latn"
    hour_cycle: Literal["h23", "h12"] = "h23"

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the language is written; follows from its script."""
        return "rtl" if self.script in RTL_SCRIPTS else "ltr"

    @property
    def plural_source(self) -> str:
        """The CLDR locale of the plural rule, or `rule: <condition of one>` for a rule of our own."""
        return self.plural or self.babel


@cache
def table() -> MappingProxyType[str, LocaleEntry]:
    """Every entry by its tag, in the order of the file."""
    raw = tomllib.loads(Path(__file__).with_name("registry.toml").read_text(encoding="utf-8"))
    found = {
        tag: msgspec.convert({"tag": tag, **row}, LocaleEntry) for tag, row in raw["locale"].items()
    }
    return MappingProxyType(found)


def entries() -> tuple[LocaleEntry, ...]:
    """Every language of the house, sources and full ones first."""
    return tuple(table().values())


def tags() -> tuple[str, ...]:
    """The tag of every language of the house."""
    return tuple(table())


def entry(tag: str) -> LocaleEntry:
    """The entry of a registered tag, written exactly as in the registry; KeyError for any other."""
    return table()[tag]


def known(tag: str) -> bool:
    """Whether the tag, written exactly so, is registered."""
    return tag in table()


def complete() -> tuple[str, ...]:
    """The tags whose catalogues must lack nothing (status full), Swedish apart: it is the source."""
    return tuple(e.tag for e in entries() if e.status == "full" and e.tag != DEFAULT)


@cache
def chain(tag: str) -> tuple[str, ...]:
    """In which languages a text may be shown to a reader of `tag`, best first: own, registry, sv, en."""
    found = [tag]
    queue = list(table()[tag].fallback) if tag in table() else []
    while queue:
        one = queue.pop(0)
        if one not in found:
            found.append(one)
            queue.extend(table()[one].fallback)
    return tuple(dict.fromkeys([*found, DEFAULT, "en"]))
