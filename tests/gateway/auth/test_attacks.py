# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The classes of attack on tokens, each refused with the one word and the right reason."""

import hmac

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.wire.tokens.compact import encode
from services.kit.wire.tokens.keys import new_signing_key
from services.kit.wire.tokens.signed import sign_compact
from tests.gateway.auth.worlds import ADDRESS, DEVICE_KEY, ISS, KEYS, World, part, request, signed

GOOD_HEADER = {"alg": "ES256", "kid": "ES256", "typ": "at+jwt"}
PUBLIC = KEYS["RS256"].public_jwk


def header_attacks():
    for name, change in {
        "alg none": {"alg": "none"},
        "alg None": {"alg": "None"},
        "alg missing": {"alg": None},
        "alg a number": {"alg": 5},
        "alg a list": {"alg": ["ES256"]},
        "alg HS256": {"alg": "HS256"},
        "alg HS512": {"alg": "HS512"},
        "alg lower case": {"alg": "es256"},
        "alg ES384": {"alg": "ES384"},
        "alg EdDSA": {"alg": "EdDSA"},
        "alg of another key": {"alg": "RS256"},
        "key of another alg": {"kid": "RS256"},
        "kid missing among many": {"kid": None},
        "kid unknown": {"kid": "nobody"},
        "kid a path": {"kid": "../../etc/passwd"},
        "kid a query": {"kid": "' or 1=1 --"},
        "kid too long": {"kid": "k" * 201},
        "kid a number": {"kid": 1},
        "kid a null": {"kid": 0},
        "typ missing": {"typ": None},
        "typ JWT": {"typ": "JWT"},
        "typ of an ID token": {"typ": "id+jwt"},
        "typ of a logout token": {"typ": "logout+jwt"},
        "typ of a proof": {"typ": "dpop+jwt"},
        "typ of a caller token": {"typ": "torget-caller+jwt"},
        "typ a list": {"typ": ["at+jwt"]},
        "crit": {"crit": ["exp"]},
        "crit empty": {"crit": []},
        "b64": {"b64": False},
        "zip": {"zip": "DEF"},
        "cty": {"cty": "JWT"},
        "jku": {"jku": "https://evil.example/keys"},
        "x5u": {"x5u": "https://evil.example/cert"},
        "x5c": {"x5c": ["MIIB"]},
        "jwk": {"jwk": PUBLIC},
    }.items():
        header = {k: v for k, v in {**GOOD_HEADER, **change}.items() if v is not None}
        yield pytest.param(header, id=name)


@pytest.mark.anyio
@pytest.mark.parametrize("header", list(header_attacks()))
async def test_a_spoiled_header_is_refused(header):  # security T2
    world = World()
    assert await world.reason(request(f"Bearer {signed(header, world.claims())}")) != "let in"


@pytest.mark.anyio
async def test_a_mac_made_with_a_public_key_is_no_signature():  # security T2
    world = World()
    for secret in (msgspec.json.encode(PUBLIC), PUBLIC["n"].encode(), b""):
        head = f"{part({**GOOD_HEADER, 'alg': 'HS256', 'kid': 'RS256'})}.{part(world.claims())}"
        token = f"{head}.{encode(hmac.digest(secret, head.encode(), 'sha256'))}"
        assert await world.reason(request(f"Bearer {token}")) == "algorithm"


@pytest.mark.anyio
async def test_a_stranger_who_uses_our_key_id_is_refused():  # security T2
    world = World()
    stranger = new_signing_key("ES256", kid="ES256")
    token = sign_compact(world.claims(), stranger, typ="at+jwt")
    assert await world.reason(request(f"Bearer {token}")) == "signature"


CLAIM_ATTACKS = {
    "no issuer": ({"iss": None}, "issuer"),
    "issuer with a slash": ({"iss": ISS + "/"}, "issuer"),
    "issuer in capitals": ({"iss": ISS.upper()}, "issuer"),
    "issuer a list": ({"iss": [ISS]}, "issuer"),
    "foreign issuer": ({"iss": "https://evil.example"}, "issuer"),
    "no audience": ({"aud": None}, "audience"),
    "wrong audience": ({"aud": "other"}, "audience"),
    "audience with a prefix": ({"aud": "torget-admin"}, "audience"),
    "audience of prefix": ({"aud": "torg"}, "audience"),
    "audience a number": ({"aud": 7}, "audience"),
    "audience an object": ({"aud": {"torget": 1}}, "audience"),
    "audience a mixed list": ({"aud": ["torget", 7]}, "audience"),
    "audience an empty list": ({"aud": []}, "audience"),
    "no expiry": ({"exp": None}, "claims"),
    "expired": ({"exp": 1767225600 - 31, "iat": 1767225000}, "expired"),
    "expiry a string": ({"exp": "1767226200"}, "claims"),
    "expiry true": ({"exp": True}, "claims"),
    "expiry in a thousand years": ({"exp": 33_000_000_000}, "too_long"),
    "expiry in milliseconds": ({"exp": 1767226200000}, "too_long"),
    "expiry before issue": ({"exp": 1767225600, "iat": 1767225610}, "too_long"),
    "no issue time": ({"iat": None}, "claims"),
    "issued in the future": ({"iat": 1767225700, "exp": 1767225900}, "not_yet"),
    "not before tomorrow": ({"nbf": 1767312000}, "not_yet"),
    "not before a string": ({"nbf": "0"}, "claims"),
    "no subject": ({"sub": None}, "claims"),
    "empty subject": ({"sub": ""}, "claims"),
    "long subject": ({"sub": "s" * 256}, "claims"),
    "subject a number": ({"sub": 1}, "claims"),
    "no token id": ({"jti": None}, "claims"),
    "no client": ({"client_id": None}, "claims"),
    "acr a list": ({"acr": ["http://id.elegnamnden.se/loa/1.0/loa3"]}, "claims"),
    "scope a list": ({"scope": ["admin"]}, "claims"),
    "an ID token": ({"nonce": "n"}, "type"),
    "a logout token": ({"events": {}}, "type"),
    "confirmation empty": ({"cnf": {}}, "proof"),
    "confirmation unknown": ({"cnf": {"kid": "k"}}, "proof"),
    "confirmation a string": ({"cnf": "jkt"}, "proof"),
    "confirmation two kinds": ({"cnf": {"jkt": "a", "x5t#S256": "b"}}, "proof"),
    "bound and shown bare": ({"cnf": {"jkt": "a"}}, "proof"),
    "certificate missing": ({"cnf": {"x5t#S256": "a"}}, "proof"),
    "auth_time a string": ({"auth_time": "now"}, "claims"),
}


@pytest.mark.anyio
@pytest.mark.parametrize(("change", "reason"), CLAIM_ATTACKS.values(), ids=CLAIM_ATTACKS)
async def test_a_spoiled_claim_is_refused(change, reason):  # security T3
    world = World()
    assert await world.reason(request(f"Bearer {world.token(**change)}")) == reason


def written_attacks():
    good = msgspec.json.encode(World().claims()).decode()
    deep = '{"a":' * 9 + "1" + "}" * 9
    yield pytest.param(good[:-1] + ',"sub":"king"}', id="claim twice")
    yield pytest.param(good[:-1] + f',"x":{deep}}}', id="nested deeply")
    yield pytest.param(good[:-1] + ',"x":' + "[" * 2500 + "]" * 2500 + "}", id="a tower")
    yield pytest.param(good.replace("1767226200", "NaN"), id="expiry NaN")
    yield pytest.param(good.replace("1767226200", "Infinity"), id="expiry infinite")
    yield pytest.param(good.replace("1767226200", "1e999"), id="expiry overflows")
    yield pytest.param(good.replace("1767226200", "9" * 5000), id="expiry of 5000 digits")
    yield pytest.param(good.replace('"amina"', '"\\ud800"'), id="lone surrogate")
    yield pytest.param("[" + good + "]", id="a list")
    yield pytest.param('"' + "a" * 20 + '"', id="a string")
    yield pytest.param("null", id="null")
    yield pytest.param("", id="nothing")
    yield pytest.param(good + " {}", id="two values")


@pytest.mark.anyio
@pytest.mark.parametrize("claims", list(written_attacks()))
async def test_json_with_two_readings_is_refused(claims):  # security T3
    world = World()
    token = signed(GOOD_HEADER, claims.encode())
    assert await world.reason(request(f"Bearer {token}")) in ("malformed", "claims")


@pytest.mark.anyio
async def test_a_repeated_header_key_or_broken_utf8_is_refused():  # security T2
    world = World()
    for header in (b'{"alg":"none","alg":"ES256","kid":"ES256","typ":"at+jwt"}', b'{"alg":"\xff"}'):
        token = signed(header, world.claims())
        assert await world.reason(request(f"Bearer {token}")) == "malformed"


def shape_attacks():
    token = World().token()
    head, claims, signature = token.split(".")
    spare = {"A": "B", "Q": "R", "g": "h", "w": "x"}[signature[-1]]
    yield "empty", ""
    yield "two parts", f"{head}.{claims}"
    yield "four parts", f"{token}."
    yield "no signature", f"{head}.{claims}."
    yield "no header", f".{claims}.{signature}"
    yield "padded", f"{token}="
    yield "padded inside", f"{head}=.{claims}.{signature}"
    yield "standard alphabet", token.replace("-", "+").replace("_", "/") + "+"
    yield "spare bits", token[:-1] + spare
    yield "space inside", f"{head}. {claims}.{signature}"
    yield "newline at the end", f"{token}\n"
    yield "null byte", f"{token}\0"
    yield "not ASCII", f"{head}.{claims}.{signature[:-1]}é"
    yield "huge", token + "A" * 9000
    yield "JSON serialisation", '{"payload":"e30","signatures":[]}'
    yield "encrypted", f"{head}.a.b.c.d"


@pytest.mark.anyio
@pytest.mark.parametrize("token", [pytest.param(token, id=name) for name, token in shape_attacks()])
async def test_a_token_of_another_shape_is_refused(token):  # security T1
    world = World()
    assert await world.reason(request(f"Bearer {token}")) in ("malformed", "oversized")


@pytest.mark.anyio
async def test_only_one_header_of_a_known_scheme_counts():  # security T1
    world = World()
    good = f"Bearer {world.token()}"
    assert await world.reason(request(good, good)) == "several"
    for value in ("Basic YTpi", "Bearer", "Token x", world.token(), ""):
        assert await world.reason(request(value)) == "malformed"


def proof_attacks():
    world = World()
    token = world.bound()
    other = new_signing_key("ES256", kid="other")
    shown = {k: v for k, v in DEVICE_KEY.public_jwk.items() if k not in ("kid", "use", "alg")}
    head = {"typ": "dpop+jwt", "alg": "ES256", "jwk": shown}
    secret = {"kty": "oct", "k": "c2VjcmV0"}
    for name, change in {
        "another key": {"key": other},
        "another key that shows ours": {"key": other, "header": head},
        "private key shown": {"header": {**head, "jwk": DEVICE_KEY.private_jwk}},
        "symmetric key": {"header": {**head, "alg": "HS256", "jwk": secret}},
        "no key": {"header": {"typ": "dpop+jwt", "alg": "ES256"}},
        "key a string": {"header": {**head, "jwk": "k"}},
        "typ at+jwt": {"header": {**head, "typ": "at+jwt"}},
        "no typ": {"header": {"alg": "ES256", "jwk": shown}},
        "alg none": {"header": {**head, "alg": "none"}},
        "alg of another type": {"header": {**head, "alg": "RS256"}},
        "crit": {"header": {**head, "crit": ["jwk"]}},
        "another method": {"htm": "GET"},
        "method in small letters": {"htm": "post"},
        "no method": {"htm": None},
        "another path": {"htu": f"{ADDRESS}/rest"},
        "another host": {"htu": "https://evil.example/graphql"},
        "another scheme": {"htu": "http://torget.example/graphql"},
        "another port": {"htu": "https://torget.example:8443/graphql"},
        "host with a user": {"htu": "https://torget.example@evil.example/graphql"},
        "address a number": {"htu": 1},
        "address broken": {"htu": "https://[/graphql"},
        "of yesterday": {"iat": 1767139200},
        "a minute old": {"iat": 1767225600 - 61},
        "of the future": {"iat": 1767225600 + 6},
        "time a string": {"iat": "1767225600"},
        "time true": {"iat": True},
        "no time": {"iat": None},
        "no id": {"jti": None},
        "empty id": {"jti": ""},
        "long id": {"jti": "j" * 256},
        "for another token": {"ath": "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"},
        "for no token": {"ath": None},
    }.items():
        yield pytest.param(token, world.proof(token, **change), id=name)


@pytest.mark.anyio
@pytest.mark.parametrize(("token", "proof"), list(proof_attacks()))
async def test_a_wrong_proof_is_refused(token, proof):  # security P1
    assert await World().reason(request(f"DPoP {token}", dpop=proof)) != "let in"


@pytest.mark.anyio
async def test_schemes_are_not_exchanged():  # security P2
    world = World()
    bound, bare = world.bound(), world.token()
    proof = world.proof(bound)
    assert await world.reason(request(f"Bearer {bound}")) == "proof"
    assert await world.reason(request(f"Bearer {bound}", dpop=proof)) == "proof"
    assert await world.reason(request(f"DPoP {bound}")) == "proof"
    assert await world.reason(request(f"DPoP {bare}", dpop=world.proof(bare))) == "proof"
    assert await World(requires_proof=True).reason(request(f"Bearer {bare}")) == "proof"


@pytest.mark.anyio
async def test_the_address_of_a_proof_may_differ_only_where_urls_do_not():  # security P1
    for htu in (
        "https://TORGET.example/graphql",
        "https://torget.example:443/graphql",
        "https://torget.example/graphql?x=1#y",
    ):
        world = World()
        token = world.bound()
        head = request(f"DPoP {token}", dpop=world.proof(token, htu=htu))
        assert await world.reason(head) == "let in"


@given(data=st.data())
def test_any_changed_byte_of_token_or_proof_is_refused(data):  # security T2
    world = World()
    token = world.bound()
    proof = world.proof(token)
    text = data.draw(st.sampled_from([token, proof]))
    place = data.draw(st.integers(0, len(text) - 1))
    new = data.draw(st.characters(max_codepoint=255).filter(lambda c: c != text[place]))
    spoiled = text[:place] + new + text[place + 1 :]
    shown = (spoiled, proof) if text is token else (token, spoiled)
    attempt = world.reason(request(f"DPoP {shown[0]}", dpop=shown[1]))
    with pytest.raises(StopIteration) as ended:
        attempt.send(None)
    assert ended.value.value != "let in"


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda b: b.decode("latin-1")))
def test_no_noise_makes_the_door_fail_otherwise(noise):  # security T5
    world = World()
    noise = noise.encode("utf-8", "replace").decode("latin-1")
    attempt = world.reason(request(f"Bearer {noise}"))
    with pytest.raises(StopIteration) as ended:
        attempt.send(None)
    assert ended.value.value in ("malformed", "oversized", "issuer")
