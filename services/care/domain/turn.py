# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Credentials that expire, for TURN servers (draft-uberti-behave-turn-rest) and LiveKit rooms."""

import base64
import hashlib
import hmac
from typing import Any, Final

import msgspec

LIFE_S: Final = 600
"""Seconds a credential is good for (video V9); clients renew at four fifths of it."""


class IceServer(msgspec.Struct, frozen=True, kw_only=True):
    """A STUN or TURN server as browsers take it."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


def turn_username(session: str, participant: str, *, expires_at: int) -> str:
    """Unique per session and participant, or quotas are shared by strangers (video V8).

    `expires_at` is in unix seconds.
    """
    return f"{expires_at}:{session}-{participant}"


def turn_credential(secret: str, username: str) -> str:
    """The password of a user name: base64 of HMAC-SHA1, as coturn's `use-auth-secret` checks it."""
    mac = hmac.new(secret.encode(), username.encode(), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()


def ice_servers(
    urls: tuple[str, ...], secret: str, session: str, participant: str, *, now_s: int
) -> tuple[IceServer, ...]:
    """What a participant's browser needs to connect; nothing when no server is configured."""
    stun = tuple(url for url in urls if url.startswith("stun"))
    turn = tuple(url for url in urls if url.startswith("turn"))
    found: list[IceServer] = []
    if stun:
        found.append(IceServer(urls=stun))
    if turn and secret:
        username = turn_username(session, participant, expires_at=now_s + LIFE_S)
        found.append(
            IceServer(urls=turn, username=username, credential=turn_credential(secret, username))
        )
    return tuple(found)


def shows_address(candidate: str) -> bool:
    """Whether a candidate would show the peer an address of the sender's own (video V10)."""
    return bool(candidate) and " typ relay" not in candidate


def livekit_token(key: str, secret: str, *, room: str, identity: str, now_s: int) -> str:
    """The grant to join one LiveKit room: a JWT signed with HS256, as its server demands."""
    claims = {
        "iss": key,
        "sub": identity,
        "nbf": now_s,
        "exp": now_s + LIFE_S,
        "name": identity,
        "video": {
            "room": room, "roomJoin": True, "canPublish": True, "canSubscribe": True,
            "canPublishData": False,
        },
    }  # fmt: skip
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
    mac = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_base64url(mac)}"


def _part(value: dict[str, Any]) -> str:
    return _base64url(msgspec.json.encode(value))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
