# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide as the graph shows it."""

import strawberry

from services.kit.graph import Locale, LocalizedText, UserError
from services.kit.privacy import public_data
from services.newcomers.domain.guide import GuideLocale, MachinePolicy, PageKind, Risk, Shown
from services.newcomers.graph.texts import line_text

_PUBLIC = [public_data()]


@strawberry.type(name="GuideLine", description="A sentence of a page.", directives=_PUBLIC)
class LineType:
    """A sentence."""

    path: str = strawberry.field(description="Its place on the page.")
    kind: str = strawberry.field(description="text, heading, list_item or alt.")
    text: LocalizedText = strawberry.field(
        description="The sentence, marked when it is a fall-back or a machine wrote it."
    )


@strawberry.type(name="GuideLink", description="Where to read on.", directives=_PUBLIC)
class LinkType:
    """A link in a language."""

    language: Locale = strawberry.field(description="The language of what it leads to.")
    url: str = strawberry.field(description="The address.")


@strawberry.type(name="GuidePage", description="A page of the guide.", directives=_PUBLIC)
class PageType:
    """A page as a reader gets it."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    slug: str = strawberry.field(description="Its name in addresses.")
    parent: str | None = strawberry.field(description="The page above it.")
    risk: Risk = strawberry.field(description="What it is about.")
    kind: PageKind = strawberry.field(description="What sort of page it is.")
    title: LocalizedText = strawberry.field(description="Its title.")
    lines: list[LineType] = strawberry.field(description="Its sentences.")
    links: list[LinkType] = strawberry.field(description="Where to read on, by language.")
    complete: bool = strawberry.field(description="Whether all of it is in the language asked for.")
    machine_translated: bool = strawberry.field(description="Whether unread machine text is in it.")
    offer_interpreter: bool = strawberry.field(
        description="Whether to offer an interpreter: law or health that is not in her language."
    )


@strawberry.type(
    name="GuideLocale", description="How the guide treats a language.", directives=_PUBLIC
)
class GuideLocaleType:
    """A language."""

    locale: Locale = strawberry.field(description="Which language.")
    fallbacks: list[Locale] = strawberry.field(description="What stands in for it, best first.")
    machine: MachinePolicy = strawberry.field(
        description="What readers see of unread machine text."
    )
    is_visible: bool = strawberry.field(description="Whether pages are offered in it.")
    position: int = strawberry.field(description="Its place among others.")


@strawberry.type(
    name="GuideWish", description="A page that readers want in a language.", directives=_PUBLIC
)
class WishType:
    """A wish."""

    page: strawberry.ID = strawberry.field(description="The page.")
    locale: Locale = strawberry.field(description="The language.")
    count: int = strawberry.field(description="How many want it.")


@strawberry.type(description="What came of a change to a language of the guide.")
class GuideLocalePayload:
    """The language, or what can be put right."""

    locale: GuideLocaleType | None = strawberry.field(description="The language.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a change to the guide.")
class GuidePayload:
    """The page, or what can be put right."""

    page: PageType | None = strawberry.field(description="The page.")
    wishes: int = strawberry.field(
        default=0,
        description="How many want it in this language.",
        directives=[public_data()],
    )
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


def locale_type(one: GuideLocale) -> GuideLocaleType:
    """A language."""
    return GuideLocaleType(
        locale=Locale(one.locale), fallbacks=[Locale(tag) for tag in one.fallbacks],
        machine=one.machine, is_visible=one.is_visible, position=one.position,
    )  # fmt: skip


def page_type(shown: Shown) -> PageType:
    """A page sentence by sentence."""
    page = shown.page
    is_serious = page.risk in (Risk.LEGAL, Risk.HEALTH)
    return PageType(
        id=strawberry.ID(page.id),
        slug=page.slug,
        parent=page.parent,
        risk=page.risk,
        kind=page.kind or PageKind.PAGE,
        title=line_text(shown.title, page.source_locale),
        lines=[
            LineType(path=line.path, kind=line.kind, text=line_text(line, page.source_locale))
            for line in shown.lines[1:]
        ],
        links=[LinkType(language=Locale(tag), url=url) for tag, url in sorted(page.links.items())],
        complete=shown.is_complete,
        machine_translated=shown.machine_made,
        offer_interpreter=is_serious and not shown.is_complete,
    )
