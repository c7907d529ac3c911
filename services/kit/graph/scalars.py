# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The scalars of the house: DateTime (RFC 3339, always UTC `Z`) and Locale (BCP 47, registered)."""

from datetime import UTC, datetime
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from i18n import registry

DateTime = datetime
"""Annotate with `datetime`; the schema maps it to the scalar below."""

Locale = NewType("Locale", str)
"""A tag of `i18n/registry.toml`, written exactly so."""


def write_instant(moment: datetime) -> str:
    """RFC 3339 in UTC with `Z`; a naive datetime is no instant and raises ValueError."""
    zone = moment.tzinfo
    if zone is None:
        raise ValueError("DateTime needs an instant with a time zone")
    if zone is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat()[:-6] + "Z"


def read_instant(value: Any) -> datetime:
    """The UTC instant of an RFC 3339 text with an offset; anything else is the client's error."""
    if not isinstance(value, str):
        raise GraphQLError("DateTime is a text such as 2026-03-09T13:05:00Z.")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or "T" not in value.upper():
        raise GraphQLError("DateTime is a text such as 2026-03-09T13:05:00Z.")
    if moment.tzinfo is None:
        raise GraphQLError("DateTime needs an offset, for example Z.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise GraphQLError("DateTime lies outside the years 1 to 9999.") from None


def write_locale(tag: Any) -> str:
    """The tag itself."""
    return str(tag)


def read_locale(value: Any) -> str:
    """A registered tag; any other is the client's error, never a guess (i18n rule 5)."""
    if isinstance(value, str) and registry.known(value):
        return value
    raise GraphQLError("Locale is not one of the languages of this service.")


def scalars() -> dict[object, ScalarDefinition]:
    """The scalar map that every schema of the house uses."""
    return {
        datetime: strawberry.scalar(
            name="DateTime",
            description="An instant in UTC: RFC 3339 with `Z`.",
            specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
            serialize=write_instant,
            parse_value=read_instant,
        ),
        Locale: strawberry.scalar(
            name="Locale",
            description="A language of this service: a BCP 47 tag such as sv, ar or zh-Hans.",
            specified_by_url="https://www.rfc-editor.org/info/bcp47",
            serialize=write_locale,
            parse_value=read_locale,
        ),
    }
