// Runs the vectors beside it through the reader in `errors.js`.

import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import * as errors from "./errors.js";

const { vectors } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
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
    message: error.message,
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
for (const code of ["valueOf", "__proto__", "", 7, null, undefined]) {
  check(`${code} is a code`, errors.isErrorCode(code), false);
}

// Each of these could be where a code begins: a reader that looks at all of them takes hours.
const long = errors.parseError(404, {}, `{"type":"${"/".repeat(10_000_000)}","title":"t"}`);
check("a long type", [long.codeString, long.message], [null, "t"]);

console.log(wrong === 0 ? `${vectors.length} vectors agree` : `${wrong} disagree`);
process.exitCode = wrong === 0 && vectors.length > 0 ? 0 : 1;
