# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the house tells its operators: JSON lines without personal data, and Prometheus metrics.

Traces use the OpenTelemetry API alone; whoever runs the city installs an SDK beside it.
"""

import logging
import re
import sys
import time
from typing import Any, Final

import msgspec
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

_SECRET_KEYS: Final = frozenset({
    "authorization", "cookie", "email", "name", "password", "personal_number", "phone", "plate",
    "secret", "text", "token", "variables",
})  # fmt: skip
_SECRET_PATTERNS: Final = re.compile(
    r"\b(?:19|20)?\d{6}[-+]?\d{4}\b"  # personal and coordination numbers
    r"|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*"  # JSON web tokens
    r"|[\w.+-]+@[\w-]+\.[\w.]+"  # e-mail addresses
)
_REDACTED: Final = "[redacted]"
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({})))


def redact(key: str, value: Any) -> Any:
    """The value, or a mark in its place if its key or its text may be personal."""
    if key.lower() in _SECRET_KEYS:
        return _REDACTED
    return _SECRET_PATTERNS.sub(_REDACTED, value) if isinstance(value, str) else value


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message and the `extra` facts, redacted."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for one record; a traceback is reduced to the exception's class and place."""
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact("message", record.getMessage()),
        }
        line |= {
            key: redact(key, value) for key, value in vars(record).items() if key not in _STANDARD
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at_line"] = _innermost(record.exc_info[2])
        return msgspec.json.encode(line, enc_hook=str).decode()


def configure_logging(level: str = "INFO", *, stream: Any = None) -> None:
    """Send all logs of the process to `stream` (standard error) as JSON lines."""
    out = logging.StreamHandler(stream or sys.stderr)
    formatter = JsonLines()
    formatter.converter = time.gmtime
    out.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[out], force=True)
    for noisy in ("alembic", "httpx", "httpcore", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def metrics_page() -> tuple[bytes, str]:
    """The metrics of this process and their content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST


def _innermost(traceback: Any) -> str:
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return "" if traceback is None else f"{traceback.tb_frame.f_code.co_name}:{traceback.tb_lineno}"
