# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The chain and its checkpoints: published values, and every way of touching a log is found."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.audit.chain import GENESIS, canonical, link
from services.kit.audit.checkpoints import Checkpoint, sign_checkpoint
from services.kit.audit.log import Head, StoredRow
from services.kit.audit.verifying import Touch, verify_rows
from services.kit.wire.tokens.keys import ed25519_signing_key

KEY = b"torget-audit-key"
FIRST = "15466c4996d037b2ed8504f38a768c2f91cd7a9de198565a4785a6a3d2f4bee8"
SECOND = "f83947127366da6ae5839b676188f587bc79d06668a799f2b664462d4881e151"


def test_the_chain_gives_the_published_values():  # care L3
    one = canonical({"user": "u1", "seq": 1, "action": "Läsa", "resident": "r1"})
    two = canonical({"user": "u2", "seq": 2, "action": "Skriva", "resident": "r1"})
    first = link(KEY, GENESIS, one)
    assert first.hex() == FIRST
    assert link(KEY, first, two).hex() == SECOND


def test_a_checkpoint_has_the_published_signature():  # care L3
    point = Checkpoint(count=2, head=SECOND, seq=2, tenant="t1")
    key = ed25519_signing_key(bytes(range(32)), kid="c1")
    assert sign_checkpoint(point, key).signature == (
        "hKpJ0KljcppVdcsl6CAFEBd3ZaUVgNYWRIJPaftUpHwEEW9eyd2rh1QH0HeL7orhmItjPb7pNUsAe6Q00_-xDQ"
    )


def chain(count: int, key: bytes = KEY) -> list[StoredRow]:
    rows, previous = [], GENESIS
    for seq in range(1, count + 1):
        fields = {"seq": seq, "at": 1000 + seq, "subject": f"s{seq % 3}", "action": "t.x.read"}
        entry = canonical(fields)
        previous = link(key, previous, entry)
        rows.append(StoredRow(seq, 1000 + seq, f"s{seq % 3}", entry.decode(), previous.hex()))
    return rows


def head_of(rows: list[StoredRow]) -> Head:
    return Head(1, rows[-1].seq, rows[-1].mac)


def anchors(rows: list[StoredRow], *seqs: int) -> list[Checkpoint]:
    return [Checkpoint(count=s, head=rows[s - 1].mac, seq=s, tenant="t") for s in seqs]


def renumbered(rows: list[StoredRow]) -> list[StoredRow]:
    return [msgspec.structs.replace(row, seq=n) for n, row in enumerate(rows, 1)]


ROWS = chain(20)


def found(rows, *, head=None, points=None, key=KEY):
    verdict = verify_rows(
        rows,
        key,
        head=head or head_of(ROWS),
        checkpoints=anchors(ROWS, 10, 20) if points is None else points,
    )
    return verdict.finding and (verdict.finding.touch, verdict.finding.seq)


def test_an_untouched_log_is_found_untouched():
    assert found(ROWS) is None
    assert verify_rows(ROWS, KEY, head=head_of(ROWS), checkpoints=anchors(ROWS, 10)).anchored == 10
    assert verify_rows([], KEY, head=None, checkpoints=[]).finding is None


def test_each_touch_is_named_with_its_place():  # security L2
    edited = [*ROWS]
    edited[4] = msgspec.structs.replace(ROWS[4], entry=ROWS[4].entry.replace("read", "look"))
    assert found(edited) == (Touch.EDITED, 5)
    assert found([*ROWS[:4], *ROWS[5:]]) == (Touch.DELETED, 5)
    assert found(renumbered([*ROWS[:4], *ROWS[5:]])) == (Touch.DELETED, 5)
    forged = StoredRow(5, 1005, "s2", ROWS[4].entry.replace("read", "look"), "00" * 32)
    assert found(renumbered([*ROWS[:4], forged, *ROWS[4:]])) == (Touch.INSERTED, 5)
    swapped = [*ROWS]
    swapped[4], swapped[5] = ROWS[5], ROWS[4]
    assert found(renumbered(swapped)) == (Touch.REORDERED, 5)
    assert found(ROWS[:15]) == (Touch.TRUNCATED, 16)
    assert found(ROWS[:15], head=head_of(ROWS[:15])) == (Touch.TRUNCATED, 16)
    assert found([]) == (Touch.TRUNCATED, 1)


def test_a_log_rewritten_with_the_stolen_key_meets_its_checkpoints():  # security L2
    rewritten = [*ROWS[:4]]
    previous = bytes.fromhex(ROWS[3].mac)
    for row in ROWS[4:]:
        entry = row.entry.replace("read", "look")
        previous = link(KEY, previous, entry.encode())
        rewritten.append(msgspec.structs.replace(row, entry=entry, mac=previous.hex()))
    assert found(rewritten, head=head_of(rewritten)) == (Touch.REWRITTEN, 10)
    assert found(rewritten, head=head_of(rewritten), points=[]) is None


def test_columns_beside_the_entry_are_covered():
    for change in ({"subject": "s9"}, {"at": 1}):
        rows = [*ROWS]
        rows[7] = msgspec.structs.replace(ROWS[7], **change)
        assert found(rows) == (Touch.EDITED, 8)


@given(st.integers(0, 2**32))
def test_any_random_touch_is_found(seed):  # security L2
    chance = random.Random(seed)
    rows = [*ROWS]
    place = chance.randrange(len(rows))
    match chance.choice(("byte", "mac", "drop", "swap", "cut", "double")):
        case "byte":
            text = rows[place].entry
            at = chance.randrange(len(text))
            new = chr((ord(text[at]) + chance.randrange(1, 90)) % 128)
            rows[place] = msgspec.structs.replace(
                rows[place], entry=text[:at] + new + text[at + 1 :]
            )
        case "mac":
            rows[place] = msgspec.structs.replace(rows[place], mac=chance.randbytes(32).hex())
        case "drop":
            del rows[place]
        case "swap":
            other = (place + chance.randrange(1, len(rows))) % len(rows)
            rows[place], rows[other] = rows[other], rows[place]
        case "cut":
            rows = rows[:place]
        case _:
            rows.insert(place, rows[chance.randrange(len(rows))])
    if chance.random() < 0.5:
        rows = renumbered(rows)
    assert found(rows) is not None


@pytest.mark.parametrize("size", [1, 2])
def test_a_log_without_checkpoints_is_chained_but_not_anchored(size):
    rows = chain(size)
    verdict = verify_rows(rows, KEY, head=head_of(rows), checkpoints=[])
    assert (verdict.finding, verdict.anchored) == (None, 0)
