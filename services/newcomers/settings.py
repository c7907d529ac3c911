# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of newcomers: the ways out to brokers, and the keys they answer with."""

from typing import Annotated

from msgspec import Meta

from services.kit.channels.opening import ChannelSettings


class Settings(ChannelSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Each is an environment variable `TORGET_NEWCOMERS_<NAME>`."""

    broker_keys: Annotated[
        tuple[str, ...],
        Meta(
            description="broker=key, used both ways between us and a broker of interpreters; "
            "better as TORGET_NEWCOMERS_BROKER_KEYS_FILE"
        ),
    ] = ()

    def key_of(self, broker: str) -> str:
        """The key of a broker; empty when it has none."""
        return dict(one.split("=", 1) for one in self.broker_keys if "=" in one).get(broker, "")
