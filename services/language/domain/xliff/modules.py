# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The published modules of XLIFF 2.1: their elements and attributes; an unknown one is an error."""

from collections.abc import Mapping

_URN = "urn:oasis:names:tc:xliff:"
MATCHES = f"{_URN}matches:2.0"
GLOSSARY = f"{_URN}glossary:2.0"
STYLE = f"{_URN}fs:2.0"
METADATA = f"{_URN}metadata:2.0"
RESOURCES = f"{_URN}resourcedata:2.0"
CHANGES = f"{_URN}changetracking:2.0"
CHANGES_2_1 = f"{_URN}changetracking:2.1"
SIZES = f"{_URN}sizerestriction:2.0"
VALIDATION = f"{_URN}validation:2.0"
ITS = "http://www.w3.org/2005/11/its"
ITS_MODULE = f"{_URN}itsm:2.1"

LOOSE = frozenset({ITS, ITS_MODULE})
"""Known, but described by another standard: not checked here."""


def _elements(text: str) -> dict[str, frozenset[str]]:
    """`name(attribute attribute)` per line."""
    made: dict[str, frozenset[str]] = {}
    for line in text.split(";"):
        name, _, rest = line.strip().partition("(")
        made[name] = frozenset(rest.rstrip(")").split())
    return made


_CHANGE_ELEMENTS = _elements(
    "changeTrack; revisions(id appliesTo ref currentVersion); revision(author datetime version);"
    "item(property)"
)

ELEMENTS: Mapping[str, Mapping[str, frozenset[str]]] = {
    MATCHES: _elements(
        "matches(id); match(id matchQuality matchSuitability similarity origin ref reference subType type)"
    ),
    GLOSSARY: _elements(
        "glossary(id); glossEntry(id ref); term(source); translation(id ref source); definition(source)"
    ),
    STYLE: {},
    METADATA: _elements("metadata(id); metaGroup(id category appliesTo); meta(type)"),
    RESOURCES: _elements(
        "resourceData(id); resourceItemRef(id ref); resourceItem(id mimeType context);"
        "source(href); target(href); reference(href)"
    ),
    CHANGES: _CHANGE_ELEMENTS,
    CHANGES_2_1: _CHANGE_ELEMENTS,
    SIZES: _elements(
        "profiles(generalProfile storageProfile); normalization(general storage); data(profile)"
    ),
    VALIDATION: _elements(
        "validation(id); rule(id isPresent occurs isNotPresent startsWith endsWith existsInSource "
        "caseSensitive normalization disabled)"
    ),
}
"""Elements by namespace, and the attributes each may have."""

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    STYLE: frozenset({"fs", "subFs"}),
    SIZES: frozenset(
        {"storageRestriction", "sizeRestriction", "equivStorage", "sizeInfo", "sizeInfoRef"}
    ),
    MATCHES: frozenset(),
    GLOSSARY: frozenset(),
    METADATA: frozenset(),
    RESOURCES: frozenset(),
    CHANGES: frozenset(),
    CHANGES_2_1: frozenset(),
    VALIDATION: frozenset(),
}
"""Attributes that a module puts on core elements."""

REQUIRED: Mapping[tuple[str, str], frozenset[str]] = {
    (MATCHES, "match"): frozenset({"ref"}),
    (METADATA, "meta"): frozenset({"type"}),
    (CHANGES, "revisions"): frozenset({"appliesTo"}),
    (CHANGES_2_1, "revisions"): frozenset({"appliesTo"}),
    (CHANGES, "item"): frozenset({"property"}),
    (CHANGES_2_1, "item"): frozenset({"property"}),
    (RESOURCES, "resourceItemRef"): frozenset({"ref"}),
}

HTML_NAMES = frozenset({
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "basefont", "bdi", "bdo", "big", "blockquote", "body", "br", "button", "canvas", "caption",
    "center", "cite", "code", "col", "colgroup", "command", "datalist", "dd", "del", "details",
    "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure",
    "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "keygen",
    "label", "legend", "li", "link", "main", "map", "mark", "menu", "menuitem", "meta", "meter",
    "nav", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param",
    "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "section", "select",
    "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "table",
    "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u",
    "ul", "var", "video", "wbr",
})  # fmt: skip
"""What fs:fs may name."""

LEAVES = frozenset({
    "gls", "mtc", "res", "mda", "val", "slr", "its", "itsm", "ctr", "fs",
})  # fmt: skip
"""Prefixes of fragment identifiers that belong to modules."""
EXTENSION_PREFIXES = frozenset({"tbx"})
"""Prefixes registered for extensions."""


def is_known(namespace: str) -> bool:
    """Whether a namespace is one of the modules."""
    return namespace in ELEMENTS or namespace in LOOSE
