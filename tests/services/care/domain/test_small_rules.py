# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Golden values and small rules: digests, alarm documents, quiet hours, rotas, presets, rations, figures."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.care.clients.digest import DigestDoor, Verdict, digest
from services.care.clients.scaip_document import read_alarm, write_answer
from services.care.domain import rotas
from services.care.domain.ladder import Channel, Ladder, Level, Target, TargetKind
from services.care.domain.notices import too_many
from services.care.domain.plans import Attempt, AttemptChannel, PlanRevision, worst_case_seconds
from services.care.domain.presets import PRESETS, preset_named
from services.care.domain.quiet import QuietHours, quiet_until
from services.care.domain.rotas import Layer, Override, Rota
from services.care.domain.scaip import Status, make_regular, priority_of, raises_alert
from services.care.domain.scaip_codes import device_text, status_text
from services.care.domain.triage import Times, figures

DIGEST = {"user": "7000001", "realm": "torget", "password": "hemligt", "method": "MESSAGE",
          "uri": "sip:larm@127.0.0.1:5060", "nonce": "abc123", "qop": "auth", "nc": "00000001", "cnonce": "xyz789"}  # fmt: skip


def test_digests_are_the_golden_ones():
    # care section 5
    assert digest("MD5", **DIGEST) == "7ac8af62fa5438b36fb8ecbbad052358"
    assert (
        digest("SHA-256", **DIGEST)
        == "7d3515f206a053af067d13e1c1f2af3f56a59f6b8c288b66798ca52d139e1728"
    )


def test_a_nonce_ends_and_is_counted_up():
    # care S8
    now = [1000.0]
    door = DigestDoor("torget", {"7000001": "hemligt"}, lambda: now[0])

    def say(
        algorithm: str, nonce: str, count: str = "00000001", password: str = "hemligt"
    ) -> Verdict:
        parts = DIGEST | {"nonce": nonce, "nc": count, "password": password}
        answer = digest(algorithm, **parts)
        header = (
            f'Digest username="7000001", realm="torget", nonce="{nonce}", uri="{DIGEST["uri"]}", algorithm={algorithm}, '
            f'qop=auth, nc={count}, cnonce="xyz789", response="{answer}"'
        )
        return door.judge(header, "MESSAGE")[0]

    nonce = door.challenges()[0][1].split('nonce="')[1].split('"')[0]
    assert say("MD5", nonce) is Verdict.GOOD
    assert say("MD5", nonce) is Verdict.STALE
    assert say("SHA-256", nonce, "00000002") is Verdict.GOOD
    assert say("SHA-256", nonce, "00000003", password="fel") is Verdict.WRONG
    assert say("MD5", "made-up", "00000009") is Verdict.STALE
    now[0] += 301
    assert say("MD5", nonce, "00000004") is Verdict.STALE
    assert door.judge("Basic Zm9v", "MESSAGE")[0] is Verdict.ABSENT


def test_the_golden_alarm_document():
    alarm = read_alarm(
        b"<mrq><ref>0A1B2C3D</ref><cid> 7000001</cid><dty>3</dty><stc>010</stc><crd>gsm:+</crd></mrq>"
    )
    assert (alarm.cid, alarm.dty, alarm.stc, alarm.mty, alarm.crd) == (
        "7000001",
        "0003",
        "0010",
        "ME",
        (),
    )
    assert priority_of(alarm) == 1
    assert write_answer("0A1B2C3D", Status.OK) == b"<mrs><ref>0A1B2C3D</ref><snu>0</snu></mrs>"


@pytest.mark.parametrize(
    ("dty", "stc", "priority", "raises"),
    [("0005", "0010", 1, True), ("0023", "0009", 2, True), ("0003", "0016", 4, True), ("0003", "0102", 1, False),
     ("0003", "0019", 1, False), ("0002", "0085", 2, True), ("0002", "0086", 5, False), ("0130", "9999", 2, True),
     ("0011", "0081", 3, True)],
)  # fmt: skip
def test_priorities_of_alarms(dty, stc, priority, raises):
    # care Q1, S6
    alarm = make_regular({"ref": ["1"], "cid": ["1"], "dty": [dty], "stc": [stc]}, b"")
    assert raises_alert(alarm) is raises
    if raises:
        assert priority_of(alarm) == priority


def test_the_senders_own_priority_may_only_raise():
    alarm = make_regular(
        {"ref": ["1"], "cid": ["1"], "dty": ["0003"], "stc": ["0016"], "pri": ["1"]}, b""
    )
    assert priority_of(alarm) == 4
    assert priority_of(alarm, urgent=("1",)) == 1


def test_unknown_codes_are_shown_as_unknown():
    # care S3
    assert device_text("0130").source == "okänd kod {$code}"
    assert status_text("0024").source == "Förbindelsen bröts"


@given(st.dictionaries(st.sampled_from(["ref", "cid", "dty", "stc", "mty", "pri", "lco", "crd", "ame"]), st.lists(st.text(max_size=40), max_size=2)), st.binary(max_size=200))  # fmt: skip
def test_fuzz_no_field_breaks_the_reader(fields, raw):
    alarm = make_regular(fields, raw)
    assert len(alarm.ref) <= 16
    assert 1 <= priority_of(alarm) <= 5
    read_alarm(raw)


def test_quiet_hours_are_local_half_open_and_wrap():
    # care R9
    night = (QuietHours("22:00", "07:00"),)
    at = datetime(2026, 6, 1, 20, 0, tzinfo=UTC)
    assert quiet_until(night, "Europe/Stockholm", at) == datetime(2026, 6, 2, 5, 0, tzinfo=UTC)
    assert quiet_until(night, "Europe/Stockholm", datetime(2026, 6, 2, 5, 0, tzinfo=UTC)) is None
    assert quiet_until(night, "Europe/Stockholm", datetime(2026, 6, 1, 19, 59, tzinfo=UTC)) is None
    monday = (QuietHours("22:00", "07:00", (0,)),)
    assert (
        quiet_until(monday, "Europe/Stockholm", datetime(2026, 6, 2, 3, 0, tzinfo=UTC)) is not None
    )
    assert quiet_until(monday, "Europe/Stockholm", datetime(2026, 6, 3, 3, 0, tzinfo=UTC)) is None
    for wrong in (("22:00", "22:00"), ("25:00", "07:00")):
        with pytest.raises(ValueError):  # noqa: PT011 -- either of two reasons
            QuietHours(*wrong)


def test_a_rota_turns_on_the_wall_clock_and_stand_ins_win():
    rota = Rota(id="r", unit="u", name="", layers=(
        Layer(participants=("ann", "bo"), begins_on="2026-03-23"),
        Layer(participants=("night",), begins_on="2026-01-01", shift_days=1, hours=("22:00", "06:00")),
    ))  # fmt: skip
    rotas.check(rota)

    def on_call(*when: int, stand_ins: tuple[Override, ...] = ()) -> str | None:
        return rotas.on_call(rota, stand_ins, round(datetime(*when, tzinfo=UTC).timestamp() * 1000))

    # the spring change lies in between: the handover stays at eight local time (care, DST-tested)
    assert on_call(2026, 3, 30, 5, 59) == "ann"
    assert on_call(2026, 3, 30, 6, 0) == "bo"
    begin = round(datetime(2026, 3, 30, tzinfo=UTC).timestamp() * 1000)
    instead = (Override(person="cy", begins_at=begin, ends_at=begin + 86_400_000),)
    assert on_call(2026, 3, 30, 12, 0, stand_ins=instead) == "cy"
    empty = (Override(person="", begins_at=begin, ends_at=begin + 86_400_000),)
    assert rotas.gaps(rota, empty, begin - 3_600_000, begin + 2 * 86_400_000) == [
        (begin, begin + 86_400_000)
    ]


def test_presets_are_the_municipal_practices():
    # care section 1
    assert [each.name for each in PRESETS] == [
        "skelleftea",
        "goteborg",
        "kungsbacka",
        "trelleborg",
        "lund",
        "norrkoping_telefon",
    ]
    first = preset_named("skelleftea")
    assert first is not None
    assert (
        first.attempts[0].after_s,
        first.answerer.on_site_within_s,
        first.answerer.visit_when_abnormal,
    ) == (1200, 2700, True)
    goteborg, kungsbacka, trelleborg, lund, norrkoping = (
        preset_named(each.name) for each in PRESETS[1:]
    )
    assert (goteborg.window_s, goteborg.attempts[0].channel) == (30, AttemptChannel.CALL)
    assert kungsbacka.attempts[0].after_s == 900
    assert trelleborg.retry_is_optional
    assert not trelleborg.attempts
    assert lund.resident_may_cancel
    assert norrkoping.kind.value == "phone_call"


def test_text_messages_are_rationed():
    # care N5
    minute = 60_000
    assert not too_many([0, 1, 2, 3], 5 * minute)
    assert too_many([0, 1, 2, 3, 4], 5 * minute)
    assert not too_many([0, 1, 2, 3, 4], 16 * minute)
    assert too_many([each * 5 * minute for each in range(1, 12)], 59 * minute)


def test_worst_case_is_window_attempts_and_ladder():
    steps = Ladder(policy="p", version=1, unit="u", levels=tuple(
        Level(delay_s=delay, targets=(Target(TargetKind.UNIT, "u"),), channels=(Channel.SCREEN,)) for delay in (0, 120, 180)
    ))  # fmt: skip
    revision = PlanRevision(
        start_local="2026-06-01T08:00", window_s=600, attempts=(Attempt(1200, AttemptChannel.SMS),)
    )
    assert worst_case_seconds(revision, steps) == 600 + 1200 + 300


def test_figures_count_what_was_in_time():
    minute = 60_000
    rows = [
        Times(0, 30_000, 40 * minute),
        Times(0, 170_000, 50 * minute),
        Times(0, None, None),
        Times(0, 500_000, 60 * minute, 16 * minute),
    ]
    found = figures(rows)
    assert (
        found.alerts,
        found.answered_60_s,
        found.answered_180_s,
        found.visits,
        found.on_site_45_min,
        found.on_site_60_min,
    ) == (4, 1, 2, 3, 2, 3)
