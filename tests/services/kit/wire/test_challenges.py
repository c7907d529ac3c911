# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A refused client is told what would help, in the header the standards name."""

from litestar import get
from litestar.testing import create_test_client

from services.kit.errors import StepUpRequired
from services.kit.web import answer_problem
from services.kit.wire.challenges import challenge_headers
from services.kit.wire.problem import Problem

LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"


def test_a_step_up_names_level_and_age():  # security A4
    assert challenge_headers(StepUpRequired((LOA3,), 300)) == {
        "WWW-Authenticate": 'Bearer error="insufficient_user_authentication", '
        'error_description="A stronger or fresher sign-in is needed", '
        f'acr_values="{LOA3}", max_age="300"'
    }


def test_a_proof_without_nonce_gets_one():  # security P2
    told = {"challenge": {"scheme": "DPoP", "error": "use_dpop_nonce", "nonce": "n"}}
    headers = challenge_headers(Problem("TOKEN_INVALID", extensions=told))
    assert headers["DPoP-Nonce"] == "n"
    assert headers["WWW-Authenticate"].startswith('DPoP error="use_dpop_nonce", algs="')


def test_other_refusals_ask_for_no_sign_in():
    assert challenge_headers(Problem("FORBIDDEN")) == {}
    assert challenge_headers(Problem("UNAUTHENTICATED")) == {"WWW-Authenticate": "Bearer"}
    assert challenge_headers(Problem("TOKEN_INVALID")) == {
        "WWW-Authenticate": 'Bearer error="invalid_token"'
    }


@get("/weak", sync_to_thread=False)
def weak() -> None:
    raise StepUpRequired((LOA3,), None)


def test_rest_answers_carry_the_challenge():  # security 4.5
    with create_test_client([weak], exception_handlers={Problem: answer_problem}) as client:
        answer = client.get("/weak")
        assert answer.status_code == 401
        assert LOA3 in answer.headers["www-authenticate"]
