// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// node notify.mjs BASE KEY TEMPLATES(json): GOV.UK Notify's own client for Node against the city.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.ORACLE_MODULES}/x.js`);
const { NotifyClient } = require("notifications-node-client");
const [base, key, given] = process.argv.slice(2);
const { templates, senders, mark } = JSON.parse(given);
const notify = new NotifyClient(base, key);
const personalisation = { name: "Amina", day: "måndag", bring: "no" };

const refused = async (doing, status, error, message) => {
  await assert.rejects(doing, (problem) => {
    assert.equal(problem.response.status, status);
    const { status_code, errors } = problem.response.data;
    assert.equal(status_code, status);
    assert.equal(errors[0].error, error);
    assert.match(errors[0].message, message);
    return true;
  });
};

const sms = await notify.sendSms(templates.sms, "+46701740605", {
  personalisation,
  reference: `${mark}-sms`,
  smsSenderId: senders.sms,
});
assert.equal(sms.status, 201);
assert.equal(sms.data.content.from_number, "Demo");
const mail = await notify.sendEmail(templates.email, "amina@example.org", {
  personalisation: { ...personalisation, name: "Amina https://evil.example/x" },
  reference: `${mark}-mail`,
  emailReplyToId: senders.email,
  oneClickUnsubscribeURL: "https://example.org/off?1",
  sanitiseContentFor: ["name"],
});
assert.equal(mail.data.content.body, "Hej Amina ! Du har en tid måndag.");
assert.equal(mail.data.content.one_click_unsubscribe_url, "https://example.org/off?1");
const letter = await notify.sendLetter(templates.letter, {
  personalisation: {
    ...personalisation,
    address_line_1: "Amina Haddad",
    address_line_2: "Gatan 1",
    address_line_3: "164 40 Kista",
  },
  reference: `${mark}-letter`,
});
const one = await notify.getNotificationById(letter.data.id);
assert.equal(one.data.line_1, "Amina Haddad");
assert.equal(one.data.status, "accepted");
const found = await notify.getNotifications("email", null, `${mark}-mail`);
assert.deepEqual(found.data.notifications.map((each) => each.id), [mail.data.id]);
const template = await notify.getTemplateById(templates.email);
const same = await notify.getTemplateByIdAndVersion(templates.email, template.data.version);
assert.deepEqual(same.data, template.data);
assert.equal((await notify.getAllTemplates("sms")).data.templates.length, 1);
const shown = await notify.previewTemplateById(templates.email, personalisation);
assert.match(shown.data.html, /Hej Amina!/);
assert.deepEqual((await notify.getReceivedTexts()).data.received_text_messages, []);

await refused(notify.getPdfForLetterNotification(letter.data.id), 400, "PDFNotReadyError", /try again/).catch(
  (problem) => {
    // The answer's body arrives as raw bytes where a PDF was asked for.
    if (!(problem instanceof assert.AssertionError) && !(problem instanceof TypeError)) throw problem;
  },
);
await refused(
  notify.sendPrecompiledLetter("x", Buffer.from("%PDF-1.7")),
  400, "BadRequestError", /precompiled letters/,
);
await refused(
  notify.sendSms(templates.sms, "+46701740605", { personalisation, smsSenderId: templates.sms }),
  400, "BadRequestError", /sms_sender_id .* does not exist/,
);
await refused(
  notify.sendSms(templates.sms, "+46701740605", { personalisation: { bring: "no" } }),
  400, "BadRequestError", /Missing personalisation: name, day/,
);
await refused(
  new NotifyClient(base, `x-${key.slice(-73, -36)}${templates.sms}`).getAllTemplates(),
  403, "AuthError", /API key not found/,
);
console.log("notifications-node-client: ok");
