# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A newcomer's situation: the few facts from which her plan follows, and how they are read."""

from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from services.kit.errors import InputInvalid


class LegalBasis(StrEnum):
    """On what ground somebody is here."""

    EU_WORK = "eu_work"
    EU_FAMILY = "eu_family"
    NORDIC = "nordic"
    WORK_PERMIT = "work_permit"
    ASYLUM = "asylum"
    REFUGEE = "refugee"
    FAMILY_REUNION = "family_reunion"
    STUDENT = "student"
    UKRAINE_TPD = "ukraine_tpd"
    RETURNEE = "returnee"


class Employment(StrEnum):
    """How somebody makes a living."""

    UNKNOWN = "unknown"
    EMPLOYED = "employed"
    SEEKING = "seeking"
    STUDYING = "studying"
    NONE = "none"


class Spoken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A language and whether she reads it."""

    tag: str
    literate: bool = True


class Situation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the person has told. Nothing here is asked for that no step depends on."""

    legal_basis: LegalBasis
    arrival_date: date
    residence_from: date | None = None
    """First day of the residence permit or right, if there is one."""
    residence_to: date | None = None
    birth_year: int | None = None
    children: tuple[int, ...] = ()
    """Birth years."""
    has_personnummer: bool = False
    has_samordningsnummer: bool = False
    employment: Employment = Employment.UNKNOWN
    health_flags: tuple[str, ...] = ()
    """Only what she has agreed to: `pregnant`, `ongoing_care`."""
    district: str = ""
    languages: tuple[Spoken, ...] = ()
    has_driving_licence: bool = False

    def __post_init__(self) -> None:
        """Refuse facts that cannot be."""
        first, last = self.residence_from, self.residence_to
        if first and last and last < first:
            raise ValueError("residence_to lies before residence_from")

    def ages(self, today: date) -> tuple[int, ...]:
        """The ages the children have or turn this year."""
        return tuple(today.year - year for year in self.children)

    def age(self, today: date) -> int | None:
        """The age she has or turns this year, if she has told."""
        return None if self.birth_year is None else today.year - self.birth_year

    @property
    def speaks_swedish(self) -> bool:
        """Whether she needs no course in Swedish."""
        return any(one.tag.split("-")[0] == "sv" for one in self.languages)


_RENAMED = {
    "residenceFrom": "residence_from", "residenceTo": "residence_to",
    "legalBasis": "legal_basis", "arrivalDate": "arrival_date", "birthYear": "birth_year",
    "hasPersonnummer": "has_personnummer", "hasSamordningsnummer": "has_samordningsnummer",
    "healthFlags": "health_flags", "hasDrivingLicence": "has_driving_licence",
}  # fmt: skip


def read_situation(given: Any) -> Situation:
    """A situation from JSON or TOML; InputInvalid names the field that is wrong."""
    try:
        raw = msgspec.convert(given, dict[str, Any])
        facts = {_RENAMED.get(name, name): value for name, value in raw.items()}
        if isinstance(facts.get("languages"), list):
            facts["languages"] = [_spoken(one) for one in facts["languages"]]
        if isinstance(facts.get("children"), list):
            facts["children"] = [_birth_year(one) for one in facts["children"]]
        return msgspec.convert(facts, Situation)
    except msgspec.ValidationError as problem:
        raise InputInvalid(path=(_field_of(str(problem)),), reason=str(problem)) from None


def _spoken(given: Any) -> Any:
    """A language may be told by its tag alone."""
    return {"tag": given} if isinstance(given, str) else given


def _birth_year(given: Any) -> Any:
    """A child may be told by the year alone, or as `{birth_year: 2021}`."""
    if isinstance(given, int):
        return given
    return msgspec.convert(given, dict[str, Any]).get("birth_year", given)


def _field_of(message: str) -> str:
    """The field a message of msgspec is about."""
    if "`$." in message:
        return message.rpartition("`$.")[2].rstrip("`").split(".")[0].split("[")[0]
    named = message.split("`")[1] if "`" in message else ""
    return (
        named if named in Situation.__struct_fields__ or "unknown field" in message else "situation"
    )
