# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The cases of the standard's own suite (unicode-org/message-format-wg, test/tests), one module a file of it.

Each case is a row of our own: source, text, errors in the order they come (`"?"` for any), arguments,
language. The words are ours, the forms are the suite's, so that nothing of it has to be fetched.
None as text means that the suite does not say what the text is.
"""

from typing import Any, NamedTuple


class Case(NamedTuple):
    """One case of the suite."""

    source: str
    text: str | None
    errors: str = ""
    arguments: dict[str, Any] = {}  # noqa: RUF012 - a default of a tuple, never changed
    locale: str = "en-US"
