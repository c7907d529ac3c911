# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What newcomers tells about a person, why, for how long, and what forgetting her does."""

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
from services.newcomers.store import tables

CITY = public_data()
PLAN = personal(
    purpose=(Purpose.NEWCOMER_SUPPORT, Purpose.COUNSELLING), basis=Basis.PUBLIC_TASK,
    klassa="K3R2T2", retention="P2Y", special=True,
)  # fmt: skip
"""The ground on which somebody is here, her children, and what she has done."""

TALK = personal(
    purpose=(Purpose.NEWCOMER_SUPPORT, Purpose.TRANSLATION), basis=Basis.PUBLIC_TASK,
    klassa="K3R2T2", retention="P6M", special=True,
)  # fmt: skip
"""What somebody has written to the city, in her words and in translation."""

INTERPRETING = personal(
    purpose=Purpose.INTERPRETING, basis=Basis.PUBLIC_TASK, klassa="K2R2T2", retention="P2Y"
)
LETTER = personal(
    purpose=(Purpose.NEWCOMER_SUPPORT, Purpose.TRANSLATION), basis=Basis.PUBLIC_TASK,
    klassa="K3R2T1", retention="P30D", special=True,
)  # fmt: skip

_OF_ORDER = Through("order", tables.interpreter_order, "id", "person")

_OF_TALK = Through("conversation", tables.conversation, "id", "person")

rights = Rights(
    retention=(
        RetentionRule(
            table=tables.plan, subject="person", data=PLAN, after="P2Y", since="updated_at",
            hidden=("template_version", "version"),
        ),
        RetentionRule(
            table=tables.step, subject="person", data=PLAN, after="P2Y", since="updated_at"
        ),
        RetentionRule(
            table=tables.plan_grant, subject="person", data=PLAN, after="P2Y", since="expires_at"
        ),
        RetentionRule(
            table=tables.plan_comment, subject="person", data=PLAN, after="P2Y", since="at",
            hidden=("author",),
        ),
        RetentionRule(
            table=tables.conversation, subject="person", data=TALK, after="P6M",
            since="updated_at", hidden=("device",),
        ),
        RetentionRule(
            table=tables.message,
            subject=_OF_TALK,
            data=TALK, after="P6M", since="sent_at", hidden=("author_id",),
        ),
        RetentionRule(
            table=tables.message_translation,
            subject=Through("message", tables.message, "id", _OF_TALK),
            data=TALK, after="P6M", since="made_at", hidden=("engine", "edited_by"),
        ),
        RetentionRule(
            table=tables.interpreter_order, subject="person", data=INTERPRETING, after="P2Y",
            since="created_at", hidden=("created_by", "version"),
        ),
        RetentionRule(
            table=tables.interpreter_request, subject=_OF_ORDER, data=INTERPRETING, after="P2Y",
            since="created_at",
        ),
        RetentionRule(
            table=tables.requisition, subject=_OF_ORDER, data=INTERPRETING, after="P7Y",
            since="filed_at", erasure=Action.KEEP,
            legal_ref="Bokföringslagen (1999:1078) 7 kap. 2 §", hidden=("filed_by",),
        ),
        RetentionRule(
            table=tables.complaint, subject=_OF_ORDER, data=INTERPRETING, after="P2Y", since="at",
            hidden=("by",),
        ),
        RetentionRule(
            table=tables.document, subject="person", data=LETTER, after="P30D",
            since="uploaded_at", hidden=("body", "engine"),
        ),
    ),
    impersonal=(
        tables.page, tables.page_text, tables.page_wish, tables.feedback, tables.package,
        tables.place, tables.broker, tables.pool, tables.guide_locale, tables.broker_quarantine,
        tables.agreement_end, tables.price_row,
    ),
)  # fmt: skip
