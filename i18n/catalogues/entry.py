# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One catalogue entry: a key, its Swedish source, a translation and what is known about it."""

from enum import StrEnum

import msgspec

from i18n.localized import Origin

FUZZY = "fuzzy"
MACHINE = "machine"
REVIEWED = "machine-reviewed"


class State(StrEnum):
    """Where a translation stands; derived, never stored."""

    MISSING = "MISSING"
    OUTDATED = "OUTDATED"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    OK = "OK"


class Entry(msgspec.Struct, frozen=True):
    """An entry of a PO file: `msgctxt` is the key, `msgid` the Swedish text, `msgstr` the translation."""

    key: str
    source: str
    text: str = ""
    comments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: str = ""

    @property
    def fuzzy(self) -> bool:
        """Whether the source has changed since the translation was made."""
        return FUZZY in self.flags

    @property
    def origin(self) -> Origin:
        """Who made the translation."""
        if MACHINE in self.flags:
            return Origin.MACHINE
        return Origin.MACHINE_REVIEWED if REVIEWED in self.flags else Origin.HUMAN

    @property
    def state(self) -> State:
        """Missing, outdated, waiting for a human, or in order."""
        if not self.text:
            return State.MISSING
        if self.fuzzy:
            return State.OUTDATED
        return State.NEEDS_REVIEW if MACHINE in self.flags else State.OK
