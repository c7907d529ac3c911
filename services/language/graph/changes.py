# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be changed: texts translated, words chosen, languages asked for, sentences approved."""

import strawberry

from services.kit.errors import Problem
from services.kit.graph import Info, Locale
from services.kit.graph_guard import permission
from services.language.actions import documents, texts
from services.language.actions.ledger import set_budget
from services.language.actions.memory import put_term
from services.language.clients.bootstrap import bench
from services.language.domain.glossary import Status, Term
from services.language.domain.risk import Outlet, Risk
from services.language.graph.changing import attempt, told
from services.language.graph.quarantine import QuarantineChanges
from services.language.graph.types import (
    GlossaryPayload,
    TranslateBackPayload,
    TranslateTextsPayload,
    TranslationApprovalPayload,
    TranslationBudgetPayload,
    TranslationWorkPayload,
    budget_type,
    document_type,
    term_type,
    translation_type,
    work_type,
)


@strawberry.input(description="Texts to read in another language.")
class TranslateTextsInput:
    """Texts and what is known of them."""

    texts: list[str] = strawberry.field(description="At most 200; they are not kept.")
    target: Locale = strawberry.field(description="The language wanted.")
    source: Locale | None = strawberry.field(
        default=None, description="Their language; null: it is identified."
    )
    names: list[str] = strawberry.field(
        default_factory=list, description="Names the conversation knows; they are masked."
    )
    unit: str = strawberry.field(default="", description="The unit whose texts they are.")
    outlet: Outlet | None = strawberry.field(
        default=None, description="Where they may go; null: what holds for the unit."
    )
    risk: Risk = strawberry.field(default=Risk.INFO, description="What they are about.")
    key: str = strawberry.field(default="", description="The same for every repetition.")


@strawberry.input(description="A translation to read back.")
class TranslateBackInput:
    """A translation beside its original."""

    original: str = strawberry.field(description="The original; compared, never sent.")
    original_locale: Locale = strawberry.field(description="Its language.")
    translation: str = strawberry.field(description="The translation.")
    translation_locale: Locale = strawberry.field(description="Its language.")
    names: list[str] = strawberry.field(
        default_factory=list, description="Names the conversation knows; they are masked."
    )
    unit: str = strawberry.field(default="", description="The unit whose texts they are.")
    outlet: Outlet | None = strawberry.field(
        default=None, description="Where they may go; null: what holds for the unit."
    )
    key: str = strawberry.field(default="", description="The same for every repetition.")


@strawberry.input(description="A word for the glossary.")
class PutGlossaryTermInput:
    """A term."""

    id: strawberry.ID = strawberry.field(description="A new id, or that of a term to change.")
    source: str = strawberry.field(description="The Swedish term.")
    locale: Locale = strawberry.field(description="The language of the rendering.")
    target: str = strawberry.field(description="The rendering.")
    status: Status = strawberry.field(description="What it is to translators.")
    gloss: str = strawberry.field(default="", description="The explanation of a term that stays.")


@strawberry.input(description="The wish to have a page in a language.")
class RequestTranslationInput:
    """A page and a language."""

    document_id: strawberry.ID = strawberry.field(description="The page.")
    locale: Locale = strawberry.field(description="The language.")


@strawberry.input(description="The wish to try a failed job again.")
class RetryTranslationInput:
    """A job."""

    work_id: strawberry.ID = strawberry.field(description="The job.")


@strawberry.input(description="A sentence that a translator has read and approves.")
class ApproveTranslationInput:
    """A sentence."""

    document_id: strawberry.ID = strawberry.field(description="The page.")
    locale: Locale = strawberry.field(description="The language.")
    path: str = strawberry.field(description="The place of the sentence.")
    text: str = strawberry.field(description="The translation as it shall be.")
    source_hash: str = strawberry.field(description="The hash of the source that was read.")


@strawberry.input(description="What machines may cost this year.")
class SetTranslationBudgetInput:
    """Words."""

    cap: int = strawberry.field(description="Words there shall be.")
    margin_percent: int = strawberry.field(default=10, description="When to warn.")


@strawberry.type
class Mutation(QuarantineChanges):
    """What can be changed."""

    @strawberry.mutation(
        description="Translate texts: approved sentences first, then an engine, masked and checked.",
        extensions=[permission("language.text.translate")],
    )
    async def translate_texts(
        self, info: Info, input: TranslateTextsInput
    ) -> TranslateTextsPayload:
        """Nothing is kept of the texts."""
        wish = texts.TranslateTexts(
            texts=tuple(input.texts), target=input.target, source=input.source,
            names=tuple(input.names), unit=input.unit, outlet=input.outlet, risk=input.risk,
            key=input.key,
        )  # fmt: skip
        try:
            made = await texts.translate_texts(info.context.resources, info.context.caller, wish)
        except Problem as problem:
            return TranslateTextsPayload(translations=[], user_errors=[told(problem, info)])
        pairs = zip(made, input.texts, strict=True)
        return TranslateTextsPayload(
            translations=[translation_type(one, original) for one, original in pairs],
            user_errors=[],
        )

    @strawberry.mutation(
        description="Read a translation back by a machine: an aid to a reader, never a judge.",
        extensions=[permission("language.text.translate")],
    )
    async def translate_back(self, info: Info, input: TranslateBackInput) -> TranslateBackPayload:
        """Nothing is kept of the texts."""
        wish = texts.TranslateTexts(
            texts=(input.translation,), target=input.original_locale,
            source=input.translation_locale, names=tuple(input.names), unit=input.unit,
            outlet=input.outlet, key=input.key,
        )  # fmt: skip
        context = info.context
        try:
            made = await texts.translate_back(
                context.resources, context.caller, input.original, wish
            )
        except Problem as problem:
            return TranslateBackPayload(back=None, likeness=None, user_errors=[told(problem, info)])
        return TranslateBackPayload(
            back=translation_type(made.back, input.translation), likeness=made.likeness,
            user_errors=[],
        )  # fmt: skip

    @strawberry.mutation(
        description="Choose, admit, forbid or keep a word.",
        extensions=[permission("language.glossary.write")],
    )
    async def put_glossary_term(self, info: Info, input: PutGlossaryTermInput) -> GlossaryPayload:
        """Write a term."""
        term = Term(
            id=input.id, source=input.source, locale=input.locale, target=input.target,
            status=input.status, gloss=input.gloss,
        )  # fmt: skip
        done, errors = await attempt(info, lambda tx: put_term(tx, info.context.caller, term))
        return GlossaryPayload(term=term_type(done) if done else None, user_errors=errors)

    @strawberry.mutation(
        description="Ask for a page in a language.",
        extensions=[permission("language.document.translate")],
    )
    async def request_translation(
        self, info: Info, input: RequestTranslationInput
    ) -> TranslationWorkPayload:
        """Begin a job, or point at the one that runs."""
        caller = info.context.caller
        done, errors = await attempt(
            info,
            lambda tx: documents.request_language(tx, caller, input.document_id, input.locale),
        )
        return TranslationWorkPayload(work=work_type(done) if done else None, user_errors=errors)

    @strawberry.mutation(
        description="Try a failed job again.",
        extensions=[permission("language.document.translate")],
    )
    async def retry_translation(
        self, info: Info, input: RetryTranslationInput
    ) -> TranslationWorkPayload:
        """Back to the start."""
        caller = info.context.caller
        done, errors = await attempt(info, lambda tx: documents.retry(tx, caller, input.work_id))
        return TranslationWorkPayload(work=work_type(done) if done else None, user_errors=errors)

    @strawberry.mutation(
        description="Approve a sentence, as it is or put right; readers see it as read by a person.",
        extensions=[permission("language.document.approve")],
    )
    async def approve_translation(
        self, info: Info, input: ApproveTranslationInput
    ) -> TranslationApprovalPayload:
        """The memory learns it."""
        context = info.context
        done, errors = await attempt(
            info,
            lambda tx: documents.approve(
                tx, context.caller, input.document_id, locale=input.locale, path=input.path,
                text=input.text, seen_hash=input.source_hash,
            ),
        )  # fmt: skip
        if done is None:
            return TranslationApprovalPayload(document=None, user_errors=errors)
        opened = await documents.open_document(
            context.database, context.caller, input.document_id, input.locale
        )
        return TranslationApprovalPayload(document=document_type(opened), user_errors=[])

    @strawberry.mutation(
        description="Decide what machines may cost this year.",
        extensions=[permission("language.budget.write")],
    )
    async def set_translation_budget(
        self, info: Info, input: SetTranslationBudgetInput
    ) -> TranslationBudgetPayload:
        """Never below what is already bound."""
        done, errors = await attempt(
            info,
            lambda tx: set_budget(
                tx, info.context.caller, bench.settings, cap=input.cap,
                margin_percent=input.margin_percent,
            ),
        )  # fmt: skip
        return TranslationBudgetPayload(
            budget=budget_type(done) if done else None, user_errors=errors
        )
