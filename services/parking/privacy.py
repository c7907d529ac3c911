# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What parking tells about a person, why, for how long, and what forgetting her does."""

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
from services.parking.store.charging import charging_location
from services.parking.store.checks import enforcement_check
from services.parking.store.feed_sources import feed_source
from services.parking.store.holds import hold, hold_slot
from services.parking.store.operators import (
    operator,
    operator_permit,
    operator_stay,
    permit_lookup,
    permit_series,
)
from services.parking.store.payments import payment
from services.parking.store.permits import permit, permit_refund, permit_vehicle
from services.parking.store.regulations import feed, refused_row, regulation, regulation_cell
from services.parking.store.sessions import charge, plate_epoch, quote, session
from services.parking.store.spaces import occupancy_quarter, space

CITY = public_data()
STAY = personal(purpose=Purpose.PARKING, basis=Basis.CONTRACT, klassa="K2R2T2", retention="P7Y")
"""Where and when somebody parked and what it cost."""

PERMIT = personal(
    purpose=Purpose.PARKING, basis=Basis.PUBLIC_TASK, klassa="K3R3T2", retention="P7Y"
)
"""A permit tells about home and sometimes about health."""

CHECK = personal(
    purpose=Purpose.PARKING,
    basis=Basis.PUBLIC_TASK,
    klassa="K2R3T1",
    retention="P2Y",
    subject="staff",
)

BOOKS = "Bokföringslagen (1999:1078) 7 kap. 2 §"

rights = Rights(
    retention=(
        RetentionRule(table=quote, subject="owner", data=STAY, after="PT1H", since="expires_at"),
        RetentionRule(
            table=session,
            subject="owner",
            data=STAY,
            after="P7Y",
            since="ended_at",
            erasure=Action.KEEP,
            legal_ref=BOOKS,
            hidden=("plate_key", "epoch", "plate_sealed", "version"),
        ),
        RetentionRule(
            table=charge,
            subject=Through("session", session, "id", "owner"),
            data=STAY,
            after="P7Y",
            since="at",
            erasure=Action.KEEP,
            legal_ref=BOOKS,
        ),
        RetentionRule(
            table=payment,
            subject=Through("session", session, "id", "owner"),
            data=STAY,
            after="P7Y",
            since="made_at",
            erasure=Action.KEEP,
            legal_ref=BOOKS,
        ),
        RetentionRule(
            table=permit,
            subject="owner",
            data=PERMIT,
            after="P7Y",
            since="changed_at",
            erasure=Action.KEEP,
            legal_ref=BOOKS,
            hidden=("plate_key", "epoch", "plate_sealed", "version"),
        ),
        RetentionRule(
            table=permit_refund,
            subject=Through("permit", permit, "id", "owner"),
            data=PERMIT,
            after="P7Y",
            since="at",
            erasure=Action.KEEP,
            legal_ref=BOOKS,
        ),
        RetentionRule(
            table=permit_vehicle,
            subject=Through("permit", permit, "id", "owner"),
            data=PERMIT,
            after="P7Y",
            since="ends_at",
            erasure=Action.KEEP,
            legal_ref=BOOKS,
            hidden=("plate_key", "epoch", "plate_sealed"),
        ),
        RetentionRule(
            table=hold,
            subject="owner",
            data=STAY,
            after="P30D",
            since="ends_at",
        ),
        RetentionRule(
            table=enforcement_check,
            subject="officer",
            data=CHECK,
            after="P2Y",
            since="at",
            erasure=Action.KEEP,
            legal_ref="GDPR art. 17.3 b",
            hidden=("plate_key",),
        ),
    ),
    impersonal=(
        operator,
        operator_permit,
        operator_stay,
        permit_series,
        permit_lookup,
        charging_location,
        hold_slot,
        plate_epoch,
        feed,
        feed_source,
        regulation,
        regulation_cell,
        refused_row,
        space,
        occupancy_quarter,
    ),
)
