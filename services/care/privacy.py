# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What care tells about a person, why, for how long, and what forgetting her does."""

from services.care.store import consultations as talks
from services.care.store.alerts import alert, alert_event, queue, queue_change
from services.care.store.devices import device, message
from services.care.store.notices import notice
from services.care.store.occurrences import answer, occurrence
from services.care.store.people import care_resident, consent, decision, endpoint, share
from services.care.store.plans import pause, plan, plan_rev
from services.care.store.policies import beat, policy, rota, rota_override
from services.kit.privacy import (
    Action,
    Basis,
    Purpose,
    RetentionRule,
    Rights,
    Through,
    personal,
    public_data,
)

WORDS = public_data()
CARE = personal(
    purpose=Purpose.CARE, basis=Basis.PUBLIC_TASK, klassa="K4R3T4", retention="P5Y", special=True
)
"""Who needs looking after, when, and how she is."""

DUTY = personal(
    purpose=Purpose.CARE, basis=Basis.PUBLIC_TASK, klassa="K2R3T3", retention="P5Y", subject="staff"
)
"""Who of the staff does what, when."""

REACH = personal(
    purpose=(Purpose.CARE, Purpose.CONTACT), basis=Basis.CONSENT, klassa="K2R2T3", retention="P90D"
)
"""How somebody can be reached."""

CALL = personal(purpose=Purpose.CARE, basis=Basis.PUBLIC_TASK, klassa="K3R2T3", retention="P30D")
"""Servers, credentials and signals of a call: alive for minutes; who came and went for 30 days."""

FILE_LAW = "Socialtjänstlagen, gallring fem år efter sista anteckningen"

_OF_PLAN = Through("plan", plan, "id", "resident")
_OF_TALK = Through("consultation", talks.consultation, "id", "resident")
_OF_ALERT = Through("alert", alert, "id", "resident")

rights = Rights(
    retention=(
        RetentionRule(table=care_resident, subject="id", data=CARE, erasure=Action.KEEP, legal_ref=FILE_LAW,
                      hidden=("version",)),
        RetentionRule(table=decision, subject="resident", data=CARE, after="P5Y", since="ended_at",
                      erasure=Action.KEEP, legal_ref=FILE_LAW),
        RetentionRule(table=endpoint, subject="person", data=REACH, after="P90D", since="removed_at"),
        RetentionRule(table=consent, subject="resident", data=CARE, after="P5Y", since="withdrawn_at",
                      erasure=Action.KEEP, legal_ref="GDPR art. 7.1"),
        RetentionRule(table=share, subject="grantor", data=CARE, after="P5Y", since="withdrawn_at",
                      erasure=Action.KEEP, legal_ref="GDPR art. 7.1"),
        RetentionRule(table=plan, subject="resident", data=CARE, erasure=Action.KEEP, legal_ref=FILE_LAW,
                      hidden=("version", "made_until")),
        RetentionRule(table=plan_rev, subject=_OF_PLAN, data=CARE, erasure=Action.KEEP, legal_ref=FILE_LAW,
                      hidden=("made_by",)),
        RetentionRule(table=pause, subject="resident", data=CARE, after="P5Y", since="ends_at",
                      erasure=Action.KEEP, legal_ref=FILE_LAW, hidden=("by",)),
        RetentionRule(table=occurrence, subject="resident", data=CARE, after="P5Y", since="closes_at",
                      erasure=Action.KEEP, legal_ref=FILE_LAW, hidden=("version", "tzdata")),
        RetentionRule(table=answer, subject="resident", data=CARE, after="P5Y", since="received_at",
                      erasure=Action.KEEP, legal_ref=FILE_LAW, hidden=("client_event_id", "by")),
        RetentionRule(table=alert, subject="resident", data=CARE, after="P5Y", since="opened_at",
                      erasure=Action.KEEP, legal_ref=FILE_LAW, hidden=("body", "owner", "dedup_key", "seq")),
        RetentionRule(table=alert_event, subject=_OF_ALERT, data=CARE, after="P5Y", since="at",
                      erasure=Action.KEEP, legal_ref=FILE_LAW, hidden=("actor", "on_behalf_of", "data")),
        RetentionRule(table=notice, subject="person", data=REACH, after="P90D", since="done_at",
                      hidden=("dedup_key", "lease_by", "lease_until", "provider_id")),
        RetentionRule(table=device, subject="resident", data=CARE, after="P5Y", since="removed_at",
                      erasure=Action.KEEP, legal_ref=FILE_LAW, hidden=("digest_user", "profile")),
        RetentionRule(table=message, subject=Through("cid", device, "cid", "resident"), data=CARE, after="P5Y",
                      since="received_at", erasure=Action.KEEP, legal_ref=FILE_LAW,
                      hidden=("raw", "route", "body_hash", "fields")),
        RetentionRule(table=talks.consultation, subject="resident", data=CARE, after="P5Y", since="state_since",
                      erasure=Action.KEEP, legal_ref=FILE_LAW, hidden=("version", "staff", "call")),
        RetentionRule(table=talks.participant, subject="person", data=CARE, after="P5Y", since="left_at",
                      erasure=Action.KEEP, legal_ref=FILE_LAW),
        RetentionRule(table=talks.note, subject=_OF_TALK, data=CARE, after="P5Y", since="at",
                      erasure=Action.KEEP, legal_ref=FILE_LAW, hidden=("signed_by",)),
        RetentionRule(table=talks.call_event, subject=_OF_TALK, data=CALL, after="P30D", since="at",
                      hidden=("actor",)),
        RetentionRule(table=talks.slot, subject="staff", data=DUTY, after="P1Y", since="ends_at"),
        RetentionRule(table=rota_override, subject="person", data=DUTY, after="P1Y", since="ends_at"),
    ),
    impersonal=(queue, queue_change, policy, rota, beat, talks.proposal),
)  # fmt: skip
