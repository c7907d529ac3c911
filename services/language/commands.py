# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget language`: mask, translate, check, identify texts; validate XLIFF files."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import rich_click as click

from services.kit.errors import Problem
from services.kit.running import service_settings
from services.language import service
from services.language.clients.bootstrap import make_engine
from services.language.clients.guarding import Guard, Translated, Wish
from services.language.clients.linguistics import detect, lemma
from services.language.domain.exchange.pairs import UnknownKind, read_pairs
from services.language.domain.exchange.tbx import read_tbx
from services.language.domain.glossary import Term
from services.language.domain.masking import Style, left_over, mask, restore
from services.language.domain.personal_data import find, personal
from services.language.domain.quality import Remark, check
from services.language.domain.readability import MACHINE_LIMIT, measure
from services.language.domain.risk import Outlet, Risk
from services.language.domain.xliff.validating import is_valid, validate
from services.language.settings import Settings

FAILED = 1
Existing = click.Path(exists=True, dir_okay=False, path_type=Path)


def read_text(file: Path) -> str:
    """The text of a file in UTF-8, or one clear line and exit code 2."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        click.echo(f"torget: {file} is not UTF-8; save it so and try again.", err=True)
        sys.exit(2)


def show_json(value: Any) -> None:
    """A value as JSON for other programs."""
    click.echo(msgspec.json.format(msgspec.json.encode(value)).decode())


@click.group(name="language")
def group() -> None:
    """Translation that can be trusted: masking, engines, checks, exchange formats."""


@group.command("mask")
@click.argument("file", type=Existing)
@click.option("--name", "names", multiple=True, help="A name the text may hold; repeat for more.")
@click.option(
    "--style",
    type=click.Choice([one.value for one in Style]),
    default="xml",
    show_default=True,
    help="What a token looks like.",
)
@click.option("--json", "as_json", is_flag=True, help="Print text and tokens as JSON.")
def mask_file(*, file: Path, names: tuple[str, ...], style: str, as_json: bool) -> None:
    """Print the text as an engine would get it; what was hidden is counted on standard error."""
    text = read_text(file)
    masked = mask(text, Style(style), names=names)
    restored = restore(masked, masked.text)
    left = left_over(masked, names)
    if as_json:
        show_json(
            {
                "text": masked.text,
                "style": masked.style.value,
                "tokens": masked.tokens,
                "restores": restored.text == text and not restored.faults,
                "left": [one.kind.value for one in left],
            }
        )
    else:
        click.echo(masked.text, nl=not masked.text.endswith("\n"))
        counted = Counter(token.kind.value for token in masked.tokens)
        said = ", ".join(f"{kind} {count}" for kind, count in sorted(counted.items()))
        click.echo(f"hidden: {said or 'nothing'}", err=True)
    if left or restored.text != text or restored.faults:
        sys.exit(FAILED)


@group.command("translate")
@click.argument("file", type=Existing)
@click.option("--from", "source", default="", help="Language of the text; identified if not given.")
@click.option("--to", "target", default="", help="Language wanted; nb from Swedish, else sv.")
@click.option("--name", "names", multiple=True, help="A name the text may hold; repeat for more.")
@click.option(
    "--engine", "engines", multiple=True, help="An engine to ask, in order; see settings."
)
@click.option(
    "--outlet",
    type=click.Choice([one.value for one in Outlet]),
    default="external_masked",
    show_default=True,
    help="Where the text may go.",
)
@click.option("--json", "as_json", is_flag=True, help="Print translations and facts as JSON.")
def translate_file(
    *, file: Path, source: str, target: str, names: tuple[str, ...], engines: tuple[str, ...],
    outlet: str, as_json: bool,
) -> None:  # fmt: skip
    """Translate a text line by line, masked on the way out and checked on the way in."""
    text = read_text(file)
    source = source or _identified(text)
    target = target or ("nb" if source == "sv" else "sv")
    lines = text.split("\n")
    wish = Wish(
        texts=tuple(line for line in lines if line.strip()),
        source=source, target=target, names=names, outlet=Outlet(outlet),
    )  # fmt: skip
    settings: Settings = service_settings(service, os.environ)
    guard = Guard([make_engine(one, settings) for one in engines or settings.engines])
    done = iter(asyncio.run(_translate(guard, wish)))
    whole = [next(done) if line.strip() else None for line in lines]
    out = "\n".join(
        line if one is None else one.text for line, one in zip(lines, whole, strict=True)
    )
    made = [one for one in whole if one is not None]
    if as_json:
        show_json(
            {"text": out, "language": target, "source": source, "machineTranslated": True,
             "parts": made}
        )  # fmt: skip
    else:
        click.echo(out, nl=not out.endswith("\n"))
        used = ", ".join(dict.fromkeys(f"{one.engine} ({one.style})" for one in made))
        click.echo(f"{source} -> {target}: machine translation by {used or 'nobody'}", err=True)


async def _translate(guard: Guard, wish: Wish) -> list[Translated]:
    try:
        return await guard.translate(wish)
    finally:
        await guard.stop()


def _identified(text: str) -> str:
    guess = detect(text)
    if guess.must_ask:
        raise Problem("LANGUAGE_UNCERTAIN")
    return guess.language


@group.command("check")
@click.argument("file", type=Existing)
@click.option("--from", "source", default="sv", show_default=True, help="Language of the sources.")
@click.option(
    "--to", "target", default="", help="Language of the translations, if the file says none."
)
@click.option(
    "--risk", type=click.Choice([one.value for one in Risk]), default="info", show_default=True
)
@click.option("--glossary", type=Existing, help="Terms to follow, as TBX.")
@click.option("--json", "as_json", is_flag=True, help="Print the remarks as JSON.")
def check_file(
    *, file: Path, source: str, target: str, risk: str, glossary: Path | None, as_json: bool
) -> None:
    """Check the pairs of an XLIFF, TMX, PO or JSON file, or the readability of a plain text.

    Prints one line per remark; exit code 1 when there is an error among them.
    """
    terms = tuple(read_tbx(glossary.read_bytes(), source_locale=source)) if glossary else ()
    try:
        pairs = read_pairs(
            file.name, file.read_bytes(), source=source, target=target, risk=Risk(risk)
        )
    except UnknownKind:
        _check_plain(read_text(file), as_json=as_json)
        return
    found = [(name, remark) for name, pair in pairs for remark in check(pair, terms, lemma=lemma)]
    _show_remarks(found, len(pairs), terms, as_json=as_json)
    if any(remark.is_error for _, remark in found):
        sys.exit(FAILED)


def _show_remarks(
    found: list[tuple[str, Remark]], pairs: int, terms: tuple[Term, ...], *, as_json: bool
) -> None:
    if as_json:
        show_json(
            {"pairs": pairs, "terms": len(terms),
             "remarks": [{"place": name} | msgspec.to_builtins(one) for name, one in found]}
        )  # fmt: skip
        return
    for name, remark in found:
        level = "error" if remark.is_error else "warning"
        click.echo(f"{name}: {level}: {remark.check.value}: {remark.detail}".rstrip(": "))
    errors = sum(1 for _, remark in found if remark.is_error)
    click.echo(f"{pairs} pairs, {errors} errors, {len(found) - errors} warnings", err=True)


def _check_plain(text: str, *, as_json: bool) -> None:
    """LIX and personal data of a text in one language."""
    counts, held = measure(text), personal(find(text))
    guess = detect(text)
    if as_json:
        show_json(
            {"lix": round(counts.lix, 1), "words": counts.words, "sentences": counts.sentences,
             "longWords": counts.long_words, "language": guess.language,
             "confidence": round(guess.confidence, 2),
             "personalData": [one.kind.value for one in held]}
        )  # fmt: skip
    else:
        click.echo(f"language: {guess.language} ({guess.confidence:.0%})")
        click.echo(
            f"lix: {counts.lix:.1f} ({counts.words} words, {counts.sentences} sentences, "
            f"{counts.long_words} long words)"
        )
        for one in held:
            click.echo(f"{one.start}: personal_data: {one.kind.value}")
    if counts.lix > MACHINE_LIMIT:
        click.echo(f"error: readability_too_low: LIX is above {MACHINE_LIMIT:.0f}", err=True)
        sys.exit(FAILED)


@group.command("identify")
@click.argument("file", type=Existing)
@click.option("--prior", default=None, help="The language the reader uses.")
def identify_file(*, file: Path, prior: str | None) -> None:
    """Say in which language a text is, how sure that is, and whether to ask."""
    guess = detect(read_text(file), prior=prior)
    asked = " (ask the person)" if guess.must_ask else ""
    click.echo(f"{guess.language} {guess.confidence:.2f}{asked}")


@group.group("xliff")
def xliff_group() -> None:
    """XLIFF 2.1 files."""


@xliff_group.command("validate")
@click.argument("files", type=Existing, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the broken rules as JSON.")
def validate_files(*, files: tuple[Path, ...], as_json: bool) -> None:
    """Print one line per broken rule; exit code 1 when a file is invalid, 0 when all are valid."""
    results = {file: validate(file.read_bytes()) for file in files}
    if as_json:
        show_json(
            [
                {"file": str(file), "valid": is_valid(found), "broken": found}
                for file, found in results.items()
            ]
        )
    else:
        for file, found in results.items():
            for each in found:
                level = "warning: " if each.is_warning else ""
                click.echo(f"{file}:{each.line}: {level}{each.rule}: {each.sentence}")
            if is_valid(found):
                click.echo(f"{file}: valid")
    if not all(is_valid(found) for found in results.values()):
        sys.exit(FAILED)
