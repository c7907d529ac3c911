# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words of the domain as the graph shows them, and texts that people wrote in several languages."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry

from i18n import Localizer, choose, t
from services.kit.graph import Info, LocalizedText, describe_enum, text_of
from services.participation.actions.issuing import Channel
from services.participation.domain.polls import PollKind, PollState, QuorumKind, Secrecy

MISSING = t("participation.text_missing", "Text saknas.")


def name_enum(kind: type[Enum], name: str, about: str, *values: str) -> None:
    """Describe an enum's members in their order."""
    names = dict(zip(kind.__members__, values, strict=True))
    describe_enum(kind, f"Participation{name}", description=about, values=names)


name_enum(
    PollKind,
    "PollKind",
    "What a voter is asked to write down.",
    "One choice.",
    "Any number of choices, up to a limit.",
    "Points for each choice.",
    "Points to share out among choices.",
    "A ranking in which places may be shared.",
    "A ranking without shared places.",
    "Projects that fit into the budget together.",
)
name_enum(
    PollState,
    "PollState",
    "Where a poll stands.",
    "Being written.",
    "Open for votes.",
    "Closed; being counted.",
    "Counted.",
    "Counted and confirmed by the board.",
    "Ended without a result.",
)
name_enum(
    Secrecy,
    "Secrecy",
    "Who could find out who voted how.",
    "Nobody, not even the city.",
    "The city could; said before casting.",
)
name_enum(
    QuorumKind,
    "QuorumKind",
    "What must be reached for a result to bind.",
    "A number of voters.",
    "A share of the roll, in percent.",
    "A share of the roll in every district, in percent.",
    "A share of the votes for the winner, in percent.",
    "The same share of the roll and of the votes, in percent.",
)
name_enum(
    Channel,
    "Channel",
    "Where somebody came to vote.",
    "On the web.",
    "At a desk.",
    "On paper.",
)


def spoken(texts: Mapping[str, str], info: Info) -> LocalizedText:
    """A text that people wrote, in the reader's language or the nearest there is."""
    context: Any = info.context
    found = choose(texts, context.locale) or Localizer(context.locale).localized(MISSING)
    return text_of(found)


@strawberry.input(description="A text in one language.")
class ParticipationTextInput:
    """A text in one language."""

    language: str = strawberry.field(description="BCP 47 tag, for example sv.")
    value: str = strawberry.field(description="The text.")


TextInput = ParticipationTextInput


def texts_of(given: list[ParticipationTextInput]) -> dict[str, str]:
    """Texts by language."""
    return {each.language: each.value for each in given}
