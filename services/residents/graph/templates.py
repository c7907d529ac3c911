# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Templates of notifications in the graph: a new version each time, in every language it has."""

import strawberry

from services.kit.errors import Problem
from services.kit.graph import Info, UserError, user_error
from services.kit.graph_guard import permission
from services.kit.privacy import public_data
from services.residents.actions.templates import SaveTemplate, save_template
from services.residents.domain.templates import Template


@strawberry.type(
    name="NotifyTemplate", description="A template of notifications.", directives=[public_data()]
)
class TemplateType:
    """A version of a template."""

    id: strawberry.ID = strawberry.field(description="A UUID; give it to senders.")
    version: int = strawberry.field(description="Grows by one with each change.")
    type: str = strawberry.field(description="email, sms or letter.")
    name: str = strawberry.field(description="What editors call it.")
    languages: list[str] = strawberry.field(description="The languages it has.")


@strawberry.input(description="A template in one language.")
class TemplateTextInput:
    """Subject and body."""

    language: str = strawberry.field(description="A tag of the city's list.")
    subject: str = strawberry.field(default="", description="For mail and letters.")
    body: str = strawberry.field(description="With `((name))` and `((flag??text))`.")


@strawberry.input(description="A new template, or a new version of one.")
class SaveTemplateInput:
    """A template."""

    id: strawberry.ID | None = strawberry.field(default=None, description="Null for a new one.")
    service: strawberry.ID = strawberry.field(description="The department it belongs to.")
    type: str = strawberry.field(description="email, sms or letter.")
    name: str = strawberry.field(description="What editors call it.")
    texts: list[TemplateTextInput] = strawberry.field(description="One for each language.")


@strawberry.type(description="What came of saving a template.")
class TemplatePayload:
    """The template, or what can be put right."""

    template: TemplateType | None = strawberry.field(description="The new version.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type
class TemplateChanges:
    """What editors can change."""

    @strawberry.mutation(
        description="Save a template: earlier versions stay as they are.",
        extensions=[permission("residents.message.send")],
    )
    async def save_notify_template(self, input: SaveTemplateInput, info: Info) -> TemplatePayload:
        """Save a version."""
        wish = SaveTemplate(
            id=str(input.id) if input.id else None, service=str(input.service), type=input.type,
            name=input.name, subjects={each.language: each.subject for each in input.texts},
            bodies={each.language: each.body for each in input.texts},
        )  # fmt: skip
        try:
            kept = await info.context.database.transact(
                lambda tx: save_template(tx, info.context.caller, wish)
            )
        except Problem as problem:
            if problem.code not in {"INPUT_INVALID", "UNKNOWN_LOCALE"}:
                raise
            return TemplatePayload(template=None, user_errors=[user_error(problem, info)])
        return TemplatePayload(template=_shown(kept), user_errors=[])


def _shown(one: Template) -> TemplateType:
    return TemplateType(
        id=strawberry.ID(one.id), version=one.version, type=one.type, name=one.name,
        languages=list(one.bodies),
    )  # fmt: skip
