# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences about a person's data: why something is kept, why a service did not answer."""

from i18n import LazyText, t
from services.kit.clock import instant
from services.kit.privacy import Outcome


def kept_text(one: Outcome) -> LazyText:
    """Why rows are kept and until when."""
    if one.until is None:
        return t("residents.rights.kept", "Måste sparas enligt {$law}.", law=one.law)
    return t(
        "residents.rights.kept_until",
        "Måste sparas till {$day :date length=long} enligt {$law}.",
        law=one.law,
        day=instant(one.until),
    )


def silent_text(title: LazyText) -> LazyText:
    """What to tell when a service has not done its part."""
    return t(
        "residents.rights.silent",
        "{$service} har inte svarat. Det som redan är gjort gäller; försök igen om en stund.",
        service=title,
    )
