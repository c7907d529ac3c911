# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The doors below `/auth`: sign-in, callback, logout, back-channel logout, who am I (plain ASGI)."""

import re
from collections.abc import Awaitable, Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from gateway.auth.attempts import ATTEMPT_SECONDS
from gateway.auth.choices import Choices
from gateway.auth.id_tokens import judge_logout_token
from gateway.auth.replays import LocalReplays, Replays
from gateway.auth.revocation import Revocation, RevokedKind
from gateway.auth.sessions import COOKIE, LOGIN_COOKIE, Session
from gateway.auth.sign_in import SignIn
from services.kit.wire import headers as names
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead, read_head
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.refusal import TokenRefused

App = Callable[[Any, Any, Any], Awaitable[None]]
Revoke = Callable[[list[Revocation]], Awaitable[None]]
"""Makes every process refuse what has ended."""

_MAX_FORM: Final = 64 * 1024
_AWAY: Final = 503
_DAY: Final = 86_400
_COSTS: Final = {"login": 20.0, "callback": 10.0}
"""Units of a network's budget: a sign-in costs an issuer work, too (X2)."""
_FIXED: Final = (
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
)
_PLACE: Final = re.compile(
    r"/auth/(login|logout|me|assignment|acting-for|sessions|keys"
    r"|callback/([a-z0-9-]{1,40})|backchannel/([a-z0-9-]{1,40}))"
)


class Answer(msgspec.Struct, frozen=True):
    """What a door answers."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def free(client: str | None, cost: float) -> int:
    """Nothing is counted."""
    del client, cost
    return 0


def never(caller: Caller) -> bool:
    """No mandate has ended."""
    del caller
    return False


class AuthDoors:
    """Signs browsers in and out, and recognises them by their cookie."""

    def __init__(
        self,
        sign_in: SignIn,
        revoke: Revoke,
        *,
        address: str,
        now: Callable[[], float],
        choices: Choices | None = None,
        replays: Replays | None = None,
        client_keys: Callable[[], Mapping[str, Any]] = dict,
        ended: Callable[[Caller], bool] = never,
        spend: Callable[[str | None, float], int] = free,
    ) -> None:
        """Serve a relying party; `revoke` spreads what an issuer has ended.

        `client_keys` gives the key set that issuers know us by; `ended` tells whether the mandate
        a caller acts under has been withdrawn; `spend` takes units from a network's budget: 0, or the
        seconds to wait.
        """
        self._sign_in = sign_in
        self._revoke = revoke
        self._address = address.rstrip("/")
        self._now = now
        self._choices = choices or Choices(sign_in.desk)
        self._seen = replays or LocalReplays(now=now)
        self._client_keys = client_keys
        self._ended = ended
        self._spend = spend

    def before(self, fallback: App) -> App:
        """An application that answers `/auth/...` itself and hands the rest to `fallback`."""

        async def app(scope: Any, receive: Any, send: Any) -> None:
            place = _PLACE.fullmatch(scope["path"]) if scope["type"] == "http" else None
            if place is None:
                await fallback(scope, receive, send)
                return
            try:
                answer = await self._answer(place, read_head(scope), receive)
            except Problem as problem:
                body = msgspec.json.encode({"code": problem.code})
                gone = (_cookie(COOKIE, "", seconds=0),) if problem.code == "SESSION_ENDED" else ()
                if "retryAfter" in problem.extensions:
                    gone = (("retry-after", str(problem.extensions["retryAfter"])),)
                answer = Answer(problem.status, (("content-type", "application/json"), *gone), body)
            except OSError:
                body = msgspec.json.encode({"code": "DOWNSTREAM_SERVICE_ERROR"})
                answer = Answer(_AWAY, (("content-type", "application/json"),), body)
            await _send(send, answer)

        return app

    async def recognise(self, head: RequestHead) -> Caller:
        """The caller of a browser's session.

        Raises SESSION_ENDED when its cookie is of no use, DELEGATION_ENDED when her mandate is over.
        """
        session = await self._session(head, is_use=not head.again)
        if session is None:
            return ANONYMOUS
        if self._ended(session.caller):
            raise Problem("DELEGATION_ENDED")
        return session.caller

    async def _session(self, head: RequestHead, *, is_use: bool = True) -> Session | None:
        cookie = cookies_of(head).get(COOKIE)
        if cookie is None:
            return None
        session = await self._sign_in.desk.find(cookie, is_use=is_use)
        if session is not None:
            session = await self._sign_in.renew(session)
        if session is None:
            raise Problem("SESSION_ENDED")
        return session

    async def _answer(self, place: re.Match[str], head: RequestHead, receive: Any) -> Answer:
        action = place[1].partition("/")[0]
        wait = self._spend(head.client, _COSTS.get(action, 1.0))
        if wait:
            raise Problem("RATE_LIMITED", extensions={"retryAfter": wait})
        match (head.method, action):
            case ("GET", "login"):
                answer = await self._begin(head)
            case ("GET", "callback"):
                answer = await self._finish(place[2], head)
            case ("GET", "me"):
                answer = await self._tell(head)
            case ("GET", "keys"):
                answer = _json(self._client_keys())
            case ("GET", "sessions"):
                session = await self._signed_in(head)
                answer = _json(await self._choices.list_sessions(session))
            case ("POST", "backchannel"):
                answer = await self._hear(place[3], await _read_form(receive))
            case ("POST", "logout" | "assignment" | "acting-for" | "sessions"):
                self._refuse_foreign(head)
                answer = await self._change(action, head, receive)
            case _:
                raise Problem("METHOD_NOT_ALLOWED")
        return answer

    async def _change(self, action: str, head: RequestHead, receive: Any) -> Answer:
        if action == "logout":
            return await self._leave(head)
        form = await _read_form(receive)
        session = await self._signed_in(head)
        if action == "sessions":
            ended = await self._choices.end_sessions(session, form.get("id"))
            return _json({"ended": ended})
        if action == "assignment":
            cookie = await self._choices.take_assignment(session, form.get("id", ""))
        else:
            cookie = await self._choices.act_for(session, form.get("mandate") or None)
        return Answer(204, (_cookie(COOKIE, cookie),))

    async def _signed_in(self, head: RequestHead) -> Session:
        session = await self._session(head)
        if session is None:
            raise Problem("UNAUTHENTICATED")
        return session

    def _refuse_foreign(self, head: RequestHead) -> None:
        """Only a page of ours may ask for a change."""
        origin = head.header(b"origin")
        if not head.header(names.CLIENT.lower().encode()) and origin != self._address:
            raise Problem("CSRF_REFUSED")

    async def _begin(self, head: RequestHead) -> Answer:
        asked = _query(head)
        age = asked.get("max_age", "")
        begun = await self._sign_in.begin(
            asked.get("issuer", next(iter(self._sign_in.issuers), "")),
            return_to=asked.get("return_to"),
            acr_values=tuple(asked.get("acr_values", "").split()),
            max_age=int(age) if age.isdecimal() else None,
            before=cookies_of(head).get(COOKIE),
            hint=asked.get("login_hint"),
        )
        kept = _cookie(LOGIN_COOKIE, begun.login_cookie, seconds=ATTEMPT_SECONDS)
        return Answer(302, (("location", begun.location), kept))

    async def _finish(self, issuer: str, head: RequestHead) -> Answer:
        done = await self._sign_in.finish(issuer, _query(head), cookies_of(head).get(LOGIN_COOKIE))
        cookies = (_cookie(COOKIE, done.cookie), _cookie(LOGIN_COOKIE, "", seconds=0))
        return Answer(302, (("location", done.return_to), *cookies))

    async def _tell(self, head: RequestHead) -> Answer:
        session = await self._session(head)
        caller = session.caller if session else ANONYMOUS
        return _json(
            {
                "kind": caller.kind,
                "id": caller.sub or None,
                "loa": caller.loa,
                "actingFor": caller.act_for,
                "mandate": caller.delegation.id if caller.delegation else None,
                "roles": caller.roles,
                "assignment": caller.assignment,
                "assignments": session.choices if session else (),
            }
        )

    async def _leave(self, head: RequestHead) -> Answer:
        """End the session here and at its issuer."""
        cookie = cookies_of(head).get(COOKIE)
        there = await self._sign_in.sign_out(cookie) if cookie else None
        return _json({"location": there or "/"}, _cookie(COOKIE, "", seconds=0))

    async def _hear(self, issuer_id: str, form: Mapping[str, str]) -> Answer:
        issuer = self._sign_in.issuers.get(issuer_id)
        if issuer is None:
            return Answer(400)
        now = self._now()
        try:
            claims = await judge_logout_token(
                form.get("logout_token", ""),
                issuer,
                self._sign_in.directories[issuer.id].keys,
                now,
            )
        except TokenRefused:
            return Answer(400)
        if not await self._seen.add_new(f"logout:{issuer.id}:{claims['jti']}", _DAY):
            return Answer(400)
        sid, sub = claims.get("sid"), claims.get("sub")
        await self._sign_in.desk.end_where(issuer.id, sid=sid, sub=sub)
        kind, value = (RevokedKind.SESSION, sid) if sid else (RevokedKind.SUBJECT, sub)
        await self._revoke(
            [
                Revocation(
                    iss=issuer.iss, kind=kind, value=str(value), not_before=now, until=now + _DAY
                )
            ]
        )
        return Answer(200)


def _json(content: Any, *headers: tuple[str, str]) -> Answer:
    body = msgspec.json.encode(content)
    return Answer(200, (("content-type", "application/json"), *headers), body)


def cookies_of(head: RequestHead) -> dict[str, str]:
    """Cookies by name; a name that comes twice is not believed at all."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for line in head.all(b"cookie"):
        try:
            jar = SimpleCookie(line)
        except CookieError:
            continue
        for part in line.split(";"):
            name = part.partition("=")[0].strip()
            if name in found:
                twice.add(name)
            if name in jar:
                found[name] = jar[name].value
    return {name: value for name, value in found.items() if name not in twice}


def _cookie(name: str, value: str, *, seconds: int | None = None) -> tuple[str, str]:
    life = "" if seconds is None else f"; Max-Age={seconds}"
    return ("set-cookie", f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{life}")


def _query(head: RequestHead) -> dict[str, str]:
    pairs = parse_qsl(head.query.decode("latin-1"), keep_blank_values=True, max_num_fields=30)
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem("BAD_REQUEST")
    return found


async def _read_form(receive: Any) -> dict[str, str]:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > _MAX_FORM:
            raise Problem("BODY_TOO_LARGE")
        if not message.get("more_body"):
            return dict(parse_qsl(body.decode("latin-1"), max_num_fields=30))


async def _send(send: Any, answer: Answer) -> None:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in answer.headers]
    headers += [*_FIXED, (b"content-length", b"%d" % len(answer.body))]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
