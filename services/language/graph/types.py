# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The types of the graph: translations, matches, terms, documents, jobs, budgets."""

from datetime import datetime

import strawberry

from i18n import registry
from services.kit.clock import instant
from services.kit.graph import (
    Locale,
    LocalizedText,
    TextDirection,
    TextOrigin,
    UserError,
)
from services.kit.privacy import public_data
from services.language.actions.documents import Opened
from services.language.actions.texts import TextTranslation
from services.language.domain.documents import Line, Task
from services.language.domain.glossary import Status, Term
from services.language.domain.ledger import Budget
from services.language.domain.memory import Match, Origin, Unit
from services.language.domain.quality import Remark
from services.language.domain.segments import State
from services.language.domain.work import Reason, WorkState
from services.language.store.scores import EngineScore

_PUBLIC = [public_data()]


def text_in(
    value: str, language: str, *, origin: TextOrigin, is_fallback: bool = False,
    original: LocalizedText | None = None,
) -> LocalizedText:  # fmt: skip
    """A text with its language, direction and who wrote it."""
    known = language if registry.known(language) else "sv"
    is_rtl = registry.entry(known).direction == "rtl"
    return LocalizedText(
        value=value,
        language=Locale(known),
        direction=TextDirection.RTL if is_rtl else TextDirection.LTR,
        is_fallback=is_fallback,
        origin=origin,
        original=original,
    )


def origin_of(*, is_machine: bool, is_reviewed: bool = False) -> TextOrigin:
    """Who wrote it, in the words of the house."""
    if not is_machine:
        return TextOrigin.HUMAN
    return TextOrigin.MACHINE_REVIEWED if is_reviewed else TextOrigin.MACHINE


@strawberry.type(
    name="TranslationRemark", description="Something that a check found.", directives=_PUBLIC
)
class RemarkType:
    """A remark as the graph shows it."""

    check: str = strawberry.field(description="Which check.")
    is_error: bool = strawberry.field(description="Whether it must be put right.")
    detail: str = strawberry.field(description="What was found.")


@strawberry.type(
    name="TextTranslation", description="A text in another language.", directives=[public_data()]
)
class TextTranslationType:
    """A translation as the graph shows it. The text is not kept."""

    text: LocalizedText = strawberry.field(
        description="The translation, marked, with its original."
    )
    origin: Origin = strawberry.field(description="Where it comes from.")
    machine_translated: bool = strawberry.field(description="Whether a machine wrote it.")
    engine: str | None = strawberry.field(description="Which engine.")
    translated_at: datetime = strawberry.field(description="When.")
    masked_kinds: list[str] = strawberry.field(description="What was hidden from the engine.")
    remarks: list[RemarkType] = strawberry.field(description="What the checks found.")
    may_show: bool = strawberry.field(description="Whether nothing essential is broken.")


@strawberry.type(
    name="LanguageGuess", description="In which language a text is.", directives=_PUBLIC
)
class GuessType:
    """A guess as the graph shows it."""

    language: str = strawberry.field(description="A BCP 47 tag; `und` when nothing tells.")
    confidence: float = strawberry.field(description="How sure that is, 0 to 1.")
    must_ask: bool = strawberry.field(description="Whether the person should be asked.")


@strawberry.type(
    name="Readability", description="How hard a Swedish text is to read.", directives=_PUBLIC
)
class ReadabilityType:
    """LIX as the graph shows it."""

    lix: float = strawberry.field(description="Words per sentence plus percent of long words.")
    words: int = strawberry.field(description="How many words.")
    sentences: int = strawberry.field(description="How many sentences.")
    long_words: int = strawberry.field(description="Words of more than six letters.")
    is_too_hard: bool = strawberry.field(description="Above what a machine may translate.")


@strawberry.type(name="GlossaryTerm", description="A word the city has chosen.", directives=_PUBLIC)
class TermType:
    """A term as the graph shows it."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    source: str = strawberry.field(description="The Swedish term.")
    locale: Locale = strawberry.field(description="The language of the rendering.")
    target: str = strawberry.field(description="The rendering.")
    status: Status = strawberry.field(description="What it is to translators.")
    gloss: str = strawberry.field(description="The explanation of a term that stays Swedish.")


@strawberry.type(
    name="MemoryMatch", description="A pair that people have approved.", directives=_PUBLIC
)
class MatchType:
    """A match as the graph shows it."""

    source: str = strawberry.field(description="The sentence that was translated.")
    target: str = strawberry.field(description="Its translation.")
    origin: Origin = strawberry.field(description="How it fits.")
    percent: int = strawberry.field(description="How well, 0 to 101.")
    unit_id: strawberry.ID = strawberry.field(description="The unit of the memory.")


@strawberry.type(
    name="MemoryUnit", description="A pair of sentences of the memory.", directives=_PUBLIC
)
class MemoryUnitType:
    """A unit as the graph shows it."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    source: str = strawberry.field(description="The sentence that was translated.")
    target: str = strawberry.field(description="Its translation.")
    locale: Locale = strawberry.field(description="The language of the translation.")
    quarantined_at: datetime | None = strawberry.field(
        description="Since when it is offered to nobody; null: it is offered."
    )
    quarantine_reason: str | None = strawberry.field(description="Why it is not offered.")


@strawberry.type(
    name="TranslationLine", description="A sentence in a language.", directives=_PUBLIC
)
class LineType:
    """A line as the graph shows it."""

    path: str = strawberry.field(description="Its place on the page.")
    source: str = strawberry.field(description="The present wording of the source.")
    source_hash: str = strawberry.field(description="Goes back when it is approved.")
    text: LocalizedText | None = strawberry.field(description="The translation, if there is one.")
    is_outdated: bool = strawberry.field(description="Whether the source has changed since.")
    faults: list[str] = strawberry.field(description="Checks that found errors.")


@strawberry.type(
    name="TranslationDocument",
    description="A page of an e-service in a language.",
    directives=_PUBLIC,
)
class DocumentType:
    """A document as the graph shows it."""

    id: strawberry.ID = strawberry.field(description="The id its service gave it.")
    locale: Locale = strawberry.field(description="The language.")
    state: State = strawberry.field(description="How it stands.")
    machine_made: bool = strawberry.field(description="Whether unread machine text is in it.")
    reviewed: bool = strawberry.field(description="Whether everything has been read.")
    quality_faults: int = strawberry.field(description="Errors the checks found.")
    lines: list[LineType] = strawberry.field(description="Its sentences in order.")


@strawberry.type(name="TranslationWork", description="A translation job.", directives=_PUBLIC)
class WorkType:
    """A job as the graph shows it."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    document: strawberry.ID = strawberry.field(description="What is translated.")
    locale: Locale = strawberry.field(description="Into which language.")
    state: WorkState = strawberry.field(description="Where it stands.")
    reason: Reason | None = strawberry.field(description="Why it failed.")
    attempts: int = strawberry.field(description="How often it was tried again.")
    updated_at: datetime = strawberry.field(description="When it last moved.")


@strawberry.type(
    name="TranslationBudget", description="Words machines may translate in a year.",
    directives=_PUBLIC,
)  # fmt: skip
class BudgetType:
    """A budget as the graph shows it."""

    period: str = strawberry.field(description="First day of the year of the contract.")
    cap: int = strawberry.field(description="Words there are.")
    reserved: int = strawberry.field(description="Words set aside for jobs that run.")
    settled: int = strawberry.field(description="Words used.")
    left: int = strawberry.field(description="Words that may still be set aside.")
    is_low: bool = strawberry.field(description="Whether the margin is reached.")


@strawberry.type(description="What came of a wish to have texts translated.")
class TranslateTextsPayload:
    """Translations in order, or what can be put right."""

    translations: list[TextTranslationType] = strawberry.field(description="In order.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="A translation read back by a machine.")
class TranslateBackPayload:
    """What came back, or what can be put right."""

    back: TextTranslationType | None = strawberry.field(
        description="The translation in the language of its original again."
    )
    likeness: float | None = strawberry.field(
        directives=[public_data()],
        description="chrF++ of it against the original, 0 to 100: a hint for a reader, no judge.",
    )
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(
    name="TranslationEngineScore", description="How an engine fares with people.",
    directives=_PUBLIC,
)  # fmt: skip
class EngineScoreType:
    """An engine for a pair of languages."""

    engine: str = strawberry.field(description="Which engine.")
    source_locale: Locale = strawberry.field(description="From which language.")
    locale: Locale = strawberry.field(description="Into which language.")
    approvals: int = strawberry.field(description="Sentences of its that people have approved.")
    approval_rate: float = strawberry.field(description="The share approved as it was, 0 to 1.")
    mean_chrf: float = strawberry.field(
        description="chrF++ of what it wrote against what was approved, 0 to 100."
    )


@strawberry.type(description="What came of a change to the glossary.")
class GlossaryPayload:
    """The term, or what can be put right."""

    term: TermType | None = strawberry.field(description="The term as it is now.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a wish for a language.")
class TranslationWorkPayload:
    """The job, or what can be put right."""

    work: WorkType | None = strawberry.field(description="The job.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of an approval.")
class TranslationApprovalPayload:
    """The document, or what can be put right."""

    document: DocumentType | None = strawberry.field(description="The page after it.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a change to a unit of the memory.")
class MemoryUnitPayload:
    """The unit, or what can be put right."""

    unit: MemoryUnitType | None = strawberry.field(description="The unit after it.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a decision about money.")
class TranslationBudgetPayload:
    """The budget, or what can be put right."""

    budget: BudgetType | None = strawberry.field(description="The budget after it.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


def translation_type(one: TextTranslation, original: str) -> TextTranslationType:
    """A translation with its original one tap away."""
    source = text_in(original, one.source, origin=TextOrigin.SOURCE)
    marked = text_in(
        one.text, one.language, origin=origin_of(is_machine=one.is_machine_made), original=source
    )
    return TextTranslationType(
        text=marked,
        origin=one.origin,
        machine_translated=one.is_machine_made,
        engine=one.engine or None,
        translated_at=one.at,
        masked_kinds=list(one.masked_kinds),
        remarks=[remark_type(each) for each in one.remarks],
        may_show=one.may_show,
    )


def remark_type(one: Remark) -> RemarkType:
    """A remark."""
    return RemarkType(check=one.check.value, is_error=one.is_error, detail=one.detail)


def score_type(one: EngineScore) -> EngineScoreType:
    """An engine for a pair."""
    return EngineScoreType(
        engine=one.engine, source_locale=Locale(one.source_locale), locale=Locale(one.locale),
        approvals=one.approvals, approval_rate=round(one.approval_rate, 3),
        mean_chrf=round(one.mean_chrf, 1),
    )  # fmt: skip


def term_type(one: Term) -> TermType:
    """A term."""
    return TermType(
        id=strawberry.ID(one.id), source=one.source, locale=Locale(one.locale), target=one.target,
        status=one.status, gloss=one.gloss,
    )  # fmt: skip


def match_type(one: Match) -> MatchType:
    """A match."""
    return MatchType(
        source=one.unit.source, target=one.unit.target, origin=one.origin, percent=one.percent,
        unit_id=strawberry.ID(one.unit.id),
    )  # fmt: skip


def unit_type(one: Unit) -> MemoryUnitType:
    """A unit of the memory."""
    return MemoryUnitType(
        id=strawberry.ID(one.id), source=one.source, target=one.target, locale=Locale(one.locale),
        quarantined_at=None if one.quarantined_at is None else instant(one.quarantined_at),
        quarantine_reason=one.quarantine_reason,
    )  # fmt: skip


def work_type(one: Task) -> WorkType:
    """A job."""
    return WorkType(
        id=strawberry.ID(one.id), document=strawberry.ID(one.document), locale=Locale(one.locale),
        state=one.state, reason=one.reason, attempts=one.attempts,
        updated_at=instant(one.updated_at),
    )  # fmt: skip


def budget_type(one: Budget) -> BudgetType:
    """A budget."""
    return BudgetType(
        period=one.period, cap=one.cap, reserved=one.reserved, settled=one.settled, left=one.left,
        is_low=one.is_low,
    )  # fmt: skip


def document_type(one: Opened) -> DocumentType:
    """A document, sentence by sentence."""
    made = {line.path: line for line in one.lines}
    return DocumentType(
        id=strawberry.ID(one.document.id),
        locale=Locale(one.locale),
        state=one.standing.state,
        machine_made=one.standing.machine_made,
        reviewed=one.standing.reviewed,
        quality_faults=one.standing.quality_faults,
        lines=[
            LineType(
                path=segment.path,
                source=segment.text,
                source_hash=segment.facts.hash,
                text=_line_text(made.get(segment.path), one.locale),
                is_outdated=segment.path in made
                and made[segment.path].made_from not in segment.facts.accepted,
                faults=made[segment.path].faults if segment.path in made else [],
            )
            for segment in one.document.segments
        ],
    )


def _line_text(line: Line | None, locale: str) -> LocalizedText | None:
    if line is None:
        return None
    origin = origin_of(is_machine=line.is_machine_made, is_reviewed=line.reviewed_by is not None)
    return text_in(line.text, locale, origin=origin)
