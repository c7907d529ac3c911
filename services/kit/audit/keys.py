# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The keys of the audit log and where its checkpoints go, for a city's data folder."""

import secrets
from pathlib import Path

import msgspec

from services.kit.crypto.files import secret_file
from services.kit.errors import SettingsProblem
from services.kit.wire.tokens.keys import SigningKey, new_signing_key


class AuditKeys(msgspec.Struct, frozen=True):
    """What chains rows and what signs checkpoints."""

    chain: bytes
    signing: SigningKey


def audit_keys(folder: Path) -> AuditKeys:
    """The keys kept in `folder`; made on first use. SettingsProblem when they cannot be used."""
    chain = secret_file(folder / "keys" / "audit", lambda: secrets.token_bytes(32))
    signing = secret_file(
        folder / "keys" / "audit-checkpoints.json",
        lambda: msgspec.json.encode(new_signing_key().private_jwk),
    )
    try:
        return AuditKeys(chain, SigningKey(msgspec.json.decode(signing)))
    except (ValueError, KeyError) as error:
        raise SettingsProblem(
            f"{folder}/keys/audit-checkpoints.json is damaged; restore it from the key backup."
        ) from error


def checkpoint_file(folder: Path, service: str) -> Path:
    """Where the checkpoints of a service's log are kept; better on another disk or host."""
    return folder / "audit" / f"{service}.checkpoints"
