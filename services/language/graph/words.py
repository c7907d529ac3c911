# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the domain as the graph shows them: every enum and each of its values described."""

from services.kit.graph import describe_enum
from services.language.domain.glossary import Status
from services.language.domain.memory import Origin
from services.language.domain.risk import Outlet, Risk
from services.language.domain.segments import State
from services.language.domain.work import Reason, WorkState

describe_enum(
    Status,
    "GlossaryStatus",
    description="What a word is to translators.",
    values={
        "PREFERRED": "The word to use.",
        "ADMITTED": "May be used.",
        "FORBIDDEN": "Must not be used.",
        "KEEP": "The Swedish word stays and is explained beside it.",
    },
)
describe_enum(
    Origin,
    "TranslationOrigin",
    description="Where a translation comes from.",
    values={
        "HUMAN": "A person wrote it.",
        "TM_CONTEXT": "A person wrote it for the same sentence in the same place.",
        "TM_EXACT": "A person wrote it for the same sentence.",
        "TM_FUZZY": "A person wrote it for a similar sentence: a suggestion.",
        "MT": "A machine wrote it.",
    },
)
describe_enum(
    Outlet,
    "TranslationOutlet",
    description="Where a text may go to be translated.",
    values={
        "EXTERNAL_MASKED": "Anywhere, once everything personal is masked.",
        "SELF_HOSTED_ONLY": "Only to engines on the city's own machines.",
        "NONE": "Nowhere: people translate.",
    },
)
describe_enum(
    Risk,
    "TranslationRisk",
    description="What a text is about, and so how much harm a mistake does.",
    values={
        "INFO": "General information.",
        "SERVICE": "How a service is used.",
        "LEGAL": "Rights and duties: no unread machine translation.",
        "HEALTH": "Health: no unread machine translation.",
    },
)
describe_enum(
    State,
    "TranslationState",
    description="How a page stands in a language; follows from hashes alone.",
    values={
        "MISSING": "Nothing is translated.",
        "IN_TRANSLATION": "Somebody or something is at it.",
        "UP_TO_DATE": "Everything is translated from the present wording.",
        "OUTDATED": "The source has changed since.",
        "PARTIAL": "Some sentences are missing.",
    },
)
describe_enum(
    WorkState,
    "TranslationWorkState",
    description="Where a translation job stands.",
    values={
        "REQUESTED": "Asked for.",
        "LEVERAGED": "Filled from the memory.",
        "MT_QUEUED": "Waits for a machine.",
        "MT_DONE": "A machine has answered.",
        "MT_FAILED": "No machine could; the reason says why, and it can be tried again.",
        "QA_FAILED": "The checks found errors.",
        "IN_REVIEW": "Waits for a person.",
        "APPROVED": "Read and approved.",
        "PUBLISHED": "Shown to readers.",
        "CANCELLED": "Given up.",
    },
)
describe_enum(
    Reason,
    "TranslationReason",
    description="Why a job failed.",
    values={
        "NO_CHANGES": "Everything was translated already.",
        "NO_SOURCE": "The page has no text.",
        "READABILITY_TOO_LOW": "The source is too hard to read for a machine to translate.",
        "BUDGET_EXCEEDED": "The year's words are used up.",
        "TOO_LONG": "Too long for the engine.",
        "ENGINE_ERROR": "The engine did not answer as it should.",
        "PLACEHOLDER_BROKEN": "Protected parts were lost or moved.",
        "GLOSSARY_VIOLATION": "Forbidden words were used.",
        "PERSONAL_DATA_LEFT": "Personal data would have left the city.",
        "PAIR_UNSUPPORTED": "No engine translates this pair.",
    },
)
