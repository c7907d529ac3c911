# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Texts of other services, now: words people have approved first, then an engine, masked and checked."""

from datetime import datetime

import msgspec

from services.kit.clock import instant
from services.kit.context import Resources
from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.language.actions import ledger
from services.language.actions.memory import exact_matches
from services.language.clients.bootstrap import bench
from services.language.clients.guarding import Translated, Wish
from services.language.clients.linguistics import detect, lemma
from services.language.domain.glossary import Term
from services.language.domain.likeness import chrf
from services.language.domain.memory import Origin
from services.language.domain.quality import Pair, Remark, check, has_errors
from services.language.domain.readability import word_count
from services.language.domain.risk import Outlet, Risk, default_outlet
from services.language.domain.segments import source_hash
from services.language.store import memory as store

MOST_TEXTS = 200
LONGEST = 20_000


class TranslateTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to read texts in another language."""

    texts: tuple[str, ...]
    target: str
    source: str | None = None
    """None: identified; refused when that is uncertain."""
    names: tuple[str, ...] = ()
    unit: str = ""
    """The unit whose texts they are; decides where they may go when `outlet` is not given."""
    outlet: Outlet | None = None
    risk: Risk = Risk.INFO
    key: str = ""


class TextTranslation(msgspec.Struct, frozen=True, kw_only=True):
    """One text in the other language, and everything a reader or checker wants to know of it."""

    text: str
    source: str
    language: str
    origin: Origin
    engine: str
    at: datetime
    style: str = ""
    masked_kinds: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def is_machine_made(self) -> bool:
        """Whether a machine wrote it."""
        return self.origin is Origin.MT

    @property
    def may_show(self) -> bool:
        """Whether nothing essential is broken."""
        return not has_errors(list(self.remarks))


class TranslatedBack(msgspec.Struct, frozen=True, kw_only=True):
    """A translation read back by a machine: an aid to a reader of the original, never a judge (0702)."""

    back: TextTranslation
    likeness: float
    """chrF++ of what came back against the original, 0 to 100."""


async def translate_back(
    resources: Resources, caller: Caller, original: str, wish: TranslateTexts
) -> TranslatedBack:
    """The one text of the wish, a translation, in the language of its original again."""
    (back,) = await translate_texts(resources, caller, wish)
    return TranslatedBack(back=back, likeness=round(chrf(back.text, original), 1))


async def translate_texts(
    resources: Resources, caller: Caller, wish: TranslateTexts
) -> list[TextTranslation]:
    """The translations in order. Raises the Problem of what cannot be done; nothing is kept of texts."""
    require(caller, "language.text.translate")
    _check(wish)
    source = wish.source or _identified(wish)
    database = resources.database
    if source == wish.target:
        return [_untouched(text, source, resources) for text in wish.texts]
    known = await exact_matches(
        database, source, wish.target, [(source_hash(text), "") for text in wish.texts]
    )
    open_texts = tuple(
        text
        for text, match in zip(wish.texts, known, strict=True)
        if match is None and text.strip()
    )
    made = iter(await _by_machine(database, wish, source, open_texts) if open_texts else [])
    terms = tuple(await database.many(store.terms_of, locale=wish.target))
    now = instant(resources.clock.now_ms())
    result: list[TextTranslation] = []
    for text, match in zip(wish.texts, known, strict=True):
        if match is not None:
            result.append(
                TextTranslation(
                    text=match.unit.target, source=source, language=wish.target,
                    origin=match.origin, engine="", at=instant(match.unit.approved_at),
                )
            )  # fmt: skip
        elif not text.strip():
            result.append(_untouched(text, source, resources))
        else:
            result.append(_checked(text, next(made), wish, source, terms, now))
    return result


async def _by_machine(
    database: Database, wish: TranslateTexts, source: str, texts: tuple[str, ...]
) -> list[Translated]:
    """The first engine that may, can and does; words are reserved before and settled after."""
    outlet = wish.outlet or default_outlet(wish.unit)
    ordered = Wish(
        texts=texts,
        source=source,
        target=wish.target,
        names=wish.names,
        outlet=outlet,
        key=wish.key,
    )
    if not await bench.guard.candidates(source, wish.target, outlet):
        raise Problem("LANGUAGE_PAIR_UNSUPPORTED")
    words = sum(word_count(text) for text in texts)
    name = wish.key or new_id()

    async def set_aside(tx: Tx) -> str:
        return (await ledger.reserve(tx, bench.settings, name, words=words)).id

    held = await database.transact(set_aside)
    try:
        made = await bench.guard.translate(ordered)
    except Problem:
        await database.transact(lambda tx: ledger.release(tx, held))
        raise
    await database.transact(lambda tx: ledger.charge(tx, bench.settings, held, words))
    return made


def _check(wish: TranslateTexts) -> None:
    if not 1 <= len(wish.texts) <= MOST_TEXTS:
        raise InputInvalid(path=("texts",), max=MOST_TEXTS)
    if any(len(text) > LONGEST for text in wish.texts):
        raise Problem("TEXT_TOO_LONG", path=("texts",))


def _identified(wish: TranslateTexts) -> str:
    """The language of the texts; never a silent guess."""
    guess = detect("\n".join(wish.texts))
    if guess.must_ask:
        raise Problem("LANGUAGE_UNCERTAIN", path=("source",))
    return guess.language


def _untouched(text: str, source: str, resources: Resources) -> TextTranslation:
    now = instant(resources.clock.now_ms())
    return TextTranslation(
        text=text, source=source, language=source, origin=Origin.HUMAN, engine="", at=now
    )


def _checked(  # noqa: PLR0917 -- one translation and all it is judged by
    text: str, made: Translated, wish: TranslateTexts, source: str, terms: tuple[Term, ...],
    now: datetime,
) -> TextTranslation:  # fmt: skip
    pair = Pair(
        source=text, target=made.text, source_locale=source, locale=wish.target, risk=wish.risk
    )
    return TextTranslation(
        text=made.text,
        source=source,
        language=wish.target,
        origin=Origin.MT,
        engine=made.engine,
        at=now,
        style=made.style,
        masked_kinds=made.masked_kinds,
        remarks=tuple(check(pair, terms, names=wish.names, lemma=lemma)),
    )
