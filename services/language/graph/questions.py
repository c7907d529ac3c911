# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked: languages, readability, words, matches, pages, jobs, money."""

from typing import Annotated

import strawberry

from services.kit.graph import Connection, Info, Locale, asked, page
from services.kit.graph.connections import After, First
from services.kit.graph_guard import permission
from services.kit.policy import require
from services.language.actions.documents import open_document
from services.language.actions.memory import look_up
from services.language.clients.linguistics import detect
from services.language.domain.readability import measure
from services.language.domain.work import WorkState
from services.language.graph.types import (
    BudgetType,
    DocumentType,
    EngineScoreType,
    GuessType,
    MatchType,
    ReadabilityType,
    TermType,
    WorkType,
    budget_type,
    document_type,
    match_type,
    score_type,
    term_type,
    work_type,
)
from services.language.store import documents, ledger, memory, scores

Words = Annotated[str, strawberry.argument(description="The text; it is not kept.")]
Prior = Annotated[
    Locale | None, strawberry.argument(description="The language the person uses, if known.")
]
From = Annotated[Locale, strawberry.argument(description="The language of the text.")]
To = Annotated[Locale, strawberry.argument(description="The language wanted.")]
Wanted = Annotated[Locale, strawberry.argument(description="The language of the renderings.")]
Key = Annotated[strawberry.ID, strawberry.argument(description="The id its service gave it.")]
State = Annotated[WorkState, strawberry.argument(description="Where the jobs stand.")]


@strawberry.type
class Query:
    """What can be asked."""

    @strawberry.field(
        description="In which language a text is, and whether to ask the person.",
        extensions=[permission("language.text.measure")],
    )
    async def identify_language(self, text: Words, prior: Prior = None) -> GuessType:
        """A guess with its confidence."""
        guess = detect(text, prior=prior)
        return GuessType(
            language=guess.language, confidence=guess.confidence, must_ask=guess.must_ask
        )

    @strawberry.field(
        description="How hard a Swedish text is to read (LIX).",
        extensions=[permission("language.text.measure")],
    )
    async def readability(self, text: Words) -> ReadabilityType:
        """The counts and what they mean."""
        found = measure(text)
        return ReadabilityType(
            lix=found.lix, words=found.words, sentences=found.sentences,
            long_words=found.long_words, is_too_hard=found.is_too_hard,
        )  # fmt: skip

    @strawberry.field(
        description="The city's choice of words in a language.",
        extensions=[permission("language.glossary.read")],
    )
    async def glossary_terms(
        self, info: Info, locale: Wanted, first: First = 20, after: After = None
    ) -> Connection[TermType]:
        """Terms by id."""
        wanted = asked(first, after)
        database = info.context.database
        rows = await database.many(
            memory.terms_page, locale=locale, after=wanted.after or "", most=wanted.limit
        )
        total = await database.one(memory.count_terms, locale=locale) or 0
        return page(rows, wanted, total=total, place=lambda row: row.id, node=term_type)

    @strawberry.field(
        description="Pairs that people have approved for the same or a similar sentence.",
        extensions=[permission("language.memory.read")],
    )
    async def memory_matches(
        self, info: Info, text: Words, from_locale: From, to_locale: To
    ) -> list[MatchType]:
        """Exact ones first."""
        context = info.context
        found = await look_up(
            context.database, context.caller, text, source=from_locale, locale=to_locale
        )
        return [match_type(one) for one in found]

    @strawberry.field(
        description="A page of an e-service in a language, sentence by sentence.",
        extensions=[permission("language.document.read")],
    )
    async def translation_document(self, info: Info, id: Key, locale: Wanted) -> DocumentType:
        """The page and how it stands."""
        context = info.context
        return document_type(await open_document(context.database, context.caller, id, locale))

    @strawberry.field(
        description="Translation jobs in a state.",
        extensions=[permission("language.document.read")],
    )
    async def translation_works(
        self, info: Info, state: State, first: First = 20, after: After = None
    ) -> Connection[WorkType]:
        """Jobs by id."""
        require(info.context.caller, "language.document.read")
        wanted = asked(first, after)
        database = info.context.database
        rows = await database.many(
            documents.work_page, in_state=state.value, after=wanted.after or "", most=wanted.limit
        )
        total = await database.one(documents.count_work, in_state=state.value) or 0
        return page(rows, wanted, total=total, place=lambda row: row.id, node=work_type)

    @strawberry.field(
        description="How engines fare: what people kept of their sentences, by pair of languages.",
        extensions=[permission("language.document.read")],
    )
    async def translation_engine_scores(self, info: Info) -> list[EngineScoreType]:
        """Counted at each first approval."""
        require(info.context.caller, "language.document.read")
        return [score_type(one) for one in await info.context.database.many(scores.scores)]

    @strawberry.field(
        description="What machines may still cost, newest year first.",
        extensions=[permission("language.budget.read")],
    )
    async def translation_budgets(self, info: Info) -> list[BudgetType]:
        """Every year there is."""
        return [budget_type(one) for one in await info.context.database.many(ledger.budgets)]
