# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of parking: `TORGET_PARKING_...`."""

from typing import Annotated

import msgspec
from msgspec import Meta


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What parking needs to know of its partners."""

    payments: Annotated[
        str, Meta(description="Payment provider: https://..., stand-in, or empty for none.")
    ] = ""
    payee: Annotated[str, Meta(description="The city's number with the provider.")] = "1231181189"
    feeds: Annotated[
        tuple[str, ...],
        Meta(description="Addresses of the city's regulation feed, taken in every night."),
    ] = ()
