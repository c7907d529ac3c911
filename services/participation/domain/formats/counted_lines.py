# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads sheets of rankings: `3 CBAED`, `12: A>B=C`, ABIF, BLT, Scottish wards, ChoicePlus."""

import csv
import re
from collections.abc import Iterable

from services.participation.domain.elections import Election
from services.participation.domain.formats.preflib import split_order
from services.participation.domain.formats.rankings import RankingReader
from services.participation.domain.refusals import Refused

_COUNTED = re.compile(r"(?:(\d+)\s*(?:[:*x,;\t]|\s)\s*)?(\S.*)\Z")
_BLT_HEAD = re.compile(r"\s*(\d+)\s+(\d+)\s*\Z")
_SCOTTISH_HEAD = re.compile(r"\s*(\d+)\s*,\s*(\d+)\s*,*\s*\Z")
_CANDIDATE = re.compile(r'\W*Candidate\s+(\d+)\W+?(?:,\s*)?"?([^"]*)"?', re.IGNORECASE)
_CHOICEPLUS = re.compile(r"[^)]*\)\s*(.*)\Z")
_ABIF_NAME = re.compile(r"=\s*\[?([^\]:]+)\]?\s*:\s*\[?([^\]]*)\]?\s*\Z")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]


def looks_like_blt(text: str) -> bool:
    """Whether it opens with `candidates seats` and a line of ballots that ends in 0."""
    lines = [line.split("#")[0].strip() for line in _lines(text[:4000])]
    lines = [line for line in lines if line]
    return (
        len(lines) > 1
        and _BLT_HEAD.match(lines[0]) is not None
        and (lines[1].split()[-1] == "0" or lines[1].startswith("-"))
    )


def looks_like_scottish(text: str) -> bool:
    """Whether it opens with `candidates,seats,` and lists candidates at the end."""
    lines = _lines(text)
    return bool(lines and _SCOTTISH_HEAD.match(lines[0]) and "candidate 1" in text.lower())


def read_blt(text: str) -> Election:
    """OpenSTV's form: weight, ranks (= joins equals, - skips), 0; then names, then a title."""
    lines = [line.split("#")[0].strip() for line in _lines(text)]
    lines = [line for line in lines if line]
    head = _BLT_HEAD.match(lines[0])
    if head is None:
        raise Refused("FILE_UNREADABLE", "The first line must be: candidates seats.")
    size, seats = int(head[1]), int(head[2])
    body: list[str] = []
    rest = iter(lines[1:])
    for line in rest:
        if line == "0":
            break
        body.append(line)
    else:
        raise Refused("FILE_TRUNCATED", "The ballots do not end with 0: the file is incomplete.")
    names = [line.strip('"') for line in rest]
    if len(names) < size:
        raise Refused("FILE_TRUNCATED", f"{size} names were announced: the file is incomplete.")
    reader = RankingReader(((str(n + 1), names[n]) for n in range(size)), closed=True)
    for line in body:
        marks = line.split()
        if marks[-1] != "0":
            raise Refused("FILE_TRUNCATED", f'The ballot "{line[:60]}" does not end with 0.')
        if marks[0].startswith("-"):
            continue
        tiers = [mark.split("=") for mark in marks[1:-1] if mark != "-"]
        reader.add(tiers, _weight(marks[0]))
    return reader.election(seats=seats, meta={"title": names[size] if len(names) > size else ""})


def _weight(text: str) -> int:
    if not text.isdigit():
        raise Refused("FILE_UNREADABLE", f'"{text[:40]}" is no count of ballots.')
    return int(text)


def read_scottish(text: str) -> Election:
    """A ward as published in tables: `candidates,seats,`, counted ballots, candidates, ward."""
    lines = _lines(text)
    size, seats, *_ = (int(part) for part in lines[0].split(",") if part.strip().isdigit())
    ballots: list[list[str]] = []
    names: dict[str, str] = {}
    title = ""
    for line in lines[1:]:
        cells = [part.strip() for part in line.split(",")]
        if cells[0].isdigit():
            ballots.append([part for part in cells if part])
        elif "candidate" in cells[0].lower():
            number = re.sub(r"\D", "", cells[0])
            names[number] = next(iter(next(csv.reader([line]))[1:2]), "").strip(' "')
        else:
            title = line.strip('", ')
    if len(names) < size:
        raise Refused("FILE_TRUNCATED", f"{size} candidates were announced: it is incomplete.")
    reader = RankingReader(names.items(), closed=True)
    for count, *ranks in ballots:
        reader.add([[rank] for rank in _until_repeat(ranks)], int(count))
    return reader.election(seats=seats, meta={"title": title})


def _until_repeat(ranks: list[str]) -> list[str]:
    return list(dict.fromkeys(ranks))


def looks_like_choiceplus(text: str) -> bool:
    """Whether ballots read `000001-00-0001, 1) C01[1],C02[2]`."""
    return any(re.match(r"[^)]*\)\s*C\d+", line) for line in _lines(text)[:60])


def read_choiceplus(text: str) -> Election:
    """Ballots of the optical scanners used by several American cities; = joins an overvote."""
    lines = _lines(text)
    names = {
        match[1]: match[2]
        for line in lines
        if (match := re.match(r'\.CANDIDATE\s+(\S+?),\s*"([^"]*)"', line))
    }
    reader = RankingReader(names.items(), closed=bool(names))
    for line in lines:
        ballot = None if line.startswith(".") else _CHOICEPLUS.match(line)
        if ballot:
            marks = re.sub(r"\[\d+\]", "", ballot[1])
            reader.add([[n.strip() for n in tier.split("=")] for tier in marks.split(",") if tier])
    return reader.election()


def read_counted_lines(text: str) -> Election:
    """One ranking a line, with or without a count before it; options by letter or by name."""
    reader = RankingReader()
    for line in _lines(text):
        if line.startswith(("#", "{", "//")):
            continue
        if named := _ABIF_NAME.match(line):
            reader.names[reader.place(named[1].strip())] = named[2].strip()
            continue
        found = _COUNTED.match(line)
        if found is None:
            raise Refused("FILE_UNREADABLE", f'The line "{line[:60]}" is no ranking.')
        reader.add(split_ranking(found[2]), int(found[1] or 1))
    return reader.election()


def split_ranking(text: str) -> Iterable[list[str]]:
    """Cut `A>B=C`, `A,{B,C}`, `A B C` or `ABC` into tiers."""
    plain = re.sub(r"\[([^\]]*)\]", r"\1", text.split("#", maxsplit=1)[0]).strip()
    plain = re.sub(r"/\d+", "", plain)
    if ">" in plain or "=" in plain:
        return [[n.strip() for n in tier.split("=") if n.strip()] for tier in plain.split(">")]
    if "," in plain or "{" in plain:
        return split_order(plain)
    names = plain.split()
    if len(names) == 1 and plain.isalpha() and plain.isupper():
        names = list(plain)
    return [[name] for name in names]
