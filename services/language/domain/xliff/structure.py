# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Structure: every element where the grammar has it, every attribute known and well-formed."""

from collections.abc import Iterator

from services.kit.xml import Element
from services.language.domain.xliff import modules
from services.language.domain.xliff.broken import Broken, broken
from services.language.domain.xliff.grammar import (
    CORE,
    INLINE,
    OTHER,
    SHAPES,
    XML,
    Shape,
    value_holds,
)
from services.language.domain.xliff.nodes import elements, split_name

_FOREIGN_HOSTS = frozenset({"file", "group", "unit"})


def check_structure(root: Element) -> Iterator[Broken]:
    """Everything that is wrong with elements, attributes and text, modules included."""
    if root.tag != f"{{{CORE}}}xliff":
        yield broken(root, "root", "The root must be xliff of the namespace of XLIFF 2.")
        return
    yield from _check_core(root, "xliff")


def _check_core(node: Element, name: str) -> Iterator[Broken]:
    shape = SHAPES[name]
    yield from _check_attributes(node, name, shape)
    if shape.is_free:
        return
    if not shape.has_text:
        yield from _check_no_text(node, name)
    if shape.is_mixed:
        yield from _check_inline(node, name)
    else:
        yield from _check_order(node, name, shape)
    for child in elements(node):
        namespace, local = split_name(str(child.tag))
        if namespace == CORE:
            if local in SHAPES:
                yield from _check_core(child, local)
        elif name in _FOREIGN_HOSTS:
            yield from check_foreign(child)


def _check_attributes(node: Element, name: str, shape: Shape) -> Iterator[Broken]:
    for missing in sorted(shape.required - set(node.attrib)):
        yield broken(node, "attribute-required", f"{name} needs {missing}.")
    for key, value in node.attrib.items():
        namespace, local = split_name(str(key))
        if not namespace:
            if local not in shape.required | shape.optional:
                yield broken(node, "attribute-unknown", f"{name} has no attribute {local}.")
            elif not value_holds(name, local, str(value)):
                yield broken(node, "attribute-value", f"{local} of {name} cannot be {value!r}.")
        else:
            yield from _check_foreign_attribute(node, name, shape, (namespace, local, str(value)))


def _check_foreign_attribute(
    node: Element, name: str, shape: Shape, found: tuple[str, str, str]
) -> Iterator[Broken]:
    namespace, local, value = found
    if namespace == XML:
        if local == "space":
            if not shape.space:
                yield broken(node, "xml-space-place", f"{name} has no xml:space.")
            elif value not in ("default", "preserve"):
                yield broken(node, "attribute-value", f"xml:space cannot be {value!r}.")
        elif not (shape.foreign_attributes or (local == "lang" and shape.language)):
            yield broken(node, "attribute-unknown", f"{name} has no xml:{local}.")
        return
    known = modules.is_known(namespace)
    if not (shape.foreign_attributes or (shape.module_attributes and known)):
        yield broken(
            node, "extension-attribute", f"{name} takes no attribute of another namespace."
        )
        return
    allowed = modules.ATTRIBUTES.get(namespace)
    if allowed is not None and local not in allowed:
        yield broken(node, "module-attribute", f"The module has no attribute {local}.")
    elif namespace == modules.STYLE:
        yield from _check_style(node, local, value)
    if known and name == "ec" and node.get("isolated") != "yes":
        yield broken(node, "module-attribute", "Only an isolated ec carries module attributes.")


def _check_style(node: Element, local: str, value: str) -> Iterator[Broken]:
    if local == "fs" and value not in modules.HTML_NAMES:
        yield broken(node, "fs-value", f"fs:fs cannot be {value!r}; it names an HTML element.")
    if local == "subFs" and node.get(f"{{{modules.STYLE}}}fs") is None:
        yield broken(node, "fs-value", "fs:subFs needs fs:fs beside it.")


def _check_no_text(node: Element, name: str) -> Iterator[Broken]:
    texts = [node.text, *(child.tail for child in node)]
    if any(text and text.strip() for text in texts):
        yield broken(node, "text-place", f"{name} holds no text of its own.")


def _check_inline(node: Element, name: str) -> Iterator[Broken]:
    for child in elements(node):
        namespace, local = split_name(str(child.tag))
        if namespace != CORE:
            yield broken(child, "extension-element", f"{name} takes no element {local}.")
        elif local not in INLINE:
            yield broken(child, "element-place", f"{local} has no place in {name}.")


def _check_order(node: Element, name: str, shape: Shape) -> Iterator[Broken]:
    """Walk the content model along the children; the first that does not fit is named."""
    waiting = list(elements(node))
    for place in shape.places:
        count = 0
        while waiting and count < place.most and _as_child(waiting[0]) in place.names:
            waiting.pop(0)
            count += 1
        if count < place.least:
            wanted = " or ".join(sorted(place.names))
            yield broken(node, "element-missing", f"{name} needs {wanted} here.")
    if waiting:
        _, local = split_name(str(waiting[0].tag))
        is_foreign = _as_child(waiting[0]) == OTHER
        rule = "extension-element" if is_foreign else "element-place"
        yield broken(waiting[0], rule, f"{local} has no place here in {name}.")


def _as_child(node: Element) -> str:
    namespace, local = split_name(str(node.tag))
    if namespace == CORE:
        return local
    return OTHER


def check_foreign(node: Element) -> Iterator[Broken]:
    """An element of another namespace: strict for modules, free for extensions."""
    namespace, local = split_name(str(node.tag))
    if namespace == CORE:
        yield from _check_core(node, local) if local in SHAPES else ()
        return
    known = modules.ELEMENTS.get(namespace)
    if known is not None:
        if local not in known:
            yield broken(node, "module-element", f"The module has no element {local}.")
            return
        for key in node.attrib:
            space, attribute = split_name(str(key))
            if not space and attribute not in known[local]:
                yield broken(node, "module-attribute", f"{local} has no attribute {attribute}.")
        for missing in sorted(
            modules.REQUIRED.get((namespace, local), frozenset()) - set(node.attrib)
        ):
            yield broken(node, "attribute-required", f"{local} needs {missing}.")
    elif not namespace:
        yield broken(node, "extension-element", f"{local} belongs to no namespace.")
    for child in elements(node):
        yield from check_foreign(child)
