// Runs the vectors beside it through the reader in `errors.js`.

import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import * as errors from "./errors.js";

const { vectors, events } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
let wrong = 0;

function check(what, concluded, expected) {
  if (isDeepStrictEqual(concluded, expected)) return;
  wrong += 1;
  console.log(`${what}: expected ${JSON.stringify(expected)}, concluded ${JSON.stringify(concluded)}`);
}

function conclude(error, expected) {
  const concluded = {
    code: error.codeString,
    known: error.code !== null,
    message: error.serverMessage,
    retry: error.retry,
    may_retry_safe: errors.mayRetry(error, "GET"),
    may_retry_unsafe: errors.mayRetry(error, "POST"),
    retry_after: error.retryAfter,
  };
  if ("violations" in expected) concluded.violations = error.violations;
  if ("params" in expected) concluded.params = errors.paramsOf(error, error.code);
  return concluded;
}

for (const { name, status, headers, body, expect } of vectors) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : Buffer.from(body.base64, "base64");
  // As bytes and as the text that `fetch` makes of them, with each form that headers can have.
  const text = new TextDecoder().decode(bytes);
  const [joined, listed] = [{}, {}];
  for (const [header, value] of headers) {
    listed[header] = [...(listed[header] ?? []), value];
    joined[header] = listed[header].join(", ");
  }
  const forms = [headers, joined, listed];
  for (const form of forms) {
    check(name, conclude(errors.parseError(status, form, bytes), expect), expect);
    check(`${name}, as text`, conclude(errors.parseError(status, form, text), expect), expect);
  }
  const error = errors.parseError(status, headers, bytes);
  check(`${name}, with a key`, errors.mayRetry(error, "post", true), expect.retry !== "never");
}
for (const { name, text, expect } of events) {
  const forms = [text, new TextEncoder().encode(text)];
  try {
    forms.push(JSON.parse(text.replace("\uFEFF", "")));
  } catch {
    // It is not JSON.
  }
  for (const form of forms.filter((form) => typeof form !== "string" || form === text)) {
    const error = errors.parseErrorJson(form);
    check(name, error && { status: error.status, ...conclude(error, expect ?? {}) }, expect);
  }
}

// Clients that parse JSON hand it over so.
for (const { name, status, headers, body, expect } of vectors) {
  let parsed;
  try {
    parsed = JSON.parse(body);
  } catch {
    continue;
  }
  // JavaScript does not tell 20003.0 from 20003, rounds large numbers, and keeps one of two members.
  const isExact = !/\d[.e]|\d{16}|twice/.test(`${body} ${name}`) && !/before a word|hal(f|ves)/.test(name);
  if (isExact && typeof parsed !== "string") {
    check(`${name}, parsed`, conclude(errors.parseError(status, headers, parsed), expect), expect);
  }
}
for (const nothing of [null, undefined, "", new ArrayBuffer(0)]) {
  const error = errors.parseError(502, null, nothing);
  check("no body", [error.codeString, error.serverMessage, error.retry], [null, null, "if-idempotent"]);
}

// It can be thrown, shown and written down.
const thrown = errors.parseError(404, { "X-Request-Id": "r\u202e7", "cf-ray": "8" }, '{"error":{"code":"NEWER","message":"a\\nb"}}');
try {
  throw thrown;
} catch (error) {
  check("an error", [error instanceof Error, error instanceof errors.ReceivedError, error.name], [true, true, "ReceivedError"]);
  check("its line", error.message, "404 NEWER: a\\u{a}b (request 8)");
  const { name, codeString, serverMessage, requestId } = JSON.parse(JSON.stringify(error));
  check("its JSON", [name, codeString, serverMessage, requestId], ["ReceivedError", "NEWER", "a\nb", "8"]);
}
for (const code of ["valueOf", "__proto__", "", 7, null, undefined]) {
  check(`${code} is a code`, errors.isErrorCode(code), false);
}

// Each of these could be where a code begins: a reader that looks at all of them takes hours.
const long = errors.parseError(404, {}, `{"type":"${"/".repeat(10_000_000)}","title":"t"}`);
check("a long type", [long.codeString, long.serverMessage], [null, "t"]);

console.log(wrong === 0 ? `${vectors.length + events.length} vectors agree` : `${wrong} disagree`);
process.exitCode = wrong === 0 && vectors.length > 0 ? 0 : 1;
