# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which language to answer in: a pure, cached function of what the reader said (RFC 9110, RFC 4647)."""

from collections.abc import Iterable
from functools import lru_cache

from i18n import registry
from i18n.negotiation.header import MAX_LENGTH, read_accept_language
from i18n.negotiation.matching import match_one, spellings
from i18n.negotiation.tags import parse_tag

__all__ = ["match", "negotiate"]


def negotiate(
    *,
    argument: str | None = None,
    profile: str | None = None,
    cookie: str | None = None,
    accept_language: str | None = None,
    available: Iterable[str] | None = None,
) -> str:
    """The tag to answer in: argument, profile, cookie, Accept-Language, then Swedish.

    `available` narrows the choice (default: every registered language). Unknown, malformed and
    hostile wishes match nothing; nothing raises. The same question is answered from memory.
    """
    offered = None if available is None else tuple(available)
    return _negotiate(
        _plain(argument),
        _plain(profile),
        _plain(cookie),
        _plain(accept_language, MAX_LENGTH + 1),
        offered,
    )


def match(wish: str, available: Iterable[str] | None = None) -> str | None:
    """The available tag (default: registered) that serves one wished tag, or None when none does."""
    return _match(_plain(wish) or "", None if available is None else tuple(available))


def _plain(value: object, limit: int = 64) -> str | None:
    """The value when it is text, cut so that it cannot fill the memory of answers."""
    return value[:limit] if isinstance(value, str) else None


@lru_cache(maxsize=4096)
def _match(wish: str, offered: tuple[str, ...] | None) -> str | None:
    return match_one(wish, registry.tags() if offered is None else offered)


@lru_cache(maxsize=8192)
def _negotiate(
    argument: str | None,
    profile: str | None,
    cookie: str | None,
    header: str | None,
    offered: tuple[str, ...] | None,
) -> str:
    for wish in (argument, profile, cookie):
        found = _match(wish, offered) if wish else None
        if found is not None:
            return found
    wishes = read_accept_language(header or "")
    for wish in wishes.ranges:
        found = registry.DEFAULT if wish == "*" else _match(wish[:64], offered)
        if found is not None and not _refused(found, wishes.refused):
            return found
    return registry.DEFAULT


def _refused(tag: str, refused: tuple[str, ...]) -> bool:
    """Whether a `q=0` range covers the tag (RFC 4647 basic filtering, by preferred names)."""
    lowered = tag.lower()
    for wish in refused:
        parsed = parse_tag(wish)
        for name in map(str, spellings(parsed) if parsed else ()):
            if lowered == name.lower() or lowered.startswith(name.lower() + "-"):
                return True
    return False
