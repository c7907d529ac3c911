# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Walking an XLIFF tree: elements only, names without their namespace, what belongs to what."""

from collections.abc import Iterator

from services.kit.xml import Element
from services.language.domain.xliff.grammar import CODES, CORE, XML

XML_LANG = f"{{{XML}}}lang"
XML_SPACE = f"{{{XML}}}space"


def split_name(name: str) -> tuple[str, str]:
    """(namespace, local name)."""
    if name.startswith("{"):
        namespace, _, local = name[1:].partition("}")
        return namespace, local
    return "", name


def elements(node: Element) -> list[Element]:
    """The child elements; comments and processing instructions are passed by."""
    return [child for child in node if isinstance(child.tag, str)]


def core_name(node: Element) -> str:
    """The local name of a core element; empty for any other."""
    namespace, local = split_name(str(node.tag))
    return local if namespace == CORE else ""


def core(node: Element, *names: str) -> list[Element]:
    """The child elements that are core elements of one of the names."""
    return [child for child in elements(node) if core_name(child) in names]


def below(node: Element, *names: str) -> Iterator[Element]:
    """Core elements of the names anywhere below, in document order; extensions are not entered."""
    for child in elements(node):
        name = core_name(child)
        if name:
            if not names or name in names:
                yield child
            yield from below(child, *names)


def codes(side: Element) -> list[Element]:
    """The inline codes of a source or target, in document order."""
    return list(below(side, *CODES))


def code_id(code: Element) -> str:
    """The id a code is known by; a closing code has that of its opening one."""
    return code.get("id") or code.get("startRef") or ""


def parts(unit: Element) -> list[Element]:
    """Segments and ignorables of a unit."""
    return core(unit, "segment", "ignorable")


def side(part: Element, name: str) -> Element | None:
    """The source or target of a segment."""
    return next(iter(core(part, name)), None)


def inherited(node: Element, attribute: str) -> str | None:
    """The nearest value of an attribute on the element or its ancestors."""
    current: Element | None = node
    while current is not None:
        value = current.get(attribute)
        if value is not None:
            return value
        current = current.getparent()
    return None


def in_order(unit: Element) -> list[Element]:
    """The targets of a unit in the order in which they are read."""
    numbered: list[tuple[int, int, Element]] = []
    for place, part in enumerate(parts(unit), 1):
        target = side(part, "target")
        if target is not None:
            said = target.get("order") or ""
            numbered.append((int(said) if said.isdecimal() else place, place, target))
    return [target for _, _, target in sorted(numbered, key=lambda entry: entry[:2])]
