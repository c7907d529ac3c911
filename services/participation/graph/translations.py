# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Translations as the graph shows them: marked, with engine and time, the original one step away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Protocol

import strawberry

from services.kit.clock import instant
from services.kit.errors import Problem
from services.kit.graph import (
    Info,
    Locale,
    LocalizedText,
    TextOrigin,
    UserError,
    batched,
    local_id,
    user_error,
)
from services.kit.graph_guard import permission
from services.participation.actions.translating import read_renderings, translate
from services.participation.domain.renderings import Rendering
from services.participation.graph.marks import OPEN, WORD
from services.participation.graph.words import spoken
from services.participation.store.papers import Paper

KINDS = ("Comment", "Statement", "Proposal", "Project")
Target = Annotated[
    strawberry.ID, strawberry.argument(description="A comment, statement, proposal or project.")
]
Wanted = Annotated[
    Locale | None, strawberry.argument(description="The language; null: the reader's.")
]


@strawberry.type(
    name="ParticipationTranslation",
    description="What somebody wrote, in another language. The original stays what counts.",
    directives=[WORD],
)
class TranslationGraph:
    """A translation."""

    title: LocalizedText | None = strawberry.field(description="The title, where there is one.")
    text: LocalizedText = strawberry.field(description="The text, marked as what it is.")
    is_machine: bool = strawberry.field(description="Whether a machine wrote it, unread.")
    engine: str | None = strawberry.field(description="Which engine; null: people had said it.")
    translated_at: datetime = strawberry.field(description="When it was made.")


@strawberry.type(
    name="ParticipationTranslationPayload", description="What came of it.", directives=[OPEN]
)
class TranslationPayload:
    """A translation, or what can be put right."""

    translation: TranslationGraph | None = strawberry.field(description="Null when refused.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type
class TranslationChanges:
    """What a reader can ask for."""

    @strawberry.mutation(
        description="Have what somebody wrote translated; kept for the readers after you.",
        extensions=[permission("participation.word.translate")],
    )
    async def translate_participation(
        self, info: Info, target: Target, locale: Wanted = None
    ) -> TranslationPayload:
        """Translate."""
        context = info.context
        try:
            made = await translate(
                context.resources, context.caller, _key(target), locale or context.locale
            )
        except Problem as problem:
            if problem.code != "INPUT_INVALID" and not problem.code.startswith("PARTICIPATION_"):
                raise
            return TranslationPayload(translation=None, user_errors=[user_error(problem, info)])
        return TranslationPayload(translation=_translation(made, info), user_errors=[])


def _key(target: str) -> str:
    for kind in KINDS[:-1]:
        try:
            return local_id(f"Participation{kind}", target)
        except Problem:
            continue
    return local_id(f"Participation{KINDS[-1]}", target)


class _Written(Protocol):
    """Whatever shows a paper."""

    row: Paper


async def _translations(parents: Sequence[_Written], info: Info) -> "list[TranslationGraph | None]":
    """What is there in the reader's language, one question for all papers of an answer."""
    context: Any = info.context
    rows = [each.row for each in parents]
    found = await read_renderings(context.database, rows, context.locale)
    return [None if each is None else _translation(each, info) for each in found]


def translated() -> Any:
    """The field `translation` of a type that shows a paper."""
    make = batched(
        description="The same in the reader's language, once somebody has asked for it.",
        extensions=[permission("participation.public.read")],
    )
    return make(_translations)


def _translation(made: Rendering, info: Info) -> TranslationGraph:
    def text(part: str) -> LocalizedText:
        shown = spoken({made.locale: made.parts[part]}, info)
        shown.origin = TextOrigin.MACHINE if made.is_machine else TextOrigin.HUMAN
        shown.updated_at = instant(made.made_at)
        return shown

    return TranslationGraph(
        title=text("title") if "title" in made.parts else None,
        text=text("text"),
        is_machine=made.is_machine,
        engine=made.engine or None,
        translated_at=instant(made.made_at),
    )
