// The page in a real Chromium: `node browser.mjs FOLDER`, with the pages that the test `html` has written into the folder.
// BROWSER_TOOLS names a folder whose `node_modules` has playwright-core and axe-core.

import { execFileSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { readFile, mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const require = createRequire(join(process.env.BROWSER_TOOLS, "node_modules/"));
const { chromium } = require("playwright-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const requested = [];
const server = createServer((request, response) => {
    requested.push(request.url);
    const { pathname } = new URL(request.url, "http://localhost");
    response.setHeader("content-type", "text/html; charset=utf-8");
    createReadStream(join(folder, decodeURIComponent(pathname)))
        .on("error", () => response.writeHead(404).end())
        .pipe(response);
});
await new Promise((listening) => server.listen(0, "localhost", listening));
const http = `http://localhost:${server.address().port}`;
const file = pathToFileURL(folder).href;

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({
    executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
    args: [...flags, "--disable-component-update", "--disable-sync"],
});

const wide = { width: 1280, height: 900 };
const narrow = { width: 390, height: 844 };

// A page, and everything that it should not do.
async function open(url, options = {}) {
    const context = await browser.newContext({ viewport: wide, ...options });
    const page = await context.newPage();
    page.faults = [];
    page.on("console", (message) => page.faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
        page.faults.push(`dialog: ${dialog.message()}`);
        dialog.dismiss();
    });
    page.on("request", (request) => {
        if (!request.isNavigationRequest() && request.url() !== "data:,") {
            page.faults.push(`request: ${request.url()}`);
        }
    });
    await page.goto(url);
    return page;
}

function equal(found, expected, about) {
    const [a, b] = [found, expected].map((value) => JSON.stringify(value));
    if (a !== b) {
        throw new Error(`${about}: ${a}, expected ${b}`);
    }
}

const shown = (page) =>
    page.evaluate(() => [...document.querySelectorAll("main [data-state]")].filter((node) => node.checkVisibility()).map((node) => node.id));
const address = (page) => page.evaluate(() => location.search + location.hash);
const count = (page) => page.locator("output").textContent();

async function violations(page) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`));
}

const tests = [];
const test = (name, run) => tests.push({ name, run });

for (const [way, base] of [["http", http], ["file", file]]) {
    test(`${way}: loads nothing, and says nothing on the console`, async () => {
        requested.length = 0;
        for (const name of ["ours.html", "rich.html", "rich/index.html", "rich/code-KETTLE_BUSY.html"]) {
            const page = await open(`${base}/${name}`);
            await page.waitForTimeout(200);
            equal(page.faults, [], name);
            await page.context().close();
        }
        equal(requested.length, way === "http" ? 4 : 0, "requests");
    });

    test(`${way}: search and every filter, kept in the address`, async () => {
        const page = await open(`${base}/rich.html`);
        equal(await count(page), "10 codes", "at first");
        await page.getByRole("searchbox", { name: "Search" }).fill("not found");
        equal(await shown(page), ["KETTLE_NOT_FOUND", "NO_KETTLE", "not_found"], "words, in the code or in a text");
        equal(await count(page), "3 of 10 codes", "words");
        equal(await address(page), "?q=not+found", "words");
        await page.getByRole("searchbox").fill('{"error":{"code":"BOIL_FAILED","message":"x"}}');
        equal(await shown(page), ["BOIL_FAILED"], "a whole body");
        await page.getByRole("button", { name: "Clear", exact: true }).click();
        equal(await address(page), "", "cleared");
        for (const [filter, option, codes] of [
            ["Status", "5xx", ["BOIL_FAILED", "water:pump/state.unknown"]],
            ["Status", "409", ["KETTLE_BUSY"]],
            ["Retry", "if-idempotent", ["CANCELLED", "BOIL_FAILED"]],
            ["State", "deprecated", ["NO_KETTLE"]],
            ["State", "retired", ["LID_OPEN", "SPOUT_BLOCKED"]],
        ]) {
            await page.locator("form").getByLabel(filter).selectOption(option);
            equal(await shown(page), codes, `${filter}: ${option}`);
            equal(await address(page), `?${filter.toLowerCase()}=${option}`, filter);
            const sections = await page.locator("main section:visible").count();
            equal(await page.locator(".columns > nav li:visible").count(), sections, "the statuses beside");
            await page.getByRole("button", { name: "Clear", exact: true }).click();
        }
        equal((await shown(page)).length, 10, "all again");
        equal(page.faults, [], "faults");
    });

    test(`${way}: an address restores the filters`, async () => {
        const page = await open(`${base}/rich.html?q=kettle&status=4xx&retry=never&state=current`);
        equal(await shown(page), ["KETTLE_NOT_FOUND", "INSUFFICIENT_WATER"], "restored");
        equal(await page.locator("form").getByLabel("Status").inputValue(), "4xx", "status");
        equal(await page.locator("form").getByLabel("State").inputValue(), "current", "state");
        const strange = await open(`${base}/rich.html?status=999&x=%E0%A4%A#%E0%A4%A`);
        equal(strange.faults, [], "an address of nonsense");
        equal(await strange.locator("form").getByLabel("Status").inputValue(), "", "a status that is none");
    });
}

test("a link to a code shows it, whatever the filters are", async () => {
    const page = await open(`${http}/rich.html?status=5xx#INSUFFICIENT_WATER`);
    equal(await page.locator("#INSUFFICIENT_WATER").isVisible(), true, "visible");
    equal(await address(page), "#INSUFFICIENT_WATER", "without the filter");
    for (const width of [1280, 1024, 900, 390]) {
        const page = await open(`${http}/rich.html#INSUFFICIENT_WATER`, { viewport: { width, height: 800 } });
        const onTop = await page.locator("#INSUFFICIENT_WATER h3 a").evaluate((link) => {
            const { x, y, width, height } = link.getBoundingClientRect();
            return link === document.elementFromPoint(x + width / 2, y + height / 2) && y < 200;
        });
        equal(onTop, true, `at ${width} pixels the code is on top, and nothing covers it`);
    }
    for (const code of ["water:pump/state.unknown", "not_found", "LID_OPEN"]) {
        await page.evaluate((code) => (location.hash = code), code);
        equal(await page.locator(":target").getAttribute("id"), code, "target");
    }
});

test("a code of another spelling is found, and the nearest is offered", async () => {
    const page = await open(`${http}/rich.html#kettle_busy`);
    equal(await address(page), "#KETTLE_BUSY", "other capitals");
    await page.goto(`${http}/rich.html#KETTLE`);
    equal(await page.getByRole("searchbox").inputValue(), "KETTLE", "no code at all");
    await page.getByRole("searchbox").fill("KETLE_BUZY");
    equal(await shown(page), [], "nothing");
    equal(await page.locator(".empty").textContent(), "No code fits. Did you mean KETTLE_BUSY? Clear the filters", "nearest");
    await page.locator(".empty a").click();
    equal((await shown(page)).length, 10, "found");
    equal(await address(page), "#KETTLE_BUSY", "there");
    await page.getByRole("searchbox").fill("zzzzzzzzzzzzzzzz");
    equal(await page.locator(".empty").textContent(), "No code fits. Clear the filters", "nothing near");
    await page.locator(".empty button").click();
    equal((await shown(page)).length, 10, "cleared");
    await page.locator("form").getByLabel("Status").selectOption("5xx");
    await page.getByRole("searchbox").fill("KETTLE_BUSY");
    equal(await page.locator(".empty").textContent(), "The filters hide KETTLE_BUSY. Clear the filters", "hidden");
    equal(page.faults, [], "faults");
});

test("keys: slash, escape, enter, tab", async () => {
    const page = await open(`${http}/rich.html`);
    await page.keyboard.press("Tab");
    equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the errors", "first of all");
    await page.keyboard.press("/");
    await page.keyboard.type("no/t");
    equal(await page.getByRole("searchbox").inputValue(), "no/t", "a slash in the field is a slash");
    await page.keyboard.press("Escape");
    equal(await page.getByRole("searchbox").inputValue(), "", "cleared");
    await page.keyboard.type("boil_failed");
    await page.keyboard.press("Enter");
    equal(await page.evaluate(() => [location.hash, document.activeElement.textContent]), ["#BOIL_FAILED", "BOIL_FAILED"], "there");
});

test("copies code, link and body, and says so", async () => {
    const page = await open(`${http}/rich.html?q=busy`, { permissions: ["clipboard-read", "clipboard-write"] });
    const pasted = () => page.evaluate(() => navigator.clipboard.readText());
    for (const [name, text, said] of [
        ["Copy KETTLE_BUSY", "KETTLE_BUSY", "Copied KETTLE_BUSY."],
        ["Copy link to KETTLE_BUSY", `${http}/rich.html#KETTLE_BUSY`, "Copied the link of KETTLE_BUSY."],
        [
            "Copy body of KETTLE_BUSY",
            '{"error":{"code":"KETTLE_BUSY","message":"Somebody else\'s water is on the boil"}}',
            "Copied the body of KETTLE_BUSY.",
        ],
    ]) {
        await page.getByRole("button", { name, exact: true }).click();
        await page.getByText(said).waitFor();
        equal(await pasted(), text, name);
    }
    await page.goto(`${http}/rich/code-KETTLE_BUSY.html`);
    await page.getByRole("button", { name: "Copy link to KETTLE_BUSY" }).click();
    await page.getByText("Copied the link").waitFor();
    equal(await pasted(), `${http}/rich/code-KETTLE_BUSY.html`, "a page of its own");
});

test("a clipboard that refuses is no dead end", async () => {
    const page = await open(`${http}/rich.html`);
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await page.getByRole("button", { name: "Copy BOIL_FAILED", exact: true }).click();
    await page.getByText("press Ctrl+C").waitFor();
    equal(await page.evaluate(() => String(getSelection())), "BOIL_FAILED", "selected");
    await page.getByRole("button", { name: "Copy link to BOIL_FAILED" }).click();
    await page.getByText("The address bar has the link now").waitFor();
    equal(await address(page), "#BOIL_FAILED", "address");
});

test("without JavaScript all is there, and links work", async () => {
    const page = await open(`${http}/rich.html#BOIL_FAILED`, { javaScriptEnabled: false });
    equal(await page.locator("article:visible").count(), 10, "articles");
    equal(await page.locator("form:visible, button:visible").count(), 0, "controls");
    equal(await page.locator("article:target").getAttribute("id"), "BOIL_FAILED", "target");
    const index = await open(`${http}/rich/index.html#BOIL_FAILED`, { javaScriptEnabled: false });
    await index.locator("li:target a").click();
    equal(await index.locator("h1").textContent(), "BOIL_FAILED", "its page");
});

test("pages: an old link leads to the page of its code", async () => {
    for (const base of [http, file]) {
        for (const [code, page] of [
            ["BOIL_FAILED", "code-BOIL_FAILED.html"],
            ["LID_OPEN", "code-LID_OPEN.html"],
            ["water:pump/state.unknown", "code-water-pump-state-unknown."],
        ]) {
            const opened = await open(`${base}/rich/index.html#${code}`);
            await opened.waitForURL((url) => url.pathname.includes(page));
            equal(await opened.locator("h1").textContent(), code, "its page");
            equal(opened.faults, [], "faults");
        }
    }
    const page = await open(`${http}/rich/index.html`);
    await page.keyboard.press("/");
    await page.keyboard.type("boil");
    equal(await count(page), "2 of 10 codes", "the index has a search too");
    await page.keyboard.type("_failed");
    await page.keyboard.press("Enter");
    await page.waitForURL(/code-BOIL_FAILED/);
});

test("print: no controls, every code, light, links with their addresses", async () => {
    const page = await open(`${http}/rich.html?q=busy`, { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    equal((await shown(page)).length, 10, "codes");
    equal(await page.locator("form:visible, button:visible, .columns > nav:visible, .skip:visible").count(), 0, "controls");
    const [paper, ink, link] = await page.evaluate(() => {
        const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
        return [style("html").backgroundColor, style("html").color, style('a[href^="http"]', "::after").content];
    });
    equal([paper, ink], ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], "colours");
    equal(link, '" (https://example.org/guide)"', "address");
});

test("dark and light are what the system says", async () => {
    const paper = async (colorScheme) => {
        const page = await open(`${http}/ours.html`, { colorScheme });
        return page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    };
    equal(await paper("light"), "rgb(255, 255, 255)", "light");
    equal(await paper("dark"), "rgb(17, 20, 23)", "dark");
});

test("nothing of a hostile table runs, loads or leads anywhere", async () => {
    for (const base of [http, file]) {
        for (const name of ["hostile.html", "hostile/index.html", "hostile/code-TAGS.html", "hostile/code-LINKS.html"]) {
            const page = await open(`${base}/${name}`);
            for (const node of await page.locator("main a, main button").all()) {
                await node.hover({ force: true });
            }
            await page.waitForTimeout(200);
            equal(page.faults, [], name);
            equal(await page.locator("script, iframe, img, svg, form form, main style, main input").count(), 1, `${name}: our script`);
        }
    }
    const page = await open(`${http}/hostile.html`);
    for (const code of ["location", "constructor", "index.html", "a/../../etc", "400", "search", "q"]) {
        await page.evaluate((code) => (location.hash = code), code);
        equal(await page.locator(":target").getAttribute("id"), code, "target");
        await page.getByRole("searchbox").fill(code);
        equal((await shown(page)).includes(code), true, code);
    }
    equal(page.faults, [], "faults");
});

for (const colorScheme of ["light", "dark"]) {
    for (const [size, viewport] of [["wide", wide], ["narrow", narrow]]) {
        test(`accessible: ${colorScheme}, ${size}`, async () => {
            for (const name of ["ours.html", "rich.html?q=nonsense", "rich.html#KETTLE_BUSY", "rich/index.html", "rich/code-INSUFFICIENT_WATER.html", "hostile.html"]) {
                // axe is a script of ours, which the page's policy rightly refuses.
                const page = await open(`${http}/${name}`, { viewport, colorScheme, bypassCSP: true });
                equal(await violations(page), [], name);
                const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
                equal(overflow, false, `${name} has to be scrolled sideways`);
                await page.context().close();
            }
        });
    }
}

test("these checks can fail", async () => {
    const good = await readFile(join(folder, "rich.html"), "utf8");
    const faults = [];
    for (const body of [
        good.replace("<main", '<main onclick="x()"'),
        good.replace("<main", '<img src="https://example.org/pixel.png" alt=""><main'),
        good.replace("<main", "<script>alert(1)</script><main"),
        good.replace("const form", "const form_"),
    ]) {
        const context = await browser.newContext({ viewport: wide });
        await context.route("**/faulty.html", (route) => route.fulfill({ body, contentType: "text/html" }));
        const page = await context.newPage();
        let heard = 0;
        page.on("console", () => (heard += 1));
        await page.goto(`${http}/faulty.html`);
        await page.locator("main").click({ position: { x: 1, y: 1 } });
        faults.push(heard > 0);
        await context.close();
    }
    equal(faults, [true, true, true, true], "the policy is heard of");
    const page = await open(`${http}/rich.html`, { bypassCSP: true });
    await page.addStyleTag({ content: ":root { --soft: #a0a8b0 }" });
    await page.locator(".tools button").first().evaluate((node) => node.replaceChildren());
    await page.locator(".tools button").first().evaluate((node) => node.removeAttribute("aria-label"));
    const found = new Set((await violations(page)).map((violation) => violation.split(":")[0]));
    equal([...found].sort(), ["button-name", "color-contrast"], "what axe says");
});

// Pictures for a person to look at.
async function picture() {
    const pictures = join(folder, "pictures");
    await mkdir(pictures, { recursive: true });
    for (const [name, path] of [["ours", "ours.html"], ["rich", "rich.html#INSUFFICIENT_WATER"], ["index", "rich/index.html"], ["code", "rich/code-INSUFFICIENT_WATER.html"]]) {
        for (const colorScheme of ["light", "dark"]) {
            for (const [size, viewport] of [["wide", wide], ["narrow", narrow]]) {
                const page = await open(`${http}/${path}`, { viewport, colorScheme });
                await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${size}.png`) });
                await page.context().close();
            }
        }
    }
    const page = await open(`${http}/rich.html`);
    await page.pdf({ path: join(pictures, "rich.pdf"), format: "A4", margin: { top: "2cm", bottom: "2cm", left: "2cm", right: "2cm" } });
}

let failed = 0;
for (const { name, run } of tests) {
    try {
        await run();
        console.log(`ok      ${name}`);
    } catch (error) {
        failed += 1;
        console.log(`FAILED  ${name}\n        ${error.message}`);
    }
}
await picture();
await browser.close();
server.close();
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
