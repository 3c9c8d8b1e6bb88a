//! The page: what it says, that it is well formed, and that no text of a table becomes a part of it.

#[path = "support/cli.rs"]
mod cli;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::docs::html;
use error_catalog::{ApiError, ErrorCode};
use scraper::{ElementRef, Html, Selector};

use self::cli::{Ran, error_catalog};

#[allow(dead_code, missing_docs, unreachable_pub, reason = "the test uses some of it")]
mod credits {
    include!("generated/credits.rs");
}

const OURS: &str = "catalog.toml";
const RICH: &str = "tests/html/rich.toml";
const HOSTILE: &str = "tests/html/hostile.toml";
const CREDITS: &str = "tests/generated/credits.toml";
const TABLES: [&str; 6] =
    [OURS, RICH, HOSTILE, CREDITS, "tests/generated/hostile.toml", "tests/generated/styles.toml"];

#[test]
fn every_page_is_well_formed() {
    for (name, page) in all_pages() {
        let page = Html::parse_document(&page);
        assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
        assert_eq!(select(&page, "h1").len(), 1, "{name}");
        assert_eq!(select(&page, "main").len(), 1, "{name}");
        let mut ids = BTreeSet::new();
        for element in select(&page, "[id]") {
            assert!(ids.insert(attribute(element, "id")), "{name}: {:?} is defined twice", element.value());
        }
        let levels: Vec<u8> = select(&page, "h1, h2, h3, h4, h5, h6")
            .into_iter()
            .map(|heading| heading.value().name().as_bytes()[1] - b'0')
            .collect();
        for step in levels.windows(2) {
            assert!(step[1] <= step[0] + 1, "{name}: headings {levels:?}");
        }
    }
}

#[test]
fn a_mistake_in_a_page_would_be_seen() {
    let page = page(RICH);
    for (from, to) in
        [("</article>", "</div>"), ("<h3>", "<h3 class=a class=b>"), ("<p class=\"facts\">", "<p x\"=>")]
    {
        assert!(!Html::parse_document(&page.replacen(from, to, 1)).errors.is_empty(), "{to}");
    }
    assert!(foreign(&page.replacen("<p class=\"cause\"", "<p onclick=\"x\"", 1)).is_some());
    assert!(foreign(&page.replacen("href=\"#", "href=\"javascript:", 1)).is_some());
    assert!(foreign(&page.replacen("<main", "<main><img src=\"https://example.org/a.png\"", 1)).is_some());
    assert!(foreign(&page.replacen("</body>", "<script></script></body>", 1)).is_some());
}

/// Whatever a table says, a page is made of these and nothing else.
#[test]
fn nothing_of_a_table_becomes_a_part_of_the_page() {
    for (name, page) in all_pages() {
        assert_eq!(foreign(&page), None, "{name}");
        let invisible =
            page.chars().find(|c| matches!(c, '\0' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{feff}'));
        assert_eq!(invisible, None, "{name}");
    }
    let page = Html::parse_document(&page(HOSTILE));
    let text: String = page.root_element().text().collect();
    for shown in [
        "Errors of </title><script>alert('name')</script> \"`API`\" ${x} | */ {{y}}",
        "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(2))",
        "<script>alert(20)</script><img src=x onerror=alert(21)> & <b> & </code></pre></article>",
        r#"{"error":{"code":"TAGS","message":"<script>alert(20)</script>"#,
        r#""message":"</code></pre><script>alert(22)</script> \"quotes\" 'quotes' text \\u0000 </style>""#,
        "</code><script>alert(23)</script>",
        "1.0\"><script>alert(25)</script>",
        "<style>*{display:none}</style>",
        "<div style=\"position:fixed;inset:0\" onclick=alert(27)>",
        "</code></pre><script>alert(30)</script>",
        "<script>alert(40)</script>",
        r"\u{202e}drawkcab",
    ] {
        assert!(text.contains(shown), "{shown}");
    }
    let links: Vec<&str> = select(&page, "a[rel]").into_iter().map(|link| attribute(link, "href")).collect();
    assert_eq!(links, ["https://example.org/?\"'", "mailto:a@example.org"]);
}

#[test]
fn every_code_keeps_its_anchor() {
    for table in TABLES {
        let catalog = read(table);
        let pages = html::pages(&catalog);
        let one = Html::parse_document(&html::render(&catalog));
        let index = Html::parse_document(&pages[0].1);
        let current = catalog.errors().iter().map(|entry| &entry.code);
        let codes: Vec<&String> =
            current.chain(catalog.retired().iter().map(|retired| &retired.code)).collect();
        assert_eq!(pages.len(), codes.len() + 1, "{table}");
        for code in codes {
            let is_it = |element: &&ElementRef<'_>| element.value().id() == Some(&**code);
            let articles = select(&one, "article");
            assert_eq!(articles.iter().filter(is_it).count(), 1, "{table}: {code}");
            let lines = select(&index, "li");
            let line =
                lines.iter().find(is_it).unwrap_or_else(|| panic!("{table}: {code} is not in the index"));
            let target = line.select(&selector("a")).next().expect("a line is a link");
            let (_, own) = pages
                .iter()
                .find(|(name, _)| name == attribute(target, "href"))
                .unwrap_or_else(|| panic!("{table}: {code} has no page"));
            let own = Html::parse_document(own);
            assert_eq!(select(&own, "article").iter().filter(is_it).count(), 1, "{table}: {code}");
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    for table in [OURS, RICH, CREDITS, "tests/generated/styles.toml"] {
        let catalog = read(table);
        let one = [(String::new(), html::render(&catalog))];
        for pages in [&one[..], &html::pages(&catalog)] {
            let parsed: Vec<(&str, Html)> =
                pages.iter().map(|(name, page)| (&**name, Html::parse_document(page))).collect();
            for (name, page) in &parsed {
                for link in select(page, "a") {
                    let href = attribute(link, "href");
                    let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
                    if file.starts_with("https:") {
                        continue;
                    }
                    let file = if file.is_empty() { name } else { file };
                    let target = parsed.iter().find(|(name, _)| *name == file);
                    let (_, target) = target.unwrap_or_else(|| panic!("{name}: {href} is no page"));
                    let is_there =
                        select(target, "[id]").into_iter().any(|element| attribute(element, "id") == anchor);
                    assert!(anchor.is_empty() || is_there, "{name}: {href} is nowhere");
                }
            }
        }
    }
}

#[test]
fn the_page_shows_the_response_that_a_server_sends() {
    let page = Html::parse_document(&page(OURS));
    let articles = select(&page, "article");
    assert_eq!(articles.len(), ErrorCode::ALL.len());
    for code in ErrorCode::ALL {
        let article = articles.iter().find(|article| article.value().id() == Some(code.as_str()));
        let article = article.unwrap_or_else(|| panic!("{code} is not on the page"));
        let (status, mut headers, body) = ApiError::from(*code).into_parts();
        let mut response = format!("HTTP/1.1 {status}\n").replace(" <unknown status code>", "");
        headers.remove("content-length");
        for name in [
            "content-type",
            "x-error-code",
            "x-should-retry",
            "x-retry-advice",
            "retry-after",
            "www-authenticate",
        ] {
            if let Some(value) = headers.remove(name) {
                let value = value.to_str().expect("it is ASCII");
                writeln!(response, "{name}: {value}").expect("a string can be written to");
            }
        }
        assert!(headers.is_empty(), "{code}: the page says nothing of {headers:?}");
        response = format!("{response}\n{}", String::from_utf8_lossy(&body));
        assert_eq!(text(article, "pre"), response, "{code}");
        assert_eq!(text(article, "h3"), code.as_str());
        assert_eq!(text(article, ".cause"), code.cause());
        assert!(text(article, ".facts").starts_with(&format!("{}", code.status().as_u16())), "{code}");
        assert!(text(article, ".retry").starts_with(&format!("Retry: {}", code.retry())), "{code}");
        assert!(text(article, ".rust").starts_with(&format!("In Rust ErrorCode::{code:?}")), "{code}");
        let remedy = code.remedy().expect("every row of ours has one").replace('`', "");
        assert!(text(article, ".about").ends_with(&format!("What to do {remedy}")), "{code}");
    }
}

#[test]
fn an_example_with_values_is_one_that_a_server_could_send() {
    let page = Html::parse_document(&page(CREDITS));
    let bodies = |code: &str| -> Vec<String> {
        let codes = select(&page, &format!("#{code} pre code"));
        codes.into_iter().map(|code| code.text().collect()).collect()
    };
    let sent = |error: ApiError<credits::ErrorCode>| {
        String::from_utf8(error.into_parts().2.into_owned()).expect("it is UTF-8")
    };
    let raised = credits::params::InsufficientCredits { needed: 12, balance: 12 };
    let plain = credits::ErrorCode::InsufficientCredits;
    assert_eq!(bodies("INSUFFICIENT_CREDITS"), [sent(plain.into()), sent(raised.into())]);
    let raised =
        credits::params::EveryType { flag: true, number: 0.5, offset: -12, text: "text".into(), r#type: 12 };
    assert_eq!(bodies("EVERY_TYPE")[1], sent(raised.into()));
    assert_eq!(bodies("PLAIN").len(), 1);
}

#[test]
fn a_row_shows_all_that_it_has() {
    let page = Html::parse_document(&page(RICH));
    let of = |code: &str| text(&select(&page, &format!("#{code}"))[0], ":scope > *:last-child");
    assert_eq!(of("KETTLE_BUSY"), "In Rust ErrorCode::KettleBusy, stands for a bare 409 or 423");
    assert!(text(&page.root_element(), "#KETTLE_BUSY .about").contains("Since 1.2.0"));
    assert_eq!(of("NO_KETTLE"), "Deprecated It was sent for cups too. Use KETTLE_NOT_FOUND instead.");
    let details = of("INSUFFICIENT_WATER");
    assert!(details.starts_with("What counts as enough\n") && details.contains("{\"cups\": 2"), "{details}");
    let all = |selector: &str| text(&page.root_element(), selector);
    assert_eq!(all("#INSUFFICIENT_WATER dl"), "balanceu64, not safe to logneededu64, safe to log");
    assert_eq!(all("#KETTLE_BUSY .retry strong"), "Retry: backoff, 30 s");
    assert_eq!(all("#LID_OPEN .cause"), "The lid closes by itself now. Use BOIL_FAILED instead.");
    assert_eq!(all("#LID_OPEN .facts strong"), "Retired since 2.0.0");
    assert_eq!(all("#CANCELLED .facts strong"), "499", "no reason phrase is invented");
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let table = fs::read_to_string(in_root(RICH)).expect("it is there");
    let (head, rows) = table.split_once("\n[errors.").expect("it has rows");
    let (live, retired) = rows.split_once("\n[retired]").expect("it has retired codes");
    let mut rows: Vec<&str> = live.split("\n[errors.").collect();
    rows.reverse();
    let turned = format!("{head}\n[retired]{retired}\n[errors.{}", rows.join("\n[errors."));
    assert_ne!(turned, table);
    let turned = Catalog::parse("turned.toml", &turned).unwrap_or_else(|invalid| panic!("{invalid}"));
    let catalog = read(RICH);
    assert_eq!(html::render(&turned), html::render(&catalog));
    assert_eq!(html::pages(&turned), html::pages(&catalog));
}

/// A browser takes its time over a page of more than about 1,500 elements.
#[test]
fn a_hundred_codes_are_a_small_page() {
    let ours = fs::read_to_string(in_root(OURS)).expect("it is there");
    let (head, rows) = ours.split_once("\n[errors.").expect("it has rows");
    let rows: Vec<&str> = rows.split("\n[errors.").collect();
    let mut table = head.to_owned();
    for at in 0..100 {
        let (code, row) = rows[at % rows.len()].split_once(']').expect("a row has a head");
        let row: Vec<&str> = row.lines().filter(|line| !line.starts_with("default_for")).collect();
        write!(table, "\n[errors.{code}_{at}]{}\n", row.join("\n")).expect("a string can be written to");
    }
    let catalog = Catalog::parse("large.toml", &table).unwrap_or_else(|invalid| panic!("{invalid}"));
    let page = html::render(&catalog);
    let elements = select(&Html::parse_document(&page), "*").len();
    println!("100 codes: {} bytes, {elements} elements", page.len());
    assert!(page.len() < 125_000, "{} bytes", page.len());
    assert!(elements < 1_500, "{elements} elements");
}

#[test]
fn the_command_writes_one_page() {
    let file = scratch("errors.html");
    let said = |ran: Ran| (ran.exit, ran.out, ran.err);
    let page = page(RICH);
    assert_eq!(said(docs(RICH, &[])), (Exit::Clean, page.clone(), String::new()));
    let name = file.display().to_string();
    assert_eq!(said(docs(RICH, &["-o", &name])).1, format!("{name}: written\n"));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), page);
    assert_eq!(said(docs(RICH, &["-o", &name, "--check"])).1, format!("{name}: up to date\n"));
    let stale = docs(OURS, &["-o", &name, "--check"]);
    assert_eq!(stale.exit, Exit::Findings);
    assert!(
        stale.err.contains(&format!("stale, run `error-catalog docs html -o {name} --table ")),
        "{}",
        stale.err
    );
}

#[test]
fn the_command_writes_a_page_for_each_code() {
    let folder = scratch("split");
    let name = folder.display().to_string();
    let ran = docs(RICH, &["--split", "-o", &name]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Clean, ""));
    for (page, text) in html::pages(&read(RICH)) {
        assert_eq!(fs::read_to_string(folder.join(&page)).expect("it is there"), text, "{page}");
    }
    assert_eq!(docs(RICH, &["--split", "-o", &name, "--check"]).exit, Exit::Clean);

    fs::remove_file(folder.join("code-LID_OPEN.html")).expect("it is there");
    let ran = docs(RICH, &["--split", "-o", &name, "--check"]);
    assert_eq!(ran.exit, Exit::Findings);
    let remedy = format!("is missing, run `error-catalog docs html --split -o {name} --table ");
    assert!(ran.err.contains("code-LID_OPEN.html") && ran.err.contains(&remedy), "{}", ran.err);

    // The page of a code that the table had once, and what is somebody else's.
    for other in ["code-LID_SHUT.html", "guide.html", "code-LID_SHUT.txt"] {
        fs::write(folder.join(other), "").expect("it can be written");
    }
    let left = folder.join("code-LID_SHUT.html").display().to_string();
    let left = format!("{left}: no code of the table has this page, delete it\n");
    let ran = docs(RICH, &["--split", "-o", &name]);
    assert_eq!((ran.exit, ran.err), (Exit::Clean, left.clone()));
    let ran = docs(RICH, &["--split", "-o", &name, "--check"]);
    assert_eq!((ran.exit, ran.err), (Exit::Findings, left));
}

/// What decides is the path, and never a number of codes: a page that grows does not become a folder.
#[test]
fn the_path_says_whether_it_is_one_page() {
    let table = scratch("many.toml");
    let mut text = String::from("catalog.name = \"Many\"\n[errors]\n");
    for at in 0..101 {
        writeln!(text, "E{at} = {{ status = 400, retry = \"never\", cause = \"No. {at}\" }}")
            .expect("it is a string");
    }
    fs::write(&table, text).expect("it can be written");
    let table = table.display().to_string();

    assert!(docs(&table, &[]).out.starts_with("<!DOCTYPE html>"));
    let file = scratch("many.html");
    let name = file.display().to_string();
    let ran = docs(&table, &["-o", &name]);
    assert_eq!(ran.out, format!("{name}: written\n"));
    assert_eq!(ran.err, "101 codes on one page: `-o FOLDER` writes a page for each, which loads faster\n");
    let ran = docs(&table, &["--split", "-o", &name]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.err.starts_with(&format!("{name}: is a file, but an index and a page")), "{}", ran.err);
    let ran = docs(&table, &["--split"]);
    assert!(
        ran.exit == Exit::Failed && ran.err.starts_with("an index and a page for each code need a folder"),
        "{}",
        ran.err
    );
    for table in [&*table, RICH] {
        let folder = scratch("many");
        let _ = fs::remove_dir_all(&folder);
        assert!(docs(table, &["-o", &folder.display().to_string()]).out.lines().count() > 2);
        assert!(folder.join("index.html").is_file());
    }

    let ran = docs(OURS, &["--split=sometimes"]);
    assert!(ran.exit == Exit::Failed && ran.err.contains("always"), "{}", ran.err);
}

/// Needs playwright-core and axe-core in the folder that `BROWSER_TOOLS` names, and Chromium; `.ci/run` sees to both.
#[test]
#[ignore = "needs programs that cargo does not build"]
fn it_works_in_a_browser() {
    let tools = env::var_os("BROWSER_TOOLS").expect("BROWSER_TOOLS names a folder with node_modules");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("html");
    for (name, table) in [("ours", OURS), ("rich", RICH), ("hostile", HOSTILE)] {
        let catalog = read(table);
        let split = folder.join(name);
        fs::create_dir_all(&split).expect("the folder can be made");
        fs::write(folder.join(format!("{name}.html")), html::render(&catalog)).expect("it can be written");
        for (page, text) in html::pages(&catalog) {
            fs::write(split.join(page), text).expect("it can be written");
        }
    }
    let ran = Command::new("node")
        .arg(in_root("tests/html/browser.mjs"))
        .arg(&folder)
        .env("BROWSER_TOOLS", tools)
        .status();
    assert!(ran.expect("node is there").success());
}

fn docs(table: &str, arguments: &[&str]) -> Ran {
    let table = in_root(table).display().to_string();
    error_catalog(&[&["docs", "html"], arguments, &["--table", &table]].concat())
}

/// A path at which there is nothing.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("html-command");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join(name);
    let _ = fs::remove_file(&path);
    let _ = fs::remove_dir_all(&path);
    path
}

/// Each page of each table.
fn all_pages() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for table in TABLES {
        let catalog = read(table);
        all.push((table.to_owned(), html::render(&catalog)));
        all.extend(html::pages(&catalog).into_iter().map(|(name, page)| (format!("{table}: {name}"), page)));
    }
    all
}

/// The elements of our own, and of Markdown.
const ELEMENTS: &str = "html head meta title link style body header h1 h2 h3 h4 h5 h6 p bdi form label span input select option \
    button kbd output div nav ul ol li a main section article strong em b del code pre dl dt dd table thead tbody tr th td hr \
    blockquote br script";

const ATTRIBUTES: &str = "aria-keyshortcuts aria-label autocapitalize autocomplete charset class content data-retry \
    data-state data-status dir hidden href http-equiv id lang name placeholder rel role spellcheck start type value";

/// What does not belong on a page: an element, an attribute, a link that is more than one, or a second script.
fn foreign(page: &str) -> Option<String> {
    let page = Html::parse_document(page);
    let is_in = |list: &str, name: &str| list.split_whitespace().any(|known| known == name);
    let is_link = |href: &str| {
        let is_file =
            |name: &str| !name.contains([':', '/']) && (name == "index.html" || name.starts_with("code-"));
        href == "data:,"
            || ["#", "https://", "http://", "mailto:"].iter().any(|start| href.starts_with(start))
            || is_file(href.split('#').next().unwrap_or_default())
    };
    for element in select(&page, "*") {
        let value = element.value();
        let shown = format!("{value:?}");
        if !is_in(ELEMENTS, value.name()) {
            return Some(shown);
        }
        for (name, text) in value.attrs() {
            if !is_in(ATTRIBUTES, name) || name == "href" && !is_link(text) {
                return Some(shown);
            }
        }
    }
    let assets: Vec<String> =
        select(&page, "style, script").into_iter().map(|asset| asset.text().collect()).collect();
    let ours =
        [include_str!("../src/table/docs/html/style.css"), include_str!("../src/table/docs/html/script.js")];
    (assets != ours).then(|| "another style or script".to_owned())
}

fn select<'p>(page: &'p Html, pattern: &str) -> Vec<ElementRef<'p>> {
    page.select(&selector(pattern)).collect()
}

/// The text of the first element that fits.
fn text(element: &ElementRef<'_>, pattern: &str) -> String {
    let found = element.select(&selector(pattern)).next().unwrap_or_else(|| panic!("there is no {pattern}"));
    found.text().collect()
}

fn selector(pattern: &str) -> Selector {
    Selector::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"))
}

fn attribute<'e>(element: ElementRef<'e>, name: &str) -> &'e str {
    element.value().attr(name).unwrap_or_default()
}

fn page(table: &str) -> String {
    html::render(&read(table))
}

fn read(table: &str) -> Catalog {
    let text = fs::read(in_root(table)).expect("the table is there");
    Catalog::parse_bytes(table, &text).unwrap_or_else(|invalid| panic!("{invalid}"))
}

fn in_root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}
