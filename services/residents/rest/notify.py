# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An API that clients of GOV.UK Notify v2 speak to by changing their base address (cityinfo 4.4).

Base address: `<city>/residents/notify`, or `<city>` for clients that keep only its host.
A key is `<name>-<service uuid>-<secret uuid>`.
"""

from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter

from services.kit.channels.opening import ChannelSettings
from services.kit.context import Context
from services.kit.policy.routes import public_route
from services.residents.actions import notify as actions
from services.residents.domain import notify_shapes as shapes
from services.residents.domain.notify_shapes import NotifyProblem, bad_request, invalid
from services.residents.domain.templates import as_html

OWN_KEYS = public_route("departments sign with keys of their own, judged before anything is read")
Held = NamedDependency[Context]
Asking = Request[object, object, State]
Key = Annotated[str, PathParameter(description="A UUID.")]
Number = Annotated[int, PathParameter(description="A version.")]
Shape = TypeVar("Shape", bound=msgspec.Struct)
_KNOWN = frozenset({"status", "template_type", "reference", "older_than", "include_jobs"})


def _refuse(_: Request[Any, Any, Any], problem: NotifyProblem) -> Response[bytes]:
    return Response(
        msgspec.json.encode(problem.body),
        status_code=problem.status,
        media_type="application/json",
    )


async def _service(context: Context, request: Asking) -> str:
    return await actions.authenticate(context.database, request.headers.get("authorization"))


def _base(context: Context) -> str:
    return f"{context.resources.address}/residents/notify"


async def _body(request: Asking, shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(await request.body(), type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as broken:
        raise invalid(_worded(str(broken))) from broken


def _worded(message: str) -> str:
    """A fault of a body in the words that clients of Notify look for."""
    field = message.split("`")[1] if "`" in message else ""
    if "missing required field" in message:
        return f"{field} is a required property"
    if "unknown field" in message:
        return f"Additional properties are not allowed ({field} was unexpected)"
    return message


def _json(value: Any, status: int = 200) -> Response[bytes]:
    return Response(msgspec.json.encode(value), status_code=status, media_type="application/json")


async def _send(context: Context, service: str, wish: actions.Wish) -> Response[bytes]:
    one = await context.database.transact(lambda tx: actions.send(tx, service, wish))
    settings = context.resources.settings
    known = settings if isinstance(settings, ChannelSettings) else ChannelSettings()
    sender = known.mail_from or "torget@localhost"
    if wish.kind == "sms":
        sender = one.sender or known.sms_from
    return _json(shapes.accepted(one, _base(context), sender), 201)


@post("/v2/notifications/sms", guards=[OWN_KEYS])
async def send_sms(context: Held, request: Asking) -> Response[bytes]:
    """Send a text message by a template."""
    service = await _service(context, request)
    given = await _body(request, shapes.SendSms)
    return await _send(context, service, actions.Wish(
        kind="sms", to=given.phone_number, template_id=given.template_id,
        personalisation=given.personalisation, reference=given.reference,
        scheduled_for=given.scheduled_for, sender_id=given.sms_sender_id,
    ))  # fmt: skip


@post("/v2/notifications/email", guards=[OWN_KEYS])
async def send_email(context: Held, request: Asking) -> Response[bytes]:
    """Send a mail by a template."""
    service = await _service(context, request)
    given = await _body(request, shapes.SendEmail)
    guarded = given.sanitise_content_for or ()
    return await _send(context, service, actions.Wish(
        kind="email", to=given.email_address, template_id=given.template_id,
        personalisation=given.personalisation, reference=given.reference,
        scheduled_for=given.scheduled_for, sender_id=given.email_reply_to_id,
        unsubscribe=given.one_click_unsubscribe_url,
        without_links=(guarded,) if isinstance(guarded, str) else tuple(guarded),
    ))  # fmt: skip


@post("/v2/notifications/letter", guards=[OWN_KEYS])
async def send_letter(context: Held, request: Asking) -> Response[bytes]:
    """Take a letter by a template; it waits for the printers, who are no part of this."""
    service = await _service(context, request)
    given = await _body(request, shapes.SendLetter)
    if given.content is not None:
        raise bad_request("Service is not allowed to send precompiled letters")
    if not given.template_id:
        raise invalid("template_id is a required property")
    return await _send(context, service, actions.Wish(
        kind="letter", to="", template_id=given.template_id,
        personalisation=given.personalisation, reference=given.reference,
        scheduled_for=given.scheduled_for,
    ))  # fmt: skip


@get("/v2/notifications/{key:str}", guards=[OWN_KEYS])
async def read_one(context: Held, request: Asking, key: Key) -> Response[bytes]:
    """One notification with every key."""
    service = await _service(context, request)
    one = await actions.read_notification(context.database, service, key)
    return _json(shapes.notification_shape(one, _base(context)))


@get("/v2/notifications/{key:str}/pdf", guards=[OWN_KEYS])
async def read_pdf(context: Held, request: Asking, key: Key) -> None:
    """The pages of a letter: never ready, because printing is no part of this."""
    service = await _service(context, request)
    await actions.read_pdf(context.database, service, key)


@get("/v2/notifications", guards=[OWN_KEYS])
async def read_page(context: Held, request: Asking) -> Response[bytes]:
    """250 notifications; `next` is there whenever a page is not empty."""
    service = await _service(context, request)
    asked = request.query_params
    for name in asked:
        if name not in _KNOWN:
            raise invalid(f"Additional properties are not allowed ({name} was unexpected)")
    found = await actions.page(
        context.database, service, statuses=asked.getall("status", []),
        kinds=asked.getall("template_type", []), reference=asked.get("reference", ""),
        older_than=asked.get("older_than"),
    )  # fmt: skip
    address = f"{_base(context)}/v2/notifications"
    same = [(name, value) for name, value in asked.multi_items() if name != "older_than"]
    current = f"{address}?{urlencode(list(asked.multi_items()))}" if asked else address
    links = {"current": current}
    if found:
        links["next"] = f"{address}?{urlencode([*same, ('older_than', found[-1].id)])}"
    rows = [shapes.notification_shape(one, _base(context)) for one in found]
    return _json({"notifications": rows, "links": links})


@get("/v2/template/{key:str}", guards=[OWN_KEYS])
async def read_template(context: Held, request: Asking, key: Key) -> Response[bytes]:
    """The newest version of a template."""
    service = await _service(context, request)
    one = await actions.read_template(context.database, service, key)
    return _json(shapes.template_shape(one, next(iter(one.bodies))))


@get("/v2/template/{key:str}/version/{number:int}", guards=[OWN_KEYS])
async def read_version(context: Held, request: Asking, key: Key, number: Number) -> Response[bytes]:
    """A version of a template."""
    service = await _service(context, request)
    one = await actions.read_template(context.database, service, key, number)
    return _json(shapes.template_shape(one, next(iter(one.bodies))))


@post("/v2/template/{key:str}/preview", guards=[OWN_KEYS])
async def preview(context: Held, request: Asking, key: Key) -> Response[bytes]:
    """A template with values; nothing is sent."""
    service = await _service(context, request)
    given = await _body(request, shapes.Preview)
    one, filled = await actions.preview(context.database, service, key, given.personalisation)
    return _json(shapes.preview_shape(one, filled, as_html(filled.body)))


@get("/v2/templates", guards=[OWN_KEYS])
async def list_templates(context: Held, request: Asking) -> Response[bytes]:
    """Every template of the department."""
    service = await _service(context, request)
    found = await actions.list_templates(
        context.database, service, request.query_params.get("type")
    )
    rows = [shapes.template_shape(one, next(iter(one.bodies))) for one in found]
    return _json({"templates": rows})


@get("/v2/received-text-messages", guards=[OWN_KEYS])
async def received(context: Held, request: Asking) -> Response[bytes]:
    """Text messages that came in: the city's numbers take none."""
    await _service(context, request)
    address = f"{_base(context)}/v2/received-text-messages"
    return _json({"received_text_messages": [], "links": {"current": address}})


notify = Router(
    path="/notify",
    route_handlers=[
        send_sms, send_email, send_letter, read_one, read_pdf, read_page, read_template, read_version,
        preview, list_templates, received,
    ],
    exception_handlers={NotifyProblem: _refuse},
    opt={"own_keys": True, "also_at": "/v2/"},
)  # fmt: skip
