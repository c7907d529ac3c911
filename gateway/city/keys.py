# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city's own secrets: made once on first start, kept in files that only its user may read."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import msgspec

from services.kit.errors import SettingsProblem
from services.kit.wire.tokens.keys import SigningKey, new_signing_key

_OWNER_ONLY = 0o600


class CityKeys(msgspec.Struct, frozen=True):
    """What the gateway signs caller tokens with, and the secret that bindings are derived from."""

    caller: SigningKey
    binding: bytes


def load_keys(folder: Path) -> CityKeys:
    """Read the keys of a data folder; whoever comes first makes them.

    Raises SettingsProblem when the folder cannot be used or a file is damaged.
    """
    place = folder / "keys"
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        jwk = _once(place / "caller.json", lambda: msgspec.json.encode(new_signing_key().private_jwk))
        binding = _once(place / "binding", lambda: secrets.token_bytes(32))
        return CityKeys(SigningKey(msgspec.json.decode(jwk)), binding)
    except OSError as error:
        raise SettingsProblem(f"{place} cannot be used: {error.strerror}.") from error
    except (ValueError, msgspec.DecodeError) as error:
        raise SettingsProblem(f"{place}/caller.json is damaged; restore it or remove it.") from error


def _once(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file's content; if there is none yet, made whole under another name and put in place."""
    if path.exists():
        return path.read_bytes()
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.touch(mode=_OWNER_ONLY)
    part.write_bytes(make())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    return path.read_bytes()
