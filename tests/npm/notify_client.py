# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GOV.UK Notify's own client for Python against the city: `python notify_client.py BASE KEY KNOWN(json)`.

Run by an interpreter that has `notifications-python-client`, which is not among the locked packages:
one that it needs has no wheel.
"""

import io
import json
import sys
import uuid

from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

VALUES = {"name": "Amina", "day": "måndag", "bring": "no"}


def speak(base: str, key: str, given: str) -> None:
    """Everything the stock client can do, and what it makes of refusals."""
    known = json.loads(given)
    templates, senders = known["templates"], known["senders"]
    client = NotificationsAPIClient(key, base_url=base)
    references = [f"{known['mark']}-{number}" for number in range(3)]
    for reference in references:
        sent = client.send_sms_notification(
            "+46701740605", templates["sms"], VALUES, reference, sms_sender_id=senders["sms"]
        )
        assert sent["content"]["from_number"] == "Demo"
    again = client.send_sms_notification("+46701740605", templates["sms"], VALUES, references[-1])
    assert again["id"] == sent["id"], "the same thing within a day is the first one"
    mail = client.send_email_notification(
        "amina@example.org", templates["email"], VALUES, email_reply_to_id=senders["email"],
        one_click_unsubscribe_url="https://example.org/off",
    )  # fmt: skip
    assert client.get_notification_by_id(mail["id"])["email_address"] == "amina@example.org"
    seen = [one["reference"] for one in client.get_all_notifications_iterator(template_type="sms")]
    assert set(references) <= set(seen)
    assert len(seen) == len(client.get_all_notifications(template_type="sms")["notifications"])
    template = client.get_template(templates["email"])
    assert client.get_template_version(template["id"], template["version"]) == template
    assert template in client.get_all_templates("email")["templates"]
    assert client.post_template_preview(template["id"], VALUES)["subject"] == "Din tid måndag"
    assert list(client.get_received_texts_iterator()) == []
    lines = {
        f"address_line_{n}": line for n, line in enumerate(("A", "Gatan 1", "164 40 Kista"), 1)
    }
    letter = client.send_letter_notification(templates["letter"], VALUES | lines)
    wrong = NotificationsAPIClient(f"x-{uuid.uuid4()}-{uuid.uuid4()}", base_url=base)
    refusals = (
        (lambda: client.get_pdf_for_letter(letter["id"]), 400, "PDFNotReadyError"),
        (lambda: client.get_pdf_for_letter(mail["id"]), 400, "BadRequestError"),
        (lambda: client.send_precompiled_letter_notification("r", io.BytesIO(b"%PDF")), 400, "BadRequestError"),
        (lambda: client.send_sms_notification("hello", templates["sms"], VALUES), 400, "ValidationError"),
        (lambda: client.get_notification_by_id(str(uuid.uuid4())), 404, "NoResultFound"),
        (wrong.get_all_templates, 403, "AuthError"),
    )  # fmt: skip
    for ask, status, error in refusals:
        try:
            ask()
        except HTTPError as problem:
            assert (problem.status_code, problem.message[0]["error"]) == (status, error)
        else:
            raise AssertionError(f"{error} was expected")
    sys.stdout.write("notifications-python-client: ok\n")


if __name__ == "__main__":
    speak(*sys.argv[1:])
