# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""TBX-Basic (ISO 30042:2019, DCT style): the glossary in and out; the older shape is read too."""

import msgspec

from services.kit.errors import Problem
from services.kit.xml import Element, child, element, read_xml, write_xml
from services.language.domain.glossary import Status, Term
from services.language.domain.xliff.nodes import XML_LANG, split_name

TBX = "urn:iso:std:iso:30042:ed-2"
MIN = "http://www.tbxinfo.net/ns/min"

_STATUS = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.FORBIDDEN: "deprecatedTerm-admn-sts",
    Status.KEEP: "preferredTerm-admn-sts",
}
_READ = {
    "preferredTerm-admn-sts": Status.PREFERRED,
    "admittedTerm-admn-sts": Status.ADMITTED,
    "deprecatedTerm-admn-sts": Status.FORBIDDEN,
    "supersededTerm-admn-sts": Status.FORBIDDEN,
}
_ENTRIES = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_STATUS_NAMES = ("administrativeStatus",)
KEEP_MARK = "keep-source-term"


class _Word(msgspec.Struct, frozen=True):
    text: str
    status: Status
    note: str


def write_tbx(terms: list[Term], *, source_locale: str = "sv") -> bytes:
    """The glossary: one concept per Swedish term, a section per language."""
    root = element(f"{{{TBX}}}tbx", prefixes={None: TBX, "min": MIN}, style="dct", type="TBX-Basic")
    root.set(XML_LANG, source_locale)
    description = child(child(root, f"{{{TBX}}}tbxHeader"), f"{{{TBX}}}fileDesc")
    child(child(description, f"{{{TBX}}}sourceDesc"), f"{{{TBX}}}p", "Torget")
    body = child(child(root, f"{{{TBX}}}text"), f"{{{TBX}}}body")
    concepts: dict[str, list[Term]] = {}
    for term in terms:
        concepts.setdefault(term.source, []).append(term)
    for number, (source, group) in enumerate(concepts.items(), 1):
        entry = child(body, f"{{{TBX}}}conceptEntry", id=f"c{number}")
        _write_section(entry, source_locale, [_Word(source, Status.PREFERRED, "")])
        for locale in dict.fromkeys(term.locale for term in group):
            words = [
                _Word(
                    term.target,
                    term.status,
                    f"{KEEP_MARK}: {term.gloss}" if term.status is Status.KEEP else "",
                )
                for term in group
                if term.locale == locale
            ]
            _write_section(entry, locale, words)
    return write_xml(root, pretty=True)


def read_tbx(given: bytes, *, source_locale: str = "sv") -> list[Term]:
    """The terms of a TBX of either edition; EXCHANGE_FILE_INVALID when it is none."""
    root = read_xml(given)
    if split_name(str(root.tag))[1] not in ("tbx", "martif"):
        raise Problem("EXCHANGE_FILE_INVALID", faults=1)
    terms: list[Term] = []
    for entry in _named(root, *_ENTRIES):
        sections = {
            (node.get(XML_LANG) or node.get("lang") or ""): _words(node)
            for node in _named(entry, *_LANGUAGES)
        }
        sources = [
            word.text
            for word in sections.get(source_locale, [])
            if word.status is not Status.FORBIDDEN
        ]
        for locale, words in sections.items():
            if locale == source_locale or not sources:
                continue
            for place, word in enumerate(words, 1):
                terms.append(
                    _term(
                        f"{entry.get('id') or sources[0]}.{locale}.{place}",
                        sources[0],
                        locale,
                        word,
                    )
                )
    return terms


def _term(name: str, source: str, locale: str, word: _Word) -> Term:
    is_kept = word.note.startswith(KEEP_MARK)
    return Term(
        id=name,
        source=source,
        locale=locale,
        target=word.text,
        status=Status.KEEP if is_kept else word.status,
        gloss=word.note.partition(": ")[2] if is_kept else "",
    )


def _write_section(entry: Element, locale: str, words: list[_Word]) -> None:
    section = child(entry, f"{{{TBX}}}langSec")
    section.set(XML_LANG, locale)
    for word in words:
        node = child(section, f"{{{TBX}}}termSec")
        child(node, f"{{{TBX}}}term", word.text)
        child(node, f"{{{MIN}}}administrativeStatus", _STATUS[word.status])
        if word.note:
            child(node, f"{{{TBX}}}note", word.note)


def _words(section: Element) -> list[_Word]:
    words: list[_Word] = []
    for node in _named(section, *_TERMS):
        term = next(iter(_named(node, "term")), None)
        if term is None or not (term.text or "").strip():
            continue
        said = [n.text or "" for n in _named(node, *_STATUS_NAMES)]
        said += [n.text or "" for n in _named(node, "termNote") if n.get("type") in _STATUS_NAMES]
        notes = [n.text or "" for n in _named(node, "note")]
        status = _READ.get(said[0], Status.PREFERRED) if said else Status.PREFERRED
        words.append(_Word((term.text or "").strip(), status, notes[0] if notes else ""))
    return words


def _named(node: Element, *names: str) -> list[Element]:
    return [
        each
        for each in node.iter()
        if isinstance(each.tag, str) and split_name(each.tag)[1] in names and each is not node
    ]
