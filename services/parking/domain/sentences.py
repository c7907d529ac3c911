# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Says rules and verdicts in words: every text comes from structure, none from the feed's wording."""

from datetime import date, datetime, timedelta

from i18n import LazyText, t
from services.parking.domain.day_types import DayType
from services.parking.domain.local_time import to_local
from services.parking.domain.prices_text import kronor
from services.parking.domain.regulations import Audience, Band, Effect, PermitKind, Rule, Vehicle
from services.parking.domain.verdict import Action, Allowed, Reason, Verdict
from services.parking.domain.windows import Parity, Recurrence, Season

A_MONDAY = date(2024, 1, 1)
LEAP_YEAR = 2024

NOTICE = t("parking.notice.sign_wins", "Skylten på platsen gäller alltid före den här uppgiften.")
NO_DATA = t(
    "parking.reason.no_data",
    "Vi har inga uppgifter om parkeringsregler på den här platsen. Läs skylten på plats.",
)
UNREADABLE = t(
    "parking.reason.unreadable",
    "En regel på platsen går inte att tolka säkert. Läs skylten på plats.",
)
NOT_IN_FORCE = t(
    "parking.reason.not_in_force",
    "Ingen tillåtelse att parkera gäller här vid den tiden enligt våra uppgifter.",
)


def clock_text(minute: int) -> str:
    """A minute of the day as 24-hour digits, "24:00" for its end."""
    return f"{minute // 60:02}:{minute % 60:02}"


def weekday_date(weekday: int) -> date:
    """A date that falls on the weekday: formats turn it into the reader's word."""
    return A_MONDAY + timedelta(days=weekday)


def _day_of(month_day: tuple[int, int]) -> date:
    return date(LEAP_YEAR, *month_day)


def rule_text(rule: Rule, audience: Audience) -> LazyText:
    """What one rule says, as a full sentence."""
    if rule.effect is Effect.UNCLEAR:
        return UNREADABLE
    if rule.effect is Effect.LIMIT:
        return limit_text(rule)
    if rule.effect is Effect.FORBID and rule.band is Band.CLEANING:
        return cleaning_text(rule.when)
    if rule.effect is Effect.FORBID:
        return ban_text(rule)
    if rule.effect is Effect.FEE:
        return t("parking.rule.fee", "Parkering mot avgift.")
    return permission_text(rule.when, audience)


def cleaning_text(when: Recurrence) -> LazyText:
    """The cleaning time. The Swedish wording is the sign's own and reads back to the same rule."""
    given: dict[str, object] = {
        "day": weekday_date(when.weekday or 0),
        "start": clock_text(when.start),
        "end": clock_text(when.end),
    }
    season = when.season or when.outside
    if season is not None and (season.start, season.end) != ((1, 1), (12, 31)):
        given |= {"from": _day_of(season.start), "to": _day_of(season.end)}
        return _cleaning_in_season(when, given)
    weeks = when.weeks or _other(when.outside_weeks)
    if weeks is Parity.ODD:
        return t(
            "parking.rule.cleaning.odd_weeks",
            "Servicetid {$day :date fields=weekday length=long} {$start}–{$end} udda veckor",
            **given,
        )
    if weeks is Parity.EVEN:
        return t(
            "parking.rule.cleaning.even_weeks",
            "Servicetid {$day :date fields=weekday length=long} {$start}–{$end} jämna veckor",
            **given,
        )
    return t(
        "parking.rule.cleaning",
        "Servicetid {$day :date fields=weekday length=long} {$start}–{$end}",
        **given,
    )


def _other(weeks: Parity | None) -> Parity | None:
    if weeks is None:
        return None
    return Parity.EVEN if weeks is Parity.ODD else Parity.ODD


def _cleaning_in_season(when: Recurrence, given: dict[str, object]) -> LazyText:
    if when.season is not None and when.weeks is Parity.ODD:
        return t(
            "parking.rule.cleaning.season_odd_weeks",
            "Servicetid {$day :date fields=weekday length=long} {$start}–{$end} under tiden udda veckor "
            "{$from :date fields=month-day length=long} - {$to :date fields=month-day length=long}",
            **given,
        )
    if when.season is not None and when.weeks is Parity.EVEN:
        return t(
            "parking.rule.cleaning.season_even_weeks",
            "Servicetid {$day :date fields=weekday length=long} {$start}–{$end} under tiden jämna veckor "
            "{$from :date fields=month-day length=long} - {$to :date fields=month-day length=long}",
            **given,
        )
    if when.season is not None:
        return t(
            "parking.rule.cleaning.season",
            "Servicetid {$day :date fields=weekday length=long} {$start}–{$end} under tiden "
            "{$from :date fields=month-day length=long} - {$to :date fields=month-day length=long}",
            **given,
        )
    if when.outside_weeks is Parity.ODD:
        return t(
            "parking.rule.cleaning.except_odd_weeks",
            "Servicetid {$day :date fields=weekday length=long} {$start}–{$end} utom under tiden udda veckor "
            "{$from :date fields=month-day length=long} - {$to :date fields=month-day length=long}",
            **given,
        )
    if when.outside_weeks is Parity.EVEN:
        return t(
            "parking.rule.cleaning.except_even_weeks",
            "Servicetid {$day :date fields=weekday length=long} {$start}–{$end} utom under tiden jämna veckor "
            "{$from :date fields=month-day length=long} - {$to :date fields=month-day length=long}",
            **given,
        )
    return t(
        "parking.rule.cleaning.except_season",
        "Servicetid {$day :date fields=weekday length=long} {$start}–{$end} utom under tiden "
        "{$from :date fields=month-day length=long} - {$to :date fields=month-day length=long}",
        **given,
    )


def ban_text(rule: Rule) -> LazyText:
    """A ban other than cleaning."""
    if rule.band is Band.DATE_PARITY and rule.when.dates is Parity.ODD:
        return t("parking.rule.odd_dates", "Datumparkering: parkering är förbjuden udda datum.")
    if rule.band is Band.DATE_PARITY:
        return t("parking.rule.even_dates", "Datumparkering: parkering är förbjuden jämna datum.")
    if rule.band is Band.NO_STOPPING:
        return t("parking.rule.no_stopping", "Det är förbjudet att stanna och parkera här.")
    if rule.band is Band.EMERGENCY:
        return t("parking.rule.temporary_ban", "Ett tillfälligt parkeringsförbud gäller här.")
    return t("parking.rule.no_parking", "Det är förbjudet att parkera här.")


def limit_text(rule: Rule) -> LazyText:
    """The longest stay."""
    if rule.band is Band.DEFAULT:
        return t(
            "parking.rule.day_limit",
            "Du får parkera högst 24 timmar i följd på vardagar utom vardag före sön- och helgdag.",
        )
    return t(
        "parking.rule.longest_stay",
        ".input {$minutes :integer}\n.match $minutes\n"
        "one {{Du får parkera högst {$minutes} minut i följd.}}\n"
        "* {{Du får parkera högst {$minutes} minuter i följd.}}",
        minutes=rule.max_seconds // 60,
    )


def permission_text(  # noqa: PLR0911 -- one sentence for each kind of hours
    when: Recurrence, audience: Audience
) -> LazyText:
    """Who may park, or when."""
    if audience.is_reserved:
        return reserved_text(audience)
    given = {"start": clock_text(when.start), "end": clock_text(when.end)}
    if when.to_next_week:
        return t(
            "parking.rule.permitted_week",
            "Parkering är tillåten från {$day :date fields=weekday length=long} {$start} "
            "till nästa {$day :date fields=weekday length=long} {$end}.",
            day=weekday_date(when.weekday or 0),
            **given,
        )
    if when.day_types == (DayType.WEEKDAY,):
        return t(
            "parking.rule.permitted_weekdays",
            "Parkering är tillåten vardagar utom vardag före sön- och helgdag {$start}–{$end}.",
            **given,
        )
    if when.day_types == (DayType.EVE,):
        return t(
            "parking.rule.permitted_eves",
            "Parkering är tillåten vardag före sön- och helgdag {$start}–{$end}.",
            **given,
        )
    if when.day_types == (DayType.RED,):
        return t(
            "parking.rule.permitted_red_days",
            "Parkering är tillåten sön- och helgdag {$start}–{$end}.",
            **given,
        )
    if (when.start, when.end) != (0, 1440):
        return t("parking.rule.permitted_daily", "Parkering är tillåten {$start}–{$end}.", **given)
    return t("parking.rule.permitted", "Parkering är tillåten.")


def reserved_text(audience: Audience) -> LazyText:
    """Whom a reserved place is kept for."""
    if audience.permit is PermitKind.DISABILITY:
        return t(
            "parking.rule.reserved.disability",
            "Platsen är reserverad för den som har parkeringstillstånd för rörelsehindrade.",
        )
    names: dict[Vehicle, LazyText] = {
        Vehicle.MOTORCYCLE: t(
            "parking.rule.reserved.motorcycle", "Platsen är reserverad för motorcyklar."
        ),
        Vehicle.MOPED: t(
            "parking.rule.reserved.moped", "Platsen är reserverad för mopeder klass II."
        ),
        Vehicle.BICYCLE: t("parking.rule.reserved.bicycle", "Platsen är reserverad för cyklar."),
        Vehicle.BUS: t("parking.rule.reserved.bus", "Platsen är reserverad för bussar."),
        Vehicle.TRUCK: t("parking.rule.reserved.truck", "Platsen är reserverad för lastbilar."),
        Vehicle.DIPLOMATIC: t(
            "parking.rule.reserved.diplomatic", "Platsen är reserverad för beskickningsfordon."
        ),
        Vehicle.EMERGENCY: t(
            "parking.rule.reserved.emergency", "Platsen är reserverad för utryckningsfordon."
        ),
    }
    return names.get(
        next(iter(audience.vehicles), Vehicle.CAR),
        t("parking.rule.reserved", "Platsen är reserverad för vissa fordon."),
    )


def reason_text(reason: Reason) -> LazyText:
    """The sentence of a rule that decided."""
    return rule_text(reason.rule, reason.regulation.audience)


def season_text(season: Season) -> LazyText:
    """A season that holds every year."""
    return t(
        "parking.rule.season",
        "Gäller {$from :date fields=month-day length=long} - {$to :date fields=month-day length=long}.",
        **{"from": _day_of(season.start), "to": _day_of(season.end)},
    )


def summary(verdict: Verdict) -> LazyText:
    """The whole answer in one or two sentences: may I, until when, at what price."""
    if verdict.allowed is Allowed.UNKNOWN:
        if verdict.place is None:
            return NO_DATA
        return UNREADABLE if verdict.because else NOT_IN_FORCE
    if verdict.allowed is Allowed.NO:
        return _refusal(verdict.until)
    price = verdict.price
    rate = price.ore_per_hour if price else None
    if price is not None and price.cover is not None:
        return _covered(verdict.until)
    if rate is None:
        return _unpriced(verdict.until)
    return _free(verdict.until) if rate == 0 else _paid(rate, verdict.until)


def _when(until: datetime) -> datetime:
    return to_local(until)


def _refusal(until: datetime | None) -> LazyText:
    if until is None:
        return t("parking.verdict.no", "Nej, du får inte parkera här.")
    return t(
        "parking.verdict.no_until",
        "Nej, du får inte parkera här. Det ändras {$until :datetime dateFields=month-day-weekday dateLength=long "
        "timePrecision=minute timeZone=|Europe/Stockholm|}.",
        until=_when(until),
    )


def _free(until: datetime | None) -> LazyText:
    if until is None:
        return t("parking.verdict.yes_free", "Ja, du får parkera här utan avgift.")
    return t(
        "parking.verdict.yes_free_until",
        "Ja, du får parkera här utan avgift. Det gäller till {$until :datetime "
        "dateFields=month-day-weekday dateLength=long timePrecision=minute timeZone=|Europe/Stockholm|}.",
        until=_when(until),
    )


def _paid(ore_per_hour: int, until: datetime | None) -> LazyText:
    amount = kronor(ore_per_hour)
    if until is None:
        return t(
            "parking.verdict.yes_paid",
            "Ja, du får parkera här. Det kostar {$price :currency currency=SEK} i timmen.",
            price=amount,
        )
    return t(
        "parking.verdict.yes_paid_until",
        "Ja, du får parkera här. Det kostar {$price :currency currency=SEK} i timmen och gäller till "
        "{$until :datetime dateFields=month-day-weekday dateLength=long timePrecision=minute "
        "timeZone=|Europe/Stockholm|}.",
        price=amount,
        until=_when(until),
    )


def _covered(until: datetime | None) -> LazyText:
    if until is None:
        return t("parking.verdict.yes_permit", "Ja, du får parkera här med ditt tillstånd.")
    return t(
        "parking.verdict.yes_permit_until",
        "Ja, du får parkera här med ditt tillstånd. Det gäller till {$until :datetime "
        "dateFields=month-day-weekday dateLength=long timePrecision=minute timeZone=|Europe/Stockholm|}.",
        until=_when(until),
    )


def _unpriced(until: datetime | None) -> LazyText:
    if until is None:
        return t(
            "parking.verdict.yes_price_unknown",
            "Ja, du får parkera här. Vi vet inte vad det kostar; läs skylten på plats.",
        )
    return t(
        "parking.verdict.yes_price_unknown_until",
        "Ja, du får parkera här till {$until :datetime dateFields=month-day-weekday dateLength=long "
        "timePrecision=minute timeZone=|Europe/Stockholm|}. Vi vet inte vad det kostar; "
        "läs skylten på plats.",
        until=_when(until),
    )


def action_text(action: Action, until: datetime | None) -> LazyText:
    """What the driver has to do."""
    if action is Action.PAY:
        return t("parking.action.pay", "Betala parkeringsavgiften.")
    if action is Action.SHOW_PERMIT:
        return t(
            "parking.action.show_permit", "Ha ditt tillstånd registrerat eller synligt i rutan."
        )
    if action is Action.DO_NOT_PARK:
        return t("parking.action.do_not_park", "Parkera någon annanstans.")
    if action is Action.MOVE_BEFORE and until is not None:
        return t(
            "parking.action.move_before",
            "Flytta fordonet före {$until :datetime dateFields=month-day-weekday dateLength=long "
            "timePrecision=minute timeZone=|Europe/Stockholm|}.",
            until=_when(until),
        )
    return NOTICE
