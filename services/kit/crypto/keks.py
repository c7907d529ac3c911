# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Wrapping keys in a file: the newest wraps data keys, older ones still unwrap until all are rewrapped."""

import os
import secrets
from pathlib import Path

import msgspec

from services.kit.crypto.files import OWNER_ONLY, secret_file
from services.kit.crypto.sealing import KEY_BYTES, KeyChest
from services.kit.errors import SettingsProblem


class StoredKek(msgspec.Struct, frozen=True):
    """One wrapping key."""

    id: str
    key: bytes


class KekFile:
    """The wrapping keys of a house; losing the file loses every sealed value."""

    def __init__(self, path: Path) -> None:
        """Read `path`, made on first use. SettingsProblem when it is damaged."""
        self._path = path
        secret_file(path, lambda: msgspec.json.encode([_new(())]))
        self._stamp: tuple[int, int] | None = None
        self._keks: tuple[StoredKek, ...] = ()
        self._chest: KeyChest | None = None

    def chest(self) -> KeyChest:
        """The keys as they are now."""
        status = self._path.stat()
        stamp = (status.st_mtime_ns, status.st_ino)
        if self._chest is None or stamp != self._stamp:
            try:
                found = msgspec.json.decode(self._path.read_bytes(), type=tuple[StoredKek, ...])
                self._chest = KeyChest({each.id: each.key for each in found}, found[-1].id)
            except (msgspec.DecodeError, ValueError, IndexError) as error:
                raise SettingsProblem(
                    f"{self._path} is damaged; restore it from the key backup."
                ) from error
            self._keks, self._stamp = found, stamp
        return self._chest

    def ids(self) -> tuple[str, ...]:
        """Names of the keys, the newest last."""
        self.chest()
        return tuple(each.id for each in self._keks)

    def rotate(self) -> str:
        """Add a key that wraps from now on; its name. Older ones go by `retire`."""
        self.chest()
        made = _new(self._keks)
        self._write((*self._keks, made))
        return made.id

    def retire(self) -> tuple[str, ...]:
        """Destroy all but the newest, once nothing is wrapped under them; their names."""
        gone = self.ids()[:-1]
        self._write(self._keks[-1:])
        return gone

    def _write(self, keks: tuple[StoredKek, ...]) -> None:
        part = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        part.touch(mode=OWNER_ONLY)
        part.write_bytes(msgspec.json.encode(keks))
        part.replace(self._path)
        self._chest = None
        self.chest()


def _new(known: tuple[StoredKek, ...]) -> StoredKek:
    number = 1 + max((int(each.id.removeprefix("kek-")) for each in known), default=0)
    return StoredKek(f"kek-{number}", secrets.token_bytes(KEY_BYTES))
