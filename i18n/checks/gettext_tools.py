# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every catalogue is a good PO file to the other world: GNU `msgfmt -c`, where it is installed."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from i18n.catalogues.components import LOCALES
from i18n.checks.finding import Finding

CHECK = "msgfmt"


def check(locales: Path = LOCALES) -> Iterator[Finding]:
    """What msgfmt refuses; nothing where the program is missing (our own reader is as strict)."""
    program = shutil.which("msgfmt")
    if program is None:
        return
    for path in sorted(locales.glob("*/*.po")):
        done = subprocess.run(  # noqa: S603 - a fixed program on our own files
            [program, "--check-format", "--check-domain", "-o", "/dev/null", str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            yield Finding(CHECK, f"{path.parent.name}/{path.name}", done.stderr.strip())
