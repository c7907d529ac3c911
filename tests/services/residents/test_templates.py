# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Templates: a new version each time, the same placeholders in every language, for editors alone."""

import pytest

from services.kit.wire.caller import Caller, CallerKind
from services.residents.demo import DEPARTMENT, TEMPLATES
from services.residents.store import notify as store
from tests.support.services import AMINA, opened

pytestmark = pytest.mark.anyio
EDITOR = Caller(
    kind=CallerKind.STAFF, sub="editor-1", loa=3, roles=("editor",), auth_time=1_767_225_000
)
SAVE = """mutation($i: SaveTemplateInput!) { saveNotifyTemplate(input: $i) {
  template { id version languages } userErrors { code path } } }"""
TEXTS = [
    {"language": "sv", "body": "Hej ((name))"},
    {"language": "ar", "body": "مرحباً ((name))"},
]
GIVEN = {"service": DEPARTMENT, "type": "sms", "name": "Hälsning", "texts": TEXTS}


@pytest.fixture
async def residents():
    async with opened("residents", "sqlite://") as asked:
        yield asked


async def test_each_save_is_a_version_and_earlier_ones_stay(residents):
    first = (await residents.ask(SAVE, EDITOR, i=GIVEN)).data["saveNotifyTemplate"]["template"]
    assert (first["version"], first["languages"]) == (1, ["sv", "ar"])
    changed = GIVEN | {"id": first["id"], "texts": [{"language": "sv", "body": "Hej hej ((name))"}]}
    second = (await residents.ask(SAVE, EDITOR, i=changed)).data["saveNotifyTemplate"]["template"]
    assert (second["id"], second["version"]) == (first["id"], 2)
    old = await residents.database.one(store.template_version, key=first["id"], number=1)
    new = await residents.database.one(store.template_by_id, key=first["id"])
    assert (old.bodies["sv"], new.bodies["sv"]) == ("Hej ((name))", "Hej hej ((name))")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "fax"}, "INPUT_INVALID"),
        ({"name": " "}, "INPUT_INVALID"),
        ({"texts": []}, "INPUT_INVALID"),
        ({"type": "email"}, "INPUT_INVALID"),
        ({"texts": [*TEXTS, {"language": "fi", "body": "Hei"}]}, "INPUT_INVALID"),
        ({"texts": [{"language": "tlh", "body": "x"}]}, "UNKNOWN_LOCALE"),
        ({"service": "nobody"}, "INPUT_INVALID"),
        ({"id": TEMPLATES["email"]}, "INPUT_INVALID"),
    ],
)
async def test_a_template_that_cannot_be_is_refused_and_nothing_is_kept(residents, change, code):
    answer = await residents.ask(SAVE, EDITOR, i=GIVEN | change)
    assert answer.data["saveNotifyTemplate"]["template"] is None
    assert answer.data["saveNotifyTemplate"]["userErrors"][0]["code"] == code
    assert len(await residents.database.many(store.templates_of, what=DEPARTMENT)) == 3


async def test_residents_save_none(residents):
    answer = await residents.ask(SAVE, AMINA, i=GIVEN)
    assert answer.errors[0]["extensions"]["code"] == "FORBIDDEN"
