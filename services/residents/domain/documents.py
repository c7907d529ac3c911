# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The document a person gets: one JSON for machines, one page she can read, in her language."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import msgspec

from i18n import LazyText, Localizer, t
from services.kit.clock import instant
from services.kit.privacy import Held
from services.residents.domain.rights import RightsRequest


def as_json(
    request: RightsRequest, held: Mapping[str, Sequence[Held]], missing: Sequence[str]
) -> bytes:
    """Everything, by service; a tree of {key, value} and {key, children}."""
    document: dict[str, Any] = {
        "request": request.id,
        "person": request.person,
        "at": instant(request.asked_at).isoformat(),
        "missing": list(missing),
        "key": "DATA",
        "children": [
            {"key": name.upper(), "children": msgspec.to_builtins(list(tree))}
            for name, tree in sorted(held.items())
        ],
    }
    return msgspec.json.encode(document)


def as_page(
    held: Mapping[str, Sequence[Held]],
    missing: Sequence[str],
    *,
    titles: Mapping[str, LazyText],
    localizer: Localizer,
) -> str:
    """The same as a page of HTML without scripts, with headings and nested lists."""
    say = localizer.text
    direction = localizer.localized(
        t("residents.rights.page", "Dina uppgifter hos staden")
    ).direction
    heading = escape(say(t("residents.rights.page", "Dina uppgifter hos staden")))
    head = (
        f'<!doctype html><html lang="{escape(localizer.locale)}" dir="{direction}"><head>'
        f'<meta charset="utf-8"><title>{heading}</title></head><body><main><h1>{heading}</h1>'
    )
    parts = [head]
    for name, tree in sorted(held.items()):
        parts.append(f"<section><h2>{escape(say(titles[name]))}</h2>")
        if not tree:
            empty = say(t("residents.rights.nothing", "Här finns inget om dig."))
            parts.append(f"<p>{escape(empty)}</p>")
        parts += [_branch(each) for each in tree]
        parts.append("</section>")
    for name in missing:
        text = say(
            t(
                "residents.rights.missing",
                "{$service} kunde inte svara. Be om dina uppgifter igen senare.",
                service=titles[name],
            )
        )
        parts.append(f"<p>{escape(text)}</p>")
    return "".join((*parts, "</main></body></html>"))


def _branch(held: Held) -> str:
    label = escape(held.key.replace("_", " ").lower())
    if held.children:
        return f"<ul><li>{label}{''.join(_branch(each) for each in held.children)}</li></ul>"
    value = "" if held.value is None else escape(str(held.value))
    return f"<ul><li>{label}: <bdi>{value}</bdi></li></ul>"
