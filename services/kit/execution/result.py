# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The answer to one operation (GraphQL specification, section 7)."""

from typing import Any, Final

import msgspec

ABSENT: Final = msgspec.UNSET
"""`data` of an operation that never began: encoders leave the key out."""


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """Errors first, as the specification advises; `data` is ABSENT after a request error."""

    errors: list[dict[str, Any]] = []
    data: Any = ABSENT

    @property
    def ran(self) -> bool:
        """Whether the operation was executed at all."""
        return self.data is not ABSENT
