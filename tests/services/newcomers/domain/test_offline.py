# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide to take along, and in Integreat's shapes."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from services.newcomers.domain import integreat
from services.newcomers.domain.guide import Page, PageSegment, PageText, Risk, show
from services.newcomers.domain.offline import apply, build, delta, manifest

FILES = st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=5).map(str.encode), max_size=6)


@given(FILES, FILES)
def test_base_and_delta_are_the_full_package(old, new):
    # newcomers 5: base + delta = full offline package
    difference = delta(manifest("ar", old), new)
    assert apply(old, difference) == new
    assert difference.version == manifest("ar", new).version


def page(risk=Risk.INFO):
    segments = [
        PageSegment(path="title", text="SFI.", kind="heading"),
        PageSegment(path="1", text="Gratis <kurs>."),
        PageSegment(path="2", text="Ring."),
    ]
    return Page(
        id="newcomers:page:sfi", slug="sfi", parent=None, position=3, risk=risk,
        source_locale="sv", title="SFI.", segments=segments, links={"sv": "https://a.se"},
        version=1, updated_at=0,
    )  # fmt: skip


def text(path, locale="ar", *, machine=False, reviewed=False, made_from=None):
    segment = next(one for one in page().segments if one.path == path)
    return PageText(
        page="newcomers:page:sfi", locale=locale, path=path, text=f"{locale}-{path}",
        made_from=made_from or segment.hash, machine=machine, reviewed=reviewed, engine="",
    )  # fmt: skip


def test_each_sentence_says_its_language_and_who_wrote_it():
    texts = [text("title"), text("1", machine=True), text("2", "en")]
    shown = show(page(), "ar", texts)
    assert [(one.language, one.is_fallback, one.machine) for one in shown.lines] == [
        ("ar", False, False), ("ar", False, True), ("sv", True, False),
    ]  # fmt: skip
    assert shown.machine_made
    assert not show(page(Risk.LEGAL), "ar", texts).machine_made
    read = [text("1", machine=True, reviewed=True)]
    assert show(page(Risk.LEGAL), "ar", read).lines[1].language == "ar"


def test_a_sentence_of_an_older_wording_is_not_shown():
    assert show(page(), "ar", [text("1", made_from="0" * 64)]).lines[1].is_fallback


def test_dari_falls_back_to_persian_and_says_so():
    shown = show(page(), "prs", [text("1", "fa")])
    assert (shown.lines[1].language, shown.lines[1].is_fallback) == ("fa", True)


def test_pages_in_integreats_shape():
    shown = show(page(), "ar", [text("title"), text("1", machine=True)])
    made = integreat.page(shown, datetime(2026, 1, 1, tzinfo=UTC))
    assert (made["title"], made["path"], made["parent"]["path"]) == (
        "ar-title",
        "/stockholm/ar/sfi/",
        None,
    )
    assert '<p lang="ar" dir="rtl" data-machine-translated="true">ar-1</p>' in made["content"]
    assert '<p lang="sv" dir="ltr" data-fallback="true">Ring.</p>' in made["content"]
    assert made["available_languages"]["so"]["path"] == "/stockholm/so/sfi/"
    assert {"code": "ar", "native_name": "العربية", "dir": "rtl"} in integreat.region()["languages"]


def test_packages_are_the_same_for_the_same_pages():
    shown = [show(page(), "ar", [])]
    assert manifest("ar", build(shown)) == manifest("ar", build(shown))
    assert set(build(shown)) == {"index.json", "pages/sfi.json"}
