# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes a new e-service with its tests from the templates beside this file."""

import re
from pathlib import Path
from string import Template

from services.kit.errors import SettingsProblem

_TEMPLATES = Path(__file__).parent
_PLACES = {
    "__init__.py": "services/{name}/__init__.py",
    "domain.py": "services/{name}/domain.py",
    "store.py": "services/{name}/store.py",
    "actions.py": "services/{name}/actions.py",
    "graph.py": "services/{name}/graph.py",
    "policy.py": "services/{name}/policy.py",
    "README.md": "services/{name}/README.md",
    "0001_first.py": "services/{name}/migrations/versions/0001_first.py",
    "test_service.py": "tests/services/{name}/test_service.py",
}
_PACKAGES = (
    ("services/{name}/migrations/__init__.py", "Schema steps of {name}."),
    ("services/{name}/migrations/versions/__init__.py", "One module per step, numbered in order."),
    ("tests/services/{name}/__init__.py", ""),
)
_LICENCE = (
    "# SPDX-FileCopyrightText: 2026 The Torget authors\n# SPDX-License-Identifier: EUPL-1.2\n"
)
_NAME = re.compile(r"[a-z][a-z0-9]{1,30}")


def write_service(name: str, root: Path) -> list[Path]:
    """Write the service `name` below `root`; the files written. Nothing existing is touched.

    Raises SettingsProblem for a name that is no lower-case word or that is taken.
    """
    if not _NAME.fullmatch(name):
        raise SettingsProblem(f"{name!r} is no name for an e-service: one lower-case word, a-z.")
    if (root / "services" / name).exists():
        raise SettingsProblem(f"There is already something at services/{name}.")
    words = {
        "name": name,
        "title": name.capitalize(),
        "Type": f"{name.capitalize()}Note",
        "camel": name,
    }
    texts = {
        place.format(name=name): Template((_TEMPLATES / f"{template}.txt").read_text()).substitute(
            words
        )
        for template, place in _PLACES.items()
    }
    for place, sentence in _PACKAGES:
        body = f'"""{sentence.format(name=name)}"""\n' if sentence else ""
        texts[place.format(name=name)] = _LICENCE + body
    for place, text in texts.items():
        file = root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return [root / place for place in texts]
