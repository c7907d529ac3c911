# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The main answers of every service in Arabic and the pseudo-languages are those of the committed files (i18n 4.5).

`python -m tests.support.spoken` writes them anew.
"""

import re

import pytest

from gateway.city.catalogue import all_services
from i18n.pseudo import ACCENTED, MIRRORED, is_whole
from tests.support.spoken import DOORS, FOLDER, MAIN, TAGS, gather

pytestmark = pytest.mark.anyio
FILES = tuple(sorted({*MAIN, *DOORS}))
LINE = re.compile(
    r"(?P<tag>\S+) +[\w. ]+: (?:(?P<language>[\w-]+)(?P<fallback>\*?) (?P<direction>ltr|rtl)|[A-Z_]+) (?P<said>.*)"
)
MARKS = re.compile(r"\\u[0-9a-f]{4}")


@pytest.fixture(scope="module")
async def now_said() -> dict[str, str]:
    return await gather()


def test_every_service_has_a_file() -> None:
    assert set(FILES) == set(all_services())
    assert {path.stem for path in FOLDER.iterdir()} == set(FILES)


@pytest.mark.parametrize("name", FILES)
async def test_a_service_says_what_its_file_says(name: str, now_said: dict[str, str]) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert now_said[name] == kept


@pytest.mark.parametrize("name", MAIN)
def test_the_file_holds_every_language_whole_and_in_its_direction(name: str) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in kept.splitlines() if not line.startswith("#")]
    found = [match for line in lines if (match := LINE.fullmatch(line))]
    assert len(found) == len(lines) - sum(line.startswith("ar    404") for line in lines)
    assert {one["tag"] for one in found} == set(TAGS)
    for one in found:
        tag, language = one["tag"], one["language"]
        if language is not None:
            assert (one["fallback"] == "*") is (language != tag), one.group()
            assert (one["direction"] == "rtl") is language.startswith("ar"), one.group()
        if tag == ACCENTED and not one["fallback"]:
            assert is_whole(MARKS.sub("", one["said"])), one.group()
        if tag == MIRRORED and not one["fallback"]:
            assert "\\u202e" in one["said"], one.group()
