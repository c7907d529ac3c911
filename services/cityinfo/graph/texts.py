# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Texts, points and pictures of the content as the graph shows them: each text says its language."""

from collections.abc import Mapping
from datetime import datetime

import strawberry

from i18n import localizer
from services.cityinfo.domain.places import Image
from services.cityinfo.domain.words import Provenance, Wording, tell
from services.kit.clock import instant
from services.kit.geometry import Point
from services.kit.graph import Info, Locale, TextDirection, describe_enum

describe_enum(
    Provenance,
    "TextProvenance",
    description="Where a text of the content comes from.",
    values={
        "ORIGINAL": "As it was written first.",
        "HUMAN": "Translated by a person.",
        "MACHINE": "Translated by a machine; read with care.",
        "MISSING": "There is no text in that language.",
    },
)


@strawberry.type(description="A text of the content, with the language it is really in.")
class CityText:
    """A text as a reader gets it (L1-L4)."""

    value: str = strawberry.field(description="The text.")
    language: Locale = strawberry.field(description="The language the text is in.")
    requested: Locale = strawberry.field(description="The language that was asked for.")
    direction: TextDirection = strawberry.field(description="Which way it is written.")
    is_fallback: bool = strawberry.field(description="Whether another language was asked for.")
    provenance: Provenance = strawberry.field(description="Where it comes from.")
    source_changed: bool = strawberry.field(
        description="Whether the original has changed since; it may say something old."
    )
    updated_at: datetime | None = strawberry.field(description="When it was last changed.")


@strawberry.type(description="Which languages a text has.")
class TextStatus:
    """What there is in one language."""

    language: Locale = strawberry.field(description="The language.")
    provenance: Provenance = strawberry.field(description="Where its text comes from.")


@strawberry.type(description="A picture with what it shows in words.")
class CityImage:
    """A picture."""

    url: str = strawberry.field(description="Where it is.")
    alternative: CityText | None = strawberry.field(
        description="What it shows; null only where nobody has described it yet."
    )
    credit: str = strawberry.field(description="Who made it.")


@strawberry.type(description="A point in WGS 84 degrees.")
class CityPoint:
    """A point."""

    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")


@strawberry.input(description="A point in WGS 84 degrees.")
class CityPointInput:
    """A point."""

    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")


def city_text(words: Mapping[str, Wording], info: Info) -> CityText | None:
    """The text in the reader's language, or openly in another; null when there is none."""
    told = tell(words, info.context.locale)
    if told is None:
        return None
    return CityText(
        value=told.value,
        language=Locale(told.language),
        requested=Locale(told.requested),
        direction=TextDirection[localizer(told.language).direction.upper()],
        is_fallback=told.is_fallback,
        provenance=told.provenance,
        source_changed=told.source_changed,
        updated_at=instant(told.at) if told.at is not None else None,
    )


def text_status(words: Mapping[str, Wording]) -> list[TextStatus]:
    """Every language a text has."""
    return [
        TextStatus(language=Locale(tag), provenance=each.status)
        for tag, each in words.items()
        if each.value.strip()
    ]


def city_image(image: Image, info: Info) -> CityImage:
    """A picture in the reader's words."""
    return CityImage(url=image.url, alternative=city_text(image.alt, info), credit=image.credit)


def city_point(point: Point) -> CityPoint:
    """The point."""
    return CityPoint(latitude=point.lat, longitude=point.lon)
