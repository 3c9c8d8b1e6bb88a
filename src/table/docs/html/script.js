// Search, filters, keys and buttons that copy. The page is complete without this script.

const form = document.querySelector("form");
const empty = document.querySelector(".empty");
const said = document.createElement("p");

// Every code of the page: what is filtered by, where it leads if it has a page of its own, and what is searched: what the
// table says of this code, and not what the page says of all of them.
const items = [...document.querySelectorAll("main [data-state]")].map((node) => {
    const { status = "", retry = "", state } = node.dataset;
    const link = node.querySelector("a");
    const texts = [...node.querySelectorAll('[dir="auto"], pre code, .rust')].map(({ textContent }) => textContent);
    return {
        node,
        link,
        status,
        retry,
        state,
        code: node.id,
        page: node.localName === "li" ? link.href : null,
        text: [node.id, status, retry, state, ...texts].join(" ").toLowerCase(),
    };
});
const sections = [...document.querySelectorAll("main section")].map((node) => ({
    node,
    entry: document.querySelector(`nav a[href="#${node.querySelector("h2").id}"]`).parentElement,
}));

// ---- Filters ----

const fields = form ? [...form.querySelectorAll("input, select")] : [];
const search = form?.elements.namedItem("q");

const value = (name) => form.elements.namedItem(name)?.value.trim() ?? "";

// A person may paste a whole body to search for its code.
const pasted = () => /"code"\s*:\s*"([^"]+)"/.exec(value("q"))?.[1];

const wanted = () => pasted() ?? value("q");

// A test for items. The input is a list of words, in any order.
function searchTest() {
    const code = pasted();
    const words = value("q").toLowerCase().split(/\s+/).filter(Boolean);
    return (item) => (code ? item.code === code : words.every((word) => item.text.includes(word)));
}

function filterTest() {
    const [status, retry, state] = ["status", "retry", "state"].map(value);
    const isMeant = searchTest();
    return (item) =>
        (!status || item.status.split(" ").some((own) => own === status || `${own[0]}xx` === status)) &&
        (!retry || item.retry === retry) &&
        (!state || item.state === state) &&
        isMeant(item);
}

function filter() {
    const fits = filterTest();
    let shown = 0;
    for (const item of items) {
        item.node.hidden = !fits(item);
        shown += item.node.hidden ? 0 : 1;
    }
    for (const { node, entry } of sections) {
        node.hidden = !node.querySelector("[data-state]:not([hidden])");
        entry.hidden = node.hidden;
    }
    const all = `${items.length} ${items.length === 1 ? "code" : "codes"}`;
    form.elements.namedItem("count").value = shown === items.length ? all : `${shown} of ${all}`;
    showEmpty(shown === 0 && items.length > 0);
    save();
}

function showEmpty(isEmpty) {
    empty.hidden = !isEmpty;
    if (!isEmpty) {
        return;
    }
    const item = nearest();
    const [link, button] = ["a", "button"].map((name) => document.createElement(name));
    button.type = "button";
    button.name = "clear";
    button.textContent = "Clear the filters";
    if (!item) {
        empty.replaceChildren("No code fits. ", button);
        return;
    }
    link.href = item.page ?? `#${item.code}`;
    link.className = "code";
    link.textContent = item.code;
    const isHidden = searchTest()(item);
    empty.replaceChildren(
        isHidden ? "The filters hide " : "No code fits. Did you mean ",
        link,
        isHidden ? ". " : "? ",
        button,
    );
}

function clear() {
    for (const field of fields) {
        field.value = "";
    }
    filter();
}

// ---- The filters are part of the address ----

function save() {
    const url = new URL(location.href);
    for (const { name } of fields) {
        if (value(name)) {
            url.searchParams.set(name, value(name));
        } else {
            url.searchParams.delete(name);
        }
    }
    try {
        history.replaceState(history.state, "", url);
    } catch {
        // Some browsers allow no more than so many a second, or none in an embedded page. The next one may pass.
    }
}

function restore() {
    const params = new URL(location.href).searchParams;
    for (const field of fields) {
        field.value = params.get(field.name) ?? "";
        // The table may have lost a status since the link was made.
        if (field.selectedIndex === -1) {
            field.value = "";
        }
    }
    filter();
}

// Shows what the address names. A filter that would hide it goes, a code in other capitals is the one that was meant, and
// other texts are searched for.
function reveal() {
    let code = location.hash.slice(1);
    try {
        code = decodeURIComponent(code);
    } catch {
        // Then it is what it is.
    }
    if (code === "" || code.startsWith("_")) {
        return;
    }
    const item = items.find((item) => item.code === code);
    const similar = items.find((item) => folded(item.code) === folded(code));
    if (!item && similar) {
        location.replace(`#${similar.code}`);
    } else if (!item) {
        clear();
        search.value = code;
        filter();
    } else if (item.page) {
        location.replace(item.page);
    } else {
        if (item.node.hidden) {
            clear();
        }
        item.node.scrollIntoView();
    }
}

// ---- What was meant ----

const folded = (text) => text.toUpperCase().replace(/[^A-Z0-9]+/g, "_");

// How many letters have to be added, dropped, changed or swapped with their neighbour.
function distance(a, b) {
    let [before, row] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= a.length; i += 1) {
        const next = [i];
        for (let j = 1; j <= b.length; j += 1) {
            const change = a[i - 1] === b[j - 1] ? 0 : 1;
            next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + change);
            if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
                next[j] = Math.min(next[j], before[j - 2] + 1);
            }
        }
        [before, row] = [row, next];
    }
    return row[b.length];
}

function nearest() {
    const meant = folded(wanted()).slice(0, 128);
    if (meant === "") {
        return undefined;
    }
    const isMeant = searchTest();
    const scored = items.map((item) => ({
        item,
        score: isMeant(item) ? 0 : distance(meant, folded(item.code)),
    }));
    scored.sort((a, b) => a.score - b.score);
    const [{ item, score }] = scored;
    return score <= Math.max(3, meant.length / 3) ? item : undefined;
}

// The first code that fits, and rather one that has the words in its name.
function first() {
    const shown = items.filter((item) => !item.node.hidden);
    const meant = folded(wanted());
    const by = (test) => shown.find((item) => test(folded(item.code)));
    const named = by((code) => code === meant) ?? by((code) => code.startsWith(meant));
    return named ?? by((code) => code.includes(meant)) ?? shown[0];
}

// ---- Keys ----

function onKey(event) {
    const isEditing = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !isEditing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        search.focus();
        search.select();
    } else if (event.key === "Escape" && form.contains(event.target)) {
        event.preventDefault();
        clear();
    }
}

function onSubmit(event) {
    event.preventDefault();
    const item = first();
    if (item?.page) {
        location.assign(item.page);
    } else if (item) {
        location.hash = item.code;
        item.link.focus();
    }
}

// ---- Copying ----

let timer;

function say(text) {
    clearTimeout(timer);
    said.textContent = text;
    timer = setTimeout(() => said.replaceChildren(), 6000);
}

function addTools(article) {
    const code = article.id;
    const tools = document.createElement("div");
    tools.className = "tools";
    for (const [what, label, name] of [
        ["code", "Copy", `Copy ${code}`],
        ["link", "Copy link", `Copy link to ${code}`],
        ["body", "Copy body", `Copy body of ${code}`],
    ]) {
        if (what === "body" && !article.querySelector(".response")) {
            continue;
        }
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.copy = what;
        button.textContent = label;
        button.setAttribute("aria-label", name);
        tools.append(button);
    }
    article.firstElementChild.after(tools);
}

async function copy(button) {
    const article = button.closest("article");
    const what = button.dataset.copy;
    const source = article.querySelector(what === "body" ? ".response code" : "a");
    const page = new URL(location.href);
    page.search = "";
    page.hash = form ? article.id : "";
    const text = what === "link" ? page.href : source.textContent;
    try {
        await navigator.clipboard.writeText(text);
        say(`Copied ${what === "code" ? text : `the ${what} of ${article.id}`}.`);
    } catch {
        // Not a secure page, or not allowed.
        if (what === "link") {
            location.hash = page.hash;
            say("The browser does not let the page copy. The address bar has the link now.");
        } else {
            getSelection().selectAllChildren(source);
            say("The browser does not let the page copy. It is selected: press Ctrl+C, or ⌘C.");
        }
    }
}

// ---- What is there gets to work ----

for (const article of document.querySelectorAll("article")) {
    addTools(article);
}
said.className = "said";
said.setAttribute("role", "status");
document.body.append(said);

addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.copy) {
        copy(button);
    } else if (button?.name === "clear") {
        clear();
        search.focus();
    } else if (event.target.closest(".empty a")) {
        // The address may be that of the code already, and then does not change.
        clear();
    }
});

if (form) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", onSubmit);
    addEventListener("keydown", onKey);
    addEventListener("hashchange", reveal);
    addEventListener("popstate", restore);
    restore();
    reveal();
}
