# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every file says whose it is and under which licence (REUSE 3.3): in itself or in REUSE.toml."""

import fnmatch
import re
import tomllib

from tests.house.source import ROOT, tracked

COVERED = [
    pattern
    for annotation in tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))[
        "annotations"
    ]
    for pattern in annotation["path"]
]
LICENCE = re.compile(r"SPDX-License-Identifier: ([\w.-]+)")


def is_covered(path) -> bool:
    """Whether REUSE.toml speaks of the path; `**` crosses folders, `*` does not."""
    text = path.as_posix()
    for pattern in COVERED:
        shape = re.escape(pattern).replace(r"\*\*/", "(.*/)?").replace(r"\*\*", ".*")
        if re.fullmatch(shape.replace(r"\*", "[^/]*"), text):
            return True
    return False


def test_every_file_has_its_copyright_and_licence():
    silent = []
    for path in tracked():
        if path.parts[0] == "LICENSES" or is_covered(path):
            continue
        head = (ROOT / path).read_text(encoding="utf-8")[:600]
        if "SPDX-FileCopyrightText: " not in head or not LICENCE.search(head):
            silent.append(str(path))
    assert silent == []


def test_every_licence_that_is_named_is_here_in_full_and_no_other():
    named = {"EUPL-1.2"}
    for path in tracked():
        if not is_covered(path) and path.parts[0] != "LICENSES":
            named |= set(LICENCE.findall((ROOT / path).read_text(encoding="utf-8")[:600]))
    here = {p.stem for p in tracked() if p.parts[0] == "LICENSES"}
    assert here == named


def test_what_is_covered_exists():
    for pattern in COVERED:
        plain = pattern.replace("**/", "*").replace("**", "*")
        assert any(fnmatch.fnmatch(p.as_posix(), plain) for p in tracked()), pattern
