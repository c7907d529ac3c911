# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers that alarm senders use, as far as open sources tell them; any other is shown as unknown."""

from typing import Final

from i18n import LazyText, t

DEVICE_TYPES: Final[dict[str, LazyText]] = {
    "0002": t("care.dty.local_unit", "Trygghetstelefon"),
    "0003": t("care.dty.personal", "Larmknapp"),
    "0004": t("care.dty.fixed", "Fast larmknapp"),
    "0005": t("care.dty.fall", "Fall"),
    "0006": t("care.dty.attack", "Överfallslarm"),
    "0007": t("care.dty.panic", "Paniklarm"),
    "0010": t("care.dty.activity", "Rörelselarm"),
    "0011": t("care.dty.pill", "Medicingivare"),
    "0012": t("care.dty.bed", "Sänglarm"),
    "0014": t("care.dty.door", "Dörrlarm"),
    "0015": t("care.dty.wandering", "Vandringslarm"),
    "0017": t("care.dty.epilepsy", "Epilepsilarm"),
    "0021": t("care.dty.gas", "Gas"),
    "0023": t("care.dty.smoke", "Rök"),
    "0025": t("care.dty.heat", "Hetta"),
    "0026": t("care.dty.co", "Kolmonoxid"),
    "0033": t("care.dty.flood", "Vattenläcka"),
    "0045": t("care.dty.controller", "Styrenhet"),
    "0051": t("care.dty.tracking", "Positionslarm"),
}

STATUS_CODES: Final[dict[str, LazyText]] = {
    "0009": t("care.stc.automatic", "Automatiskt larm"),
    "0010": t("care.stc.manual", "Larm från person"),
    "0014": t("care.stc.battery_failure", "Batterifel"),
    "0016": t("care.stc.battery_low", "Lågt batteri"),
    "0019": t("care.stc.cancel", "Larmet återtaget"),
    "0065": t("care.stc.maintenance", "Behöver service"),
    "0066": t("care.stc.urgent_maintenance", "Behöver service genast"),
    "0067": t("care.stc.malfunction", "Fel på enheten"),
    "0070": t("care.stc.normal", "Allt är normalt"),
    "0081": t("care.stc.pill_missed", "Medicin inte tagen"),
    "0085": t("care.stc.power_failure", "Strömavbrott"),
    "0086": t("care.stc.power_back", "Strömmen är tillbaka"),
    "0092": t("care.stc.reset_auto", "Återställt av enheten"),
    "0093": t("care.stc.reset_manual", "Återställt för hand"),
    "0102": t("care.stc.test", "Provlarm"),
    "0103": t("care.stc.test_redundant", "Provlarm på reservväg"),
    "0104": t("care.stc.timeout", "Tiden gick ut"),
    "0110": t("care.stc.assistance", "Hjälp begärd"),
    "0111": t("care.stc.done", "Insats klar"),
    "0117": t("care.stc.in_bed", "Ligger i sängen"),
    "0119": t("care.stc.movement", "Rörelse"),
    "0121": t("care.stc.present", "Hemma"),
}
LINK_FAILURES: Final = frozenset({"0023", "0024", "0025", "0026", "0027"})
LINK_BACK: Final = frozenset({"0112", "0113", "0114", "0115", "0116"})
LINK_TEXT: Final = t("care.stc.link", "Förbindelsen bröts")
LINK_BACK_TEXT: Final = t("care.stc.link_back", "Förbindelsen är tillbaka")

LOCATIONS: Final[dict[str, LazyText]] = {
    "002": t("care.lco.home", "Hemma"),
    "003": t("care.lco.away", "Borta"),
    "005": t("care.lco.outdoors", "Utomhus"),
    "011": t("care.lco.bathroom", "Badrum"),
    "012": t("care.lco.bedroom", "Sovrum"),
    "021": t("care.lco.kitchen", "Kök"),
    "034": t("care.lco.position", "Position medföljer"),
    "035": t("care.lco.position", "Position medföljer"),
    "042": t("care.lco.hall", "Hall"),
    "043": t("care.lco.living_room", "Vardagsrum"),
}


def device_text(code: str) -> LazyText:
    """The words of a device type."""
    return DEVICE_TYPES.get(code) or unknown(code)


def status_text(code: str) -> LazyText:
    """The words of a status."""
    if code in LINK_FAILURES:
        return LINK_TEXT
    return LINK_BACK_TEXT if code in LINK_BACK else STATUS_CODES.get(code) or unknown(code)


def location_text(code: str) -> LazyText | None:
    """The words of a place; None when none was given."""
    return None if code in ("", "000") else LOCATIONS.get(code) or unknown(code)


def unknown(code: str) -> LazyText:
    """A code that no open source explains: stored, shown, never acted on (S3)."""
    return t("care.code.unknown", "okänd kod {$code}", code=code)
