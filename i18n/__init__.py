# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Languages: the ground floor. Registry, negotiation, messages (MessageFormat 2), formats (CLDR)."""

from i18n import formats, registry
from i18n.content import choose
from i18n.localized import Localized, Origin
from i18n.localizer import Localizer, localizer
from i18n.negotiation import match, negotiate
from i18n.text import LazyText, t

__all__ = [
    "LazyText",
    "Localized",
    "Localizer",
    "Origin",
    "choose",
    "formats",
    "localizer",
    "match",
    "negotiate",
    "registry",
    "t",
]
