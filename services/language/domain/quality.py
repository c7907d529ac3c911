# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Quality checks without judgement: what a translation must keep, found by counting (rule 12)."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from services.language.domain.glossary import Lemma, Term, as_written, breaches
from services.language.domain.personal_data import Kind, find
from services.language.domain.risk import Risk


class Check(StrEnum):
    """What was looked at."""

    EMPTY = "empty"
    UNTRANSLATED = "untranslated"
    PLACEHOLDERS = "placeholders"
    TAGS = "tags"
    NUMBERS = "numbers"
    URLS = "urls"
    EMAILS = "emails"
    PERSONAL_DATA = "personal_data"
    END_MARK = "end_mark"
    START_SPACE = "start_space"
    END_SPACE = "end_space"
    DOUBLE_SPACE = "double_space"
    LINES = "lines"
    BRACKETS = "brackets"
    REPEATED_WORD = "repeated_word"
    LENGTH = "length"
    MAX_LENGTH = "max_length"
    SCRIPT = "script"
    BIDI_CONTROLS = "bidi_controls"
    CONTROL_CHARACTERS = "control_characters"
    TOKENS_LEFT = "tokens_left"
    ENGINE_MARKS = "engine_marks"
    TERM_MISSING = "term_missing"
    TERM_FORBIDDEN = "term_forbidden"


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as it should be."""

    check: Check
    is_error: bool
    detail: str = ""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A source and its translation, and what is known of them."""

    source: str
    target: str
    source_locale: str = "sv"
    locale: str = "en"
    risk: Risk = Risk.INFO
    max_length: int | None = None


_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_NUMBER = re.compile(r"\d+")
_NATIVE_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯", "0123456789" * 4)
_REPEATED = re.compile(r"\b(\w{2,})\s+\1\b", re.IGNORECASE)
_END_MARKS = {
    ".": ".。।።۔", "?": "?؟？;;፧", "!": "!！", ":": ":：፡", "…": "…",
}  # fmt: skip
_NO_MARK_SCRIPTS = frozenset({"th", "lo", "my", "km"})
_SCRIPTS = {
    "ar": "\u0600-\u06ff", "fa": "\u0600-\u06ff", "prs": "\u0600-\u06ff", "ps": "\u0600-\u06ff",
    "ur": "\u0600-\u06ff", "ckb": "\u0600-\u06ff", "ti": "\u1200-\u137f", "am": "\u1200-\u137f",
    "uk": "\u0400-\u04ff", "ru": "\u0400-\u04ff", "bg": "\u0400-\u04ff", "el": "\u0370-\u03ff",
    "he": "\u0590-\u05ff", "yi": "\u0590-\u05ff", "th": "\u0e00-\u0e7f", "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f", "hi": "\u0900-\u097f", "bn": "\u0980-\u09ff",
}  # fmt: skip
_BIDI = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069", "\u202a": "\u202c",
         "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_TOKEN = re.compile(r"###\s?K\d+\s?###|k\d+x@mask\.invalid|\[/?notranslate\]|<x id=\"\d+\"/>")
_ENGINE_MARK = re.compile(r"(?<!\w)[*@#](?=[^\W\d_])")
_SHORT = 10
_LONGEST_RATIO = 3.0
_SHORTEST_RATIO = 0.25


def check(
    pair: Pair, terms: tuple[Term, ...] = (), *, names: tuple[str, ...] = (),
    lemma: Lemma = as_written,
) -> list[Remark]:  # fmt: skip
    """Everything that is wrong with a translation, errors first; an empty list is right."""
    if not pair.target.strip():
        return [Remark(check=Check.EMPTY, is_error=True)] if pair.source.strip() else []
    found = [remark for look in _LOOKS for remark in look(pair)]
    found += _personal(pair, names)
    for breach in breaches(
        pair.source, pair.target, terms, locale=pair.locale, risk=pair.risk, lemma=lemma
    ):
        kind = Check.TERM_FORBIDDEN if breach.found else Check.TERM_MISSING
        detail = breach.found or f"{breach.source} -> {' | '.join(breach.expected)}"
        found.append(Remark(check=kind, is_error=breach.is_error, detail=detail))
    return sorted(found, key=lambda remark: not remark.is_error)


def has_errors(remarks: list[Remark]) -> bool:
    """Whether a translation must not be published."""
    return any(remark.is_error for remark in remarks)


def _codes(pair: Pair) -> Iterator[Remark]:
    for kind, is_tag in ((Check.PLACEHOLDERS, False), (Check.TAGS, True)):
        before, after = _held(pair.source, is_tag), _held(pair.target, is_tag)
        if before != after:
            odd = (before - after) + (after - before)
            yield Remark(check=kind, is_error=True, detail=" ".join(sorted(odd)))


def _held(text: str, is_tag: bool) -> Counter[str]:  # noqa: FBT001
    codes = [one.text for one in find(text) if one.kind is Kind.PLACEHOLDER]
    return Counter(code for code in codes if bool(_TAG.fullmatch(code)) is is_tag)


def _numbers(pair: Pair) -> Iterator[Remark]:
    before = Counter(_NUMBER.findall(pair.source.translate(_NATIVE_DIGITS)))
    after = Counter(_NUMBER.findall(pair.target.translate(_NATIVE_DIGITS)))
    if before != after:
        odd = (before - after) + (after - before)
        yield Remark(check=Check.NUMBERS, is_error=pair.risk in (Risk.LEGAL, Risk.HEALTH),
                     detail=" ".join(sorted(odd)))  # fmt: skip


def _addresses(pair: Pair) -> Iterator[Remark]:
    for name, kind in ((Check.URLS, Kind.URL), (Check.EMAILS, Kind.EMAIL)):
        before = Counter(one.text for one in find(pair.source) if one.kind is kind)
        after = Counter(one.text for one in find(pair.target) if one.kind is kind)
        if before - after:
            yield Remark(check=name, is_error=True, detail=" ".join(sorted(before - after)))


def _personal(pair: Pair, names: tuple[str, ...]) -> list[Remark]:
    """Whatever was personal must be there again, letter by letter."""
    kinds = {Kind.PLACEHOLDER, Kind.URL, Kind.EMAIL, Kind.NAME}
    held = [one for one in find(pair.source, names) if one.kind not in kinds]
    lost = [one.kind.value for one in held if one.text not in pair.target]
    return [Remark(check=Check.PERSONAL_DATA, is_error=True, detail=kind) for kind in lost]


def _ends(pair: Pair) -> Iterator[Remark]:
    source, target = pair.source.rstrip(), pair.target.rstrip()
    if source and pair.locale not in _NO_MARK_SCRIPTS and source[-1] in _END_MARKS:
        if target[-1] not in _END_MARKS[source[-1]]:
            yield Remark(check=Check.END_MARK, is_error=False, detail=source[-1])
    elif target[-1] in ".?!" and source and source[-1].isalnum():
        yield Remark(check=Check.END_MARK, is_error=False, detail=target[-1])


def _spaces(pair: Pair) -> Iterator[Remark]:
    if pair.source[:1].isspace() != pair.target[:1].isspace():
        yield Remark(check=Check.START_SPACE, is_error=False)
    if pair.source[-1:].isspace() != pair.target[-1:].isspace():
        yield Remark(check=Check.END_SPACE, is_error=False)
    if "  " in pair.target and "  " not in pair.source:
        yield Remark(check=Check.DOUBLE_SPACE, is_error=False)
    if pair.source.count("\n") != pair.target.count("\n"):
        yield Remark(check=Check.LINES, is_error=False)


def _shapes(pair: Pair) -> Iterator[Remark]:
    for opening, closing in ("()", "[]", "{}"):
        is_even = pair.source.count(opening) == pair.source.count(closing)
        if is_even and pair.target.count(opening) != pair.target.count(closing):
            yield Remark(check=Check.BRACKETS, is_error=False, detail=opening + closing)
    if (word := _REPEATED.search(pair.target)) and not _REPEATED.search(pair.source):
        yield Remark(check=Check.REPEATED_WORD, is_error=False, detail=word[1])
    if pair.target == pair.source and pair.locale != pair.source_locale and " " in pair.source:
        yield Remark(check=Check.UNTRANSLATED, is_error=False)


def _lengths(pair: Pair) -> Iterator[Remark]:
    if pair.max_length is not None and len(pair.target) > pair.max_length:
        yield Remark(check=Check.MAX_LENGTH, is_error=True, detail=str(len(pair.target)))
    if len(pair.source) > _SHORT:
        ratio = len(pair.target) / len(pair.source)
        if not _SHORTEST_RATIO <= ratio <= _LONGEST_RATIO:
            yield Remark(check=Check.LENGTH, is_error=False, detail=f"{ratio:.1f}")


def _writing(pair: Pair) -> Iterator[Remark]:
    script = _SCRIPTS.get(pair.locale)
    letters = [sign for sign in pair.target if sign.isalpha()]
    if script and len(letters) > _SHORT and not re.search(f"[{script}]", pair.target):
        yield Remark(check=Check.SCRIPT, is_error=True)
    waiting: list[str] = []
    is_broken = False
    for sign in pair.target:
        if sign in _BIDI:
            waiting.append(_BIDI[sign])
        elif sign in "\u2069\u202c":
            is_broken |= not waiting or waiting.pop() != sign
    if waiting or is_broken:
        yield Remark(check=Check.BIDI_CONTROLS, is_error=True)
    if _CONTROL.search(pair.target) and not _CONTROL.search(pair.source):
        yield Remark(check=Check.CONTROL_CHARACTERS, is_error=True)


def _leftovers(pair: Pair) -> Iterator[Remark]:
    if (token := _TOKEN.search(pair.target)) and not _TOKEN.search(pair.source):
        yield Remark(check=Check.TOKENS_LEFT, is_error=True, detail=token.group())
    if (mark := _ENGINE_MARK.search(pair.target)) and not _ENGINE_MARK.search(pair.source):
        yield Remark(check=Check.ENGINE_MARKS, is_error=False, detail=mark.group())


_LOOKS: tuple[Callable[[Pair], Iterator[Remark]], ...] = (
    _codes, _numbers, _addresses, _ends, _spaces, _shapes, _lengths, _writing, _leftovers,
)  # fmt: skip
