# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Guides, districts and the ontology in the graph."""

from datetime import datetime

import strawberry

from services.cityinfo.domain.districts import District
from services.cityinfo.domain.guides import Guide, Keyword
from services.cityinfo.graph.texts import CityPoint, CityText, city_point, city_text
from services.kit.clock import instant
from services.kit.graph import Info


@strawberry.type(name="GuideQuestion", description="A question people have, and its answer.")
class QuestionType:
    """A question and its answer."""

    question: CityText | None = strawberry.field(description="The question.")
    answer: CityText | None = strawberry.field(description="The answer.")


@strawberry.type(
    name="CityGuide",
    description="A page of information or a procedure, with what EU 2018/1724 wants to know.",
)
class GuideType:
    """A guide as the graph shows it."""

    id: strawberry.ID = strawberry.field(description="Its short name.")
    title: CityText | None = strawberry.field(description="What it is about.")
    lead: CityText | None = strawberry.field(description="In a sentence: its purpose.")
    questions: list[QuestionType] = strawberry.field(description="Questions and answers.")
    authority: CityText | None = strawberry.field(description="Who is responsible.")
    legal_basis: CityText | None = strawberry.field(description="The law behind it.")
    fees: CityText | None = strawberry.field(description="What it costs.")
    deadlines: CityText | None = strawberry.field(description="What must be done by when.")
    documents: CityText | None = strawberry.field(description="What one must have with one.")
    redress: CityText | None = strawberry.field(description="What one can do against a decision.")
    is_sample: bool = strawberry.field(description="Whether nobody has checked it yet.")
    updated_at: datetime = strawberry.field(description="When it was last changed.")


@strawberry.type(name="CityDistrict", description="A city district (stadsdel).")
class DistrictType:
    """A district."""

    id: strawberry.ID = strawberry.field(description="Give it as a division in filters.")
    name: str = strawberry.field(description="Its name, which is never translated.")
    area: str = strawberry.field(description="The area it belongs to.")
    point: CityPoint = strawberry.field(description="A point inside it.")


@strawberry.type(
    name="CityArea", description="A city district area (stadsdelsområde) and its districts."
)
class AreaType:
    """An area."""

    id: strawberry.ID = strawberry.field(description="Give it as a division in filters.")
    name: str = strawberry.field(description="Its name, which is never translated.")
    districts: list[DistrictType] = strawberry.field(description="Its districts, by name.")


@strawberry.type(name="CityKeyword", description="A word of the ontology.")
class KeywordType:
    """A word of the ontology."""

    id: strawberry.ID = strawberry.field(description="Give it as a keyword in filters.")
    label: CityText | None = strawberry.field(description="What it is called.")
    parent: str | None = strawberry.field(description="The wider word; null at the top.")


def guide_type(one: Guide, info: Info) -> GuideType:
    """A guide in the reader's language."""
    return GuideType(
        id=strawberry.ID(one.id),
        title=city_text(one.title, info),
        lead=city_text(one.lead, info),
        questions=[
            QuestionType(question=city_text(q.question, info), answer=city_text(q.answer, info))
            for q in one.questions
        ],
        authority=city_text(one.authority, info),
        legal_basis=city_text(one.legal_basis, info),
        fees=city_text(one.fees, info),
        deadlines=city_text(one.deadlines, info),
        documents=city_text(one.documents, info),
        redress=city_text(one.redress, info),
        is_sample=one.sample,
        updated_at=instant(one.updated_at),
    )


def district_type(one: District) -> DistrictType:
    """A district."""
    return DistrictType(
        id=strawberry.ID(one.id), name=one.name, area=one.area, point=city_point(one.point)
    )


def keyword_type(one: Keyword, info: Info) -> KeywordType:
    """A word in the reader's language."""
    return KeywordType(
        id=strawberry.ID(one.id), label=city_text(one.label, info), parent=one.parent or None
    )
