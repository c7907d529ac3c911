# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of devices: `TORGET_DEVICES_...`."""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta


class Places(StrEnum):
    """Where subscribers may be."""

    PUBLIC = "public"
    """On public addresses over TLS alone: nobody makes the city call into its own network."""
    ANY = "any"
    """Anywhere, unencrypted too: for a city whose subscribers live in its own network."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What devices needs to know of its surroundings."""

    broker: Annotated[
        str, Meta(description="Broker of readings, mqtt://user:secret@host:port; empty: none.")
    ] = ""
    client_id: Annotated[
        str, Meta(description="Under this name the broker keeps what was not taken yet.")
    ] = "torget-devices"
    endpoints: Annotated[
        Places, Meta(description="Where subscribers may be: public, or any address.")
    ] = Places.PUBLIC
    history_days: Annotated[int, Meta(ge=1, le=3650, description="How long history is kept.")] = 90
    frames_days: Annotated[
        int, Meta(ge=1, le=365, description="How long raw frames are kept to be read again.")
    ] = 7
