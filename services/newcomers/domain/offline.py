# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide without a network: a package per language, and the difference from the one before."""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from services.newcomers.domain.guide import Shown


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a package."""

    path: str
    sha256: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a package holds; its version is a hash of that."""

    locale: str
    version: str
    files: tuple[Entry, ...]


class Delta(msgspec.Struct, frozen=True, kw_only=True):
    """What leads from one package to another."""

    base: str
    version: str
    changed: dict[str, str]
    """Whole new contents by path."""
    removed: tuple[str, ...]


Files = dict[str, bytes]


def build(pages: Iterable[Shown]) -> Files:
    """The files of a package: a page each, as JSON, and an index."""
    made: Files = {}
    index: list[dict[str, object]] = []
    for shown in pages:
        path = f"pages/{shown.page.slug}.json"
        made[path] = msgspec.json.encode(
            {
                "slug": shown.page.slug,
                "lines": shown.lines,
                "machineTranslated": shown.machine_made,
                "complete": shown.is_complete,
                "links": shown.page.links,
            },
            order="sorted",
        )
        index.append({"slug": shown.page.slug, "title": shown.title.text, "path": path,
                      "language": shown.title.language})  # fmt: skip
    made["index.json"] = msgspec.json.encode(index, order="sorted")
    return made


def manifest(locale: str, files: Mapping[str, bytes]) -> Manifest:
    """What the files are, in the order of their paths."""
    entries = tuple(
        Entry(path=path, sha256=hashlib.sha256(files[path]).hexdigest(), bytes=len(files[path]))
        for path in sorted(files)
    )
    whole = "\n".join(f"{one.path} {one.sha256}" for one in entries)
    version = hashlib.sha256(f"{locale}\n{whole}".encode()).hexdigest()[:16]
    return Manifest(locale=locale, version=version, files=entries)


def delta(base: Manifest, files: Mapping[str, bytes]) -> Delta:
    """What a device with `base` needs to have `files`."""
    had = {one.path: one.sha256 for one in base.files}
    now = manifest(base.locale, files)
    changed = {
        one.path: files[one.path].decode() for one in now.files if had.get(one.path) != one.sha256
    }
    removed = tuple(path for path in sorted(had) if path not in files)
    return Delta(base=base.version, version=now.version, changed=changed, removed=removed)


def apply(files: Mapping[str, bytes], difference: Delta) -> Files:
    """The package after a difference: base + delta = the full package."""
    kept = {path: body for path, body in files.items() if path not in difference.removed}
    return kept | {path: body.encode() for path, body in difference.changed.items()}
