# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is verified stands apart from what she says herself: sources, dates, never mixed (cityinfo 1)."""

import pytest

from services.kit.wire.caller import SYSTEM, Caller, CallerKind
from services.residents.actions.facts import record_facts
from services.residents.actions.numbers import set_protection
from services.residents.domain.facts import Facts, FactSource, PersonName, PostalAddress
from tests.services.residents.test_numbers import DAUGHTER, PERSONAL
from tests.support.services import AMINA, STRANGER, opened
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house
from tests.support.stores import execute

pytestmark = pytest.mark.anyio
PROFILE = """{ me { name verified { name { given family source checkedAt } birth { date source }
  address { address { street postalCode locality } source checkedAt } }
  selfGiven { calledName birthDate address { street locality } version updatedAt } } }"""
SAY = """mutation($i: SetSelfGivenInput!) { setSelfGiven(input: $i) {
  selfGiven { calledName birthDate address { street } version } userErrors { code path message } } }"""
HOME = {"street": "Nya gatan 1", "postalCode": "164 41", "locality": "Kista"}


@pytest.fixture
async def residents():
    async with opened("residents", "sqlite://") as asked:
        yield asked


@pytest.fixture
async def both(database_url):
    """On each database."""
    async with opened("residents", database_url) as asked:
        yield asked
    if database_url.startswith("postgresql"):
        await execute(database_url, 'DROP SCHEMA IF EXISTS "residents" CASCADE')


async def test_each_verified_fact_has_its_source_and_when_it_was_checked(residents):
    me = (await residents.ask(PROFILE, AMINA)).data["me"]
    assert me["verified"]["name"] == {
        "given": "Amina", "family": "Haddad", "source": "POPULATION_REGISTER",
        "checkedAt": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    assert me["verified"]["birth"]["date"] == "1991-03-14"
    assert me["verified"]["address"]["address"]["locality"] == "Kista"
    assert me["selfGiven"]["calledName"] == "Mina"
    nobody = (await residents.ask(PROFILE, STRANGER)).data["me"]
    assert nobody["verified"] == {"name": None, "birth": None, "address": None}
    assert nobody["selfGiven"]["version"] == 0


async def test_what_she_says_stands_beside_and_changes_nothing_verified(both):
    before = (await both.ask(PROFILE, AMINA)).data["me"]["verified"]
    wish = {"version": 1, "calledName": " Minna ", "birthDate": "1990-01-01", "address": HOME}
    kept = (await both.ask(SAY, AMINA, i=wish)).data["setSelfGiven"]
    assert kept["userErrors"] == []
    assert kept["selfGiven"] == {
        "calledName": "Minna", "birthDate": "1990-01-01", "address": {"street": "Nya gatan 1"}, "version": 2,
    }  # fmt: skip
    me = (await both.ask(PROFILE, AMINA)).data["me"]
    assert me["verified"] == before
    assert me["name"] == "Amina Haddad"
    assert me["selfGiven"]["address"] == {"street": "Nya gatan 1", "locality": "Kista"}
    late = (await both.ask(SAY, AMINA, i=wish)).data["setSelfGiven"]
    assert late["userErrors"][0]["code"] == "CONFLICT"
    out = (await both.ask(SAY, AMINA, i={"version": 2})).data["setSelfGiven"]["selfGiven"]
    assert out == {"calledName": "", "birthDate": None, "address": None, "version": 3}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"calledName": "x" * 201}, ["calledName"]),
        ({"birthDate": "1789-07-14"}, ["birthDate"]),
        ({"birthDate": "2031-01-01"}, ["birthDate"]),
        ({"address": HOME | {"street": " "}}, ["address"]),
        ({"address": HOME | {"locality": "x" * 300}}, ["address"]),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_lost(residents, change, path):
    wish = {"version": 1, "calledName": "Mina"} | change
    answer = (await residents.ask(SAY, AMINA, locale="en", i=wish)).data["setSelfGiven"]
    assert answer["selfGiven"] is None
    assert (answer["userErrors"][0]["code"], answer["userErrors"][0]["path"]) == (
        "INPUT_INVALID",
        path,
    )
    kept = (await residents.ask(PROFILE, AMINA)).data["me"]["selfGiven"]
    assert (kept["calledName"], kept["version"]) == ("Mina", 1)


async def test_the_register_replaces_what_was_checked_earlier_and_never_the_other_way(both):
    database = both.database
    moved = Facts(
        address=PostalAddress(street="Hamngatan 1", postal_code="111 47", locality="Stockholm")
    )
    old = Facts(name=PersonName(given="Amina", family="Berg"))

    async def record(facts, source):
        await database.transact(lambda tx: record_facts(tx, SYSTEM, AMINA.sub, facts, source))

    both.clock.advance(60)
    await record(moved, FactSource.POPULATION_REGISTER)
    await record(old, FactSource.EID)
    verified = (await both.ask(PROFILE, AMINA)).data["me"]["verified"]
    assert verified["address"]["address"]["street"] == "Hamngatan 1"
    assert verified["address"]["checkedAt"] == "2026-01-01T00:01:00Z"
    assert (verified["name"]["family"], verified["name"]["source"]) == ("Berg", "EID")
    assert (await both.ask("{ me { name } }", AMINA)).data["me"]["name"] == "Amina Berg"
    both.clock.set(1_700_000_000_000)
    await record(Facts(name=PersonName(given="X", family="Y")), FactSource.EID)
    assert (await both.ask(PROFILE, AMINA)).data["me"]["verified"]["name"]["family"] == "Berg"


async def test_at_a_sign_in_the_issuer_s_claims_are_kept_as_verified(residents):
    wish = {
        "person": STRANGER.sub, "number": PERSONAL, "givenName": "Eva", "familyName": "Ek",
        "birthDate": "1980-01-01",
    }  # fmt: skip
    link_field = "mutation($i: LinkIdentityInput!) { linkIdentity(input: $i) }"
    assert (await residents.ask(link_field, SYSTEM, i=wish)).data["linkIdentity"] == STRANGER.sub
    me = (await residents.ask(PROFILE, STRANGER)).data["me"]
    assert me["name"] == "Eva Ek"
    assert (me["verified"]["name"]["source"], me["verified"]["birth"]["date"]) == (
        "EID",
        "1980-01-01",
    )
    refused = await residents.ask(link_field, AMINA, i=wish)
    assert refused.errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_of_a_protected_person_nobody_else_sees_an_address(residents):
    officer = Caller(
        kind=CallerKind.STAFF,
        sub="officer",
        loa=3,
        roles=("protection_officer",),
        auth_time=1_767_225_000,
    )
    await residents.database.transact(lambda tx: set_protection(tx, officer, "demo-elder"))
    own = Caller(kind=CallerKind.RESIDENT, sub="demo-elder", loa=3, auth_time=1_767_225_000)
    mine = (await residents.ask(PROFILE, own)).data["me"]["verified"]
    assert mine["address"]["address"]["street"] == "Exempelgatan 30"
    hers = (await residents.ask(PROFILE, DAUGHTER)).data["me"]["verified"]
    assert hers["address"] is None
    assert hers["name"]["given"] == "Ingrid"
