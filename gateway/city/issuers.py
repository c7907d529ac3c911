# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The issuers a city trusts: plain addresses in the settings, everything else in a file of JSON."""

from pathlib import Path

import msgspec

from gateway.auth.issuers import ClientAuth, Issuer, IssuerKind
from gateway.city.settings import CitySettings
from services.kit.crypto.strength import check_secret
from services.kit.errors import SettingsProblem
from services.kit.wire.assurance import ACR_TABLE, Assurance


class IssuerEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One issuer in the file."""

    id: str
    iss: str
    kind: IssuerKind = IssuerKind.RESIDENT
    client_id: str = "torget"
    client_secret_file: str = ""
    auth: ClientAuth = ClientAuth.SECRET
    audience: str = "torget"
    algorithms: tuple[str, ...] = ()
    acr: dict[str, Assurance] = {}
    """Levels beyond the common table, by acr value."""
    max_token_seconds: int = 3600
    requires_proof: bool = False
    scope: str = "openid offline_access"
    signs_requests: bool = False
    reads_userinfo: bool = False
    logout_without_typ: bool = False


def configured_issuers(settings: CitySettings) -> list[Issuer]:
    """Those of TORGET_ISSUERS and of TORGET_ISSUERS_PATH. SettingsProblem for what cannot be."""
    plain = [
        Issuer(id=f"issuer-{number}", iss=iss, scope="openid offline_access")
        for number, iss in enumerate(settings.issuers, 1)
    ]
    found = plain + [_issuer(entry) for entry in _entries(settings.issuers_path)]
    for names in ([each.id for each in found], [each.iss for each in found]):
        if len(set(names)) != len(names):
            raise SettingsProblem("Two issuers have the same id or the same address.")
    return found


def _entries(path: str) -> list[IssuerEntry]:
    if not path:
        return []
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=list[IssuerEntry])
    except OSError as error:
        raise SettingsProblem(
            f"TORGET_ISSUERS_PATH: {path} cannot be read: {error.strerror}."
        ) from error
    except msgspec.DecodeError as error:
        raise SettingsProblem(f"TORGET_ISSUERS_PATH: {path}: {error}.") from error


def _issuer(entry: IssuerEntry) -> Issuer:
    if entry.kind is IssuerKind.HOUSE:
        raise SettingsProblem(
            f"{entry.id}: an issuer of the kind house is the demonstration's own."
        )
    more = {"algorithms": entry.algorithms} if entry.algorithms else {}
    return Issuer(
        id=entry.id,
        iss=entry.iss,
        kind=entry.kind,
        client_id=entry.client_id,
        client_secret=_secret(entry.client_secret_file),
        auth=entry.auth,
        audience=entry.audience,
        acr_table={**ACR_TABLE, **entry.acr},
        max_token_seconds=entry.max_token_seconds,
        requires_proof=entry.requires_proof,
        scope=entry.scope,
        signs_requests=entry.signs_requests,
        reads_userinfo=entry.reads_userinfo,
        logout_without_typ=entry.logout_without_typ,
        **more,
    )


def _secret(path: str) -> str:
    if not path:
        return ""
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsProblem(f"{path} cannot be read: {error.strerror}.") from error
    check_secret(path, secret)
    return secret
