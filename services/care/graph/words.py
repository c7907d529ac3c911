# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of care as the graph shows them: every enum and each of its values described."""

from services.care.domain.alerts import Happening, Outcome, State
from services.care.domain.answers import Choice, Tone
from services.care.domain.ladder import Channel, TargetKind
from services.care.domain.notices import NoticeState
from services.care.domain.occurrences import OccurrenceState
from services.care.domain.people import (
    ConsentPurpose,
    GivenBy,
    ShareScope,
    ShareSource,
    Status,
)
from services.care.domain.plans import AttemptChannel, PauseReason, PlanKind, PlanStatus
from services.care.domain.quiet import QuietPolicy
from services.care.domain.triage import Source
from services.kit.graph import describe_enum
from services.kit.recurrence import GapMode

describe_enum(Choice, "CheckInChoice", description="A big button.", values={
    "OK": "All is well.", "SO_SO": "Not so well.", "NEED_HELP": "Help is needed now.",
    "CALL_ME": "Please call.",
})  # fmt: skip
describe_enum(Tone, "CheckInTone", description="How a button looks.", values={
    "CALM": "Nothing is asked of anybody.", "CAREFUL": "Somebody will look.",
    "URGENT": "Somebody will come.",
})  # fmt: skip
describe_enum(State, "CareAlertState", description="Where an alert stands.", values={
    "TRIGGERED": "It waits for somebody.", "CLAIMED": "Somebody has taken it for a minute.",
    "ACKED": "Somebody acts.", "DISPATCHED": "Somebody is on the way.", "ON_SITE": "Somebody is there.",
    "RESOLVED": "It is over.", "MERGED": "Another alert goes on for it.",
})  # fmt: skip
describe_enum(Outcome, "CareOutcome", description="How an alert ended.", values={
    "OK_BY_PHONE": "All is well, by telephone.", "OK_BY_VISIT": "All is well, by visit.",
    "FALSE_ALARM": "There was no need.", "HOSPITAL": "Taken to hospital.", "DECEASED": "Found dead.",
    "MOVED": "Lives there no more.", "TECHNICAL": "A technical fault.",
    "DUPLICATE_OF": "The same as another.", "OTHER": "Something else, told in words.",
})  # fmt: skip
describe_enum(Happening, "CareAlertHappening", description="What can happen to an alert.", values={
    "RAISED": "It was raised.", "FIRED": "A level was told.", "UNREACHED": "Nobody of a level could be told.",
    "ROTA_GAP": "Nobody was on call.", "CLAIMED": "Somebody took it.", "LEASE_ENDED": "A claim ran out.",
    "ACKED": "Somebody said that they act.", "DISPATCHED": "Somebody was sent.", "ARRIVED": "Somebody is there.",
    "TIMED_OUT": "Who had it was not heard of again.", "RESOLVED": "It ended.", "REOPENED": "It was not over.",
    "MERGED": "It went into another.", "ABSORBED": "It took another in.",
    "OFFERED": "It was offered to a colleague.", "HANDED_OVER": "A colleague took over.",
    "RAISED_PRIORITY": "Its priority changed.", "WAITING_112": "An ambulance has it.",
    "BACK_FROM_112": "The ambulance has it no more.", "LATE_OK": "The resident answered late that all is well.",
    "INFORMATION": "More was learnt.", "WITHDRAWN": "The sender took it back; that ends nothing.",
})  # fmt: skip
describe_enum(OccurrenceState, "CheckInState", description="Where a check-in stands.", values={
    "SCHEDULED": "It lies ahead.", "OPEN": "An answer is awaited.", "ANSWERED": "Answered; somebody looks.",
    "MISSED": "Nobody answered.", "ESCALATING": "People are told.", "LATE_OK": "Answered late; staff confirm.",
    "UNREACHABLE": "A technical fault; somebody visits.", "CLOSED": "Answered and done.",
    "RESOLVED": "Looked after and done.", "SKIPPED": "Not held, for a reason.",
    "SUPERSEDED": "Another revision took its place.",
})  # fmt: skip
describe_enum(PlanKind, "CarePlanKind", description="How one looks after somebody.", values={
    "SELF_CHECKIN": "She presses a button.", "PHONE_CALL": "Staff call.",
    "VIDEO_LOOK": "Staff look by camera; nothing is kept.", "DEVICE_ACTIVITY": "A device tells of activity.",
})  # fmt: skip
describe_enum(PlanStatus, "CarePlanStatus", description="Where a plan stands.", values={
    "DRAFT": "Promised to nobody yet.", "ACTIVE": "In force.", "PAUSED": "At rest.", "ENDED": "Over.",
})  # fmt: skip
describe_enum(AttemptChannel, "CareAttemptChannel", description="How somebody is tried again.", values={
    "PUSH": "By the app.", "SMS": "By text message.", "CALL": "By telephone.", "VISIT": "By a visit.",
})  # fmt: skip
describe_enum(PauseReason, "CarePauseReason", description="Why a plan rests.", values={
    "TRAVEL": "Away.", "HOSPITAL": "In hospital.", "VISITOR": "Somebody is there.", "OTHER": "Another reason.",
})  # fmt: skip
describe_enum(QuietPolicy, "CareQuietPolicy", description="What becomes of a notice in quiet hours.", values={
    "DEFER": "It comes afterwards.", "SILENT": "It does not come.", "DELIVER": "It comes.",
})  # fmt: skip
describe_enum(GapMode, "CareGapMode", description="What becomes of a time that the clock skips.", values={
    "CARE": "It is held an hour later by the clock.", "RFC5545": "It is left out, as calendars do.",
})  # fmt: skip
describe_enum(Source, "CareAlertSource", description="Where an alert comes from.", values={
    "MISSED": "A check-in nobody answered.", "UNREACHABLE": "A check-in that could not be held.",
    "ANSWER": "An answer.", "SCAIP": "An alarm sender.", "DEVICE": "A device or partner.",
    "DEVICE_OFFLINE": "A device not heard of.", "STAFF": "Staff.", "RELATIVE": "A relative.",
})  # fmt: skip
describe_enum(Channel, "CareChannel", description="How somebody is told.", values={
    "SCREEN": "On the unit's screens.", "PUSH": "By push.", "SMS": "By text message.", "EMAIL": "By e-mail.",
})  # fmt: skip
describe_enum(TargetKind, "CareTargetKind", description="Who a level tells.", values={
    "USER": "A person.", "ROTA": "Whoever is on call.", "RELATIVE": "Relatives who receive alerts.",
    "UNIT": "The screens of a unit.", "EXTERNAL": "A partner.",
})  # fmt: skip
describe_enum(NoticeState, "CareNoticeState", description="Where a notice stands.", values={
    "PENDING": "It waits.", "SENDING": "It is under way.", "ACCEPTED": "A provider has it.",
    "DELIVERED": "It has arrived; nobody has acted by that.", "FAILED": "It did not arrive.",
    "SUPERSEDED": "It was not needed any more.", "EXPIRED": "It came too late to be sent.",
})  # fmt: skip
describe_enum(Status, "CareStatus", description="How it goes, and no more.", values={
    "OK": "All is well.", "WAITING": "An answer is awaited.", "LATE": "Nobody has answered; people are told.",
    "HANDLED": "Somebody looks after it.",
})  # fmt: skip
describe_enum(ConsentPurpose, "CareConsentPurpose", description="What somebody agrees to.", values={
    "CHECKIN": "Check-ins.", "CAMERA_LOOK": "Looks by camera.", "VIDEO": "Video calls.",
    "SHARE_WITH": "Telling relatives.", "TRANSLATION": "Translation of own words.", "STATISTICS": "Statistics.",
})  # fmt: skip
describe_enum(GivenBy, "CareConsentGivenBy", description="Who agreed.", values={
    "SELF": "She herself.", "GOD_MAN": "Her god man.", "FORVALTARE": "Her förvaltare.",
    "FRAMTIDSFULLMAKT": "The holder of her power of attorney.",
})  # fmt: skip
describe_enum(ShareScope, "CareShareScope", description="What somebody may.", values={
    "VIEW_STATUS": "See whether all is well.", "VIEW_ANSWERS": "Read the answers.",
    "RECEIVE_ALERTS": "Be told of alerts.", "ANSWER": "Answer on her behalf.", "BOOK": "Book consultations.",
    "JOIN_CALL": "Take part in calls.",
})  # fmt: skip
describe_enum(ShareSource, "CareShareSource", description="Where a delegation comes from.", values={
    "SELF": "She gave it.", "STAFF_VERIFIED": "Staff have seen it.", "MINA_OMBUD": "From Mina ombud.",
    "GUARDIAN_REGISTER": "From the register of guardians.",
})  # fmt: skip
