# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The people of care's tests: callers in their capacities."""

from services.kit.wire.caller import Assignment, Caller, CallerKind, Delegation

UNIT = "hemtjanst-sodermalm"
INGRID = Caller(kind=CallerKind.RESIDENT, sub="demo-elder", loa=3, auth_time=1_767_225_000)
SARA = Caller(kind=CallerKind.RESIDENT, sub="demo-relative", loa=3, auth_time=1_767_225_000)
STRANGER = Caller(kind=CallerKind.RESIDENT, sub="somebody-else", loa=3, auth_time=1_767_225_000)
SCOPES = ("view_status", "view_answers", "receive_alerts", "answer_on_behalf", "book", "join_call")
SARA_FOR_INGRID = Caller(
    kind=CallerKind.RESIDENT, sub="demo-relative", act_for="demo-elder", loa=3, auth_time=1_767_225_000,
    delegation=Delegation(id="d1", scopes=tuple(f"care.{scope}" for scope in SCOPES)),
)  # fmt: skip
DEVICES = Caller(kind=CallerKind.DEVICE, sub="gateway-1", loa=2)


def staff(
    sub: str = "demo-staff",
    unit: str = UNIT,
    *,
    roles: tuple[str, ...] = ("care_staff",),
    rights: tuple[str, ...] = ("read", "write", "triage", "dispatch"),
) -> Caller:
    return Caller(
        kind=CallerKind.STAFF,
        sub=sub,
        loa=3,
        auth_time=1_767_225_000,
        roles=roles,
        purpose="care",
        assignment=Assignment(
            id=f"a-{sub}", unit=unit, provider="stad", purpose="care", rights=rights
        ),
    )


ELIN = staff()
OMAR = staff("demo-omar")
NIGHT = staff("demo-nightstaff", "nattpatrull-jarva")
BOSS = staff("demo-boss", roles=("care_staff", "care_admin"))
