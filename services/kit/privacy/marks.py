# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The directive @privacy: what a field of the graph tells about a person, why, how long (GDPR art. 30).

One mark on the type is the default of its fields; a field says only what differs. A field that
leads to another type needs none: that type's own marks speak for it.
"""

from collections.abc import Iterable
from typing import Any

import strawberry
from strawberry.schema_directive import Location

from services.kit.privacy.purposes import KLASSA, Basis, Purpose, period_ms


@strawberry.schema_directive(
    name="privacy",
    description="What the field tells about a person, why it may be handled and how long it is kept.",
    locations=[
        Location.OBJECT,
        Location.INTERFACE,
        Location.FIELD_DEFINITION,
        Location.INPUT_OBJECT,
        Location.INPUT_FIELD_DEFINITION,
    ],
)
class Privacy:
    """What is said about a field or, as its fields' default, about a type."""

    purpose: list[Purpose] | None = strawberry.UNSET
    basis: Basis | None = strawberry.UNSET
    klassa: str | None = strawberry.UNSET
    retention: str | None = strawberry.UNSET
    special: bool | None = strawberry.UNSET
    subject: str | None = strawberry.UNSET
    none: bool | None = strawberry.UNSET

    @property
    def is_personal(self) -> bool:
        """Whether it tells something about a person."""
        return self.none is not True

    @property
    def is_special(self) -> bool:
        """Whether it is of the special categories (GDPR art. 9)."""
        return self.special is True

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What it may be used for."""
        return tuple(self.purpose or ())


def personal(
    *,
    purpose: Purpose | Iterable[Purpose],
    basis: Basis,
    klassa: str,
    retention: str,
    special: bool = False,
    subject: str = "resident",
) -> Privacy:
    """The mark of personal data, for `directives=[...]` of a type or field.

    `klassa` is KLASSA's K, R and T (`K2R2T1`); `retention` an ISO 8601 period counted from the last
    use or the closing; `special` for GDPR art. 9; `subject` says whose data. ValueError if unreadable.
    """
    purposes = [purpose] if isinstance(purpose, Purpose) else list(purpose)
    if not purposes:
        raise ValueError("personal data need a purpose")
    if not KLASSA.fullmatch(klassa):
        raise ValueError(f"{klassa!r} is no class such as K2R2T1")
    period_ms(retention)
    return Privacy(
        purpose=purposes,
        basis=basis,
        klassa=klassa,
        retention=retention,
        special=True if special else strawberry.UNSET,
        subject=subject,
    )


_NONE = Privacy(none=True)


def public_data() -> Privacy:
    """The mark of what tells nothing about any person."""
    return _NONE


def mark_of(directives: Iterable[Any] | None) -> Privacy | None:
    """The mark among a definition's directives."""
    return next((each for each in directives or () if isinstance(each, Privacy)), None)
