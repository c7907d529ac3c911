# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget new-service` writes a service that works, in under 100 lines."""

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.city.scaffold import write_service
from services.kit.errors import SettingsProblem

ROOT = Path(__file__).parents[3]


@pytest.fixture
def project(tmp_path):
    """A project beside this one that sees the same kit."""
    for shared in ("gateway", "i18n", "tests/conftest.py", "tests/support", "pyproject.toml",
                   "services/kit", "services/__init__.py", "tests/__init__.py"):  # fmt: skip
        place = tmp_path / shared
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(ROOT / shared)
    (tmp_path / "tests/services").mkdir()
    (tmp_path / "tests/services/__init__.py").touch()
    return tmp_path


def test_the_scaffold_is_under_100_lines_and_its_own_tests_pass(project):
    written = write_service("board", project)
    code = [p for p in written if p.suffix == ".py" and "tests" not in p.relative_to(project).parts]
    lines = [
        line
        for file in code
        for line in file.read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    assert len(lines) < 100
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/services/board"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed" in run.stdout, run.stdout + run.stderr


@pytest.mark.parametrize("name", ["Board", "two words", "x" * 40, "../up", "9lives"])
def test_a_bad_name_is_refused_with_what_to_do(name, tmp_path):
    with pytest.raises(SettingsProblem, match="one lower-case word"):
        write_service(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_service_is_never_touched(tmp_path):
    write_service("board", tmp_path)
    with pytest.raises(SettingsProblem, match="already"):
        write_service("board", tmp_path)
