# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide: pages of sentences, each in as many languages as there are; a fall-back says it is one."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Literal

import msgspec

from i18n import registry
from i18n.formats.names import search_key


class Risk(StrEnum):
    """What a page is about."""

    INFO = "info"
    SERVICE = "service"
    LEGAL = "legal"
    HEALTH = "health"


class PageKind(StrEnum):
    """What sort of page it is."""

    PAGE = "page"
    STEP = "step"
    FAQ = "faq"
    NOTICE = "notice"
    """News: told once, in the shape of a push message."""


class MachinePolicy(StrEnum):
    """What readers of a language may see of machine text that nobody has read."""

    OFF = "off"
    DRAFT = "draft"
    PUBLISH_MARKED = "publish_marked"


class GuideLocale(msgspec.Struct, frozen=True, kw_only=True):
    """A language of the guide: what stands in for it, and what machines may do in it."""

    locale: str
    fallbacks: list[str] = []
    """Stand-ins, best first; the source and English follow by themselves."""
    machine: MachinePolicy = MachinePolicy.PUBLISH_MARKED
    is_visible: bool = True
    position: int = 0


Tree = Mapping[str, GuideLocale]
"""The guide's languages by tag; empty: the registry's stand-ins, marked machine text everywhere."""
NO_TREE: Tree = {}


class SegmentKind(StrEnum):
    """What a sentence is on its page."""

    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    ALT = "alt"


class PageSegment(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence, heading or list item."""

    path: str
    text: str
    kind: Literal["text", "heading", "list_item", "alt"] = "text"

    @property
    def hash(self) -> str:
        """The hash of the wording, as translators' tools know it."""
        whole = f"{unicodedata.normalize('NFC', self.text)}\x1d"
        return hashlib.sha256(whole.encode()).hexdigest()


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A published page in its source language."""

    id: str
    slug: str
    parent: str | None
    position: int
    risk: Risk
    source_locale: str
    title: str
    segments: list[PageSegment]
    links: dict[str, str]
    """Where to read on, by language."""
    version: int
    updated_at: int
    kind: PageKind | None = None
    """None on pages from before there were kinds: an ordinary page."""
    valid_from: int | None = None
    valid_to: int | None = None
    """UTC milliseconds; None: without that bound. Outside them readers do not see the page."""

    def holds(self, now: int) -> bool:
        """Whether readers see the page at a moment."""
        return (self.valid_from or 0) <= now and (self.valid_to is None or now < self.valid_to)

    @property
    def is_notice(self) -> bool:
        """Whether it is news instead of a page to look up."""
        return self.kind is PageKind.NOTICE


class PageText(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a page in another language."""

    page: str
    locale: str
    path: str
    text: str
    made_from: str
    machine: bool
    reviewed: bool
    engine: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence as a reader gets it."""

    path: str
    kind: str
    text: str
    language: str
    is_fallback: bool
    machine: bool
    reviewed: bool
    original: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A page as a reader gets it."""

    page: Page
    locale: str
    """The language asked for."""
    lines: tuple[Line, ...]

    @property
    def title(self) -> Line:
        """The first line."""
        return self.lines[0]

    @property
    def is_complete(self) -> bool:
        """Whether every sentence is in the language asked for."""
        return not any(line.is_fallback for line in self.lines)

    @property
    def machine_made(self) -> bool:
        """Whether a machine wrote any of it, unread."""
        return any(line.machine and not line.reviewed for line in self.lines)


def chain(locale: str, source: str, tree: Tree = NO_TREE) -> tuple[str, ...]:
    """Languages in which a text is looked for: the one asked for, its stand-ins, the source, English."""
    stand_ins: Iterable[str] = registry.entry(locale).fallback if registry.known(locale) else ()
    if locale in tree:
        stand_ins = tree[locale].fallbacks
    return tuple(dict.fromkeys((locale, *stand_ins, source, "en")))


def show(page: Page, locale: str, texts: Iterable[PageText], tree: Tree = NO_TREE) -> Shown:
    """The page in a language, sentence by sentence; what is not there comes from the next in the chain.

    Unread machine text of legal and health pages is never shown (rule 2), nor is what was made from
    an older wording.
    """
    known: Mapping[tuple[str, str], PageText] = {(one.locale, one.path): one for one in texts}
    lines = tuple(_line(page, segment, locale, known, tree) for segment in page.segments)
    return Shown(page=page, locale=locale, lines=lines)


def _line(
    page: Page, segment: PageSegment, locale: str, known: Mapping[tuple[str, str], PageText],
    tree: Tree,
) -> Line:  # fmt: skip
    for tag in chain(locale, page.source_locale, tree):
        if tag == page.source_locale:
            break
        made = known.get((tag, segment.path))
        if made is not None and made.made_from == segment.hash and _may_show(page.risk, made, tree):
            return Line(
                path=segment.path, kind=segment.kind, text=made.text, language=tag,
                is_fallback=tag != locale, machine=made.machine, reviewed=made.reviewed,
                original=segment.text,
            )  # fmt: skip
    return Line(
        path=segment.path, kind=segment.kind, text=segment.text, language=page.source_locale,
        is_fallback=locale != page.source_locale, machine=False, reviewed=True,
        original=segment.text,
    )  # fmt: skip


def _may_show(risk: Risk, made: PageText, tree: Tree) -> bool:
    if not made.machine or made.reviewed:
        return True
    node = tree.get(made.locale)
    is_let = node is None or node.machine is MachinePolicy.PUBLISH_MARKED
    return is_let and risk in (Risk.INFO, Risk.SERVICE)


def found_in(shown: Shown, words: str) -> int:
    """How well a page fits what a reader looks for in her own language; 0: not at all."""
    wanted = search_key(words).split()
    title = search_key(shown.title.text)
    body = search_key(" ".join(line.text for line in shown.lines))
    if not wanted or not all(word in body for word in wanted):
        return 0
    return 1 + sum(2 for word in wanted if word in title)
