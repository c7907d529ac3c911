# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Changes to the guide: pages, languages, wishes, ratings."""

from datetime import datetime

import strawberry

from services.kit.clock import milliseconds
from services.kit.graph import Info, Locale
from services.kit.graph_guard import permission
from services.newcomers.actions import guide
from services.newcomers.domain.guide import (
    GuideLocale,
    MachinePolicy,
    PageKind,
    PageSegment,
    Risk,
    SegmentKind,
    show,
)
from services.newcomers.graph.changing import attempt
from services.newcomers.graph.guide import (
    GuideLocalePayload,
    GuidePayload,
    locale_type,
    page_type,
)


@strawberry.input(description="A sentence of a page.")
class GuideSegmentInput:
    """A sentence."""

    path: str = strawberry.field(description="Its place.")
    text: str = strawberry.field(description="The sentence in Swedish.")
    kind: SegmentKind = strawberry.field(default=SegmentKind.TEXT, description="What it is.")


@strawberry.input(description="Where to read on in a language.")
class GuideLinkInput:
    """A link."""

    language: Locale = strawberry.field(description="The language of what it leads to.")
    url: str = strawberry.field(description="The address.")


@strawberry.input(description="A page to publish.")
class PublishGuidePageInput:
    """A page."""

    slug: str = strawberry.field(description="Its name in addresses: a-z, 0-9 and hyphens.")
    title: str = strawberry.field(description="Its title in Swedish.")
    segments: list[GuideSegmentInput] = strawberry.field(description="Its sentences.")
    parent: str | None = strawberry.field(default=None, description="The page above it.")
    position: int = strawberry.field(default=0, description="Its place among others.")
    risk: Risk = strawberry.field(default=Risk.INFO, description="What it is about.")
    kind: PageKind = strawberry.field(default=PageKind.PAGE, description="What sort of page.")
    links: list[GuideLinkInput] = strawberry.field(
        default_factory=list, description="Where to read on, an address per language."
    )
    valid_from: datetime | None = strawberry.field(
        default=None, description="From when readers see it; null: at once."
    )
    valid_to: datetime | None = strawberry.field(
        default=None, description="Until when readers see it; null: without end."
    )
    is_minor: bool = strawberry.field(default=False, description="A correction of spelling.")


@strawberry.input(description="A page somebody needs in a language.")
class WishGuideLanguageInput:
    """A wish."""

    slug: str = strawberry.field(description="Which page.")
    locale: Locale = strawberry.field(description="Which language.")


@strawberry.input(description="What somebody thinks of a page.")
class RateGuidePageInput:
    """A rating."""

    slug: str = strawberry.field(description="Which page.")
    is_up: bool = strawberry.field(description="Thumbs up or down.")
    comment: str = strawberry.field(default="", description="A word, if you like.")


@strawberry.input(description="How the guide treats a language.")
class PutGuideLocaleInput:
    """A language."""

    locale: Locale = strawberry.field(description="Which language.")
    fallbacks: list[Locale] = strawberry.field(
        description="What stands in for it, best first, at most five; Swedish and English follow."
    )
    machine: MachinePolicy = strawberry.field(
        default=MachinePolicy.PUBLISH_MARKED, description="What readers see of unread machine text."
    )
    is_visible: bool = strawberry.field(
        default=True, description="Whether pages are offered in it."
    )
    position: int = strawberry.field(default=0, description="Its place among others.")


@strawberry.input(description="A language to treat as the registry says.")
class RemoveGuideLocaleInput:
    """A language."""

    locale: Locale = strawberry.field(description="Which language.")


def _moment(given: datetime | None) -> int | None:
    return None if given is None else milliseconds(given)


@strawberry.type
class GuideChanges:
    """Changes to the guide."""

    @strawberry.mutation(
        description="Publish a page of the guide and have it translated.",
        extensions=[permission("newcomers.guide.write")],
    )
    async def publish_guide_page(self, info: Info, input: PublishGuidePageInput) -> GuidePayload:
        """In Swedish."""
        context = info.context
        given = guide.PublishPage(
            slug=input.slug, title=input.title, parent=input.parent, position=input.position,
            risk=input.risk, is_minor=input.is_minor,
            kind=input.kind,
            valid_from=_moment(input.valid_from), valid_to=_moment(input.valid_to),
            links={one.language: one.url for one in input.links},
            segments=tuple(
                PageSegment(path=one.path, text=one.text, kind=one.kind.value)
                for one in input.segments
            ),
        )  # fmt: skip
        page, errors = await attempt(
            info,
            context.database.transact(lambda tx: guide.publish_page(tx, context.caller, given)),
        )
        shown = page_type(show(page, page.source_locale, ())) if page else None
        return GuidePayload(page=shown, user_errors=errors)

    @strawberry.mutation(
        description="Say that a page is needed in a language.",
        extensions=[permission("newcomers.guide.read")],
    )
    async def wish_guide_language(self, info: Info, input: WishGuideLanguageInput) -> GuidePayload:
        """Counted, and told to whoever translates."""
        context = info.context
        count, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: guide.wish_language(tx, context.caller, input.slug, input.locale)
            ),
        )
        return GuidePayload(page=None, wishes=count or 0, user_errors=errors)

    @strawberry.mutation(
        description="Thumbs up or down for a page, without a name.",
        extensions=[permission("newcomers.guide.read")],
    )
    async def rate_guide_page(self, info: Info, input: RateGuidePageInput) -> GuidePayload:
        """Thank you."""
        context = info.context
        _, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: guide.rate_page(
                    tx, context.caller, input.slug, locale=context.locale, is_up=input.is_up,
                    comment=input.comment,
                )
            ),
        )  # fmt: skip
        return GuidePayload(page=None, user_errors=errors)

    @strawberry.mutation(
        description="Say what stands in for a language, and what machines may do in it.",
        extensions=[permission("newcomers.guide.write")],
    )
    async def put_guide_locale(self, info: Info, input: PutGuideLocaleInput) -> GuideLocalePayload:
        """Holds from the next look on."""
        context = info.context
        given = GuideLocale(
            locale=input.locale, fallbacks=list(input.fallbacks), machine=input.machine,
            is_visible=input.is_visible, position=input.position,
        )  # fmt: skip
        made, errors = await attempt(
            info,
            context.database.transact(lambda tx: guide.put_locale(tx, context.caller, given)),
        )
        return GuideLocalePayload(locale=locale_type(made) if made else None, user_errors=errors)

    @strawberry.mutation(
        description="Treat a language as the registry says again.",
        extensions=[permission("newcomers.guide.write")],
    )
    async def remove_guide_locale(
        self, info: Info, input: RemoveGuideLocaleInput
    ) -> GuideLocalePayload:
        """Remove."""
        context = info.context
        gone, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: guide.drop_locale(tx, context.caller, input.locale)
            ),
        )
        return GuideLocalePayload(locale=locale_type(gone) if gone else None, user_errors=errors)
