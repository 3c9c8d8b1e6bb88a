// Follows the links to the codes of a page in a real Chromium: `node browser.mjs URL CODE...`.
// BROWSER_TOOLS names a folder whose `node_modules` has playwright-core.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const [url, ...codes] = process.argv.slice(2);
assert.notEqual(codes.length, 0);
const require = createRequire(join(process.env.BROWSER_TOOLS, "node_modules/"));
const { chromium } = require("playwright-core");

const browser = await chromium.launch({
    executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
for (const code of codes) {
    const page = await browser.newPage();
    await page.goto(`${url}#${code}`);
    const target = await page.evaluate(() => document.querySelector(":target")?.textContent ?? "");
    assert.ok(target.includes(code), `${url}#${code} leads to "${target.slice(0, 80)}"`);
    await page.close();
}
await browser.close();
