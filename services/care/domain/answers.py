# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a resident can answer: a few big buttons with pictograms. Keys are stored, words are shown."""

from enum import StrEnum
from typing import Final

import msgspec

from i18n import LazyText, t

MOST_WORDS: Final = 2000
"""Characters of free text."""


class Choice(StrEnum):
    """The button that was pressed."""

    OK = "ok"
    SO_SO = "so_so"
    NEED_HELP = "need_help"
    CALL_ME = "call_me"


class Tone(StrEnum):
    """How a button looks."""

    CALM = "calm"
    CAREFUL = "careful"
    URGENT = "urgent"


class Button(msgspec.Struct, frozen=True, kw_only=True):
    """One big button: a key, its label, the name of the drawing that clients have, its tone."""

    choice: Choice
    label: LazyText
    pictogram: str
    tone: Tone


class Pictogram(msgspec.Struct, frozen=True, kw_only=True):
    """A small drawing that says more about the answer."""

    key: str
    label: LazyText


BUTTONS: Final = (
    Button(choice=Choice.OK, label=t("care.button.ok", "Jag mår bra"), pictogram="face-smile",
           tone=Tone.CALM),
    Button(choice=Choice.SO_SO, label=t("care.button.so_so", "Inte så bra"), pictogram="face-flat",
           tone=Tone.CAREFUL),
    Button(choice=Choice.CALL_ME, label=t("care.button.call_me", "Ring mig"), pictogram="phone",
           tone=Tone.CAREFUL),
    Button(choice=Choice.NEED_HELP, label=t("care.button.need_help", "Jag behöver hjälp nu"),
           pictogram="hand-raised", tone=Tone.URGENT),
)  # fmt: skip

PICTOGRAMS: Final = (
    Pictogram(key="pain", label=t("care.pictogram.pain", "Ont")),
    Pictogram(key="dizzy", label=t("care.pictogram.dizzy", "Yr")),
    Pictogram(key="worried", label=t("care.pictogram.worried", "Orolig")),
    Pictogram(key="lonely", label=t("care.pictogram.lonely", "Ensam")),
    Pictogram(key="hungry", label=t("care.pictogram.hungry", "Hungrig")),
    Pictogram(key="tired", label=t("care.pictogram.tired", "Trött")),
)
KNOWN_PICTOGRAMS: Final = frozenset(each.key for each in PICTOGRAMS)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it was given: by whom, for whom, in which language."""

    id: str
    resident: str
    occurrence: str | None
    """None when nobody had asked: a call for help outside any window."""
    by: str
    on_behalf_of: str | None
    channel: str
    lang: str
    choice: Choice
    pictograms: tuple[str, ...]
    free_text: str | None
    """In the words of the resident; a translation is shown beside it, never instead."""
    received_at: int
    client_event_id: str
