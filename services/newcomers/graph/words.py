# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the domain as the graph shows them: every enum and each of its values described."""

from services.kit.graph import describe_enum
from services.newcomers.domain.conversations import (
    Author,
    ConversationStatus,
    MessageKind,
    TranslationState,
)
from services.newcomers.domain.documents import DocumentKind, DocumentState, Reading
from services.newcomers.domain.guide import MachinePolicy, PageKind, Risk, SegmentKind
from services.newcomers.domain.interpreting.deadlines import (
    Agreement,
    AnswerRule,
    Compensation,
)
from services.newcomers.domain.interpreting.orders import (
    Assignment,
    Competence,
    Location,
    OrderStatus,
    RequestStatus,
    RequirementKind,
    TravelCost,
)
from services.newcomers.domain.interpreting.prices import PriceKind
from services.newcomers.domain.planning.due import DueReason
from services.newcomers.domain.planning.grants import Scope
from services.newcomers.domain.planning.plan import StepState
from services.newcomers.domain.planning.situation import Employment, LegalBasis

describe_enum(LegalBasis, "LegalBasisOfStay", description="On what ground somebody is here.", values={
    "EU_WORK": "Works here as a citizen of the EU.", "EU_FAMILY": "Family of an EU citizen.",
    "NORDIC": "A Nordic citizen.", "WORK_PERMIT": "Has a work permit.", "ASYLUM": "Seeks asylum.",
    "REFUGEE": "Has been granted protection.", "FAMILY_REUNION": "Has come to her family.",
    "STUDENT": "Studies here.", "UKRAINE_TPD": "Has temporary protection as a Ukrainian.",
    "RETURNEE": "Has moved back.",
})  # fmt: skip
describe_enum(Employment, "NewcomerEmployment", description="How somebody makes a living.", values={
    "UNKNOWN": "Not told.", "EMPLOYED": "Works.", "SEEKING": "Looks for work.",
    "STUDYING": "Studies.", "NONE": "Neither.",
})  # fmt: skip
describe_enum(StepState, "NewcomerStepState", description="Where a step of a plan stands.", values={
    "NOT_APPLICABLE": "Does not concern her; its evidence is kept.",
    "BLOCKED": "Waits for another step.", "AVAILABLE": "Can be done now.",
    "IN_PROGRESS": "Under way.", "WAITING": "Waits for an authority.", "DONE": "Done.",
    "SKIPPED": "Skipped, with a reason.", "EXPIRED": "What it gave has run out.",
})  # fmt: skip
describe_enum(DueReason, "NewcomerDueReason", description="Why a step has its due date.", values={
    "RULE": "A rule gives it.", "NO_RULE": "Nothing sets a term.",
    "ANCHOR_UNKNOWN": "The date it counts from has not been told.",
    "AFTER_STEP": "It counts from a step that is not done.",
})  # fmt: skip
describe_enum(Scope, "NewcomerGrantScope", description="What a unit may do with a plan.", values={
    "READ_STEPS": "See the steps.", "COMMENT": "Write notes.", "EDIT_STEPS": "Change steps.",
    "SEE_EVIDENCE": "See evidence.",
})  # fmt: skip
describe_enum(Risk, "GuideRisk", description="What a page is about.", values={
    "INFO": "General information.", "SERVICE": "How a service is used.",
    "LEGAL": "Rights and duties: no unread machine translation.",
    "HEALTH": "Health: no unread machine translation.",
})  # fmt: skip
describe_enum(ConversationStatus, "ConversationStatus", description="Whose turn it is.", values={
    "OPEN": "Just begun.", "WAITING_STAFF": "The city's.", "WAITING_PERSON": "The person's.",
    "CLOSED": "Ended.",
})  # fmt: skip
describe_enum(Author, "MessageAuthor", description="Who wrote a message.", values={
    "PERSON": "The newcomer.", "STAFF": "The city.",
})  # fmt: skip
describe_enum(MessageKind, "MessageKind", description="What a message is.", values={
    "TALK": "Talk.", "DECISION": "A decision: never given by machine translation alone.",
})  # fmt: skip
describe_enum(TranslationState, "MessageTranslationState", description="Where a translation stands.", values={
    "NOT_NEEDED": "Both read the same language.", "QUEUED": "Under way.",
    "QA_OK": "Checked, nothing found.", "QA_WARN": "Checked, remarks.",
    "QA_FAIL": "Checked, errors: not shown.", "CORRECTED": "Put right by a person.",
    "FAILED": "No engine answered; it can be tried again.",
    "HUMAN_REQUESTED": "A translator has been asked.",
    "INTERPRETER_OFFERED": "No machine may or can: ask for an interpreter.",
})  # fmt: skip
describe_enum(DocumentKind, "NewcomerDocumentKind", description="What a document is.", values={
    "LETTER": "A letter.", "DECISION": "A decision.", "CERTIFICATE": "A certificate.",
})  # fmt: skip
describe_enum(DocumentState, "NewcomerDocumentState", description="Where a document stands.", values={
    "UPLOADED": "Come in.", "SCANNED": "Found safe.", "EXTRACTED": "Read.",
    "MT_GIST": "Explained by a machine.", "HUMAN_ORDERED": "With a translator.",
    "READY": "Translated.", "DELIVERED": "Given to her.", "EXPIRED": "Gone.",
})  # fmt: skip
describe_enum(AnswerRule, "InterpreterAnswerRule", description="Which rule gives a broker its term.", values={
    "MORE_THAN_TWENTY": "More than twenty workdays ahead.",
    "MORE_THAN_TEN": "More than ten workdays ahead.", "NEXT_DAY": "By three on the next workday.",
    "SAME_DAY": "By half past four the same day.", "SET_BY_CUSTOMER": "The customer sets it.",
})  # fmt: skip
describe_enum(Compensation, "InterpreterCompensation", description="What a cancelled order costs.", values={
    "NONE": "Nothing.", "BROKER_FEE": "The broker's fee.", "FULL": "Everything.",
    "IMPOSSIBLE": "It can no longer be cancelled.",
})  # fmt: skip
describe_enum(Competence, "InterpreterCompetence", description="How an interpreter has qualified.", values={
    "OTHER": "Not registered.", "EDUCATED": "Educated.", "AUTHORIZED": "Authorised.",
    "HEALTH_CARE": "Specialist in health care.", "LEGAL": "Specialist in law.",
})  # fmt: skip
describe_enum(Location, "InterpreterLocation", description="How the interpreter takes part.", values={
    "ON_SITE": "Comes.", "PHONE": "By telephone.", "VIDEO": "By video.",
    "DESIGNATED": "From a place the customer names.",
})  # fmt: skip
describe_enum(TravelCost, "InterpreterTravelCost", description="Whether travel may cost something.", values={
    "REQUIRE_APPROVAL": "After approval.", "IMPLICIT_APPROVAL": "Yes.", "NO": "No.",
})  # fmt: skip
describe_enum(OrderStatus, "InterpreterOrderStatus", description="Where an order stands.", values={
    "REQUESTED": "A broker is asked.", "ACCEPTED_AWAITING_INTERPRETER": "Accepted, name to come.",
    "AWAITING_APPROVAL": "The travel waits for approval.", "ACCEPTED": "Booked.",
    "DELIVERED": "Done.", "DELIVERY_ACCEPTED": "Done and agreed.",
    "CANCELLED_BY_CREATOR": "Cancelled by the city.", "CANCELLED_BY_BROKER": "Cancelled by the broker.",
    "NO_BROKER_ACCEPTED": "Nobody could.", "RESPONSE_NOT_ANSWERED": "Approval came too late.",
    "AWAITING_DEADLINE": "The customer must set a term.", "NO_DEADLINE": "No term was set.",
    "NEW_INTERPRETER": "Another interpreter is proposed.",
    "TERMINATED_AGREEMENT": "The agreement has ended.",
})  # fmt: skip
describe_enum(RequestStatus, "InterpreterRequestStatus", description="Where a request to a broker stands.", values={
    "CREATED": "Sent.", "RECEIVED": "Seen.", "ACCEPTED": "Accepted.", "APPROVED": "Approved.",
    "DELIVERED": "Done.", "INTERPRETER_REPLACED": "With another interpreter.",
    "DECLINED_BY_BROKER": "Declined.", "DENIED_BY_CREATOR": "Not approved.",
    "DENIED_BY_TIME_LIMIT": "Not answered in time.", "CANCELLED_BY_CREATOR": "Cancelled.",
    "CANCELLED_BY_CREATOR_WHEN_APPROVED": "Cancelled after it was booked.",
    "CANCELLED_BY_BROKER": "Cancelled by the broker.",
    "LOST_DUE_TO_QUARANTINE": "Passed by: the broker is in quarantine.",
    "TERMINATED_AGREEMENT": "Ended with the agreement.",
})  # fmt: skip
describe_enum(Agreement, "InterpreterAgreement", description="A framework agreement.", values={
    "OLDER": "The one before.", "CURRENT": "The one in force.",
})  # fmt: skip
describe_enum(Assignment, "InterpreterAssignment", description="What an interpreter does.", values={
    "INTERPRETATION": "Interprets what is said.", "AVISTA": "Reads a written text aloud in the other language.",
})  # fmt: skip
describe_enum(RequirementKind, "InterpreterRequirementKind", description="What else is asked for.", values={
    "GENDER": "A woman, or a man.", "DIALECT": "A dialect.", "SPECIFIED": "A certain interpreter.",
    "DENIED": "Not a certain interpreter.", "CLEARANCE": "Cleared for secrets of the realm.",
    "REGISTER_CHECK": "Checked against the register of offences.", "QUALITIES": "Something else.",
})  # fmt: skip
describe_enum(PriceKind, "InterpreterPriceKind", description="What a price is of.", values={
    "BROKER_FEE": "The broker's fee.", "FIRST_HOUR": "The first hour.",
    "HALF_HOUR": "Each half hour begun after it.",
    "UNSOCIAL_HALF_HOUR": "What a half hour costs more before 7, after 18 and on free days.",
    "WASTE_HALF_HOUR": "Each half hour begun of time lost.", "KILOMETRE": "Each kilometre by car.",
})  # fmt: skip
describe_enum(PageKind, "GuidePageKind", description="What sort of page.", values={
    "PAGE": "A page to look up.", "STEP": "Explains a step of the plan.", "FAQ": "A question and its answer.",
    "NOTICE": "News: shown for four weeks.",
})  # fmt: skip
describe_enum(SegmentKind, "GuideSegmentKind", description="What a sentence is on its page.", values={
    "TEXT": "Running text.", "HEADING": "A heading.", "LIST_ITEM": "An item of a list.",
    "ALT": "What a picture shows.",
})  # fmt: skip
describe_enum(MachinePolicy, "GuideMachinePolicy", description="What readers see of unread machine text.", values={
    "OFF": "Nothing.", "DRAFT": "Nothing until somebody has read it.",
    "PUBLISH_MARKED": "It is shown, and marked.",
})  # fmt: skip
describe_enum(Reading, "NewcomerDocumentReading", description="How the text of a document was come by.", values={
    "HELD": "The file held it.", "RECOGNISED": "A machine read it in a picture.",
    "NOTHING_FOUND": "There was none to be found.", "NOT_AVAILABLE": "Pictures cannot be read here.",
})  # fmt: skip
