# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which language answers: precedence, canonical names, scripts, distance, hostile input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n import match, negotiate, registry

GOLDEN = {
    "sv": "sv-FI sv-SE swe sv sv-x-other",
    "sr-Latn": "sr-Latn-RS sr-ME cnr sh hbs sr-latn",
    "sr": "sr-RS sr-Cyrl sr-Cyrl-BA",
    "zh-Hans": "zh zh-CN zh-SG cmn zh-Hans-HK",
    "zh-Hant": "zh-TW zh-HK zh-Hant-HK",
    "kmr": "ku ku-TR kmr ku-Latn ku-Latn-TR",
    "ckb": "ku-Arab sdh ckb-IR ku-IQ ku-IR ckb-Arab-IQ",
    "prs": "fa-AF prs-AF prs",
    "fa": "pes fa-IR fas per fa-Arab",
    "ar": "apc ars arz ar-SY ar-Arab",
    "nb": "no nn nb-NO",
    "se": "sme smi se-NO se-FI",
    "rom": "rmf rmn rmy rmc rml rom",
    "yi": "yid ji yi",
    "syr": "aii syr",
    "he": "iw he",
    "fil": "tl tgl fil",
    "ro": "mo ro-MD",
    "de": "de-CH-1996 de-AT",
    "es": "es-419 es-MX",
    "en": "en-GB en-US EN-gb",
    "sv-x-lattlast": "sv-x-lattlast SV-X-LATTLAST",
}
PAIRS = [(wish, tag) for tag, wishes in GOLDEN.items() for wish in wishes.split()]
HOSTILE = [
    "i-klingon", "cls", "xx", "und", "mul", "zxx", "", "-", "*-*", "sv\x00", "../../etc/passwd",
    "å", "sv;DROP", "a" * 36, "ku-Cyrl", "ar-Latn", "sr-Arab", "x-private", "eng-", "1234", "en--GB",
]  # fmt: skip


@pytest.mark.parametrize(("wish", "tag"), PAIRS)
def test_a_wish_finds_its_language(wish, tag):
    assert negotiate(accept_language=wish) == tag
    assert negotiate(argument=wish) == tag


@pytest.mark.parametrize("tag", registry.tags())
def test_every_registered_language_is_found_by_its_tag_and_again(tag):
    assert negotiate(accept_language=tag.upper()) == tag
    assert negotiate(argument=negotiate(profile=tag)) == tag


@pytest.mark.parametrize("wish", HOSTILE)
def test_an_unknown_or_hostile_wish_matches_nothing(wish):
    assert match(wish) is None
    assert negotiate(argument=wish, profile=wish, cookie=wish, accept_language=wish) == "sv"
    assert negotiate(argument=wish, accept_language="fi") == "fi"


@given(st.text(max_size=60), st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_no_input_raises_and_the_answer_is_registered(argument, header, available):
    assert registry.known(negotiate(argument=argument, accept_language=header))
    offered = negotiate(argument=argument, accept_language=header, available=available)
    assert offered == "sv" or offered in available


@given(st.from_regex(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", fullmatch=True))
def test_an_answer_answers_itself(wish):
    answer = negotiate(accept_language=wish)
    assert negotiate(accept_language=answer) == answer


def test_the_nearest_to_the_reader_speaks_first():
    given_ = {"argument": "fi", "profile": "so", "cookie": "uk", "accept_language": "es"}
    for name, tag in (
        ("argument", "fi"),
        ("profile", "so"),
        ("cookie", "uk"),
        ("accept_language", "es"),
    ):
        assert negotiate(**given_) == tag
        given_[name] = None
    assert negotiate(**given_) == "sv"


@pytest.mark.parametrize(
    ("header", "available", "answer"),
    [
        ("en;q=0.5, fi;q=0.8", "en,fi", "fi"),
        ("fi;q=0.5,en;q=0.5", "en,fi", "fi"),
        ("en;q=0, en-GB", "en,fi,sv", "sv"),
        ("en;q=0, *", "en,sv", "sv"),
        ("*", "en,sv", "sv"),
        ("*, fi;q=0.5", "fi,sv", "sv"),
        ("nn;q=0, no", "nb,sv", "nb"),
        ("ru;q=abc, fi", "ru,fi", "fi"),
        ("ru;q=1.5, fi;q=0.1", "ru,fi", "fi"),
        ("ru;q=0.1234, fi", "ru,fi", "fi"),
        (",,;, fi", "fi", "fi"),
        (" fi ; q=1.000 ", "fi", "fi"),
        (", ".join(["xx"] * 20 + ["fi"]), "fi,sv", "sv"),
        ("a" * 5000 + ", fi", "fi,sv", "sv"),
        ("nn", "nb,sv", "nb"),
        ("nn", "da,sv", "sv"),
        ("da", "nb,sv", "nb"),
        ("nb", "da,sv", "da"),
        ("hr", "bs,sv", "bs"),
        ("sh", "hr,sv", "hr"),
        ("sr-Latn", "sr,sv", "sr"),
        ("sr", "sr-Latn,sv", "sr-Latn"),
        ("apc", "ar,sv", "ar"),
        ("smj", "se,sv", "se"),
        ("fit", "fi,sv", "fi"),
        ("prs", "fa,sv", "fa"),
        ("sv-x-lattlast", "en,sv", "sv"),
        ("zh-TW", "zh-Hans,sv", "sv"),
        ("ku", "tr,sv", "sv"),
        ("ckb", "ar,sv", "sv"),
        ("so", "en,sv", "sv"),
        ("ti", "en,sv", "sv"),
        ("uz", "ru,sv", "sv"),
        ("ru", "uk,sv", "sv"),
        ("fi", "", "sv"),
    ],
)
def test_headers_against_what_is_on_offer(header, available, answer):
    offered = tuple(filter(None, available.split(",")))
    assert negotiate(accept_language=header, available=offered) == answer


def test_a_known_language_outside_the_registry_counts_when_it_is_offered():
    assert negotiate(accept_language="en-GB", available=("en-GB", "en")) == "en-GB"
    assert negotiate(accept_language="sk", available=("sk", "sv")) == "sk"
    assert negotiate(accept_language="sk") == "sv"


def test_things_that_are_no_text_match_nothing():
    assert negotiate(argument=7, profile=b"fi", cookie=["fi"], accept_language=None) == "sv"  # type: ignore[arg-type]
