# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One wish against the languages on offer: registry, aliases, RFC 4647 look-up, distance."""

from collections.abc import Iterator
from functools import lru_cache

from i18n import registry
from i18n.negotiation.distance import LIMIT, REGION, language_distance, script_distance
from i18n.negotiation.tags import Tag, drop_likely_script, parse_tag, replace_alias, script_of

UNREGISTERED = frozenset({"", "und", "mul", "zxx", "mis"})


def truncations(tag: str) -> Iterator[str]:
    """The tag, then ever shorter ones; a single-character subtag goes with what follows it."""
    parts = tag.split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()
        if parts and len(parts[-1]) == 1:
            parts.pop()


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, str]:
    """Every registered tag and foreign name in lower case, and the language it means."""
    found: dict[str, str] = {}
    for row in registry.entries():
        for name in (*row.extra, row.tag):
            found[name.lower()] = row.tag
    return found


def registered(tag: Tag) -> str | None:
    """The language of the house that a tag names, by the longest prefix of tag and foreign names."""
    names = _prefixes()
    for shorter in truncations(str(tag).lower()):
        target = names.get(shorter)
        if target is None:
            continue
        script = tag.script if shorter != target.lower() else script_of(tag)
        return target if script in {"", written_script(target)} else None
    return None


def written_script(tag: str) -> str:
    """The script of an offered tag, from the registry before CLDR; "" when nothing is known."""
    if registry.known(tag):
        return registry.entry(tag).script
    parsed = parse_tag(tag)
    return script_of(parsed) if parsed else ""


def spellings(tag: Tag) -> tuple[Tag, ...]:
    """The tag without a needless script, then by CLDR's preferred name when that differs."""
    plain = drop_likely_script(tag)
    other = drop_likely_script(replace_alias(plain))
    return (plain,) if other == plain else (plain, other)


def match_one(wish: str, offered: tuple[str, ...]) -> str | None:
    """The offered tag that serves the wish, or None. Never raises, never guesses."""
    tag = parse_tag(wish)
    if tag is None or tag.language in UNREGISTERED or tag.region == "ZZ":
        return None
    by_name = {name.lower(): name for name in offered}
    exact = by_name.get(str(tag).lower())
    if exact is not None:
        return exact
    for one in spellings(tag):
        target = registered(one)
        for step in (target, *(registry.entry(target).fallback if target else ())):
            if step in offered:
                return step
        found = _look_up(one, by_name)
        if found is not None:
            return found
    return _nearest(spellings(tag), offered)


def _look_up(tag: Tag, by_name: dict[str, str]) -> str | None:
    """RFC 4647 §3.4 within one script."""
    script = script_of(tag)
    for shorter in truncations(str(tag).lower()):
        found = by_name.get(shorter)
        if found is not None and script and written_script(found) == script:
            return found
    return None


def _nearest(wanted: tuple[Tag, ...], offered: tuple[str, ...]) -> str | None:
    """The closest offered tag within the limit; the earlier one wins a tie."""
    best, best_far = None, LIMIT + 1
    for tag in wanted:
        script = script_of(tag) or script_of(wanted[-1])
        if not script:
            continue
        for name in offered:
            other = parse_tag(name)
            if other is None or other.rest:
                continue
            far = language_distance(tag.language, other.language) + script_distance(
                tag.language, script, written_script(name)
            )
            if tag.region and other.region and tag.region != other.region:
                far += REGION
            if far < best_far:
                best, best_far = name, far
    return best
