# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every engine by its own protocol: what is sent, what is read, how it fails (newcomers 4.2)."""

from base64 import b64encode

import pytest

from services.kit.errors import Problem, SettingsProblem
from services.kit.outbound import NullTransport, Outbound
from services.language.clients import etranslation
from services.language.clients.apertium import ApertiumCommand, ApertiumServer
from services.language.clients.bootstrap import chain_of, make_engine
from services.language.clients.clouds import Azure, Google
from services.language.clients.contract import EngineFault, Order, Pending
from services.language.clients.deepl import FREE_HOST, HOST, DeepL, host_of
from services.language.clients.etranslation import ETranslation
from services.language.clients.guarding import Guard, Wish
from services.language.clients.libretranslate import LibreTranslate
from services.language.clients.pseudo import Pseudo
from services.language.domain.masking import Style
from services.language.domain.risk import Outlet
from services.language.settings import Settings
from tests.services.language.clients.partners import Call, partner, shouted

pytestmark = pytest.mark.anyio

LETTER = (
    "Hej, jag heter Amina Haddad och mitt personnummer är 19811228-9874.",
    "Jag bor på Kungsgatan 12 B, 111 43 Stockholm & når dig på 070-123 45 67.",
    "Skriv till amina@example.se om ärende SOC 2026/1234-5 före {day}.",
)
SECRETS = ("Haddad", "9874", "Kungsgatan", "070-123", "amina@", "1234-5", "{day}")


def wish(source="sv", target="en", **more):
    return Wish(texts=LETTER, source=source, target=target, **more)


def order(style=Style.XML, source="sv", target="en"):
    return Order(texts=("Hej du.", "Tack."), source=source, target=target, style=style)


async def quiet(_seconds: float) -> None:
    """No pause in tests."""


def libre(call: Call):
    if call.path == "/languages":
        return 200, [{"code": "sv", "name": "Swedish", "targets": ["en", "ar", "pb"]}]
    return 200, {"translatedText": [shouted(text) for text in call.json["q"]]}


def deepl(call: Call):
    return 200, {
        "translations": [
            {
                "detected_source_language": "SV",
                "text": shouted(text),
                "billed_characters": len(text),
            }
            for text in call.json["text"]
        ]
    }


def azure(call: Call):
    return 200, [
        {"translations": [{"text": shouted(one["Text"]), "to": "en"}]} for one in call.json
    ]


def google(call: Call):
    return 200, {"translations": [{"translatedText": shouted(t)} for t in call.json["contents"]]}


def apy(call: Call):
    said = {"translatedText": shouted(call.form["q"])}
    return 200, {"responseData": said, "responseStatus": 200}


MAKERS = {
    "libretranslate": (libre, LibreTranslate),
    "deepl": (deepl, lambda out: DeepL(out, key="k:fx")),
    "azure": (azure, lambda out: Azure(out, key="k", region="r")),
    "google": (google, lambda out: Google(out, key="t", project="p")),
    "apertium": (apy, ApertiumServer),
}


@pytest.mark.parametrize("name", MAKERS)
async def test_personal_data_never_leave_and_all_come_back(name):
    # newcomers 3 rules 3 and 4; the bar: 100 % intact over engines x entities
    answer, make = MAKERS[name]
    target = "nb" if name == "apertium" else "en"
    with partner(answer) as seen:
        guard = Guard([make(seen.outbound())])
        made = await guard.translate(wish(target=target))
        await guard.stop()
    sent = b"".join(call.body for call in seen.calls).decode()
    for secret in SECRETS:
        assert secret not in sent
        assert any(secret in one.text for one in made), secret
    assert [one.engine for one in made] == [name] * 3
    assert "HEJ" in made[0].text
    assert "& " in made[1].text


async def test_apertium_keeps_everything_whole_where_the_raw_engine_breaks_it():
    # newcomers 5: golden values of the unmasked engine, and all survive masked
    engine = ApertiumCommand()
    assert await engine.supports("sv", "nb")
    raw = await engine.translate(
        Order(texts=("Mitt nummer är 19811228-9874. Kungsgatan 12 B",), source="sv", target="nb",
              style=Style.XML)
    )  # fmt: skip
    assert "19811228-9874" not in raw.texts[0]
    made = await Guard([engine]).translate(wish(target="nb"))
    for secret in SECRETS:
        assert any(secret in one.text for one in made), secret
    assert made[0].text.startswith("Hei, jeg heter Amina Haddad")
    assert {one.style for one in made} == {"xml"}


async def test_apertium_runs_both_ways_and_refuses_other_pairs():
    engine = ApertiumCommand()
    back = await engine.translate(
        Order(texts=("  Hei, når kan jeg komme? ",), source="nb", target="sv", style=Style.XML)
    )
    assert back.texts[0].startswith("  Hej, ")
    assert back.texts[0].endswith("? ")
    with pytest.raises(EngineFault) as fault:
        await engine.translate(order(target="so"))
    assert fault.value.reason == "pair"
    assert not await ApertiumCommand("/no/such/program").supports("sv", "so")


async def test_libretranslate_asks_for_languages_once_and_speaks_its_shape():
    with partner(libre) as seen:
        engine = LibreTranslate(seen.outbound(), key="secret")
        assert await engine.supports("sv", "ar")
        assert not await engine.supports("sv", "so")
        made = await engine.translate(order())
        await engine.stop()
    assert made.texts == ("HEJ DU.", "TACK.")
    assert [call.path for call in seen.calls] == ["/languages", "/translate"]
    assert seen.calls[1].json == {
        "q": ["Hej du.", "Tack."], "source": "sv", "target": "en", "format": "html", "api_key": "secret",
    }  # fmt: skip


async def test_deepl_speaks_its_shape_and_splits_what_is_too_large():
    assert (host_of("k:fx"), host_of("k")) == (FREE_HOST, HOST)
    with partner(deepl) as seen:
        engine = DeepL(seen.outbound(), key="k")
        many = Order(texts=("å" * 1000,) * 120, source="sv", target="en", style=Style.EMAIL)
        made = await engine.translate(many)
        await engine.stop()
    assert len(made.texts) == 120
    assert made.billed == 120_000
    assert [len(call.json["text"]) for call in seen.calls] == [50, 50, 20]
    assert seen.calls[0].headers["authorization"] == "DeepL-Auth-Key k"
    assert (seen.calls[0].json["source_lang"], seen.calls[0].json["target_lang"]) == ("SV", "EN-GB")
    assert "tag_handling" not in seen.calls[0].json
    assert not await engine.supports("sv", "so")
    assert await engine.supports("sv", "ckb")


async def test_azure_and_google_speak_their_shapes():
    with partner(azure) as seen:
        await Azure(seen.outbound(), key="k", region="r").translate(order(target="ckb"))
    call = seen.calls[0]
    assert call.query == {"api-version": "3.0", "from": "sv", "to": "ku", "textType": "html"}
    assert call.headers["ocp-apim-subscription-key"] == "k"
    assert call.headers["ocp-apim-subscription-region"] == "r"
    assert call.json == [{"Text": "Hej du."}, {"Text": "Tack."}]
    with partner(google) as seen:
        await Google(seen.outbound(), key="t", project="p").translate(order(target="prs"))
    call = seen.calls[0]
    assert call.path == "/v3/projects/p:translateText"
    assert call.headers["authorization"] == "Bearer t"
    assert call.json["targetLanguageCode"] == "fa-AF"
    assert call.json["mimeType"] == "text/html"


async def test_apy_speaks_its_shape():
    with partner(apy) as seen:
        made = await ApertiumServer(seen.outbound()).translate(order(target="nb"))
    assert made.texts == ("HEJ DU.", "TACK.")
    assert seen.calls[0].form == {
        "langpair": "swe|nob", "q": "Hej du.", "format": "html", "markUnknown": "no",
    }  # fmt: skip


async def test_etranslation_is_asked_now_and_delivers_later():
    with partner(lambda call: (200, {"requestId": 4711})) as seen:
        engine = ETranslation(seen.outbound(), user="city", key="pw", callback="https://c/x/SECRET")
        handed = await engine.translate(order(style=Style.NOTRANSLATE, target="ar"))
        await engine.stop()
    assert handed == Pending(request_id="4711")
    call = seen.calls[0]
    assert call.path == "/etranslation/api/askTranslate"
    assert call.headers["authorization"] == "Basic " + b64encode(b"city:pw").decode()
    assert call.json["textToTranslate"] == "Hej du.\n\nTack."
    assert call.json["targetLanguages"] == ["AR"]
    assert call.json["notifications"]["success"]["http"] == "https://c/x/SECRET"
    assert not await engine.supports("sv", "so")
    given, locale = etranslation.read_delivered(
        b'{"requestId": 4711, "targetLanguage": "AR", "translatedText": "a\\n\\nb"}'
    ) or (None, "")
    assert locale == "ar"
    assert given is not None
    assert etranslation.delivery_of(given, 2).texts == ("a", "b")
    with pytest.raises(EngineFault):
        etranslation.delivery_of(given, 3)
    assert etranslation.read_delivered(b"nonsense") is None
    assert etranslation.is_secret("SECRET", "SECRET")
    assert not etranslation.is_secret("", "")


async def test_etranslation_says_when_its_quota_is_spent():
    with partner(lambda call: (200, {"errorCode": -11200, "errorMessage": "quota"})) as seen:
        engine = ETranslation(seen.outbound(), user="u", key="k", callback="c")
        with pytest.raises(EngineFault) as fault:
            await engine.translate(order(style=Style.NOTRANSLATE))
    assert (fault.value.reason, fault.value.code) == ("quota", "ENGINE_QUOTA_SPENT")


@pytest.mark.parametrize(
    ("status", "reason", "calls"),
    [(429, "busy", 3), (500, "down", 3), (529, "down", 3), (456, "quota", 1), (403, "refused", 1), (413, "too_long", 1), (400, "pair", 1)],
)  # fmt: skip
async def test_faults_are_typed_and_only_some_are_tried_again(status, reason, calls):
    # newcomers 3 rule 13: retry 429 and 5xx, never quota
    with partner(lambda call: (status, {"message": "no"})) as seen:
        guard = Guard([DeepL(seen.outbound(), key="k")], sleep=quiet)
        with pytest.raises(EngineFault) as fault:
            await guard.translate(wish())
    assert fault.value.reason == reason
    assert len(seen.calls) == calls


@pytest.mark.parametrize("said", [b"<html>", {"translations": []}, {"text": 1}])
async def test_an_answer_of_another_shape_is_a_fault(said):
    with partner(lambda call: (200, said)) as seen, pytest.raises(EngineFault) as fault:
        await DeepL(seen.outbound(), key="k").translate(order())
    assert fault.value.reason == "bad_answer"


async def test_the_next_engine_stands_in_for_one_that_is_down():
    with partner(libre) as seen:
        down = DeepL(Outbound("deepl", NullTransport()), key="k")
        guard = Guard([down, LibreTranslate(seen.outbound())], sleep=quiet)
        made = await guard.translate(wish())
        await guard.stop()
    assert {one.engine for one in made} == {"libretranslate"}


async def test_a_broken_token_leads_to_another_style_and_at_last_around_it():
    # newcomers 3 rule 4: other token style, then split around the placeholder
    def moves_tags(call: Call):
        texts = [text.replace('<x id="0"/>', "") for text in call.json["q"]]
        return 200, {"translatedText": [shouted(text) for text in texts]}

    def answer(call: Call):
        return libre(call) if call.path == "/languages" else moves_tags(call)

    with partner(answer) as seen:
        guard = Guard([LibreTranslate(seen.outbound())])
        made = await guard.translate(
            Wish(texts=("Ring 070-123 45 67 i dag.",), source="sv", target="en")
        )
        await guard.stop()
    assert made[0].text == "RING 070-123 45 67 I DAG."
    assert made[0].style == "split"
    assert b"070" not in b"".join(call.body for call in seen.calls)


async def test_an_email_token_that_breaks_is_tried_as_a_tag():
    def answer(call: Call):
        texts = [text.replace("@mask", " at mask") for text in call.json["text"]]
        return 200, {"translations": [{"text": shouted(text)} for text in texts]}

    with partner(answer) as seen:
        made = await Guard([DeepL(seen.outbound(), key="k")]).translate(wish())
    assert {one.style for one in made} == {"xml"}
    assert len(seen.calls) == 2


async def test_a_unit_decides_where_its_texts_may_go():
    # newcomers 3 rule 3
    with partner(deepl) as seen:
        guard = Guard([DeepL(seen.outbound(), key="k")])
        with pytest.raises(Problem) as kept:
            await guard.translate(wish(outlet=Outlet.SELF_HOSTED_ONLY))
        with pytest.raises(Problem) as forbidden:
            await guard.translate(wish(outlet=Outlet.NONE))
    assert kept.value.code == "LANGUAGE_PAIR_UNSUPPORTED"
    assert forbidden.value.code == "TRANSLATION_FORBIDDEN"
    assert seen.calls == []


async def test_the_pseudo_engine_leaves_codes_alone():
    made = await Guard([Pseudo()]).translate(wish(target="so"))
    assert made[2].text.startswith("[")
    assert "amina@example.se" in made[2].text
    assert "{day}" in made[2].text


def test_engines_come_from_settings():
    chain = chain_of(
        Settings(
            engines=("apertium", "libretranslate=https://mt.example.se", "deepl", "etranslation",
                     "azure", "google", "pseudo", "apertium=https://apy.example.se"),
            keys=("deepl=k:fx", "etranslation=user:pw", "azure=k:westeurope", "google=project:token"),
        )
    )  # fmt: skip
    assert chain.names == (
        "apertium", "libretranslate", "deepl", "etranslation", "azure", "google", "pseudo", "apertium",
    )  # fmt: skip
    with pytest.raises(SettingsProblem):
        make_engine("deepl", Settings())
    with pytest.raises(SettingsProblem):
        make_engine("babelfish", Settings(keys=("babelfish=x",)))
