# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A text as delivered: what it says, in which language it really is, and where it comes from."""

from enum import StrEnum
from typing import Literal

import msgspec


class Origin(StrEnum):
    """Who wrote a text: the Swedish source, a human, a machine, or a machine with a human after it."""

    SOURCE = "SOURCE"
    HUMAN = "HUMAN"
    MACHINE = "MACHINE"
    MACHINE_REVIEWED = "MACHINE_REVIEWED"


class Localized(msgspec.Struct, frozen=True):
    """A delivered text. `language` and `direction` are those of the real text, not of the wish."""

    value: str
    language: str
    direction: Literal["ltr", "rtl"]
    is_fallback: bool
    origin: Origin
