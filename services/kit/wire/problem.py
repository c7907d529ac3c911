# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The root of all refusals and failures that people may see: a code, a sentence, parameters."""

from collections.abc import Mapping
from typing import Any

from i18n import LazyText
from services.kit.wire.codes import CODES


class Problem(Exception):
    """Something that a person or a client can be told about.

    `code` stands in the closed list. `text` is resolved in the reader's language at the edge; when
    absent, the code's own text is used. `params` fill the text and go to the client, so they hold
    no personal data. `extensions` are machine facts beside the code (`acrValues`, `retryAfter`, ...).
    """

    def __init__(
        self,
        code: str,
        text: LazyText | None = None,
        *,
        path: tuple[str | int, ...] = (),
        extensions: Mapping[str, Any] | None = None,
        **params: Any,
    ) -> None:
        """Make a problem with a known code; an unknown code is a fault of the programmer."""
        if code not in CODES:
            raise ValueError(f"{code} is not in the closed list of codes")
        super().__init__(code)
        self.code = code
        self.text = text or LazyText(CODES[code].text.key, CODES[code].text.source, params)
        self.params = params
        self.path = path
        self.extensions = dict(extensions or {})

    @property
    def status(self) -> int:
        """The HTTP status that fits when the whole request fails with this problem."""
        return CODES[self.code].status

    @property
    def retryable(self) -> bool:
        """Whether asking again later may help."""
        return CODES[self.code].retryable
