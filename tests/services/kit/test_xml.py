# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""XML from outside can neither read files nor fill the memory."""

import pytest

from services.kit.xml import XmlUnreadable, child, element, read_xml, write_xml

BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
FILE = b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>'


@pytest.mark.parametrize("given", [BOMB, FILE, b"<!DOCTYPE a><a/>"])
def test_document_types_are_refused(given):
    with pytest.raises(XmlUnreadable) as refused:
        read_xml(given)
    assert refused.value.reason == "document type refused"


def test_what_is_not_well_formed_is_refused_with_its_line():
    with pytest.raises(XmlUnreadable) as refused:
        read_xml(b"<a>\n<b>\n</a>")
    assert refused.value.line == 3


@pytest.mark.parametrize("given", [b"", b"hello", b"\xff\xfe", b"<a", b"<a/><b/>"])
def test_what_is_no_xml_is_refused(given):
    with pytest.raises(XmlUnreadable):
        read_xml(given)


def test_a_document_over_the_limit_is_not_parsed():
    with pytest.raises(XmlUnreadable):
        read_xml(b"<a>" + b"x" * 100 + b"</a>", largest=64)


def test_what_is_written_is_read_again():
    root = element("{urn:x}a", lang="sv")
    child(root, "{urn:x}b", "å & ä")
    again = read_xml(write_xml(root))
    assert (again.tag, again.get("lang"), again[0].text) == ("{urn:x}a", "sv", "å & ä")
