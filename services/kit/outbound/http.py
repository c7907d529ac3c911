# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""HTTP to one origin by httpx: no redirects, no environment proxies, bodies counted while read."""

import ipaddress
import re
import ssl

import httpx

from services.kit.errors import SettingsProblem
from services.kit.outbound.exchange import PartnerFault, Reply, Request

CONNECT_SECONDS = 1.0
MOST_HEADER_BYTES = 32_768

_PATH = re.compile(r"/(?!/)[\x21-\x7e]*")
_HEADER = re.compile(r"[\x20-\x7e\t]*")


class HttpTransport:
    """Carries requests to one origin, which comes from settings."""

    def __init__(
        self,
        origin: str,
        *,
        tls: ssl.SSLContext | None = None,
        plain: bool = False,
        address: str | None = None,
    ) -> None:
        """`origin` is `https://host[:port]`; plain HTTP must be allowed, or the host be loopback.

        `address` is the IP address that the host was found at and judged by: the connection goes
        there and nowhere else, while name and certificate stay those of the host.
        Raises SettingsProblem for anything else.
        """
        self._origin = _checked(origin, plain=plain)
        self._extensions: dict[str, str] = {}
        self._host: dict[str, str] = {}
        if address is not None:
            url = httpx.URL(self._origin)
            self._host = {"Host": url.netloc.decode("ascii")}
            self._extensions = {"sni_hostname": url.host}
            self._origin = str(url.copy_with(host=address)).rstrip("/")
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=False,
            verify=tls if tls is not None else True,
            limits=httpx.Limits(max_connections=100, keepalive_expiry=4.0),
        )

    async def send(self, request: Request, *, most_bytes: int) -> Reply:
        """The whole answer, decoded from at most one content coding. Raises PartnerFault."""
        if not _PATH.fullmatch(request.path) or not all(
            _HEADER.fullmatch(value) for value in request.headers.values()
        ):
            raise PartnerFault("refused", sent=False)
        call = self._client.build_request(
            request.method,
            self._origin + request.path,
            headers={**self._host, **request.headers},
            content=request.body or None,
            extensions=self._extensions,
        )
        try:
            reply = await self._client.send(call, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            raise PartnerFault("unreachable", sent=False) from problem
        except httpx.TransportError as problem:
            raise PartnerFault("unreachable") from problem
        try:
            body = await _read(reply, most_bytes)
        except (httpx.TransportError, httpx.DecodingError) as problem:
            raise PartnerFault("bad_answer") from problem
        finally:
            await reply.aclose()
        headers = {name.lower(): value for name, value in reply.headers.items()}
        if sum(len(name) + len(value) for name, value in headers.items()) > MOST_HEADER_BYTES:
            raise PartnerFault("too_large")
        return Reply(status=reply.status_code, headers=headers, body=body)

    async def stop(self) -> None:
        """Close connections."""
        await self._client.aclose()


def _checked(origin: str, *, plain: bool) -> str:
    url = httpx.URL(origin)
    if (
        url.scheme not in ("https", "http")
        or not url.host
        or url.userinfo
        or url.path not in ("", "/")
    ):
        raise SettingsProblem(
            f"{origin!r} is not an origin; write https://host or https://host:port"
        )
    if url.scheme == "http" and not plain and not _is_loopback(url.host):
        raise SettingsProblem(f"{origin!r} would carry data unencrypted; write https://")
    return str(url).rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _read(reply: httpx.Response, most_bytes: int) -> bytes:
    declared = reply.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes:
        raise PartnerFault("too_large")
    if reply.headers.get("content-encoding", "").count(","):
        raise PartnerFault("bad_answer")
    parts: list[bytes] = []
    size = 0
    async for part in reply.aiter_bytes(65_536):
        size += len(part)
        if size > most_bytes:
            raise PartnerFault("too_large")
        parts.append(part)
    return b"".join(parts)
