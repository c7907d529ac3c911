# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What editors can change: take in a file of places or events, with a report."""

import strawberry

from services.cityinfo.actions.importing import Format, TakeIn, take_in
from services.kit.errors import Problem
from services.kit.graph import Info, LocalizedText, UserError, describe_enum, localized, user_error
from services.kit.graph_guard import permission

describe_enum(
    Format,
    "ContentFormat",
    description="In which form content comes in.",
    values={
        "ICALENDAR": "A calendar (RFC 5545).",
        "GEOJSON": "Places as GeoJSON (RFC 7946).",
        "SCHEMA_ORG": "Places and events as schema.org JSON-LD.",
        "LINKED_EVENTS": "Events as the Linked Events API gives them.",
    },
)


@strawberry.input(description="A file of content.")
class ImportContentInput:
    """A file."""

    format: Format = strawberry.field(description="Its form.")
    content: str = strawberry.field(description="The file itself.")
    source: str = strawberry.field(description="Whose it is: kept with everything taken in.")
    language: str = strawberry.field(default="sv", description="The language of its texts.")
    dry_run: bool = strawberry.field(default=False, description="Only say what would be done.")


@strawberry.type(description="Something of a file that was not taken in.")
class ImportRefusal:
    """A refusal."""

    item: str = strawberry.field(description="Which one: its id or its number in the file.")
    reason: LocalizedText = strawberry.field(description="Why, and what to do.")


@strawberry.type(description="What came of a file.")
class ImportContentPayload:
    """A report."""

    places: int = strawberry.field(description="How many places were taken in.")
    events: int = strawberry.field(description="How many events were taken in.")
    refused: list[ImportRefusal] = strawberry.field(description="What was not.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type
class Mutation:
    """What can be changed."""

    @strawberry.mutation(
        description="Take in a file of places or events; what cannot be read is reported.",
        extensions=[permission("cityinfo.content.edit")],
    )
    async def import_city_content(
        self, info: Info, input: ImportContentInput
    ) -> ImportContentPayload:
        """Take in a file."""
        wish = TakeIn(
            format=input.format, content=input.content, source=input.source,
            language=input.language, dry_run=input.dry_run,
        )  # fmt: skip
        try:
            report = await take_in(info.context.database, info.context.caller, wish)
        except Problem as problem:
            if problem.code not in {"INPUT_INVALID", "UNKNOWN_LOCALE"}:
                raise
            return ImportContentPayload(
                places=0, events=0, refused=[], user_errors=[user_error(problem, info)]
            )
        return ImportContentPayload(
            places=report.places,
            events=report.events,
            refused=[
                ImportRefusal(item=each.item, reason=localized(each.text, info))
                for each in report.refused
            ],
            user_errors=[],
        )
