# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Durable timers and queued work: rows beside the state they belong to, run by workers."""

from services.kit.jobs.statements import Job
from services.kit.jobs.worker import Effect, LeaseLost, Long, Work, Worker

__all__ = ["Effect", "Job", "LeaseLost", "Long", "Work", "Worker"]
