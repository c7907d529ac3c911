# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Settings: typed, from the environment or files, unknown names refused with a hint."""

import msgspec
import pytest

from gateway.city.settings import CitySettings, Mode
from services.kit.errors import SettingsProblem
from services.kit.settings import read_settings, settings_schema


def test_values_come_typed_from_the_environment():
    read = read_settings(CitySettings, {"TORGET_PORT": "8123", "TORGET_ORIGINS": "a.se, b.se"})
    assert (read.port, read.origins, read.mode) == (8123, ("a.se", "b.se"), Mode.DEMO)


def test_the_command_line_wins_over_the_environment():
    assert read_settings(CitySettings, {"TORGET_PORT": "1"}, port=2).port == 2


def test_an_unknown_name_is_refused_with_the_nearest_known_one():
    with pytest.raises(
        SettingsProblem, match=r"TORGET_PROT is not a setting\. Did you mean TORGET_PORT\?"
    ):
        read_settings(CitySettings, {"TORGET_PROT": "1"})


def test_a_wrong_value_names_its_variable():
    with pytest.raises(SettingsProblem, match=r"^TORGET_PORT cannot be used: "):
        read_settings(CitySettings, {"TORGET_PORT": "many"})


def test_secrets_come_from_files(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("s3cret\n")
    read = read_settings(CitySettings, {"TORGET_DATABASE_PASSWORD_FILE": str(secret)})
    assert read.database_password == "s3cret"


def test_a_missing_secret_file_is_one_clear_line(tmp_path):
    with pytest.raises(SettingsProblem, match="cannot be read: No such file"):
        read_settings(CitySettings, {"TORGET_DATABASE_PASSWORD_FILE": str(tmp_path / "none")})


def test_production_needs_an_issuer_and_refuses_the_developer_profile():
    with pytest.raises(SettingsProblem, match="TORGET_ISSUERS is empty"):
        read_settings(CitySettings, {"TORGET_MODE": "production"})
    with pytest.raises(SettingsProblem, match="refused in production"):
        read_settings(
            CitySettings,
            {
                "TORGET_MODE": "production",
                "TORGET_ISSUERS": "https://id.example.org",
                "TORGET_PROFILE": "developer",
            },
        )


def test_the_schema_names_each_variable_and_describes_it():
    settings = settings_schema({"TORGET_": CitySettings})["$defs"]["CitySettings"]
    assert settings["additionalProperties"] is False
    for name, detail in settings["properties"].items():
        assert detail["x-environment"] == f"TORGET_{name.upper()}"
        assert detail["description"]


class BoardSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    most_notes: int = 10
    secret: str = ""


def test_an_e_service_reads_its_own_variables_and_the_city_leaves_them_alone(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    environ = {
        "TORGET_PORT": "8123",
        "TORGET_BOARD_MOST_NOTES": "3",
        "TORGET_BOARD_SECRET_FILE": str(secret),
    }
    own = read_settings(BoardSettings, environ, prefix="TORGET_BOARD_")
    assert own == BoardSettings(most_notes=3, secret="s3cret")
    assert read_settings(CitySettings, environ, elsewhere=("TORGET_BOARD_",)).port == 8123


def test_an_unknown_variable_of_an_e_service_is_refused_by_its_full_name():
    with pytest.raises(SettingsProblem, match="Did you mean TORGET_BOARD_MOST_NOTES"):
        read_settings(BoardSettings, {"TORGET_BOARD_MOST_NOTE": "3"}, prefix="TORGET_BOARD_")
    with pytest.raises(SettingsProblem, match=r"^TORGET_BOARD_MOST_NOTES cannot be used"):
        read_settings(BoardSettings, {"TORGET_BOARD_MOST_NOTES": "x"}, prefix="TORGET_BOARD_")
