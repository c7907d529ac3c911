# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Identity: what must be unique where, and which language a text claims to be in."""

from collections.abc import Iterable, Iterator

from services.kit.xml import Element
from services.language.domain.xliff import modules
from services.language.domain.xliff.broken import Broken, broken
from services.language.domain.xliff.grammar import CODES, CORE, XML, is_language
from services.language.domain.xliff.nodes import (
    XML_LANG,
    XML_SPACE,
    below,
    core,
    core_name,
    elements,
    inherited,
    parts,
    side,
    split_name,
)

_WITH_ID = (*CODES, "mrk", "sm")


def check_identity(root: Element) -> Iterator[Broken]:
    """Unique ids (1), ids across source and target (2), languages and white space (3)."""
    files = core(root, "file")
    yield from _unique(files, "file")
    for file in files:
        yield from _unique(below(file, "group"), "group")
        yield from _unique(below(file, "unit"), "unit")
        for holder in (file, *below(file, "group", "unit")):
            yield from _check_holder(holder)
        for unit in below(file, "unit"):
            yield from _check_unit(unit)
    yield from _check_languages(root)


def _check_holder(holder: Element) -> Iterator[Broken]:
    for notes in core(holder, "notes"):
        yield from _unique(core(notes, "note"), "note")
    extensions: list[Element] = []
    for child in elements(holder):
        namespace, _ = split_name(str(child.tag))
        if namespace != CORE and not modules.is_known(namespace):
            extensions += [node for node in child.iter() if isinstance(node.tag, str)]
    seen: set[str] = set()
    for node in extensions:
        said = node.get(f"{{{XML}}}id") or node.get("id")
        if said is not None and said in seen:
            yield broken(node, "id-unique", f"Two extension elements have the id {said}.")
        seen.update(() if said is None else (said,))


def _check_unit(unit: Element) -> Iterator[Broken]:
    for data in core(unit, "originalData"):
        yield from _unique(core(data, "data"), "data")
    taken: dict[str, Element] = {}
    for part in parts(unit):
        source = side(part, "source")
        inline = [] if source is None else list(below(source, *_WITH_ID))
        for node in (part, *inline):
            said = node.get("id")
            if said is not None and said in taken:
                yield broken(node, "id-unique", f"The id {said} is used twice in the unit.")
            elif said is not None:
                taken[said] = node
    yield from _check_target_ids(unit, taken)


def _check_target_ids(unit: Element, taken: dict[str, Element]) -> Iterator[Broken]:
    seen: set[str] = set()
    for part in parts(unit):
        source, target = side(part, "source"), side(part, "target")
        if target is None:
            continue
        own: set[int] = set()
        if source is not None:
            own.update(id(node) for node in below(source, *_WITH_ID))
        for node in below(target, *_WITH_ID):
            said = node.get("id")
            if said is None:
                continue
            twin = taken.get(said)
            is_twin = twin is not None and id(twin) in own and core_name(twin) == core_name(node)
            if said in seen or (twin is not None and not is_twin):
                yield broken(node, "id-target", f"The id {said} belongs to something else.")
            seen.add(said)


def _check_languages(root: Element) -> Iterator[Broken]:
    for node in root.iter():
        said = node.get(XML_LANG) if isinstance(node.tag, str) else None
        if said and not is_language(said):
            yield broken(node, "language", f"{said!r} is not a language tag.")
    for unit in below(root, "unit"):
        for part in parts(unit):
            yield from _check_pair(root, side(part, "source"), side(part, "target"))


def _check_pair(root: Element, source: Element | None, target: Element | None) -> Iterator[Broken]:
    if source is not None and not _agrees(inherited(source, XML_LANG), root.get("srcLang") or ""):
        yield broken(source, "xml-lang", "The language of source is not srcLang.")
    if target is None:
        return
    wanted = root.get("trgLang")
    if wanted is None:
        yield broken(target, "target-language", "A target needs trgLang on xliff.")
    elif not _agrees(inherited(target, XML_LANG), wanted):
        yield broken(target, "xml-lang", "The language of target is not trgLang.")
    if source is not None and _space(source) != _space(target):
        yield broken(target, "xml-space", "source and target differ in xml:space.")


def _space(node: Element) -> str:
    return inherited(node, XML_SPACE) or "default"


def _agrees(said: str | None, wanted: str) -> bool:
    """Whether a language is the wanted one or a narrower form of it."""
    if said is None:
        return True
    return said.lower() == wanted.lower() or said.lower().startswith(f"{wanted.lower()}-")


def _unique(nodes: Iterable[Element], name: str) -> Iterator[Broken]:
    seen: set[str] = set()
    for node in nodes:
        said = node.get("id")
        if said is not None and said in seen:
            yield broken(node, "id-unique", f"Two {name} elements have the id {said}.")
        seen.update(() if said is None else (said,))
