# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Secrets in files: made once, whole, readable by their owner alone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from services.kit.errors import SettingsProblem

OWNER_ONLY: Final = 0o600
FOLDER_MODE: Final = 0o700


def secret_file(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file's content. If there is none yet it is made; of several makers the first wins.

    Raises SettingsProblem when the file or its folder cannot be used.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
            _put(path, make())
        return path.read_bytes()
    except OSError as error:
        raise SettingsProblem(f"{path} cannot be used: {error.strerror}.") from error


def _put(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.touch(mode=OWNER_ONLY)
    part.write_bytes(content)
    try:
        os.link(part, path)
    except FileExistsError:
        return
    finally:
        part.unlink()
