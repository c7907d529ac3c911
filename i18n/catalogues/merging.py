# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""New texts into an old catalogue, by key: a rewritten source keeps its translation, marked (trap 4)."""

from collections.abc import Mapping

from i18n.catalogues.entry import FUZZY, Entry


def merge_catalogue(template: Mapping[str, Entry], old: Mapping[str, Entry]) -> list[Entry]:
    """The entries of a language after the template has changed; keys gone from the code are dropped."""
    return [_merge(new, old.get(key)) for key, new in template.items()]


def _merge(new: Entry, old: Entry | None) -> Entry:
    if old is None or not old.text:
        return Entry(new.key, new.source, comments=new.comments, places=new.places)
    flags, previous = old.flags, old.previous
    if old.source != new.source:
        flags = tuple(dict.fromkeys((FUZZY, *old.flags)))
        previous = old.previous or old.source
        if previous == new.source:
            flags, previous = tuple(flag for flag in flags if flag != FUZZY), ""
    return Entry(new.key, new.source, old.text, new.comments, new.places, flags, previous)
