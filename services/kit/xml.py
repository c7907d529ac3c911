# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""XML from outside: no document type, no entities, no network, a bounded size; the one seam to lxml."""

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from services.kit.errors import InputInvalid

Element = etree._Element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] -- lxml has no public name for it
LARGEST: Final = 8 * 1024 * 1024
"""Bytes that are read when a caller names no limit."""


class XmlUnreadable(InputInvalid):
    """What was sent is no XML that we read; `line` is where reading ended, 0 when unknown."""

    def __init__(self, reason: str, *, line: int = 0) -> None:
        """Say why and where."""
        super().__init__(extensions={"reason": reason, "line": line})
        self.reason = reason
        self.line = line


def read_xml(given: bytes, *, largest: int = LARGEST) -> Element:
    """The root of a document. Refuses a DOCTYPE, entities, and more than `largest` bytes."""
    if len(given) > largest:
        raise XmlUnreadable("too large")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        dtd_validation=False, remove_comments=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(given, parser)
    except etree.XMLSyntaxError as fault:
        raise XmlUnreadable("not well-formed", line=fault.lineno or 0) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlUnreadable("document type refused")
    return root


def write_xml(root: Element, *, pretty: bool = False) -> bytes:
    """A document in UTF-8 with its declaration."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=pretty)


def element(
    tag: str,
    text: str | None = None,
    *,
    prefixes: Mapping[str | None, str] | None = None,
    **attributes: str,
) -> Element:
    """A new element; `{namespace}name` for names in a namespace, `prefixes` for how they are written."""
    names: Any = dict(prefixes or {})
    made = etree.Element(tag, attributes, nsmap=names or None)
    made.text = text
    return made


def child(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """A new element at the end of `parent`."""
    made = etree.SubElement(parent, tag, attributes)
    made.text = text
    return made
