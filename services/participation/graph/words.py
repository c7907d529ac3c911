# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words of the domain as the graph shows them, and texts that people wrote in several languages."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import msgspec
import strawberry

from i18n import Localizer, choose, t
from services.kit.graph import Info, Locale, LocalizedText, describe_enum, localized, text_of
from services.participation.actions.issuing import Channel
from services.participation.domain.budgets import BudgetPhase, ProjectState
from services.participation.domain.consultations import Commenting, OnMap, SectionKind
from services.participation.domain.decisions import Outcome, Voice
from services.participation.domain.polls import Franchise, PollKind, PollState, QuorumKind, Secrecy
from services.participation.domain.proposals import ProposalState, Verdict
from services.participation.domain.words import Reason, WordState

MISSING = t("participation.text_missing", "Text saknas.")


class EntityKey(msgspec.Struct, frozen=True):
    """The key other services know an entity by."""

    id: str


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
    Franchise,
    "Franchise",
    "Whose vote it is by citizenship.",
    "Everybody registered.",
    "As in municipal elections: foreigners too, by the rules of vallagen.",
    "Swedish citizens.",
)
name_enum(
    QuorumKind,
    "QuorumKind",
    "What must be reached for a result to bind.",
    "A number of voters.",
    "A share of the roll, in percent.",
    "A share of the roll in every district, in percent.",
    "A share of the votes for the winner, in percent.",
    "A share of the votes and a share of the whole roll for the winner, in percent.",
)
name_enum(
    Channel,
    "Channel",
    "Where somebody came to vote.",
    "On the web.",
    "At a desk.",
    "On paper.",
)


name_enum(
    WordState,
    "WordState",
    "Whether something written can be read.",
    "Waits for a moderator.",
    "Can be read.",
    "Hidden, with a reason.",
    "Hidden; its author has asked for another look.",
    "Taken back by its author.",
)
name_enum(
    Reason,
    "ModerationReason",
    "Why something was hidden.",
    "Not about the matter.",
    "Personal data of somebody.",
    "Hate against people.",
    "A threat.",
    "Against the law.",
    "Sent again and again.",
    "Said already.",
    "Advertising.",
    "In somebody else's name.",
    "Another reason, in words.",
)
name_enum(
    SectionKind,
    "SectionKind",
    "What a section is.",
    "The whole matter.",
    "A part of it.",
    "One possible future.",
    "What became of it.",
)
name_enum(
    Commenting,
    "Commenting",
    "Who may comment.",
    "Nobody.",
    "Whoever has signed in.",
    "Whoever is known.",
    "Whoever has a strong sign-in.",
)
name_enum(OnMap, "OnMap", "Whether comments point at a place.", "No.", "A point.", "Any shape.")
name_enum(
    ProposalState,
    "ProposalState",
    "Where a proposal stands.",
    "Published.",
    "Supported enough for an answer.",
    "With a board.",
    "Answered.",
    "Being carried out.",
    "Taken back.",
    "Joined to another.",
    "Passed on as a view.",
    "Hidden.",
    "Hidden; its author has asked for another look.",
)
name_enum(Verdict, "AnswerVerdict", "What the city answers.", "Yes.", "In part.", "No.")
name_enum(
    BudgetPhase,
    "BudgetPhase",
    "Where a budget stands.",
    "Being written.",
    "People are told.",
    "Projects are handed in.",
    "Projects are looked at.",
    "Projects are supported.",
    "Projects are valued.",
    "Prices are published.",
    "Votes are taken.",
    "Votes are looked at.",
    "Decided.",
)
name_enum(
    ProjectState,
    "ProjectState",
    "Where a project stands.",
    "Handed in.",
    "Cannot be done.",
    "Joined to another.",
    "Taken back.",
    "Can be done, for a price.",
    "On the ballot.",
    "Funded.",
    "Not funded.",
    "Planned.",
    "Done, wholly or in part.",
)
name_enum(Outcome, "DecisionOutcome", "What became of a motion.", "Carried.", "Lost.")
name_enum(Voice, "Voice", "How somebody voted.", "Yes.", "No.", "Abstained.", "Absent.")


def chosen_text(texts: Mapping[str, str], locale: str) -> str:
    """The words alone, in the nearest language."""
    found = choose(texts, locale)
    return found.value if found else ""


def written(text: str, language: str, info: Info) -> LocalizedText:
    """Somebody's own words in their language; gone when they were taken back or hidden."""
    return spoken({language: text}, info)


def by_participant(info: Info) -> LocalizedText:
    """The label on everything that people wrote (M6)."""
    label = t("participation.by_participant", "Skrivet av en deltagare, inte av staden.")
    return localized(label, info)


def spoken(texts: Mapping[str, str], info: Info) -> LocalizedText:
    """A text that people wrote, in the reader's language or the nearest there is."""
    context: Any = info.context
    found = choose(texts, context.locale) or Localizer(context.locale).localized(MISSING)
    return text_of(found)


@strawberry.input(description="A text in one language.")
class ParticipationTextInput:
    """A text in one language."""

    language: Locale = strawberry.field(description="BCP 47 tag, for example sv.")
    value: str = strawberry.field(description="The text.")


TextInput = ParticipationTextInput


def texts_of(given: list[ParticipationTextInput]) -> dict[str, str]:
    """Texts by language."""
    return {each.language: each.value for each in given}
