# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences, LIX, languages, glossary and quality checks."""

import pytest

from services.language.clients.linguistics import detect, lemma
from services.language.domain.glossary import Status, Term, breaches
from services.language.domain.quality import Check, Pair, check, has_errors
from services.language.domain.readability import measure
from services.language.domain.risk import Machine, Outlet, Risk, default_outlet, may_show_unread
from services.language.domain.sentences import cut, sentences


def test_swedish_abbreviations_do_not_end_a_sentence():
    # newcomers 4.6: `kl. | 13.30`
    text = "Kom kl. 13.30 till rådhuset. Ta med t.ex. pass, körkort m.m. och ring tel. 08. Vi ses!"
    assert sentences(text) == [
        "Kom kl. 13.30 till rådhuset.",
        "Ta med t.ex. pass, körkort m.m. och ring tel. 08.",
        "Vi ses!",
    ]
    assert "".join(cut(text)) == text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("أين المدرسة؟ هنا.", 2),
        ("ሰላም። ከመይ ኣለኻ፧", 2),
        ("کہاں ہے؟ یہاں ہے۔", 2),
        ("A. Svensson kom. Bra.", 2),
    ],
)
def test_ends_of_other_scripts(text, count):
    assert len(sentences(text)) == count


def test_lix_of_the_sheet():
    # newcomers 5: 10 words, 2 sentences, 3 long words = 35
    found = measure("Kommunen hjälper dig gratis. Barnen leker i parken varje eftermiddag.")
    assert (found.words, found.sentences, found.long_words, found.lix) == (10, 2, 3, 35.0)
    assert measure("").lix == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Jag undrar när kursen i svenska börjar nästa vecka", "sv"),
        ("Waxaan rabaa inaan ogaado sida carruurta iskuulka loogu qoro", "so"),
        ("أريد أن أعرف متى تبدأ دورة اللغة السويدية", "ar"),
        ("می‌خواهم برای کلاس زبان سوئدی ثبت نام کنم", "fa"),
        ("ኣብ ትምህርቲ ቋንቋ ሽወደን ክምዝገብ ይደሊ", "ti"),
        ("የስዊድን ቋንቋ ትምህርት መቼ እንደሚጀምር ማወቅ እፈልጋለሁ", "am"),
        ("دەمەوێت بزانم قوتابخانە کەی دەست پێدەکات", "ckb"),
        ("Ez dixwazim bizanim zarok kengî dest bi dibistanê dikin", "kmr"),
        ("Коли починаються курси шведської мови?", "uk"),
        ("Mun háliidan diehtit goas mánát álget skuvlii", "se"),
    ],
)
def test_languages_of_newcomers(text, language):
    # newcomers 6: script gate, witness, own letters
    assert detect(text).language == language


def test_a_short_text_against_the_readers_language_is_asked_about():
    guess = detect("Hello", prior="sv")
    assert guess.must_ask
    assert detect("", prior="so").language == "so"
    assert detect("12345").must_ask


TERMS = (
    Term(id="1", source="folkbokföring", locale="en", target="folkbokföring", status=Status.KEEP,
         gloss="population registration"),
    Term(id="2", source="barnomsorg", locale="en", target="childcare"),
    Term(id="3", source="barnomsorg", locale="en", target="kindergarten", status=Status.FORBIDDEN),
)  # fmt: skip


def test_a_swedish_term_stays_and_is_explained():
    # newcomers 3 rule 14: term+gloss
    source = "Anmäl din folkbokföring."
    assert (
        breaches(source, "Report your folkbokföring (population registration).", TERMS, locale="en")
        == []
    )
    (found,) = breaches(source, "Report your registration.", TERMS, locale="en", risk=Risk.LEGAL)
    assert found.is_error
    assert found.expected == ("folkbokföring (population registration)",)


def test_chosen_and_forbidden_words_by_lemma():
    source = "Sök barnomsorg i tid."
    assert breaches(source, "Apply for childcare in time.", TERMS, locale="en", lemma=lemma) == []
    found = breaches(source, "Apply for kindergarten in time.", TERMS, locale="en", lemma=lemma)
    assert {(one.found, one.is_error) for one in found} == {("kindergarten", True), ("", False)}


@pytest.mark.parametrize(
    ("source", "target", "locale", "expected"),
    [
        ("Hej {n}.", "Hi.", "en", Check.PLACEHOLDERS),
        ("<b>Hej</b> du.", "Hi you.", "en", Check.TAGS),
        ("Ring 12 gånger.", "Call 21 times.", "en", Check.NUMBERS),
        ("Se https://a.se nu.", "See now.", "en", Check.URLS),
        ("Skriv a@b.se nu.", "Write now.", "en", Check.EMAILS),
        ("Numret 19811228-9874 gäller.", "The number 19811228 9874 is valid.", "en", Check.PERSONAL_DATA),
        ("Hej där.", "Hi there", "en", Check.END_MARK),
        ("Hej", "Hi.", "en", Check.END_MARK),
        ("Hej du", " Hi you", "en", Check.START_SPACE),
        ("Hej du", "Hi you ", "en", Check.END_SPACE),
        ("Hej du", "Hi  you", "en", Check.DOUBLE_SPACE),
        ("Hej\ndu", "Hi you", "en", Check.LINES),
        ("Hej (du)", "Hi (you", "en", Check.BRACKETS),
        ("Hej du", "Hi hi you", "en", Check.REPEATED_WORD),
        ("Hej du", "Hej du", "en", Check.UNTRANSLATED),
        ("En mening som är lång", "One", "en", Check.LENGTH),
        ("Anmäl dig till kursen", "Register for the course", "ar", Check.SCRIPT),
        ("Hej du", "Hi \u2066you", "en", Check.BIDI_CONTROLS),
        ("Hej du", "Hi\x07 you", "en", Check.CONTROL_CHARACTERS),
        ("Hej du", "Hi ###K0###", "en", Check.TOKENS_LEFT),
        ("Hej du", "Hi *du", "en", Check.ENGINE_MARKS),
        ("Hej", " ", "en", Check.EMPTY),
    ],
)  # fmt: skip
def test_each_check_finds_its_fault(source, target, locale, expected):
    found = check(Pair(source=source, target=target, locale=locale))
    assert expected in [one.check for one in found]


def test_a_good_translation_passes_and_native_digits_are_digits():
    assert (
        check(
            Pair(
                source="Du har {n} brev och 12 dagar.",
                target="لديك {n} رسائل و ١٢ يوما.",
                locale="ar",
            )
        )
        == []
    )
    assert check(Pair(source="Vad är det?", target="ما هذا؟", locale="ar")) == []


def test_length_limits_are_errors():
    found = check(Pair(source="Hej du där", target="Hello you there", max_length=5))
    assert has_errors(found)


def test_what_may_be_shown_unread():
    # newcomers 3 rules 2 and 3
    assert may_show_unread(Risk.INFO, Machine.PUBLISH_MARKED)
    assert not may_show_unread(Risk.LEGAL, Machine.PUBLISH_MARKED)
    assert not may_show_unread(Risk.HEALTH, Machine.PUBLISH_MARKED)
    assert not may_show_unread(Risk.INFO, Machine.DRAFT)
    assert default_outlet("Socialtjänsten Farsta") is Outlet.SELF_HOSTED_ONLY
    assert default_outlet("care-unit") is Outlet.SELF_HOSTED_ONLY
    assert default_outlet("library") is Outlet.EXTERNAL_MASKED
