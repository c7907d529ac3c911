# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The data types of FHIR that our resources are made of, and the short ways to make them."""

from typing import Final

import msgspec

from services.kit.clock import instant


class Element(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An element; what is not there is not written (FHIR knows no empty values)."""


class Coding(Element, frozen=True, kw_only=True):
    """A code of a system."""

    system: str | None = None
    code: str | None = None
    display: str | None = None


class CodeableConcept(Element, frozen=True, kw_only=True):
    """A concept by codes, by words, or both."""

    coding: tuple[Coding, ...] = ()
    text: str | None = None


class Reference(Element, frozen=True, kw_only=True):
    """Another resource."""

    reference: str | None = None
    type: str | None = None
    display: str | None = None


class Period(Element, frozen=True, kw_only=True):
    """A stretch of time."""

    start: str | None = None
    end: str | None = None


class Identifier(Element, frozen=True, kw_only=True):
    """A name in a system."""

    system: str | None = None
    value: str | None = None


class Meta(Element, frozen=True, kw_only=True):
    """About the resource itself."""

    version_id: str | None = None
    last_updated: str | None = None


class Annotation(Element, frozen=True, kw_only=True):
    """Words somebody wrote."""

    text: str
    time: str | None = None


SYSTEM: Final = "urn:torget:care:"
"""Systems of our own codes begin with it."""
V3: Final = "http://terminology.hl7.org/CodeSystem/v3-"
HL7: Final = "http://terminology.hl7.org/CodeSystem/"


def moment(at: int) -> str:
    """UTC milliseconds as a FHIR instant, with its offset."""
    return instant(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_or_none(at: int | None) -> str | None:
    """An instant that may be missing."""
    return None if at is None else moment(at)


def period(start: int | None, end: int | None) -> Period | None:
    """A stretch of time; None when neither end is known, and an end before its start is left out."""
    if start is None and end is None:
        return None
    if start is not None and end is not None and end < start:
        end = None
    return Period(start=moment_or_none(start), end=moment_or_none(end))


def refer(kind: str, key: str, display: str | None = None) -> Reference:
    """A reference to a resource of this server."""
    return Reference(reference=f"{kind}/{key}", display=display)


def patient(resident: str) -> Reference:
    """The resident."""
    return refer("Patient", resident)


def own(system: str, code: str, text: str | None = None) -> CodeableConcept:
    """A concept of our own code systems."""
    return CodeableConcept(coding=(Coding(system=SYSTEM + system, code=code),), text=text)


def concept(system: str, code: str, display: str | None = None) -> CodeableConcept:
    """A concept of a published code system."""
    return CodeableConcept(coding=(Coding(system=system, code=code, display=display),))
