# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The register of processing (GDPR art. 30) and the classification (KLASSA), printed from the code."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from i18n import localizer
from services.kit.privacy.graph_marks import marked_fields
from services.kit.privacy.marks import Privacy
from services.kit.privacy.purposes import KLASSA
from services.kit.privacy.rights import RetentionRule, Rights, Through
from services.kit.service import Room, Service


class Processing(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a service handles personal data."""

    purposes: tuple[str, ...]
    basis: str
    klassa: str
    retention: str
    special: bool
    subject: str
    fields: tuple[str, ...]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One table that holds people."""

    table: str
    after: str | None
    action: str
    erasure: str
    law: str
    sealed: tuple[str, ...]
    person_by: str


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """A service in the register."""

    service: str
    title: str
    klassa: str
    """The highest of each of K, R and T over all its fields and tables."""
    processing: tuple[Processing, ...]
    kept: tuple[Kept, ...]
    unmarked: tuple[str, ...]


def chapter(service: Service, *, language: str = "sv") -> Chapter:
    """What the register says of one service."""
    marks: dict[str, Privacy | None] = {}
    if service.has(Room.GRAPH):
        marks = {field.place: field.mark for field in marked_fields(service.load(Room.GRAPH))}
    rights: Rights = service.load(Room.PRIVACY) if service.has(Room.PRIVACY) else Rights()
    found = [mark for mark in marks.values() if mark is not None]
    found += [rule.data for rule in rights.retention]
    return Chapter(
        service=service.name,
        title=localizer(language).text(service.title),
        klassa=highest(str(mark.klassa) for mark in found if mark.is_personal),
        processing=_processing(marks),
        kept=tuple(_kept(rule) for rule in rights.retention),
        unmarked=tuple(place for place, mark in marks.items() if mark is None),
    )


def highest(classes: Iterable[str]) -> str:
    """The maximum of each letter: K2R2T1 and K1R3T1 give K2R3T1; K0R0T0 for none."""
    most = [0, 0, 0]
    for each in classes:
        match = KLASSA.fullmatch(each)
        if match is not None:
            most = [max(pair) for pair in zip(most, map(int, match.groups()), strict=True)]
    return "K{}R{}T{}".format(*most)


def register_page(chapters: Iterable[Chapter]) -> str:
    """The register in Markdown."""
    lines = ["# Register of processing", ""]
    for one in chapters:
        lines += [f"## {one.title} ({one.service})", "", f"Classification: {one.klassa}", ""]
        if not one.processing and not one.kept:
            lines += ["No personal data.", ""]
        for each in one.processing:
            special = ", special category (art. 9)" if each.special else ""
            head = f"- **{', '.join(each.purposes)}** of {each.subject}: {each.basis}{special}"
            lines += [
                f"{head}, {each.klassa}, kept {each.retention}",
                f"  - {', '.join(each.fields)}",
            ]
        if one.kept:
            lines += ["", "| table | person by | kept | then | when forgotten | law |",
                      "|---|---|---|---|---|---|"]  # fmt: skip
        lines += [
            f"| {each.table} | {each.person_by} | {each.after or 'while used'} | {each.action} | "
            f"{each.erasure} | {each.law} |"
            for each in one.kept
        ]
        lines.append("")
    return "\n".join(lines)


def _processing(marks: Mapping[str, Privacy | None]) -> tuple[Processing, ...]:
    groups: dict[tuple[Any, ...], list[str]] = {}
    for place, mark in marks.items():
        if mark is None or not mark.is_personal:
            continue
        purposes = tuple(each.value for each in mark.purposes)
        key = (
            purposes,
            str(mark.basis),
            mark.klassa,
            mark.retention,
            mark.is_special,
            mark.subject,
        )
        groups.setdefault(key, []).append(place)
    return tuple(
        Processing(
            purposes=purposes,
            basis=basis,
            klassa=klassa,
            retention=retention,
            special=special,
            subject=subject,
            fields=tuple(sorted(fields)),
        )
        for (purposes, basis, klassa, retention, special, subject), fields in sorted(groups.items())
    )


def _kept(rule: RetentionRule) -> Kept:
    return Kept(
        table=str(rule.table.name),
        after=rule.after,
        action=rule.action.value,
        erasure=rule.erasure.value,
        law=rule.legal_ref,
        sealed=rule.sealed,
        person_by=_way_to_person(rule.subject) or "nobody",
    )


def _way_to_person(by: str | Through | None) -> str | None:
    if not isinstance(by, Through):
        return by
    return f"{by.column} → {by.parent.name}.{_way_to_person(by.subject)}"
