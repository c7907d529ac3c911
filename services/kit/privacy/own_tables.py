# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The tables every service that knows people has for the sake of their privacy."""

from services.kit.data import Column, Instant, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

subject_key = Table(
    "subject_key",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("kek", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)
"""Data keys of persons, wrapped. A row that is gone has taken all it sealed with it."""

legal_hold = Table(
    "legal_hold",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("law", Text, nullable=False),
    Column("since", Instant, nullable=False),
)
"""Persons nothing of whom may be deleted for now: a trial, an audit."""

retention_run = Table(
    "retention_run",
    metadata,
    Column("id", Text, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("rows_touched", Integer, nullable=False),
    Column("law", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
"""What the retention job has done: the proof that it was deleted (V9)."""

consent_known = Table(
    "consent_known",
    metadata,
    Column("person", Text, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("since", Instant, nullable=False),
)
"""Consents in force, as their register has told."""

protection_known = Table(
    "protection_known",
    metadata,
    Column("person", Text, primary_key=True),
    Column("since", Instant, nullable=False),
)
"""People with a protected identity, as the register of people has told."""

PACKAGE = "services.kit.privacy"
