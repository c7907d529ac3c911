# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city's own secrets: made once on first start, kept in files that only its user may read."""

import secrets
from pathlib import Path

import msgspec

from services.kit.crypto.files import secret_file
from services.kit.errors import SettingsProblem
from services.kit.wire.tokens.keys import SigningKey, new_signing_key


class CityKeys(msgspec.Struct, frozen=True):
    """What the gateway signs caller tokens with, and the secret that bindings are derived from."""

    caller: SigningKey
    binding: bytes


def load_keys(folder: Path) -> CityKeys:
    """Read the keys of a data folder; whoever comes first makes them.

    Raises SettingsProblem when the folder cannot be used or a file is damaged.
    """
    place = folder / "keys"
    jwk = secret_file(
        place / "caller.json", lambda: msgspec.json.encode(new_signing_key().private_jwk)
    )
    binding = secret_file(place / "binding", lambda: secrets.token_bytes(32))
    try:
        return CityKeys(SigningKey(msgspec.json.decode(jwk)), binding)
    except (ValueError, KeyError) as error:
        raise SettingsProblem(f"{place}/caller.json is damaged; restore or remove it.") from error
