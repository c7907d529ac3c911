# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The same words in every process, whatever its surroundings; what is no number keeps its digits (i18n 3.12, 3.14)."""

import os
import subprocess
import sys

import pytest

from i18n import formats, mf2, registry
from i18n.catalogues.components import LOCALES
from i18n.formats.address import Address
from tests.house.source import ROOT

HOME = Address(street="Odengatan 53", postal_code="11351", city="Stockholm")
SAYS_ALL = """
import datetime as dt, hashlib
from decimal import Decimal
from i18n import formats, localizer, mf2, negotiate, registry
from i18n.catalogues.update import extract_all
seen = hashlib.sha256()
texts = [(key, source) for part in extract_all().values() for key, source in sorted((k, e.source) for k, e in part.items())]
from i18n import LazyText
for row in registry.entries():
    speak = localizer(row.tag)
    for key, source in texts[::7]:
        seen.update(speak.text(LazyText(key, source, {})).encode())
    for source in ("{$n :number}", "{$n :currency currency=SEK}", "{$d :datetime dateLength=long}"):
        made = mf2.format(source, row.tag, {"n": Decimal("-1234.5"), "d": dt.datetime(2026, 3, 9, 13, tzinfo=dt.UTC)})
        seen.update(made.text.encode())
    seen.update(negotiate(accept_language=f"{row.tag}-XX, xx, *;q=0.1").encode())
print(seen.hexdigest())
"""


def said_by_a_process(**surroundings: str) -> str:
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", SAYS_ALL], cwd=ROOT, env=environ | surroundings, capture_output=True,
        text=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout.strip()


def test_two_processes_with_other_clocks_languages_and_hashes_say_the_same() -> None:
    one = said_by_a_process(PYTHONHASHSEED="1", TZ="Asia/Tokyo", LANG="C", LC_ALL="C")
    other = said_by_a_process(PYTHONHASHSEED="2", TZ="America/Lima", LANG="sv_SE.UTF-8")
    assert len(one) == 64
    assert one == other


@pytest.mark.parametrize("tag", ["ar-u-nu-arab", "fa-u-nu-arabext", "hi-u-nu-deva"])
def test_telephones_and_addresses_keep_their_digits_in_native_figures(tag: str) -> None:
    assert mf2.format("{12 :number}", tag, bidi="none").text != "12"
    phone = formats.format_phone("+46701740605", tag)
    address = formats.format_address(HOME, tag)
    for text in (phone, address):
        digits = [one for one in text if one.isdigit()]
        assert digits
        assert all(one.isascii() for one in digits)


def test_no_catalogue_says_that_it_is_python_s_own_format() -> None:
    files = list(LOCALES.rglob("*.po"))
    assert len(files) > len(registry.tags()) // 2
    assert not [path for path in files if "python-brace-format" in path.read_text("utf-8")]
