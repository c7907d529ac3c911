# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The operator's commands: register, breach scope, holds, key rotation, spot checks."""

import asyncio
import json

import pytest
from click.testing import CliRunner

from gateway.city.cli import torget
from gateway.city.keys import load_keys
from services.kit.audit import Entry, record
from services.kit.clock import SystemClock
from services.kit.crypto.keks import KekFile
from services.kit.wire.caller import Assignment, Caller, CallerKind
from services.kit.wire.subgraph import FetchRequest
from services.residents.demo import seed
from tests.support.looker import open_residents
from tests.support.services import context_of

NURSE = Caller(
    kind=CallerKind.STAFF,
    sub="demo-staff",
    assignment=Assignment(id="a1", unit="u1", provider="p1", purpose="care"),
)
AMINA = Caller(kind=CallerKind.RESIDENT, sub="demo-amina", loa=3)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("TORGET_DATA_DIR", str(tmp_path))

    def command(*words):
        result = CliRunner().invoke(torget, list(words), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    return command


async def live(folder):
    """A nurse looks at Ingrid, Amina at herself."""
    running = await open_residents(folder)
    database = running.resources.database
    await database.transact(seed)
    look = Entry(caller=NURSE, subject="demo-elder", action="care.answers.read", resource="Answer")
    await record(database, [look])
    await running.fetch(FetchRequest(query="{ me { name } }"), context_of(AMINA))
    await running.stop()


def test_the_register_names_purpose_basis_class_and_retention(run):
    page = run("privacy", "register", "--service", "residents")
    assert "Classification: K3R3T2" in page
    assert "ContactWay.address" in page
    assert "| consent | person | P3Y | delete | keep |" in page
    (chapter,) = json.loads(run("privacy", "register", "--service", "parking", "--json"))
    assert chapter["unmarked"] == []
    assert {each["table"] for each in chapter["kept"]} >= {"session", "charge", "permit"}


def test_the_scope_of_a_breach_names_persons_and_sorts_of_data(run, tmp_path):
    asyncio.run(live(tmp_path))
    window = ("--from", "2020-01-01T00:00:00Z", "--to", "2099-01-01T00:00:00Z")
    lines = run("privacy", "breach-scope", *window).splitlines()
    assert "residents\tdemo-elder\tAnswer\t1\tcare.answers.read" in lines
    assert lines[-1] == "2 persons"
    only = run("privacy", "breach-scope", *window, "--actor", "demo-staff")
    assert "demo-amina" not in only
    assert run("privacy", "breach-scope", *window[:2], "--to", "2020-01-02").strip() == "0 persons"
    drawn = run("audit", "spot-checks", "--draw", "--service", "residents")
    assert "demo-staff" in drawn
    assert "demo-amina" not in drawn  # looks of staff alone
    seq = drawn.split("\t")[1]
    run("audit", "review", "residents", seq, "--reviewer", "erik", "--finding", "in order")
    assert run("audit", "spot-checks", "--service", "residents") == ""
    assert run("privacy", "hold", "demo-elder", "--law", "rättegång 1234").strip() == "held"
    assert run("privacy", "hold", "demo-elder").strip() == "lifted"


def test_keys_rotate_in_their_files(run, tmp_path):  # security C4, V5
    before = load_keys(tmp_path).caller.active().kid
    run("keys", "rotate", "caller")
    ring = load_keys(tmp_path, SystemClock()).caller
    assert ring.active().kid == before  # announced first, so that nobody meets an unknown key
    assert len(ring.document()["keys"]) == 2
    run("keys", "rotate", "client", "--at-once")
    assert len(load_keys(tmp_path).client.ages()) == 2
    run("keys", "rotate", "kek")
    assert KekFile(tmp_path / "keys" / "kek.json").ids() == ("kek-1", "kek-2")
    assert "kek-1 destroyed" in run("privacy", "rewrap")
    listed = run("keys", "list").splitlines()
    assert sorted(line.split("\t")[0] for line in listed) == [
        "caller", "caller", "client", "client", "kek",
    ]  # fmt: skip
    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "keys").iterdir()}
    assert set(modes.values()) == {0o600}
