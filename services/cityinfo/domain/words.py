# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Texts of the city's content: per language what it says, who wrote it, and whether it is still true (L1-L4)."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from i18n import registry
from services.kit.errors import InputInvalid, Problem

MOST_LETTERS = 10_000


class Provenance(StrEnum):
    """Where a text comes from."""

    ORIGINAL = "original"
    HUMAN = "human"
    MACHINE = "machine"
    MISSING = "missing"


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """A text in one language."""

    value: str
    status: Provenance = Provenance.HUMAN
    by: str = ""
    at: int | None = None
    """UTC milliseconds."""
    source_hash: str = ""
    """Of the original it was made from; empty for the original itself."""


Words = dict[str, Wording]
"""One text in every language it has, by tag."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A text as a reader gets it: never a silent swap of languages (L1)."""

    value: str
    language: str
    requested: str
    provenance: Provenance
    source_changed: bool
    """The original has changed since this was written; it is shown all the same (L4)."""
    at: int | None

    @property
    def is_fallback(self) -> bool:
        """Whether it is in another language than asked for."""
        return self.language != self.requested


def original_of(words: Mapping[str, Wording]) -> tuple[str, Wording] | None:
    """The original and its language: the one marked so, else Swedish, else the first."""
    for tag, each in words.items():
        if each.status is Provenance.ORIGINAL:
            return tag, each
    if registry.DEFAULT in words:
        return registry.DEFAULT, words[registry.DEFAULT]
    return next(iter(words.items()), None)


def hash_of(value: str) -> str:
    """The mark of an original's text, kept beside what is made from it."""
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def tell(words: Mapping[str, Wording], wanted: str) -> Told | None:
    """The text for a reader: her language, the registry's chain, the original; None if there is none."""
    there = {tag: each for tag, each in words.items() if each.value.strip()}
    source = original_of(there)
    if source is None:
        return None
    for tag in (*registry.chain(wanted), source[0]):
        if tag in there:
            found = there[tag]
            stale = bool(found.source_hash) and found.source_hash != hash_of(source[1].value)
            return Told(
                value=found.value, language=tag, requested=wanted, provenance=found.status,
                source_changed=stale, at=found.at,
            )  # fmt: skip
    return None


def status_in(words: Mapping[str, Wording], language: str) -> Provenance:
    """What there is in one language, without any fall-back."""
    found = words.get(language)
    return found.status if found is not None and found.value.strip() else Provenance.MISSING


def put_wording(words: Words, language: str, given: Wording) -> Words:
    """The text with one language more or anew; a machine's never replaces a human's (L3)."""
    if not registry.known(language):
        raise Problem("UNKNOWN_LOCALE", path=("language",))
    if len(given.value) > MOST_LETTERS:
        raise InputInvalid(path=("value",), max=MOST_LETTERS)
    old = words.get(language)
    by_hand = old is not None and old.value.strip() and old.status is not Provenance.MACHINE
    if by_hand and given.status is Provenance.MACHINE:
        return words
    return words | {language: given}


def in_swedish(value: str, **others: str) -> Words:
    """A text with its Swedish original and translations of our own by a machine; tags with `_`."""
    mark = hash_of(value)
    made = {
        tag.replace("_", "-"): Wording(
            value=text, status=Provenance.MACHINE, by="torget", source_hash=mark
        )
        for tag, text in others.items()
    }
    return {"sv": Wording(value=value, status=Provenance.ORIGINAL)} | made
