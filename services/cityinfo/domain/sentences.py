# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening hours as sentences: open until, opens again, the hours of a date."""

from datetime import date, datetime, timedelta

from i18n import LazyText, formats, t
from services.cityinfo.domain.event_query import HERE
from services.cityinfo.domain.hour_days import Element
from services.cityinfo.domain.hours import DAY, State
from services.cityinfo.domain.openness import Openness, Status

_SIXTY = 60
_SOON = timedelta(days=1)


def now_sentence(found: Openness, now: datetime) -> LazyText:
    """What to say of a place at this instant."""
    until = found.until.astimezone(HERE) if found.until is not None else None
    today = now.astimezone(HERE).date()
    if found.status is Status.UNKNOWN:
        return t("cityinfo.hours.unknown", "Öppet i dag, men vi vet inte mellan vilka tider.")
    if found.status is Status.OPEN:
        return _open_sentence(found.state, until, today)
    if until is None:
        return t("cityinfo.hours.closed", "Stängt. Vi vet inte när det öppnar igen.")
    if until.date() == today:
        return t(
            "cityinfo.hours.opens_today",
            "Stängt nu. Öppnar i dag klockan {$at :time timeZone=|Europe/Stockholm|}.",
            at=until,
        )
    return t(
        "cityinfo.hours.opens",
        "Stängt nu. Öppnar {$at :datetime dateFields=month-day-weekday dateLength=long "
        "timePrecision=minute timeZone=|Europe/Stockholm|}.",
        at=until,
    )


def _open_sentence(state: State, until: datetime | None, today: date) -> LazyText:
    if until is None:
        return t("cityinfo.hours.always", "Alltid öppet.")
    if state is not State.OPEN:
        return t(
            "cityinfo.hours.open_state",
            "{$how} Till klockan {$at :time timeZone=|Europe/Stockholm|}.",
            how=state_text(state), at=until,
        )  # fmt: skip
    if until.date() == today or until.hour < 8:  # noqa: PLR2004 -- the night belongs to the evening
        return t(
            "cityinfo.hours.open_until",
            "Öppet nu. Stänger klockan {$at :time timeZone=|Europe/Stockholm|}.",
            at=until,
        )
    return t(
        "cityinfo.hours.open_long",
        "Öppet nu. Stänger {$at :datetime dateFields=month-day-weekday dateLength=long "
        "timePrecision=minute timeZone=|Europe/Stockholm|}.",
        at=until,
    )


def state_text(state: State) -> LazyText:
    """A state in words."""
    return _STATES[state]


_STATES = {
    State.OPEN: t("cityinfo.state.open", "Öppet."),
    State.CLOSED: t("cityinfo.state.closed", "Stängt."),
    State.UNDEFINED: t("cityinfo.state.undefined", "Ingen uppgift."),
    State.SELF_SERVICE: t("cityinfo.state.self_service", "Öppet utan personal."),
    State.WITH_KEY: t("cityinfo.state.with_key", "Öppet med nyckel eller kort."),
    State.WITH_RESERVATION: t("cityinfo.state.with_reservation", "Öppet för den som har bokat."),
    State.OPEN_AND_RESERVABLE: t("cityinfo.state.reservable", "Öppet, går också att boka."),
    State.WITH_KEY_AND_RESERVATION: t(
        "cityinfo.state.key_and_reservation", "Öppet med nyckel för den som har bokat."
    ),
    State.ENTER_ONLY: t("cityinfo.state.enter_only", "Det går bara att gå in."),
    State.EXIT_ONLY: t("cityinfo.state.exit_only", "Det går bara att gå ut."),
    State.WEATHER_PERMITTING: t("cityinfo.state.weather", "Öppet om vädret tillåter."),
    State.NOT_IN_USE: t("cityinfo.state.not_in_use", "Används inte nu."),
    State.MAINTENANCE: t("cityinfo.state.maintenance", "Stängt för underhåll."),
    State.RESERVED: t("cityinfo.state.reserved", "Reserverat för en grupp."),
    State.BY_APPOINTMENT: t("cityinfo.state.by_appointment", "Öppet efter överenskommelse."),
    State.NO_OPENING_HOURS: t("cityinfo.state.none", "Har inga öppettider."),
}


def times_of(element: Element, locale: str) -> str:
    """The times of a span, `10:00–18:00`; a question mark for what nobody knows."""
    if element.full_day:
        return f"{_clock(0, locale)}–{_clock(DAY, locale)}"
    return f"{_clock(element.start, locale)}–{_clock(element.end, locale)}"


def _clock(minute: int | None, locale: str) -> str:
    if minute is None:
        return "?"
    if minute == DAY:
        return "24:00"
    at = datetime(2000, 1, 1, tzinfo=HERE) + timedelta(minutes=minute % DAY)
    return formats.format_time(at.time(), locale)
