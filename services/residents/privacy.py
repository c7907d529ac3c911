# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What residents tells about a person, why, for how long, and what forgetting her does."""

from services.kit.privacy import Action, Basis, Purpose, RetentionRule, Rights, Through, personal
from services.residents.actions.leaving import take_leave
from services.residents.store import consents, facts, inbox, mandates, notify, numbers, shell
from services.residents.store import profile as store
from services.residents.store import rights as requests

PROFILE = personal(
    purpose=(Purpose.PROFILE, Purpose.CONTACT, Purpose.CARE, Purpose.CASE_HANDLING),
    basis=Basis.PUBLIC_TASK,
    klassa="K2R2T2",
    retention="P2Y",
)
CONTACT = personal(
    purpose=(Purpose.CONTACT, Purpose.CARE),
    basis=Basis.PUBLIC_TASK,
    klassa="K2R2T2",
    retention="P2Y",
)
MANDATE = personal(
    purpose=(Purpose.PROFILE, Purpose.CARE),
    basis=Basis.PUBLIC_TASK,
    klassa="K2R3T2",
    retention="P3Y",
)
CONSENT = personal(
    purpose=(Purpose.PROFILE, Purpose.CARE),
    basis=Basis.LEGAL_OBLIGATION,
    klassa="K2R3T2",
    retention="P3Y",
)

REQUEST = personal(
    purpose=Purpose.PROFILE, basis=Basis.LEGAL_OBLIGATION, klassa="K3R3T2", retention="P90D"
)
MESSAGE = personal(
    purpose=(Purpose.CONTACT, Purpose.CASE_HANDLING, Purpose.CARE),
    basis=Basis.PUBLIC_TASK,
    klassa="K3R2T2",
    retention="P2Y",
    special=True,
)
"""A message may tell of health: each is treated as if it did."""

NUMBER = personal(
    purpose=Purpose.IDENTITY, basis=Basis.LEGAL_OBLIGATION, klassa="K3R3T2", retention="P2Y"
)

PROOF = "GDPR art. 7.1 och 17.3 e: att kunna visa vad någon har sagt ja till"

rights = Rights(
    retention=(
        RetentionRule(
            table=inbox.message, subject="person", data=MESSAGE, after="P2Y", since="created_at"
        ),
        RetentionRule(
            table=inbox.attachment,
            subject=Through("message", inbox.message, "id", "person"),
            data=MESSAGE,
            hidden=("content",),
        ),
        RetentionRule(
            table=notify.notification,
            subject="person",
            data=CONTACT,
            after="P2Y",
            since="created_at",
            hidden=("mark", "partner"),
        ),
        RetentionRule(table=shell.preference, subject="person", data=CONTACT),
        RetentionRule(table=shell.device, subject="person", data=CONTACT, hidden=("keys",)),
        RetentionRule(table=store.resident, subject="id", data=PROFILE, hidden=("version",)),
        RetentionRule(table=facts.verified_fact, subject="person", data=PROFILE),
        RetentionRule(table=facts.self_given, subject="person", data=PROFILE, hidden=("version",)),
        RetentionRule(table=store.contact_way, subject="resident", data=CONTACT),
        RetentionRule(
            table=mandates.mandate,
            subject="principal",
            data=MANDATE,
            after="P3Y",
            since="until",
            hidden=("code_hash", "delegate"),
        ),
        RetentionRule(
            table=consents.consent,
            subject="person",
            data=CONSENT,
            after="P3Y",
            since="ended_at",
            erasure=Action.KEEP,
            legal_ref=PROOF,
        ),
        RetentionRule(
            table=numbers.identity_number,
            subject="person",
            data=NUMBER,
            sealed=("number_sealed",),
            hidden=("number_index", "previous_index"),
        ),
        RetentionRule(
            table=numbers.protection,
            subject="person",
            data=NUMBER,
            erasure=Action.KEEP,
            legal_ref="Offentlighets- och sekretesslagen 21 kap. 3 §",
        ),
        RetentionRule(
            table=requests.rights_part,
            subject=Through("request", requests.rights_request, "id", "person"),
            data=REQUEST,
            after="P30D",
            since="at",
            action=Action.ANONYMISE,
            erasure=Action.ANONYMISE,
            wipe={"content": None},
            legal_ref="GDPR art. 5.1 e",
        ),
        RetentionRule(
            table=requests.rights_request,
            subject="person",
            data=REQUEST,
            after="P3Y",
            since="asked_at",
            erasure=Action.KEEP,
            legal_ref="GDPR art. 5.2: att kunna visa vad som gjordes",
        ),
    ),
    leave=take_leave,
    impersonal=(
        notify.notify_service,
        notify.notify_key,
        notify.notify_sender,
        notify.template,
        shell.rating,
    ),
)
