// The page in a real Chromium: `node browser.mjs PAGE EXPOSING SILENT`, three origins.
// BROWSER_TOOLS names a folder whose `node_modules` has playwright-core.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const [origin, exposing, silent] = process.argv.slice(2);
const require = createRequire(join(process.env.BROWSER_TOOLS, "node_modules/"));
const { chromium } = require("playwright-core");

const browser = await chromium.launch({
    executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
const page = await browser.newPage();
await page.goto(origin);

// Calls a function of the module `MODULE.js`. A trap fails the test.
const call = (module, name, ...args) =>
    page.evaluate(
        async ([module, name, args]) => {
            const wasm = await import(`/wasm/${module}.js`);
            await wasm.default({ module_or_path: `/wasm/${module}_bg.wasm` });
            const bytes = (arg) => (arg.bytes === undefined ? arg : new TextEncoder().encode(arg.bytes));
            return await wasm[name](...args.map(bytes));
        },
        [module, name, args],
    );
const body = (code) => ({ bytes: `{"error":{"code":"${code}","message":"m"}}` });
const date = (seconds) => new Date(Date.now() + seconds * 1000).toUTCString();
const soon = (line, seconds) => {
    const [, wait] = /Some\((\d+)\)/.exec(line) ?? assert.fail(line);
    assert.ok(wait > seconds - 10 && wait <= seconds, line);
};

console.log("decode, advice, wait");
for (const module of ["page", "no_clock"]) {
    assert.equal(await call(module, "decode", 404, "", "", body("NOT_FOUND")), "404 NOT_FOUND never false None None");
    assert.equal(await call(module, "decode", 502, "", "", { bytes: "<html>" }), "502 - if-idempotent true None None");
    assert.equal(await call(module, "decode", 429, "", "7", body("RATE_LIMITED")), "429 RATE_LIMITED backoff true Some(7) None");
    const dates = ["Thu, 26 Nov 2026 16:00:00 GMT", "Thu, 26 Nov 2026 16:02:00 GMT"];
    assert.equal(
        await call(module, "decode", 503, ...dates, body("SERVICE_UNDER_MAINTENANCE")),
        "503 SERVICE_UNDER_MAINTENANCE backoff true Some(120) None",
    );
    assert.equal(await call(module, "read", body("NOT_FOUND")), "404 NOT_FOUND never false None None");
}
console.log("a date, and no clock of the server");
soon(await call("page", "decode", 503, "", date(600), body("X")), 600);
assert.equal(await call("page", "decode", 503, "", date(-600), body("X")), "503 X if-idempotent true Some(0) None");
// Without the feature `browser` there is no clock at all: the request may be sent again, after a wait of its own.
assert.equal(await call("no_clock", "decode", 404, "", date(600), body("X")), "404 X if-idempotent true None None");

console.log("reqwest, on the same origin and on another");
const small = [65536, 10000];
const maintenance = "503 SERVICE_UNDER_MAINTENANCE backoff true Some(60) None";
for (const server of [origin, exposing]) {
    assert.equal(await call("page", "ask", `${server}/error`, ...small), maintenance);
    assert.equal(await call("page", "ask", `${server}/none`, ...small), "404 NOT_FOUND never false None None");
    soon(await call("page", "ask", `${server}/dated`, ...small), 600);
    assert.equal(await call("page", "ask", `${server}/fine`, ...small), "success: fine");
}
// The code comes from the body, the advice from the row. The wait of the response is hidden, so the wait is that of the row.
assert.equal(await call("page", "ask", `${silent}/error`, ...small), maintenance);
assert.equal(await call("page", "ask", `${silent}/dated`, ...small), "503 - if-idempotent true None None");
assert.match(await call("page", "ask", `http://127.0.0.1:1/`, ...small), /^none: no response$/);

console.log("limits");
assert.equal(await call("page", "ask", `${origin}/endless`, 4096, 10000), "503 - if-idempotent true None Some(TooLarge)");
const start = Date.now();
assert.equal(await call("page", "ask", `${origin}/stalled`, 4096, 300), "503 - if-idempotent true None Some(TimedOut)");
// A time-out of reqwest aborts the body, and in a browser its error does not say why.
assert.equal(await call("page", "ask_with_timeout", `${origin}/stalled`, 300), "503 - if-idempotent true None Some(Broken)");
assert.ok(Date.now() - start < 5000);
assert.equal(await call("page", "ask", `${origin}/broken`, ...small), "503 - if-idempotent true None Some(Broken)");
await browser.close();
