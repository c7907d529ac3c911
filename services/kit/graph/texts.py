# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Text for people in the graph: LocalizedText says what it is, not what was wished for."""

from datetime import datetime
from enum import Enum
from typing import Any, Self

import strawberry

from i18n import LazyText, Localizer
from i18n.localized import Localized
from services.kit.graph.scalars import Locale
from services.kit.privacy.marks import public_data


@strawberry.enum(description="Which way a text is written.")
class TextDirection(Enum):
    """Which way a text is written."""

    LTR = strawberry.enum_value("LTR", description="From left to right.")
    RTL = strawberry.enum_value("RTL", description="From right to left.")


@strawberry.enum(description="Who wrote a text.")
class TextOrigin(Enum):
    """Who wrote a text."""

    SOURCE = strawberry.enum_value("SOURCE", description="The original.")
    HUMAN = strawberry.enum_value("HUMAN", description="Translated by a person.")
    MACHINE = strawberry.enum_value("MACHINE", description="Translated by a machine, unread.")
    MACHINE_REVIEWED = strawberry.enum_value(
        "MACHINE_REVIEWED", description="Translated by a machine, read by a person."
    )


@strawberry.federation.type(
    shareable=True,
    description="A text for people, with the language it is really in.",
    directives=[public_data()],
)
class LocalizedText:
    """A text for people, with the language it is really in (i18n 4.3)."""

    value: str = strawberry.field(description="The text.")
    language: Locale = strawberry.field(description="The language the text is in.")
    direction: TextDirection = strawberry.field(description="Which way it is written.")
    is_fallback: bool = strawberry.field(description="Whether another language was asked for.")
    origin: TextOrigin = strawberry.field(description="Who wrote it.")
    original: Self | None = strawberry.field(
        default=None, description="The text it was translated from."
    )
    updated_at: datetime | None = strawberry.field(
        default=None, description="When it was last changed."
    )


def text_of(
    given: Localized, *, original: Localized | None = None, updated_at: datetime | None = None
) -> LocalizedText:
    """The graph's form of a delivered text."""
    return LocalizedText(
        value=given.value,
        language=Locale(given.language),
        direction=_DIRECTIONS[given.direction],
        is_fallback=given.is_fallback,
        origin=_ORIGINS[given.origin.value],
        original=text_of(original) if original is not None else None,
        updated_at=updated_at,
    )


def localized(text: LazyText, info: Any, *, locale: str | None = None) -> LocalizedText:
    """A message in the reader's language, or in `locale` if the field was asked so.

    `info` is the resolver's info: its context holds the reader's `localizer`.
    """
    localizer: Localizer = info.context.localizer
    if locale is not None and locale != localizer.locale:
        localizer = Localizer(locale)
    return text_of(localizer.localized(text))


_DIRECTIONS = {"ltr": TextDirection.LTR, "rtl": TextDirection.RTL}
_ORIGINS = {str(member.value): member for member in TextOrigin}
