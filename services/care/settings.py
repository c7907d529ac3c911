# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of care: the ways out to people, and the door for alarm senders."""

from typing import Annotated

from msgspec import Meta

from services.kit.channels.opening import ChannelSettings
from services.kit.errors import SettingsProblem


class Settings(ChannelSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Each is an environment variable `TORGET_CARE_<NAME>`."""

    scaip_port: Annotated[
        int,
        Meta(description="port for alarm senders over UDP and TCP; 0 is closed", ge=0, le=65535),
    ] = 0
    scaip_host: Annotated[str, Meta(description="address for alarm senders")] = "127.0.0.1"
    scaip_users: Annotated[
        tuple[str, ...],
        Meta(description="user:password of senders; empty asks nobody. Better as ..._USERS_FILE"),
    ] = ()
    scaip_realm: Annotated[str, Meta(description="realm of the digest")] = "torget"
    scaip_unit: Annotated[str, Meta(description="unit that sees alarms of unknown devices")] = (
        "larmcentral"
    )
    scaip_strict_identity: Annotated[
        bool, Meta(description="refuse senders whose digest user is not their device")
    ] = False
    scaip_tls_port: Annotated[
        int, Meta(description="port for senders over TLS; 0 is closed", ge=0)
    ] = 0
    scaip_tls_cert: Annotated[str, Meta(description="certificate file for TLS")] = ""
    scaip_tls_key: Annotated[str, Meta(description="key file for TLS")] = ""
    ice_urls: Annotated[
        tuple[str, ...], Meta(description="STUN and TURN servers of calls, as browsers take them")
    ] = ()
    turn_secret: Annotated[
        str, Meta(description="shared with the TURN server; better as ..._TURN_SECRET_FILE")
    ] = ""
    relay_only: Annotated[
        bool, Meta(description="calls go through the TURN server alone, so that no address is seen")
    ] = False
    livekit_url: Annotated[
        str, Meta(description="wss address of a LiveKit server, for more than four people")
    ] = ""
    livekit_key: Annotated[str, Meta(description="its API key")] = ""
    livekit_secret: Annotated[
        str, Meta(description="its API secret; better as ..._LIVEKIT_SECRET_FILE")
    ] = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if any(":" not in entry for entry in self.scaip_users):
            raise SettingsProblem("TORGET_CARE_SCAIP_USERS: each entry is user:password.")
        if self.scaip_tls_port and not (self.scaip_tls_cert and self.scaip_tls_key):
            raise SettingsProblem("TORGET_CARE_SCAIP_TLS_PORT needs a certificate and a key file.")

    @property
    def passwords(self) -> dict[str, str]:
        """Password by user."""
        return dict(entry.split(":", 1) for entry in self.scaip_users)
