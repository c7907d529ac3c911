# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What she and the unit she has let in say to each other beside a plan."""

import msgspec

from i18n import t

LONGEST = 2000
NOTICE = t("newcomers.comment.notice", "Din handläggare har skrivit till dig i din plan")


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A comment; `step` is None when it is about the whole plan."""

    id: str
    person: str
    step: str | None
    author: str
    unit: str
    """Empty when she wrote it herself."""
    text: str
    at: int
