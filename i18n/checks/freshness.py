# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Templates and catalogues are what extraction would write now; no key is dead."""

from collections.abc import Iterator

from i18n import registry
from i18n.catalogues.components import CATALOG, LOCALES, ROOT
from i18n.catalogues.update import catalogues as merged
from i18n.catalogues.update import templates
from i18n.checks.finding import Finding

CHECK = "freshness"


def check() -> Iterator[Finding]:
    """Every template and catalogue on disk equals the newly made one; none is left over."""
    wanted = {**templates(), **merged()}
    for path, text in wanted.items():
        if not path.exists():
            yield Finding(
                CHECK, path.relative_to(ROOT).as_posix(), "missing: run `torget i18n update`"
            )
        elif path.read_text(encoding="utf-8") != text:
            yield Finding(
                CHECK, path.relative_to(ROOT).as_posix(), "stale: run `torget i18n update`"
            )
    for path in (*CATALOG.glob("*.pot"), *LOCALES.glob("*/*.po")):
        if path not in wanted:
            yield Finding(CHECK, path.relative_to(ROOT).as_posix(), "left over")
    for folder in sorted(LOCALES.iterdir()):
        if not registry.known(folder.name):
            yield Finding(CHECK, folder.name, "no registered language")
