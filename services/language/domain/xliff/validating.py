# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Validating XLIFF: every broken rule of a file, in the order of its lines."""

from collections.abc import Iterator

from services.kit.xml import Element, XmlUnreadable, read_xml
from services.language.domain.xliff.broken import Broken
from services.language.domain.xliff.codes import check_code_point, check_codes
from services.language.domain.xliff.identity import check_identity
from services.language.domain.xliff.nodes import below, core
from services.language.domain.xliff.references import (
    check_file,
    check_fragments,
    check_unit_references,
)
from services.language.domain.xliff.structure import check_structure


def validate(given: bytes) -> list[Broken]:
    """What is broken in the file; only warnings, or nothing, means it is valid."""
    try:
        root = read_xml(given)
    except XmlUnreadable as fault:
        return [Broken(fault.line, "xml", f"The file is not XML that we read: {fault.reason}.")]
    return check(root)


def check(root: Element) -> list[Broken]:
    """What is broken in a document that has been parsed."""
    found = [*check_structure(root)]
    if not any(each.rule == "root" for each in found):
        found += _constraints(root)
    return sorted(set(found))


def is_valid(found: list[Broken]) -> bool:
    """Whether no rule is broken; warnings do not count."""
    return all(each.is_warning for each in found)


def _constraints(root: Element) -> Iterator[Broken]:
    yield from check_identity(root)
    yield from check_fragments(root)
    for file in core(root, "file"):
        yield from check_file(file)
        units = {unit.get("id") or "" for unit in below(file, "unit")}
        for unit in below(file, "unit"):
            yield from check_codes(unit)
            yield from check_unit_references(file, unit, units)
            for data in below(unit, "data"):
                for point in core(data, "cp"):
                    yield from check_code_point(point)
