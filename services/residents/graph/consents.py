# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consents in the graph: what I have agreed to, in which words, and a way back as short as the way in."""

from datetime import datetime
from typing import Any, cast

import strawberry

from services.kit.clock import instant
from services.kit.errors import Problem
from services.kit.graph import Info, LocalizedText, UserError, localized, user_error
from services.kit.graph_guard import permission, public
from services.kit.privacy import public_data
from services.residents.actions import consents as actions
from services.residents.domain.consents import CONSENTS, Consent
from services.residents.privacy import CONSENT


@strawberry.type(
    description="Something the city asks for, in its newest words.", directives=[public_data()]
)
class ConsentQuestion:
    """A purpose and its text."""

    purpose: str = strawberry.field(description="Its name, for example `care.video`.")
    text_version: int = strawberry.field(description="Give it back with the answer.")
    text: LocalizedText = strawberry.field(description="What is asked, in plain words.")


@strawberry.type(name="Consent", description="What a person has agreed to.", directives=[CONSENT])
class ConsentType:
    """A consent as the person sees it."""

    purpose: str = strawberry.field(description="For what.")
    text_version: int = strawberry.field(description="Which words she read.")
    text: LocalizedText | None = strawberry.field(description="The words, if they are the newest.")
    language: str = strawberry.field(description="The language she read them in.")
    given_at: datetime = strawberry.field(description="When.")
    ended_at: datetime | None = strawberry.field(description="Since when it holds no longer.")
    in_force: bool = strawberry.field(description="Whether it holds.")


@strawberry.type(description="What came of giving or withdrawing a consent.")
class ConsentPayload:
    """The consent, or what can be put right."""

    consent: ConsentType | None = strawberry.field(description="The consent after the change.")
    user_errors: list[UserError] = strawberry.field(
        default_factory=list[UserError], description="What can be put right."
    )


@strawberry.input(description="Yes to a text of the city.")
class GiveConsentInput:
    """A purpose and the version that was read."""

    purpose: str = strawberry.field(description="The purpose.")
    text_version: int = strawberry.field(description="The version of the text that was read.")


@strawberry.input(description="The wish to take a consent back.")
class WithdrawConsentInput:
    """A purpose."""

    purpose: str = strawberry.field(description="The purpose.")


@strawberry.type
class ConsentReader:
    """What a resident shows of consents."""

    @strawberry.field(
        description="What she has agreed to, newest first, ended ones included.",
        extensions=[permission("residents.consent.read")],
    )
    async def consents(self, info: Info) -> list[ConsentType]:
        """All her consents."""
        person = str(cast("Any", self).id)
        context = info.context
        found = await actions.list_consents(context.database, context.caller, person)
        return [_consent(each, info) for each in found]


@strawberry.type
class ConsentQuestions:
    """What anybody may ask."""

    @strawberry.field(
        description="Everything the city asks consent for.",
        extensions=[public("what the city asks is no secret")],
    )
    def consent_questions(self, info: Info) -> list[ConsentQuestion]:
        """All texts in force."""
        return [
            ConsentQuestion(
                purpose=purpose, text_version=each.version, text=localized(each.text, info)
            )
            for purpose, each in CONSENTS.items()
        ]


@strawberry.type
class ConsentChanges:
    """Giving and withdrawing."""

    @strawberry.mutation(
        description="Agree to a text I have read.",
        extensions=[permission("residents.consent.give")],
    )
    async def give_consent(self, input: GiveConsentInput, info: Info) -> ConsentPayload:
        """Give a consent."""
        context = info.context
        wish = actions.GiveConsent(
            purpose=input.purpose, text_version=input.text_version, language=context.locale
        )
        try:
            made = await context.database.transact(
                lambda tx: actions.give_consent(tx, context.caller, wish)
            )
        except Problem as problem:
            if problem.code != "INPUT_INVALID":
                raise
            return ConsentPayload(consent=None, user_errors=[user_error(problem, info)])
        return ConsentPayload(consent=_consent(made, info))

    @strawberry.mutation(
        description="Take a consent back; it holds no longer within a second.",
        extensions=[permission("residents.consent.give")],
    )
    async def withdraw_consent(self, input: WithdrawConsentInput, info: Info) -> ConsentPayload:
        """Withdraw a consent."""
        context = info.context
        ended = await context.database.transact(
            lambda tx: actions.withdraw_consent(tx, context.caller, input.purpose)
        )
        return ConsentPayload(consent=_consent(ended, info) if ended is not None else None)


def _consent(one: Consent, info: Info) -> ConsentType:
    text = CONSENTS.get(one.purpose)
    is_newest = text is not None and text.version == one.text_version
    return ConsentType(
        purpose=one.purpose,
        text_version=one.text_version,
        text=localized(text.text, info) if text is not None and is_newest else None,
        language=one.language,
        given_at=instant(one.given_at),
        ended_at=instant(one.ended_at) if one.ended_at is not None else None,
        in_force=one.ended_at is None and is_newest,
    )
