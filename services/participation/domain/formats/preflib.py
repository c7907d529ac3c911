# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads PrefLib: .soc .soi .toc .toi (rankings) and .cat (categories), new headers and old ones."""

import re
from collections.abc import Iterator

from services.participation.domain.elections import BallotKind, Election, Option
from services.participation.domain.formats.rankings import RankingReader
from services.participation.domain.refusals import Refused

_GROUP = re.compile(r"\{([^{}]*)\}|([^,{}]+)")
_ORDER = re.compile(r"\s*(?:\{[^{}]*\}|[^,{}]*)(?:\s*,\s*(?:\{[^{}]*\}|[^,{}]*))*\s*\Z")
_NAME = re.compile(r"ALTERNATIVE NAME (\S+)\Z")
_CATEGORY = re.compile(r"CATEGORY NAME (\d+)\Z")


def looks_like_preflib(text: str) -> bool:
    """Whether there are `# KEY: value` lines, or the old form: a number, then `1,Name`."""
    lines = [line.strip() for line in text[:4000].lstrip("\ufeff").splitlines() if line.strip()]
    if lines and lines[0].startswith("#"):
        return any(
            re.match(r"#\s*(NUMBER|ALTERNATIVE|FILE NAME|DATA TYPE)", line) for line in lines
        )
    return (
        len(lines) > 1
        and lines[0].isdigit()
        and lines[1].split(",")[0].strip() == "1"
        and not lines[1].replace(",", "").replace(" ", "").isdigit()
    )


def split_order(text: str) -> list[list[str]]:
    """Cut `1,{2,3},4` into its groups, in order; empty groups stay (they are categories)."""
    if not _ORDER.match(text):
        raise Refused("FILE_UNREADABLE", f'The order "{text[:60]}" cannot be read.')
    groups: list[list[str]] = []
    for found in _GROUP.finditer(text):
        inside = found[1] if found[1] is not None else found[2]
        names = [name.strip() for name in inside.split(",") if name.strip()]
        if names or found[1] is not None:
            groups.append(names)
    return groups


def read_preflib(text: str) -> Election:
    """A whole file; counts and totals must agree with its header, or it is incomplete."""
    plain = text.lstrip("\ufeff")
    if not plain.lstrip().startswith("#"):
        return _read_old(plain)
    meta, names, categories = _header(plain)
    counted = list(_counted(plain))
    declared = meta.get("NUMBER VOTERS", "")
    if declared.isdigit() and sum(weight for weight, _ in counted) < int(declared):
        sentence = f"The header says {declared} voters, the file holds fewer: it is incomplete."
        raise Refused("FILE_TRUNCATED", sentence)
    if categories or meta.get("DATA TYPE", "") == "cat" or "NUMBER CATEGORIES" in meta:
        return _graded(names, categories, counted, meta)
    reader = RankingReader(names.items(), closed=bool(names))
    for weight, order in counted:
        reader.add(split_order(order), weight)
    return reader.election(meta=meta)


def _header(text: str) -> tuple[dict[str, str], dict[str, str], list[str]]:
    meta: dict[str, str] = {}
    names: dict[str, str] = {}
    categories: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#") or ":" not in line:
            continue
        key, _, value = line[1:].strip().partition(":")
        if named := _NAME.match(key.strip().upper()):
            names[named[1]] = value.strip()
        elif _CATEGORY.match(key.strip().upper()):
            categories.append(value.strip())
        else:
            meta[key.strip().upper()] = value.strip()
    return meta, names, categories


def _counted(text: str) -> Iterator[tuple[int, str]]:
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        count, separator, order = line.partition(":")
        if not separator or not count.strip().isdigit():
            raise Refused("FILE_UNREADABLE", f'The line "{line[:60]}" is no counted ballot.')
        yield int(count), order.strip()


def _graded(
    names: dict[str, str],
    categories: list[str],
    counted: list[tuple[int, str]],
    meta: dict[str, str],
) -> Election:
    places = {id: place for place, id in enumerate(names)}  # noqa: A001
    ballots: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    depth = max(len(categories), 1)
    blank = 0
    for weight, order in counted:
        marks: dict[int, int] = {}
        for grade, named in enumerate(split_order(order)):
            for id in named:  # noqa: A001
                if id not in places:
                    raise Refused("BALLOT_UNKNOWN_OPTION", f'A ballot names "{id[:40]}".')
                if places[id] in marks:
                    raise Refused("BALLOT_DUPLICATE_OPTION", f'A ballot marks "{id[:40]}" twice.')
                marks[places[id]] = max(depth - 1 - grade, 0)
        key = (tuple(sorted(marks)), tuple(marks[place] for place in sorted(marks)))
        if marks:
            ballots[key] = ballots.get(key, 0) + weight
        else:
            blank += weight
    return Election(
        options=tuple(Option(id=id, name=name) for id, name in names.items()),  # noqa: A001
        kind=BallotKind.GRADED,
        weights=list(ballots.values()),
        picks=[picks for picks, _ in ballots],
        points=[points for _, points in ballots],
        blank=blank,
        meta=meta | {"CATEGORIES": ";".join(categories)},
    )


def _read_old(text: str) -> Election:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    size = int(lines[0])
    if len(lines) < size + 2:
        raise Refused("FILE_TRUNCATED", f"{size} alternatives were announced: it is incomplete.")
    names = [line.split(",", 1) for line in lines[1 : size + 1]]
    if any(len(pair) < 2 for pair in names):  # noqa: PLR2004
        raise Refused("FILE_UNREADABLE", "The list of alternatives cannot be read.")
    reader = RankingReader(((number.strip(), name.strip()) for number, name in names), closed=True)
    total = 0
    for line in lines[size + 2 :]:
        count, _, order = line.partition(",")
        if not count.strip().isdigit():
            raise Refused("FILE_UNREADABLE", f'The line "{line[:60]}" is no counted ballot.')
        total += int(count)
        reader.add(split_order(order), int(count))
    announced = lines[size + 1].split(",")[0].strip()
    if announced.isdigit() and total < int(announced):
        raise Refused("FILE_TRUNCATED", f"{announced} voters were announced: it is incomplete.")
    return reader.election()
