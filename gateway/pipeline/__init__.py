# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The stations of a request, in the one order they are passed (reliability Q1)."""

from typing import Final

from gateway.pipeline.admit import admit
from gateway.pipeline.apps import apps
from gateway.pipeline.authenticate import authenticate
from gateway.pipeline.authorise import authorise
from gateway.pipeline.charge import charge
from gateway.pipeline.coerce import coerce
from gateway.pipeline.cost import cost
from gateway.pipeline.csrf import csrf
from gateway.pipeline.exchange import Station
from gateway.pipeline.execute import execute
from gateway.pipeline.limits import limits
from gateway.pipeline.negotiate import negotiate
from gateway.pipeline.parse import parse
from gateway.pipeline.persisted import persisted, remember
from gateway.pipeline.plan import plan
from gateway.pipeline.respond import respond
from gateway.pipeline.speak import speak
from gateway.pipeline.validate import validate

STATIONS: Final[tuple[Station, ...]] = (
    negotiate,  # first: every later refusal is written in the reader's language
    apps,  # before anything else is judged: an old app learns why nothing works any more
    csrf,  # before anything is known of the caller: a foreign page learns nothing
    authenticate,  # before the document: the caller decides how much may be asked
    speak,  # as soon as the caller is known: her profile goes before her cookie and header
    persisted,  # the text, before it is read: an unregistered one is never parsed
    admit,  # before any work on the document; the lane is known by now
    parse,  # bounded in tokens and nesting
    limits,  # measured before validation, which may be slower than linear
    validate,  # against the API schema
    authorise,  # before variables and plan: what is refused is never fetched
    coerce,  # variables, once
    cost,  # with the variables in it, and still before any fetch
    charge,  # by what it costs, before anything is fetched for it
    remember,  # under its hash, what is valid, allowed and paid for
    plan,  # from memory, or made
    execute,  # within the deadline
    respond,  # bytes
)

__all__ = ["STATIONS"]
