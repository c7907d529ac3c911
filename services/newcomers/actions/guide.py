# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide: pages published, offered for translation, shown with their fall-backs, found, taken along."""

from typing import Any

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.newcomers.domain.guide import (
    GuideLocale,
    Page,
    PageKind,
    PageSegment,
    Risk,
    Shown,
    Tree,
    chain,
    found_in,
    show,
)
from services.newcomers.domain.offline import Delta, Manifest, build, delta, manifest
from services.newcomers.store import guide as store
from services.newcomers.store.guide import Wish

OFFERED = ("ar", "so", "fa", "ti", "uk", "en", "es", "fi")
"""Languages that every page is offered in."""
LONGEST_COMMENT = 2000
MOST_FALLBACKS = 5
PARTS = ("search", "events", "locations", "region")
NEWS_MS = 28 * 86_400_000
MOST_SEGMENTS = 500


class PublishPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page as an editor publishes it."""

    slug: str
    title: str
    segments: tuple[PageSegment, ...]
    parent: str | None = None
    position: int = 0
    risk: Risk = Risk.INFO
    links: dict[str, str] = {}
    is_minor: bool = False
    kind: PageKind = PageKind.PAGE
    valid_from: int | None = None
    valid_to: int | None = None
    """UTC milliseconds."""


async def publish_page(tx: Tx, caller: Caller, given: PublishPage) -> Page:
    """Publish a page in Swedish and offer it for translation; its text is public and travels whole."""
    require(caller, "newcomers.guide.write")
    return await keep_page(tx, given)


async def keep_page(tx: Tx, given: PublishPage) -> Page:
    """Write the page and tell others."""
    _check(given)
    name = f"newcomers:page:{given.slug}"
    known = await tx.one(store.page_by_id, key=name)
    heading = PageSegment(path="title", text=given.title, kind="heading")
    segments = [heading, *given.segments]
    version = 1 if known is None else known.version + 1
    await tx.run(
        store.put_page, id=name, slug=given.slug, parent=given.parent, position=given.position,
        risk=given.risk, source_locale="sv", title=given.title, segments=segments,
        links=given.links, version=version, updated_at=tx.now, kind=given.kind,
        valid_from=given.valid_from, valid_to=given.valid_to,
    )  # fmt: skip
    await tx.emit(
        "newcomers.page.published",
        subject=name,
        data={
            "id": name, "source_locale": "sv", "risk": given.risk.value,
            "locales": await offered(tx),
            "segments": [msgspec.to_builtins(one) for one in segments],
            "is_minor": given.is_minor,
        },
    )  # fmt: skip
    page = await tx.one(store.page_by_id, key=name)
    if page is None:
        raise LookupError("the page was written in this transaction")
    return page


def _check(given: PublishPage) -> None:
    if not given.slug.replace("-", "").isalnum() or not given.slug.isascii():
        raise InputInvalid(path=("slug",))
    paths = [one.path for one in given.segments]
    if len(set(paths)) != len(paths) or "title" in paths or len(paths) > MOST_SEGMENTS:
        raise InputInvalid(path=("segments",), max=MOST_SEGMENTS)
    if given.valid_to is not None and given.valid_to <= (given.valid_from or 0):
        raise InputInvalid(path=("validTo",))
    if not given.title.strip():
        raise InputInvalid(path=("title",))


async def take_translation(tx: Tx, data: dict[str, Any]) -> None:
    """What language tells of a page in a language replaces what was known of it."""
    page = await tx.one(store.page_by_id, key=str(data["id"]))
    if page is None:
        return
    locale = str(data["locale"])
    await tx.run(store.drop_texts, key=page.id, of_locale=locale)
    for line in data["lines"]:
        await tx.run(
            store.put_text, page=page.id, locale=locale, path=line["path"], text=line["text"],
            made_from=line["madeFrom"], machine=line["machine"], reviewed=line["reviewed"],
            engine=line["engine"],
        )  # fmt: skip


async def read_page(database: Database, caller: Caller, slug: str, locale: str) -> Shown:
    """A page as this reader gets it."""
    require(caller, "newcomers.guide.read")
    page = await database.one(store.page_by_slug, key=slug)
    if page is None or not page.holds(database.clock.now_ms()):
        raise NotFound
    tree = await tree_of(database)
    locales = list(chain(locale, page.source_locale, tree))
    texts = await database.many(store.texts_of, key=page.id, locales=locales)
    return show(page, locale, texts, tree)


async def read_pages(database: Database, caller: Caller, locale: str) -> list[Shown]:
    """Every page as this reader gets it, in order."""
    require(caller, "newcomers.guide.read")
    return [one for one in await _shown(database, locale) if not one.page.is_notice]


async def read_notices(database: Database, caller: Caller, locale: str) -> list[Shown]:
    """News of the last four weeks as this reader gets them, newest first."""
    require(caller, "newcomers.guide.read")
    since = database.clock.now_ms() - NEWS_MS
    news = [
        one
        for one in await _shown(database, locale)
        if one.page.is_notice and one.page.updated_at >= since
    ]
    return sorted(news, key=lambda one: -one.page.updated_at)


async def _shown(database: Database, locale: str) -> list[Shown]:
    tree = await tree_of(database)
    now = database.clock.now_ms()
    pages = [page for page in await database.many(store.pages) if page.holds(now)]
    texts = await database.many(store.all_texts, locales=list(chain(locale, "sv", tree)))
    return [show(page, locale, [t for t in texts if t.page == page.id], tree) for page in pages]


async def tree_of(reader: Database | Tx) -> Tree:
    """The languages of the guide, in their order; empty when nobody has set any."""
    return {one.locale: one for one in await reader.many(store.locales)}


async def offered(reader: Database | Tx) -> list[str]:
    """The languages that every page is offered in: those that are visible, or the first set."""
    tree = await tree_of(reader)
    return [tag for tag, one in tree.items() if one.is_visible] if tree else list(OFFERED)


async def put_locale(tx: Tx, caller: Caller, given: GuideLocale) -> GuideLocale:
    """Say what stands in for a language, and what machines may do in it; holds from the next look on."""
    require(caller, "newcomers.guide.write")
    tags = [given.locale, *given.fallbacks]
    if len(set(tags)) != len(tags) or len(given.fallbacks) > MOST_FALLBACKS:
        raise InputInvalid(path=("fallbacks",), max=MOST_FALLBACKS)
    await tx.run(store.put_locale, **msgspec.structs.asdict(given))
    return given


async def drop_locale(tx: Tx, caller: Caller, locale: str) -> GuideLocale:
    """Back to what the registry says of the language."""
    require(caller, "newcomers.guide.write")
    gone = await tx.one(store.drop_locale, key=locale)
    if gone is None:
        raise NotFound
    return gone


async def search_pages(database: Database, caller: Caller, words: str, locale: str) -> list[Shown]:
    """Pages that hold every word, in the reader's language, the best first."""
    scored = [(found_in(one, words), one) for one in await read_pages(database, caller, locale)]
    hits = [pair for pair in scored if pair[0]]
    return [one for _, one in sorted(hits, key=lambda pair: -pair[0])]


async def wish_language(tx: Tx, caller: Caller, slug: str, locale: str) -> int:
    """Say that a page is needed in a language: counted, and told to whoever translates."""
    require(caller, "newcomers.guide.read")
    page = await tx.one(store.page_by_slug, key=slug)
    if page is None:
        raise NotFound
    wish = await tx.one(store.add_wish, page=page.id, locale=locale, count=1)
    await tx.emit(
        "newcomers.language.wished", subject=page.id, data={"id": page.id, "locale": locale}
    )
    return wish.count if wish else 1


async def list_wishes(database: Database, caller: Caller) -> list[Wish]:
    """What readers want in which language, most wanted first: the queue of whoever translates."""
    require(caller, "newcomers.guide.write")
    return await database.many(store.wishes)


async def rate_page(
    tx: Tx, caller: Caller, slug: str, *, locale: str, is_up: bool, comment: str
) -> None:
    """Thumbs up or down, with a word if she likes; without her name."""
    require(caller, "newcomers.guide.read")
    page = await tx.one(store.page_by_slug, key=slug)
    if page is None:
        raise NotFound
    if len(comment) > LONGEST_COMMENT:
        raise InputInvalid(path=("comment",), max=LONGEST_COMMENT)
    await tx.run(
        store.add_feedback, id=new_id(), page=page.id, locale=locale, is_up=is_up,
        comment=comment, at=tx.now,
    )  # fmt: skip


async def take_opinion(
    tx: Tx, caller: Caller, *, about: str, slug: str, locale: str, is_up: bool, comment: str
) -> None:
    """An opinion on a page, or (without one) on a part of the guide: search, events, locations, region."""
    if about == "page":
        await rate_page(tx, caller, slug, locale=locale, is_up=is_up, comment=comment)
        return
    require(caller, "newcomers.guide.read")
    if about not in PARTS:
        raise NotFound
    if len(comment) > LONGEST_COMMENT:
        raise InputInvalid(path=("comment",), max=LONGEST_COMMENT)
    await tx.run(
        store.add_feedback, id=new_id(), page=about, locale=locale, is_up=is_up, comment=comment,
        at=tx.now,
    )  # fmt: skip


async def make_package(
    database: Database, caller: Caller, locale: str
) -> tuple[Manifest, dict[str, bytes]]:
    """The guide to take along, and what it holds; remembered, so that a difference can be told."""
    files = build(await read_pages(database, caller, locale))
    made = manifest(locale, files)

    async def keep(tx: Tx) -> None:
        await tx.run(
            store.add_package, locale=locale, version=made.version,
            manifest=msgspec.to_builtins(made), made_at=tx.now,
        )  # fmt: skip

    await database.transact(keep)
    return made, files


async def make_delta(database: Database, caller: Caller, locale: str, base: str) -> Delta:
    """What a device needs to get from `base` to now; NOT_FOUND when we do not know its package."""
    known = await database.one(store.package_of, of_locale=locale, key=base)
    if known is None:
        raise NotFound
    _, files = await make_package(database, caller, locale)
    return delta(msgspec.convert(known.manifest, Manifest), files)
