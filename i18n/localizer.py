# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One reader's language: texts resolved, with what they fall back to said openly."""

import re
from functools import lru_cache

from i18n import cldr, registry
from i18n.localized import Localized, Origin
from i18n.text import LazyText


class Localizer:
    """Resolves texts for one reader. Cheap to make; make one per request or per recipient."""

    __slots__ = ("direction", "locale")

    def __init__(self, locale: str) -> None:
        """Serve the reader of a registered tag; any other tag is served as `negotiate` would."""
        self.locale = locale if registry.known(locale) else registry.DEFAULT
        self.direction = cldr.direction(self.locale)

    def text(self, lazy: LazyText) -> str:
        """The text in the reader's language, or in the language it falls back to."""
        return self.localized(lazy).value

    def localized(self, lazy: LazyText) -> Localized:
        """The text with the language it really is in."""
        value = re.sub(
            r"\{\$(\w+)[^}]*\}", lambda m: str(lazy.params.get(m[1], m[0])), lazy.source
        )
        return Localized(value, "sv", "ltr", self.locale != "sv", Origin.SOURCE)


@lru_cache(maxsize=128)
def localizer(locale: str) -> Localizer:
    """The shared Localizer of a tag."""
    return Localizer(locale)
