# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The doors of the issuer (OpenID Connect Core, Discovery, RFC 6749, 7009, 7636, 9068, 9207).

Nobody proves anything here: whoever comes picks one of the made-up people. So these doors exist in
demonstration mode alone.
"""

import hmac
from html import escape
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from services.identity import actions
from services.identity.demo import PEOPLE, demo_key, issuer_of
from services.identity.domain import (
    SCOPES,
    OAuthFault,
    SignInRequest,
    check_redirect,
    check_request,
    client_named,
    redirect_to,
)
from services.kit.context import Context
from services.kit.errors import SettingsProblem
from services.kit.policy.routes import public_route
from services.kit.wire.tokens.keys import SigningKey, read_key_set
from services.kit.wire.tokens.refusal import TokenRefused
from services.kit.wire.tokens.signed import verify_compact

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
Web = Request[Any, Any, State]

_OPEN: Final = public_route("whoever signs in has not signed in yet")
_FRESH: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_PAGE: Final = {
    **_FRESH,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
}


@get("/.well-known/openid-configuration", guards=[_OPEN], sync_to_thread=False)
def describe_issuer(context: NamedDependency[Context]) -> dict[str, Any]:
    """What the issuer can do and where (OpenID Connect Discovery)."""
    iss = issuer_of(context.resources.address)
    return {
        "issuer": iss,
        "authorization_endpoint": f"{iss}/authorize",
        "token_endpoint": f"{iss}/token",
        "userinfo_endpoint": f"{iss}/userinfo",
        "jwks_uri": f"{iss}/jwks",
        "revocation_endpoint": f"{iss}/revoke",
        "end_session_endpoint": f"{iss}/logout",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": list(SCOPES),
        "acr_values_supported": sorted({acr for person in PEOPLE for acr in person.acr}),
        "authorization_response_iss_parameter_supported": True,
    }


@get("/jwks", guards=[_OPEN], sync_to_thread=False)
def publish_keys(context: NamedDependency[Context]) -> dict[str, Any]:
    """The issuer's public keys."""
    return {"keys": [_key(context).public_jwk]}


@get("/authorize", guards=[_OPEN])
async def authorize(context: NamedDependency[Context], request: Web) -> Response[Any]:
    """Begin a sign-in: a page with the people, or straight on with `login_hint`."""
    try:
        asked = _sign_in_request(dict(request.query_params), context)
    except OAuthFault as fault:
        return _refuse(fault)
    try:
        check_request(asked)
        if asked.login_hint:
            return await _send_back(context, asked, asked.login_hint)
    except OAuthFault as fault:
        return _tell_client(context, asked, fault)
    return Response(_page(asked), media_type=MediaType.HTML, headers=_PAGE)


@post("/authorize", guards=[_OPEN])
async def choose_person(context: NamedDependency[Context], data: Form) -> Response[Any]:
    """A person was chosen on the page."""
    try:
        asked = _sign_in_request(data, context)
        check_request(asked)
    except OAuthFault as fault:
        return _refuse(fault)
    try:
        return await _send_back(context, asked, data.get("person", ""))
    except OAuthFault as fault:
        return _tell_client(context, asked, fault)


@post("/token", guards=[_OPEN], status_code=200)
async def issue_tokens(context: NamedDependency[Context], data: Form) -> Response[Any]:
    """The token endpoint."""
    issuing = actions.Issuing(issuer_of(context.resources.address), _key(context))
    try:
        client = client_named(data.get("client_id", ""))
        match data.get("grant_type"):
            case "authorization_code" if not client.is_machine:
                given = actions.CodeExchange(
                    code=data.get("code", ""),
                    redirect_uri=data.get("redirect_uri", ""),
                    verifier=data.get("code_verifier", ""),
                )
                answer = await context.database.transact(
                    lambda tx: actions.exchange_code(tx, client, given, issuing)
                )
            case "refresh_token" if not client.is_machine:
                token = data.get("refresh_token", "")
                answer = await context.database.transact(
                    lambda tx: actions.refresh_tokens(tx, client, token, issuing)
                )
            case "client_credentials" if client.is_machine:
                _check_secret(context, client.id, data.get("client_secret", ""))
                now = context.clock.now_ms()
                answer = actions.machine_tokens(client, data.get("scope", ""), issuing, now)
            case _:
                answer = OAuthFault("unsupported_grant_type")
    except OAuthFault as fault:
        answer = fault
    if isinstance(answer, OAuthFault):
        return _refuse(answer)
    return Response(msgspec.to_builtins(answer), headers=_FRESH)


@get("/userinfo", guards=[_OPEN])
async def tell_about_user(context: NamedDependency[Context], request: Web) -> Response[Any]:
    """Who the bearer of an access token is."""
    keys = read_key_set({"keys": [_key(context).public_jwk]})
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        claims = verify_compact(token, keys, typs=("at+jwt",))
    except TokenRefused:
        claims = {}
    alive = claims.get("exp", 0) > context.clock.now_ms() // 1000
    person = next((each for each in PEOPLE if each.id == claims.get("sub")), None)
    if scheme.lower() != "bearer" or not alive or person is None:
        return Response(
            None, status_code=401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}
        )
    shown = {"sub": person.id, "name": person.shown, "locale": person.language}
    return Response(shown, headers=_FRESH)


@post("/revoke", guards=[_OPEN], status_code=200)
async def revoke(context: NamedDependency[Context], data: Form) -> Response[None]:
    """Revocation (RFC 7009): always 200, whatever the token was."""
    token = data.get("token", "")
    await context.database.transact(lambda tx: actions.end_by_token(tx, token))
    return Response(None, headers=_FRESH)


@get("/logout", guards=[_OPEN])
async def log_out(context: NamedDependency[Context], request: Web) -> Response[Any]:
    """RP-initiated logout: ends what the sign-in of `id_token_hint` gave."""
    keys = read_key_set({"keys": [_key(context).public_jwk]})
    try:
        claims = verify_compact(request.query_params.get("id_token_hint", ""), keys, typs=("jwt",))
    except TokenRefused:
        return _refuse(OAuthFault("invalid_request", "An id_token_hint of ours is required."))
    sid = str(claims.get("sid", ""))
    await context.database.transact(lambda tx: actions.end_session(tx, sid))
    target = request.query_params.get("post_logout_redirect_uri", "")
    ours = urlsplit(context.resources.address)
    there = urlsplit(target)
    if (there.scheme, there.netloc) != (ours.scheme, ours.netloc):
        return Response("Signed out.", media_type=MediaType.TEXT, headers=_PAGE)
    return Redirect(
        redirect_to(target, state=request.query_params.get("state", "")), headers=_FRESH
    )


routes = [
    describe_issuer,
    publish_keys,
    authorize,
    choose_person,
    issue_tokens,
    tell_about_user,
    revoke,
    log_out,
]


def _key(context: Context) -> SigningKey:
    folder = context.resources.folder
    if folder is None:
        raise SettingsProblem("The demonstration issuer needs a data folder for its key.")
    return demo_key(folder)


def machine_secret(key: SigningKey, client_id: str) -> str:
    """The secret of a machine of the demonstration, derived from the issuer's own key."""
    private = msgspec.json.encode(key.private_jwk["d"])
    return hmac.new(private, client_id.encode(), "sha256").hexdigest()


def _check_secret(context: Context, client_id: str, given: str) -> None:
    expected = machine_secret(_key(context), client_id)
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise OAuthFault("invalid_client", "The secret is wrong.", status=401)


def _sign_in_request(given: dict[str, Any], context: Context) -> SignInRequest:
    fields = SignInRequest.__struct_fields__
    asked = msgspec.convert({name: str(given.get(name, "")) for name in fields}, SignInRequest)
    client = client_named(asked.client_id)
    check_redirect(client, asked.redirect_uri, context.resources.address)
    if given.get("response_type") != "code" or given.get("code_challenge_method") != "S256":
        raise OAuthFault("invalid_request", "Only code with PKCE S256 is offered.")
    return asked


async def _send_back(context: Context, asked: SignInRequest, name: str) -> Redirect:
    if name not in {person.name for person in PEOPLE}:
        raise OAuthFault("login_required", "There is no such person.")
    code = await context.database.transact(lambda tx: actions.sign_in(tx, asked, name))
    iss = issuer_of(context.resources.address)
    target = redirect_to(asked.redirect_uri, code=code, state=asked.state, iss=iss)
    return Redirect(target, headers=_FRESH)


def _tell_client(context: Context, asked: SignInRequest, fault: OAuthFault) -> Redirect:
    iss = issuer_of(context.resources.address)
    target = redirect_to(asked.redirect_uri, error=fault.error, state=asked.state, iss=iss)
    return Redirect(target, headers=_FRESH)


def _refuse(fault: OAuthFault) -> Response[dict[str, str]]:
    said = {"error": fault.error, "error_description": fault.description}
    return Response(said, status_code=fault.status, headers=_FRESH)


def _page(asked: SignInRequest) -> str:
    kept = {**msgspec.structs.asdict(asked), "response_type": "code"}
    kept["code_challenge_method"] = "S256"
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in kept.items()
    )
    people = "".join(
        f'<li><button name="person" value="{escape(person.name)}" lang="en">'
        f"{escape(person.shown)}</button> {escape(person.about)}</li>"
        for person in PEOPLE
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Demo sign-in</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{font:1.1rem system-ui;margin:2rem auto;max-width:40rem}"
        "li{margin:.7rem 0}button{font:inherit;padding:.5rem 1rem}</style>"
        "<main><h1>Demo sign-in</h1><p>These people are made up. Choose one.</p>"
        f'<form method="post">{hidden}<ul>{people}</ul></form></main></html>'
    )
