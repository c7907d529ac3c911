# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked: plans one may see, the guide, conversations, orders, documents."""

from typing import Annotated

import strawberry

from i18n import t
from services.kit.graph import Connection, Info, Locale, asked, page
from services.kit.graph.connections import After, First, page_of
from services.kit.graph_guard import permission
from services.newcomers.actions import conversations, documents, guide, orders, plans
from services.newcomers.graph.agreements import AgreementQuestions
from services.newcomers.graph.conversations import (
    ConversationType,
    DocumentType,
    QuickReplyType,
    conversation_type,
    document_type,
    quick_reply_type,
    summary_type,
)
from services.newcomers.graph.guide import (
    GuideLocaleType,
    PageType,
    WishType,
    locale_type,
    page_type,
)
from services.newcomers.graph.interpreters import OrderType, order_type
from services.newcomers.graph.interpreters import summary_type as order_summary
from services.newcomers.graph.plans import GrantType, PlanType, grant_type, plan_type

Person = Annotated[strawberry.ID, strawberry.argument(description="Whose plan.")]
Slug = Annotated[str, strawberry.argument(description="The name of the page.")]
In = Annotated[
    Locale | None, strawberry.argument(description="The language to read in; null: the reader's.")
]
Words = Annotated[str, strawberry.argument(description="What to look for, in that language.")]
Key = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
Talk = Annotated[strawberry.ID, strawberry.argument(description="The conversation.")]
Reply = Annotated[str, strawberry.argument(description="Words to look for; empty: all there are.")]
Token = Annotated[str | None, strawberry.argument(description="Of a device without an account.")]

WATERMARK = t("newcomers.watermark", "Maskinöversättning – inte officiell.")


@strawberry.type
class Query(AgreementQuestions):
    """What can be asked."""

    @strawberry.field(
        description="The plan of somebody who has let the caller's unit in.",
        extensions=[permission("newcomers.plan.read")],
    )
    async def newcomer_plan(self, info: Info, person: Person) -> PlanType | None:
        """For counsellors; each look is put on record."""
        plan = await plans.read_plan(info.context.database, info.context.caller, person)
        return None if plan is None else plan_type(plan)

    @strawberry.field(
        description="Steps whose term of law has passed, of people who let the caller's unit read.",
        extensions=[permission("newcomers.plan.read")],
    )
    async def newcomer_overdue_plans(self, info: Info) -> list[PlanType]:
        """For counsellors; each look is put on record."""
        found = await plans.read_overdue(info.context.database, info.context.caller)
        return [plan_type(plan) for plan in found]

    @strawberry.field(
        description="Whom I have let see my plan.", extensions=[permission("newcomers.plan.share")]
    )
    async def newcomer_grants(self, info: Info) -> list[GrantType]:
        """Those that have ended too."""
        context = info.context
        found = await plans.list_grants(context.database, context.caller)
        return [grant_type(one, context.clock.now_ms()) for one in found]

    @strawberry.field(
        description="The pages of the guide, in order.",
        extensions=[permission("newcomers.guide.read")],
    )
    async def guide_pages(
        self, info: Info, locale: In = None, first: First = 20, after: After = None
    ) -> Connection[PageType]:
        """Each with its fall-backs marked."""
        wanted = asked(first, after)
        context = info.context
        found = await guide.read_pages(context.database, context.caller, locale or context.locale)
        return page_of(found, wanted, node=page_type)

    @strawberry.field(
        description="How the guide treats its languages; those not listed as the registry says.",
        extensions=[permission("newcomers.guide.read")],
    )
    async def guide_locales(self, info: Info) -> list[GuideLocaleType]:
        """In their order."""
        tree = await guide.tree_of(info.context.database)
        return [locale_type(one) for one in tree.values()]

    @strawberry.field(
        description="Pages that readers want in a language, most wanted first.",
        extensions=[permission("newcomers.guide.write")],
    )
    async def guide_wishes(self, info: Info) -> list[WishType]:
        """For whoever translates."""
        context = info.context
        return [
            WishType(page=strawberry.ID(one.page), locale=Locale(one.locale), count=one.count)
            for one in await guide.list_wishes(context.database, context.caller)
        ]

    @strawberry.field(
        description="News of the last four weeks, newest first.",
        extensions=[permission("newcomers.guide.read")],
    )
    async def guide_notices(self, info: Info, locale: In = None) -> list[PageType]:
        """Each with its fall-backs marked."""
        context = info.context
        found = await guide.read_notices(context.database, context.caller, locale or context.locale)
        return [page_type(one) for one in found]

    @strawberry.field(
        description="A page of the guide.", extensions=[permission("newcomers.guide.read")]
    )
    async def guide_page(self, info: Info, slug: Slug, locale: In = None) -> PageType:
        """Sentence by sentence, fall-backs marked."""
        context = info.context
        shown = await guide.read_page(
            context.database, context.caller, slug, locale or context.locale
        )
        return page_type(shown)

    @strawberry.field(
        description="Pages that hold every word, in the reader's language.",
        extensions=[permission("newcomers.guide.read")],
    )
    async def guide_search(self, info: Info, words: Words, locale: In = None) -> list[PageType]:
        """The best first."""
        context = info.context
        found = await guide.search_pages(
            context.database, context.caller, words, locale or context.locale
        )
        return [page_type(one) for one in found]

    @strawberry.field(
        description="My conversations, or those of my unit.",
        extensions=[permission("newcomers.conversation.list")],
    )
    async def newcomer_conversations(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[ConversationType]:
        """Without their words."""
        wanted = asked(first, after)
        context = info.context
        rows = await conversations.list_mine(
            context.database, context.caller, after=wanted.after or "", most=wanted.limit
        )
        return page(rows, wanted, total=len(rows), place=lambda row: row.id, node=summary_type)

    @strawberry.field(
        description="A conversation, for its two sides.",
        extensions=[permission("newcomers.conversation.take")],
    )
    async def newcomer_conversation(
        self, info: Info, id: Key, token: Token = None
    ) -> ConversationType:
        """Every word in both languages."""
        context = info.context
        return conversation_type(
            await conversations.read(context.database, context.caller, id, token)
        )

    @strawberry.field(
        description="Replies that people have translated into her language, before any machine.",
        extensions=[permission("newcomers.conversation.answer")],
    )
    async def newcomer_quick_replies(
        self, info: Info, conversation_id: Talk, words: Reply = ""
    ) -> list[QuickReplyType]:
        """Sent as they are, they need no machine."""
        context = info.context
        found = await conversations.quick_replies(
            context.database, context.caller, conversation_id, words
        )
        return [quick_reply_type(one) for one in found]

    @strawberry.field(
        description="Interpreter orders of my unit, or for me.",
        extensions=[permission("newcomers.interpreter.read")],
    )
    async def interpreter_orders(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[OrderType]:
        """Without their requests."""
        wanted = asked(first, after)
        context = info.context
        rows = await orders.list_orders(
            context.database, context.caller, after=wanted.after or "", most=wanted.limit
        )
        return page(rows, wanted, total=len(rows), place=lambda row: row.id, node=order_summary)

    @strawberry.field(
        description="An interpreter order.", extensions=[permission("newcomers.interpreter.read")]
    )
    async def interpreter_order(self, info: Info, id: Key) -> OrderType:
        """With the brokers that were asked."""
        context = info.context
        return order_type(await orders.read_order(context.database, context.caller, id))

    @strawberry.field(
        description="My documents.", extensions=[permission("newcomers.document.own")]
    )
    async def newcomer_documents(self, info: Info) -> list[DocumentType]:
        """Newest first."""
        context = info.context
        mark = context.localizer.text(WATERMARK)
        found = await documents.list_own(context.database, context.caller)
        return [document_type(one, mark, info) for one in found]
