# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Catalogues: reading, writing, extraction, merging by key."""

import subprocess

import polib
import pytest

from i18n import registry
from i18n.catalogues import CatalogueError, Entry, State, read_catalogue, write_catalogue
from i18n.catalogues.extraction import extract_text, merge_places
from i18n.catalogues.merging import merge_catalogue
from i18n.catalogues.reading import parse_entries
from i18n.localized import Origin

ENTRY = Entry(
    "a.b", 'Hej "{$x}"\n\\', "Terve\t{$x}", ("om x",), ("kit/a.py",), ("machine",), "Förr"
)


def written(*entries, tag="fi"):
    return write_catalogue("kit", entries, tag=tag)


def test_what_is_written_reads_back(tmp_path):
    path = tmp_path / "kit.po"
    path.write_text(written(ENTRY, Entry("a.a", "X")), encoding="utf-8")
    assert read_catalogue(path) == {"a.a": Entry("a.a", "X"), "a.b": ENTRY}
    assert read_catalogue(tmp_path / "other.po") == {}


def test_other_tools_read_it_the_same_way(tmp_path):
    path = tmp_path / "kit.po"
    path.write_text(written(ENTRY, tag="ar"), encoding="utf-8")
    (entry,) = polib.pofile(str(path))
    assert (entry.msgctxt, entry.msgid, entry.msgstr) == (ENTRY.key, ENTRY.source, ENTRY.text)
    assert entry.flags == ["machine"]
    assert "nplurals=6" in polib.pofile(str(path)).metadata["Plural-Forms"]


@pytest.mark.parametrize("tag", registry.tags())
def test_every_language_has_a_header_that_gettext_accepts(tag, tmp_path):
    path = tmp_path / "kit.po"
    path.write_text(written(Entry("a.a", "X", "Y"), tag=tag), encoding="utf-8")
    assert f"Language: {tag}" in path.read_text(encoding="utf-8")
    try:
        done = subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, check=False
        )
    except FileNotFoundError:
        return  # our own reader has already said yes
    assert done.returncode == 0, done.stderr


def test_a_key_twice_or_a_broken_line_is_refused(tmp_path):
    path = tmp_path / "kit.po"
    path.write_text(written(ENTRY, ENTRY), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"kit\.po:\d+: a\.b stands there twice"):
        read_catalogue(path)
    with pytest.raises(CatalogueError):
        list(parse_entries('msgctxt "a"\nmsgid "unfinished\n', "x.po"))
    with pytest.raises(CatalogueError):
        list(parse_entries('msgctxt "a"\nnonsense "b"\n', "x.po"))


def test_obsolete_entries_are_left_out():
    assert list(parse_entries('#~ msgctxt "a"\n#~ msgid "b"\n#~ msgstr "c"\n', "x.po")) == []


def test_texts_are_taken_from_code_with_key_comment_and_place():
    code = b"""
# TRANSLATORS: shown on the first page
a = t("a.b", "Hej {$n}", n=1)
b = f(t(
    "c.d",
    "Det "
    "var",
))
c = t(f"x.{y}", "Nej")
"""
    assert extract_text(code, "kit/a.py") == [
        Entry("a.b", "Hej {$n}", comments=("shown on the first page",), places=("kit/a.py",)),
        Entry("c.d", "Det var", places=("kit/a.py",)),
    ]


def test_one_key_with_two_texts_is_refused():
    one, other = Entry("a", "Hej", places=("x.py",)), Entry("a", "Hej", places=("y.py",))
    assert merge_places(one, other).places == ("x.py", "y.py")
    with pytest.raises(CatalogueError, match="two Swedish texts"):
        merge_places(one, Entry("a", "Nej"))


def test_a_merge_goes_by_key_and_marks_what_has_changed():
    old = {
        "same": Entry("same", "A", "a", flags=("machine",)),
        "changed": Entry("changed", "B", "b"),
        "gone": Entry("gone", "C", "c"),
    }
    new = {key: Entry(key, text) for key, text in [("same", "A"), ("changed", "B2"), ("new", "C")]}
    merged = {entry.key: entry for entry in merge_catalogue(new, old)}
    assert set(merged) == {"same", "changed", "new"}
    assert (merged["same"].text, merged["same"].state) == ("a", State.NEEDS_REVIEW)
    assert merged["changed"].text == "b"
    assert (merged["changed"].state, merged["changed"].previous) == (State.OUTDATED, "B")
    assert merged["new"].state == State.MISSING  # it never steals the text of another key
    back = merge_catalogue({"changed": Entry("changed", "B")}, merged)[0]
    assert (back.state, back.previous) == (State.OK, "")


@pytest.mark.parametrize(
    ("flags", "origin", "state"),
    [
        ((), Origin.HUMAN, State.OK),
        (("machine",), Origin.MACHINE, State.NEEDS_REVIEW),
        (("machine-reviewed",), Origin.MACHINE_REVIEWED, State.OK),
        (("fuzzy", "machine"), Origin.MACHINE, State.OUTDATED),
    ],
)
def test_flags_say_who_made_a_translation_and_where_it_stands(flags, origin, state):
    entry = Entry("a", "A", "b", flags=flags)
    assert (entry.origin, entry.state) == (origin, state)
