# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents are tested: what they name exists, what they promise is proved somewhere."""

import re
import tomllib

import pytest

from tests.house.source import ROOT, tracked

DOCUMENTS = [p for p in tracked() if p.suffix == ".md" and p.parts[0] != "LICENSES"]
TEST_PATH = re.compile(r"tests/[\w/]+\.py(?:::\w+)?")
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


def text_of(path):
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_test_a_document_names_exists(document):
    missing = []
    for named in TEST_PATH.findall(text_of(document)):
        file, _, function = named.partition("::")
        if not (ROOT / file).exists():
            missing.append(file)
        elif function and not re.search(rf"def {function}\b", (ROOT / file).read_text()):
            missing.append(named)
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_inside_the_project_leads_somewhere(document):
    broken = [
        target
        for target in LINK.findall(text_of(document))
        if not (ROOT / document.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_make_target_a_document_names_exists(document):
    makefile = text_of("Makefile")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(
        re.findall(
            r"\bmake ([a-z]+)\b",
            " ".join(re.findall(r"`[^`]+`|^    .+$|^make .+$", text_of(document), re.MULTILINE)),
        )
    )
    assert named - targets == set()


def test_the_readme_leads_to_every_service():
    readme = text_of("README.md")
    homes = {p.parts[1] for p in tracked() if p.parts[0] == "services" and p.name == "README.md"}
    assert {name for name in homes if f"(services/{name}/README.md)" not in readme} == set()


def test_the_makefile_helps():
    makefile = text_of("Makefile")
    for target in (
        "run",
        "test",
        "check",
        "bench",
        "contracts",
        "lock",
        "demo",
        "chaos",
        "load",
        "fuzz",
    ):
        assert re.search(rf"^{target}:.*## \w", makefile, re.MULTILINE), target


def test_the_pipeline_runs_exactly_the_test_command_of_the_readme():
    script = [line for line in text_of(".ci/run").splitlines() if line and line[0] != "#"]
    assert script[-1] == "make test"
    assert "make test" in text_of("README.md")


def test_decisions_are_numbered_once_and_say_what_holds_them():
    numbers = [p.name[:4] for p in DOCUMENTS if p.parts[:2] == ("docs", "decisions")]
    assert len(numbers) == len(set(numbers))
    for path in DOCUMENTS:
        if path.parts[:2] == ("docs", "decisions"):
            assert "**Decided.**" in text_of(path), path
            assert "**Why.**" in text_of(path), path


def test_the_import_contracts_name_every_service():
    project = tomllib.loads(text_of("pyproject.toml"))
    folders = {
        f"services.{p.name}"
        for p in (ROOT / "services").iterdir()
        if (p / "__init__.py").exists() and p.name != "kit"
    }
    contracts = project["tool"]["importlinter"]["contracts"]
    independent = next(c for c in contracts if c["type"] == "independence")
    assert set(independent["modules"]) == folders
