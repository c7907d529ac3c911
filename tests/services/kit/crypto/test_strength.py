# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Secrets from people are looked at before the city starts (security row 58)."""

import pytest

from gateway.city.settings import CitySettings, Mode
from services.kit.crypto.strength import check_secret
from services.kit.errors import SettingsProblem

GOOD = "q7Zt-Vw2k_Hs9xLm4RbNc6Ya"


def test_a_random_secret_passes():
    check_secret("TORGET_X", GOOD)


@pytest.mark.parametrize(
    "weak", ["", "short", "a" * 40, "changeme-changeme-1234", "abababababababababab"]
)
def test_a_weak_one_is_refused_without_being_repeated(weak):
    with pytest.raises(SettingsProblem) as refused:
        check_secret("TORGET_X", weak)
    assert "TORGET_X" in str(refused.value)
    assert not weak or weak not in str(refused.value)


def test_production_does_not_start_with_a_weak_password():
    given = {"mode": Mode.PRODUCTION, "issuers": ("https://issuer.example",)}
    CitySettings(**given, database_password=GOOD)
    with pytest.raises(SettingsProblem, match="TORGET_DATABASE_PASSWORD"):
        CitySettings(**given, database_password="torget")
