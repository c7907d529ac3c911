# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Signalling of calls over the graph (video 4.1): servers for the admitted, signals, live states."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from services.care.actions import calls, consultations, waiting_room
from services.care.domain.consultations import OVER, Step
from services.care.domain.signalling import Signal, SignalKind, Taken
from services.care.domain.turn import IceServer
from services.care.graph.consultation_changes import ConsultationPayload
from services.care.graph.consultations import ConsultationType
from services.care.graph.outcomes import CAN_BE_PUT_RIGHT, change
from services.care.privacy import CALL
from services.kit.errors import NotFound, Problem
from services.kit.graph import Info, UserError, describe_enum, local_id, user_error
from services.kit.graph_guard import permission

describe_enum(
    SignalKind,
    "CallSignalKind",
    description="What a signal is about.",
    values={
        "SDP": "A session description: `{type, sdp}`.",
        "CANDIDATE": "An ICE candidate as `toJSON()` gives it.",
        "BYE": "Somebody hangs up: `{reason}`.",
        "RENEGOTIATE": "Please offer anew.",
        "JOIN": "Somebody is there, in this epoch.",
        "WELCOME": "From the server: `{epoch}`. Whoever knows another one begins anew.",
    },
)
describe_enum(
    Taken,
    "CallSignalResult",
    description="What became of a signal.",
    values={
        "OK": "Taken, or taken before.",
        "STALE_EPOCH": "The room has begun anew: read WELCOME, number from one, send JOIN.",
        "TOO_LARGE": "More than 64 KiB.",
        "TOO_MANY": "Too many in too short a time.",
    },
)


@strawberry.type(name="IceServer", description="A STUN or TURN server.", directives=[CALL])
class IceServerType:
    """A server as browsers take it."""

    urls: list[str] = strawberry.field(description="Its addresses.")
    username: str | None = strawberry.field(description="The name of this participant there.")
    credential: str | None = strawberry.field(description="Good for `ttl` seconds.")


@strawberry.type(name="CallSfu", description="A media server for many.", directives=[CALL])
class SfuType:
    """A LiveKit room."""

    url: str = strawberry.field(description="Where it is.")
    token: str = strawberry.field(description="The right to join this one room.")


@strawberry.type(name="CallSession", description="What a call needs.", directives=[CALL])
class CallSessionType:
    """What a browser needs to take part."""

    id: strawberry.ID = strawberry.field(description="Name it in signals.")
    me: strawberry.ID = strawberry.field(description="Your own id in signals.")
    ice_servers: list[IceServerType] = strawberry.field(
        description="Servers for `RTCPeerConnection`."
    )
    ttl: int = strawberry.field(description="Seconds; renew at four fifths of it.")
    relay_only: bool = strawberry.field(description="Use relayed addresses only.")
    polite: bool = strawberry.field(description="Give way when both sides offer at once.")
    sfu: SfuType | None = strawberry.field(description="Null: connect to each other.")


@strawberry.type(name="CallSignal", description="A signal, in order.", directives=[CALL])
class CallSignalType:
    """A signal."""

    seq: int = strawberry.field(description="Its number in this session and epoch.")
    sender: strawberry.ID = strawberry.field(description="The participant who sent it.")
    kind: SignalKind = strawberry.field(description="What it is about.")
    payload: JSON = strawberry.field(description="As the kind says.")


@strawberry.input(description="A signal to pass on.")
class SendCallSignalInput:
    """A signal."""

    session: strawberry.ID = strawberry.field(description="The session.")
    epoch: str = strawberry.field(description="The epoch of the last WELCOME.")
    client_seq: int = strawberry.field(description="1, 2, 3 ... of this sender in this epoch.")
    kind: SignalKind = strawberry.field(description="What it is about.")
    payload: JSON = strawberry.field(description="As the kind says; at most 64 KiB.")


@strawberry.input(description="A call of a consultation.")
class CallInput:
    """A call."""

    consultation_id: strawberry.ID = strawberry.field(description="The consultation.")


@strawberry.type(description="What came of asking for a call.", directives=[CALL])
class CallSessionPayload:
    """A session, or what can be put right."""

    session: CallSessionType | None = strawberry.field(description="The session.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a signal.", directives=[CALL])
class CallSignalPayload:
    """The result, or what can be put right."""

    result: Taken | None = strawberry.field(description="What became of it.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type
class CallChanges:
    """What a browser in a call does."""

    @strawberry.mutation(
        description="Get, or renew, what a call needs; only after having been let in.",
        extensions=[permission("care.consultation.join")],
    )
    async def open_call(self, info: Info, input: CallInput) -> CallSessionPayload:
        """Get servers and credentials."""
        context = info.context
        key = local_id("Consultation", input.consultation_id)
        try:
            session = await calls.open_call(
                context.database, context.caller, key, context.resources.settings
            )
        except Problem as problem:
            if problem.code not in CAN_BE_PUT_RIGHT:
                raise
            return CallSessionPayload(session=None, user_errors=[user_error(problem, info)])
        return CallSessionPayload(session=_session(session), user_errors=[])

    @strawberry.mutation(
        description="Pass a signal on to the others.",
        extensions=[permission("care.consultation.join")],
    )
    async def send_call_signal(self, info: Info, input: SendCallSignalInput) -> CallSignalPayload:
        """Pass a signal on."""
        context = info.context
        given = calls.SendSignal(
            session=str(input.session), epoch=input.epoch, client_seq=input.client_seq,
            kind=input.kind, payload=input.payload,
        )  # fmt: skip
        try:
            taken = await calls.send_signal(
                context.database, context.caller, given, context.resources.settings
            )
        except Problem as problem:
            if problem.code not in CAN_BE_PUT_RIGHT:
                raise
            return CallSignalPayload(result=None, user_errors=[user_error(problem, info)])
        return CallSignalPayload(result=taken, user_errors=[])

    @strawberry.mutation(
        description="Tell that the picture has come.",
        extensions=[permission("care.consultation.join")],
    )
    async def report_call_connected(self, info: Info, input: CallInput) -> ConsultationPayload:
        """The picture has come."""
        return await _report(info, input, Step.CONNECT)

    @strawberry.mutation(
        description="Tell that the picture was lost; it may come back for a minute.",
        extensions=[permission("care.consultation.join")],
    )
    async def report_call_lost(self, info: Info, input: CallInput) -> ConsultationPayload:
        """The picture was lost."""
        return await _report(info, input, Step.LOSE)

    @strawberry.mutation(description="Hang up.", extensions=[permission("care.consultation.join")])
    async def hang_up_call(self, info: Info, input: CallInput) -> ConsultationPayload:
        """Hang up."""
        return await _report(info, input, Step.END)


Which = Annotated[strawberry.ID, strawberry.argument(description="The consultation.")]


@strawberry.type
class ConsultationPushes:
    """What is told as it happens."""

    @strawberry.subscription(
        description="A consultation, now and at every change; ends when it is over.",
        extensions=[permission("care.consultation.read")],
    )
    async def consultation_changed(self, info: Info, id: Which) -> AsyncGenerator[ConsultationType]:
        """It as it is, then each change of it; judged anew at every push."""
        context = info.context
        key = local_id("Consultation", id)
        async with aclosing(context.live.listen(consultations.CHANGED, subject=key)) as events:
            while True:
                found = await consultations.read_consultations(
                    context.database, context.caller, [key]
                )
                if found[0] is None:
                    raise NotFound
                yield ConsultationType(seen=found[0])
                if found[0].facts.state in OVER:
                    return
                await anext(events)

    @strawberry.subscription(
        description="The others' signals, from a WELCOME on; ends when you may not read them.",
        extensions=[permission("care.consultation.join")],
    )
    async def call_signals(
        self,
        info: Info,
        session: Annotated[strawberry.ID, strawberry.argument(description="The session.")],
        epoch: Annotated[
            str | None, strawberry.argument(description="The epoch you know, to come back.")
        ] = None,
        after_seq: Annotated[
            int, strawberry.argument(description="The last number you have seen.")
        ] = 0,
    ) -> AsyncGenerator[CallSignalType]:
        """The others' signals."""
        context = info.context
        signals = calls.read_signals(
            context.database, context.caller, str(session), epoch=epoch, after=after_seq
        )
        async with aclosing(signals) as heard:
            async for signal in heard:
                yield _signal(signal)


async def _report(info: Info, input: CallInput, step: Step) -> ConsultationPayload:
    key = local_id("Consultation", input.consultation_id)
    seen, errors = await change(
        info, lambda tx: waiting_room.report_call(tx, info.context.caller, key, step)
    )
    shown = ConsultationType(seen=seen) if seen else None
    return ConsultationPayload(consultation=shown, user_errors=errors)


def _session(session: calls.CallSession) -> CallSessionType:
    return CallSessionType(
        id=strawberry.ID(session.id), me=strawberry.ID(session.me),
        ice_servers=[_server(one) for one in session.ice_servers], ttl=session.ttl,
        relay_only=session.relay_only, polite=session.polite,
        sfu=SfuType(url=session.sfu.url, token=session.sfu.token) if session.sfu else None,
    )  # fmt: skip


def _server(server: IceServer) -> IceServerType:
    return IceServerType(
        urls=list(server.urls), username=server.username, credential=server.credential
    )


def _signal(signal: Signal) -> CallSignalType:
    return CallSignalType(
        seq=signal.seq, sender=strawberry.ID(signal.sender), kind=signal.kind,
        payload=signal.payload,
    )  # fmt: skip
