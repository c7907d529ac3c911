# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Settings are one frozen struct per program, read from the environment; unknown ones are refused.

An e-service's own settings are its room `settings`: `turn_secret` of care is `TORGET_CARE_TURN_SECRET`.
A setting `data_dir` is `TORGET_DATA_DIR`; `TORGET_DATA_DIR_FILE` names a file that holds the value, so
that secrets never stand in the environment. The JSON Schema of a struct is its documentation.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec

from services.kit.errors import SettingsProblem

PREFIX = "TORGET_"
_FILE_SUFFIX = "_FILE"
_NOBODY = ("\0",)
"""No variable begins so."""

SettingsStruct = TypeVar("SettingsStruct", bound=msgspec.Struct)


def read_settings(
    kind: type[SettingsStruct],
    environ: Mapping[str, str],
    *,
    prefix: str = PREFIX,
    elsewhere: tuple[str, ...] = (),
    **given: Any,
) -> SettingsStruct:
    """Build `kind` from the environment; `given` (the command line) wins over it.

    `prefix` is `TORGET_CARE_` for the settings of care; `elsewhere` are longer prefixes whose
    variables others read. Raises SettingsProblem with one line for an unknown name, an unreadable
    file or a wrong value.
    """
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    raw: dict[str, Any] = {}
    for variable, value in environ.items():
        if variable.startswith(prefix) and not variable.startswith(elsewhere or _NOBODY):
            name, text = _resolve(variable, value, prefix=prefix, known=tuple(fields))
            raw[name] = _parse_list(text) if _is_tuple(fields[name].type) else text
    raw |= {name: value for name, value in given.items() if value is not None}
    try:
        return msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsProblem(_explain(str(error), prefix)) from error


def service_prefix(service: str) -> str:
    """How the variables of an e-service's own settings begin."""
    return f"{PREFIX}{service.upper()}_"


def settings_schema(kinds: Mapping[str, type[msgspec.Struct]]) -> dict[str, Any]:
    """The JSON Schema of settings structs by prefix, as `openapi/settings.schema.json` publishes it."""
    schemas, components = msgspec.json.schema_components(kinds.values())
    prefixes = {kind.__name__: prefix for prefix, kind in kinds.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of Torget",
        "anyOf": list(schemas),
        "$defs": {
            name: _with_variables(component, prefixes.get(name))
            for name, component in components.items()
        },
    }


def _resolve(variable: str, value: str, *, prefix: str, known: tuple[str, ...]) -> tuple[str, str]:
    name = variable.removeprefix(prefix).lower()
    if name in known:
        return name, value
    if (
        variable.endswith(_FILE_SUFFIX)
        and (base := name.removesuffix(_FILE_SUFFIX.lower())) in known
    ):
        try:
            return base, Path(value).read_text(encoding="utf-8").rstrip("\n")
        except OSError as error:
            raise SettingsProblem(
                f"{variable} names the file {value}, which cannot be read: {error.strerror}."
            ) from error
    nearest = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {prefix}{nearest[0].upper()}?" if nearest else ""
    raise SettingsProblem(f"{variable} is not a setting.{hint} `torget doctor` lists them all.")


def _is_tuple(kind: Any) -> bool:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_origin(kind) is tuple


def _parse_list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _explain(message: str, prefix: str) -> str:
    """Turn msgspec's `... - at `$.port`` into a line that names the variable."""
    reason, _, place = message.partition(" - at `$.")
    if not place:
        return f"The settings cannot be used: {reason}."
    name = place.rstrip("`").split(".")[0].split("[")[0]
    return f"{prefix}{name.upper()} cannot be used: {reason}."


def _with_variables(component: dict[str, Any], prefix: str | None) -> dict[str, Any]:
    if prefix is None:
        return component
    properties = {
        name: {"x-environment": f"{prefix}{name.upper()}"} | detail
        for name, detail in component.get("properties", {}).items()
    }
    return component | {"properties": properties, "additionalProperties": False}
