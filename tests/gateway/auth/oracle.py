# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city against a third party's OpenID provider from npm: sign-in, refresh, step-up, both logouts.

    ORACLE_MODULES=<node_modules with oidc-provider> python -m tests.gateway.auth.oracle [--browser]

Both run as real processes on loopback. PAR, signed request objects, private_key_jwt, userinfo, DPoP
and back-channel logout are the provider's; nothing of it is ours.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx
import msgspec

from gateway.auth.dpop import token_hash
from gateway.auth.oauth import challenge_of
from services.kit.clock import SystemClock
from services.kit.wire.tokens.compact import encode, read_compact
from services.kit.wire.tokens.keys import new_signing_key
from tests.gateway.auth.worlds import LOA3, signed
from tests.support.browser import chromium
from tests.support.city import RunningCity, free_ports, one_process

HERE = Path(__file__).parents[2] / "npm" / "provider.mjs"
LOA2 = LOA3.replace("loa3", "loa2")
SECONDS = 30


class Browser:
    """Cookies by host, redirects one at a time: what a browser does, visibly."""

    def __init__(self) -> None:
        self.client = httpx.Client(follow_redirects=False, timeout=SECONDS)
        self.jars: dict[str, dict[str, str]] = {}

    def go(self, method: str, url: str, form=None, **headers: str) -> httpx.Response:
        self.client.cookies.clear()
        jar = self.jars.setdefault(urlsplit(url).netloc, {})
        if jar:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        answer = self.client.request(method, url, data=form, headers=headers)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            gone = "Max-Age=0" in line or "expires=Thu, 01 Jan 1970" in line.lower()
            jar.pop(name, None) if gone else jar.__setitem__(name, value)
        return answer

    def follow(self, answer: httpx.Response, url: str, who: str, stop: str) -> httpx.Response:
        """Follow redirects, sign in where asked, until an address begins with `stop`."""
        for _ in range(12):
            if answer.is_redirect:
                url = urljoin(url, answer.headers["location"])
                if url.startswith(stop):
                    return answer
                answer = self.go("GET", url)
            elif "/interaction/" in url:
                answer = self.go("POST", url, {"who": who})
            else:
                return answer
        raise AssertionError("the sign-in goes in circles")


class Play:
    """One city, one provider, one browser."""

    def __init__(self, city: RunningCity, issuer: str) -> None:
        self.city = f"http://127.0.0.1:{city.port}"
        self.issuer = issuer
        self.browser = Browser()

    def sign_in(self, who: str = "amina", **more: str) -> httpx.Response:
        url = f"{self.city}/auth/login?{urlencode({'issuer': 'npm', 'return_to': '/home', **more})}"
        begun = self.browser.go("GET", url)
        assert begun.status_code == 302, begun.text
        return self.browser.follow(begun, url, who, f"{self.city}/home")

    def me(self) -> httpx.Response:
        return self.browser.go("GET", f"{self.city}/auth/me")

    def request_carries_protection(self) -> None:
        """PAR: the address in the browser holds a name and nothing else (W1)."""
        begun = self.browser.go("GET", f"{self.city}/auth/login?issuer=npm")
        assert begun.status_code == 302, begun.text
        asked = parse_qs(urlsplit(begun.headers["location"]).query)
        assert set(asked) == {"client_id", "request_uri", "response_type"}, asked
        assert asked["request_uri"][0].startswith("urn:ietf:params:oauth:request_uri:")

    def signs_in_and_steps_up(self) -> None:
        done = self.sign_in(acr_values=LOA2)
        assert done.headers["location"] == "/home", done.text
        first = self.me().json()
        assert (first["kind"], first["loa"]) == ("resident", 2), first
        self.sign_in(acr_values=LOA3)
        second = self.me().json()
        assert (second["id"], second["loa"]) == (first["id"], 3)

    def tells_who_she_is_in_the_graph(self) -> None:
        self.sign_in()
        answer = self.browser.go(
            "POST",
            f"{self.city}/graphql",
            json.dumps({"query": "{ me { id } }"}),
            **{"content-type": "application/json", "torget-client": "oracle"},
        )
        assert answer.json()["data"]["me"]["id"] == self.me().json()["id"], answer.text

    def an_answer_is_good_once(self) -> None:
        url = f"{self.city}/auth/login?issuer=npm"
        begun = self.browser.go("GET", url)
        answer = self.browser.follow(begun, url, "amina", f"{self.city}/auth/callback")
        callback = answer.headers["location"]
        assert self.browser.go("GET", callback).status_code == 302
        assert self.browser.go("GET", callback).status_code == 401

    def the_city_asks_anew_when_tokens_grow_old(self) -> None:
        """Tokens of the provider live two seconds here; the session lives on by refreshing (B4)."""
        self.sign_in()
        deadline = time.monotonic() + SECONDS
        while httpx.get(f"{self.issuer}/refreshed").text == "0":
            assert time.monotonic() < deadline
            assert self.me().json()["kind"] == "resident"
            time.sleep(0.2)
        assert self.me().json()["kind"] == "resident"

    def the_provider_ends_the_session(self) -> None:
        """Back-channel logout: the provider calls the city, the browser's session is over (B6)."""
        self.sign_in()
        page = self.browser.go("GET", f"{self.issuer}/session/end")
        secret = re.search(r'name="xsrf" value="([^"]+)"', page.text)
        assert secret, page.text
        form = {"xsrf": secret[1], "logout": "yes"}
        self.browser.go("POST", f"{self.issuer}/session/end/confirm", form)
        assert self.me().json() == {"code": "SESSION_ENDED"}

    def the_person_signs_out_at_both(self) -> None:
        self.sign_in()
        done = self.browser.go("POST", f"{self.city}/auth/logout", origin=self.city)
        there = done.json()["location"]
        assert there.startswith(f"{self.issuer}/session/end?id_token_hint=")
        assert self.me().json()["kind"] == "anonymous"

    def an_app_shows_its_own_token_with_proof(self) -> None:
        """A native app: code, PKCE, a token bound to its key, and the city's graph (RFC 9449)."""
        key, verifier = new_signing_key("ES256"), "v" * 64
        asked = {
            "client_id": "torget-app", "response_type": "code", "scope": "openid",
            "redirect_uri": "http://127.0.0.1/callback", "state": "s", "nonce": "n",
            "code_challenge": challenge_of(verifier), "code_challenge_method": "S256",
            "acr_values": LOA3,
        }  # fmt: skip
        url = f"{self.issuer}/auth?{urlencode(asked)}"
        answer = self.browser.follow(
            self.browser.go("GET", url), url, "amina", "http://127.0.0.1/callback"
        )
        code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
        form = {
            "grant_type": "authorization_code", "code": code, "code_verifier": verifier,
            "redirect_uri": "http://127.0.0.1/callback", "client_id": "torget-app",
        }  # fmt: skip
        place = f"{self.issuer}/token"
        got = httpx.post(place, data=form, headers={"dpop": _proof(key, place)})
        if "DPoP-Nonce" in got.headers and got.status_code == 400:
            proof = _proof(key, place, nonce=got.headers["DPoP-Nonce"])
            got = httpx.post(place, data=form, headers={"dpop": proof})
        token = got.json()["access_token"]
        assert read_compact(token).claims["cnf"]["jkt"] == key.verifier.thumbprint
        graph = f"{self.city}/graphql"
        shown = {"query": "{ me { id } }"}
        good = {"authorization": f"DPoP {token}", "dpop": _proof(key, graph, token=token)}
        assert httpx.post(graph, json=shown, headers=good).json()["data"]["me"]["id"]
        for bad in (
            good,  # the same proof again
            {"authorization": f"Bearer {token}"},
            {"authorization": f"DPoP {token}"},
            {**good, "dpop": _proof(new_signing_key("ES256"), graph, token=token)},
        ):
            assert httpx.post(graph, json=shown, headers=bad).status_code == 401


STEPS = (
    Play.request_carries_protection,
    Play.signs_in_and_steps_up,
    Play.tells_who_she_is_in_the_graph,
    Play.an_answer_is_good_once,
    Play.the_city_asks_anew_when_tokens_grow_old,
    Play.the_provider_ends_the_session,
    Play.the_person_signs_out_at_both,
    Play.an_app_shows_its_own_token_with_proof,
)


def _proof(key, url: str, *, token: str = "", nonce: str = "") -> str:
    jwk = {k: v for k, v in key.public_jwk.items() if k not in ("kid", "use", "alg")}
    claims = {
        "jti": encode(os.urandom(12)), "htm": "POST", "htu": url,
        "iat": SystemClock().now_ms() // 1000,
    }  # fmt: skip
    if token:
        claims["ath"] = token_hash(token)
    if nonce:
        claims["nonce"] = nonce
    return signed({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk}, claims, key)


def in_chromium(play: Play, folder: Path) -> None:
    """A person at a real browser: the page of the issuer, a button, back at the city, signed in."""
    with (
        chromium(folder) as browser,
        browser.page(f"{play.city}/auth/login?issuer=npm&return_to=/auth/me") as page,
    ):
        page.until("document.querySelector('input[name=who]') !== null")
        page.run("document.querySelector('input[name=who]').value = 'bo'")
        page.run("document.querySelector('#go').click()")
        page.until("location.pathname === '/auth/me'")
        shown = json.loads(page.run("document.body.innerText"))
        assert (shown["kind"], shown["loa"]) == ("resident", 3), shown
        assert page.run("document.cookie") == ""  # no script sees the session


@contextmanager
def provider(port: int, city: str) -> Iterator[str]:
    keys = {"keys": [new_signing_key("ES256", kid="p1").private_jwk]}
    environment = os.environ | {"PROVIDER_JWKS": msgspec.json.encode(keys).decode()}
    process = subprocess.Popen(
        ["node", str(HERE), str(port), city], env=environment, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--browser", action="store_true")
    wants_browser = words.parse_args().browser
    (port,) = free_ports(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        issuers = folder / "issuers.json"
        entry = {
            "id": "npm", "iss": f"http://127.0.0.1:{port}", "auth": "private_key_jwt",
            "signs_requests": True, "reads_userinfo": True, "algorithms": ["ES256"],
            "scope": "openid offline_access",
        }  # fmt: skip
        issuers.write_bytes(msgspec.json.encode([entry]))
        with one_process(folder, issuers_path=str(issuers)) as city:
            address = f"http://127.0.0.1:{city.port}"
            with provider(port, address) as issuer:
                for step in STEPS:
                    step(Play(city, issuer))
                    sys.stdout.write(f"{step.__name__}: ok\n")
                if wants_browser:
                    in_chromium(Play(city, issuer), folder)
                    sys.stdout.write("in_chromium: ok\n")


if __name__ == "__main__":
    main()
