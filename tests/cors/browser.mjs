// A script on another origin in a real Chromium: `node browser.mjs PAGE EXPOSING SILENT`, three origins.
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

// What a script of the page sees of a response.
const see = (url) =>
    page.evaluate(async (url) => {
        const response = await fetch(url);
        const { code } = (await response.json()).error;
        const header = (name) => response.headers.get(name);
        return [response.status, code, header("x-error-code"), header("x-should-retry"), header("retry-after")];
    }, url);

const code = "SERVICE_UNDER_MAINTENANCE";
assert.deepEqual(await see(`${exposing}/error`), [503, code, code, "true", "60"]);
assert.deepEqual(await see(`${exposing}/none`), [404, "NOT_FOUND", "NOT_FOUND", "false", null]);
assert.deepEqual(await see(`${silent}/error`), [503, code, null, null, null]);
await browser.close();
