//! What each lint finds, and what it leaves alone.

use std::collections::BTreeSet;

use error_catalog::catalog::Catalog;
use error_catalog::review::{Finding, Level, lint, lints};

/// The findings in rows that are well-kept but for what is said of them.
fn found(rows: &str) -> Vec<Finding> {
    let table = format!("[catalog]\nname = \"Teapots\"\n{rows}");
    let catalog = Catalog::parse("catalog.toml", &table).unwrap_or_else(|invalid| panic!("{invalid}"));
    lint(&catalog)
}

fn rules(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}

/// A row with these columns, and a remedy.
fn row(code: &str, columns: &str) -> String {
    let remedy = if columns.contains("remedy") { "" } else { ", remedy = \"Ask somebody.\"" };
    let cause = if columns.contains("cause") { "" } else { ", cause = \"Something or other\"" };
    format!("[errors]\n{code} = {{ {columns}{remedy}{cause} }}\n")
}

/// Statuses that require a header.
fn header_pairs() -> Vec<(&'static str, String, String)> {
    let never = |status: u16| format!("status = {status}, retry = \"never\"");
    vec![
        (
            "EC140",
            row("POT", &never(401)),
            row("POT", &(never(401) + ", headers = { www-authenticate = \"ApiKey\" }")),
        ),
        ("EC140", row("POT", &never(405)), row("POT", &(never(405) + ", default_for = [405]"))),
        (
            "EC140",
            row("POT", &never(407)),
            row("POT", &(never(407) + ", headers = { proxy-authenticate = \"Basic\" }")),
        ),
        (
            "EC140",
            row("POT", &never(426)),
            row("POT", &(never(426) + ", headers = { upgrade = \"HTTP/2.0\" }")),
        ),
    ]
}

/// For each lint what it finds, and the nearest thing that it lets through.
fn pairs() -> Vec<(&'static str, String, String)> {
    let never = |status: u16| format!("status = {status}, retry = \"never\"");
    let backoff = |status: u16| format!("status = {status}, retry = \"backoff\"");
    let two = |a: (&str, &str), b: (&str, &str)| {
        let second = row(b.0, &format!("{}, cause = \"Something else\"", b.1));
        row(a.0, a.1) + second.trim_start_matches("[errors]\n")
    };
    vec![
        (
            "EC101",
            "[errors]\nPOT = { status = 400, retry = \"never\", cause = \"It leaks\" }".to_owned(),
            row("POT", &never(400)),
        ),
        (
            "EC102",
            row("POT_EMPTY", &(never(400) + ", cause = \"The pot is empty\"")),
            row("POT_EMPTY", &(never(400) + ", cause = \"The pot is empty of tea\"")),
        ),
        (
            "EC103",
            row("POT", &(never(400) + ", remedy = \"TODO: ask somebody\"")),
            row("POT", &(never(400) + ", remedy = \"Look into todos.example\"")),
        ),
        (
            "EC104",
            row("POT", &format!("{}, cause = \"{}\"", never(400), "It leaks. ".repeat(31))),
            row("POT", &format!("{}, cause = \"{}\"", never(400), "It leaks. ".repeat(30))),
        ),
        (
            "EC105",
            row("POT", &(never(400) + ", cause = \"The pot {pot} leaks\"")),
            row("POT", &(never(400) + ", cause = \"Send {\\\"pot\\\": 7}, or {} for none, 5% of them\"")),
        ),
        ("EC110", row("POT", &never(429)), row("POT", &backoff(429))),
        ("EC111", row("POT", &never(504)), row("POT", &never(502))),
        ("EC112", row("POT", &backoff(400)), row("POT", &backoff(409))),
        ("EC113", row("POT", &backoff(501)), row("POT", &backoff(503))),
        (
            "EC114",
            row("POT", &(never(500) + ", remedy = \"Try again later.\"")),
            row("POT", &(never(500) + ", remedy = \"Fill it, then try again.\"")),
        ),
        (
            "EC115",
            row("POT", &(never(500) + ", remedy = \"Send another image.\"")),
            row("POT", &(never(500) + ", actor = \"caller\", remedy = \"Send another image.\"")),
        ),
        ("EC116", row("POT", &backoff(500)), row("POT", "status = 500, retry = \"if-idempotent\"")),
        ("EC116", row("POT", &backoff(504)), row("POT", &backoff(503))),
        ("EC120", row("POT", &never(498)), row("POT", &never(451))),
        ("EC121", row("POT_NOT_FOUND", &never(400)), row("POT_NOT_FOUND", &never(410))),
        (
            "EC122",
            two(("CONFIG_FAULT", &never(500)), ("FAULT_CONFIGURATION", &never(500))),
            two(("CARD_FAULT", &never(500)), ("CARDHOLDER_FAULT", &never(500))),
        ),
        (
            "EC123",
            row("CUP", &never(500)) + row("POT", &never(500)).trim_start_matches("[errors]\n"),
            row("CUP", &never(500)) + row("POT", &never(501)).trim_start_matches("[errors]\n"),
        ),
        (
            "EC130",
            row("POT", &(never(400) + ", deprecated = \"Old\"")),
            two(
                ("POT", &(never(400) + ", deprecated = \"Old\", replaced_by = \"CUP\"")),
                ("CUP", &never(400)),
            ),
        ),
        (
            "EC131",
            two(
                ("POT", &(never(400) + ", deprecated = \"Old\", replaced_by = \"CUP\"")),
                (
                    "CUP",
                    &(never(400)
                        + ", deprecated = \"Old\", allow = [\"EC130\"], allow_reason = \"It is so\""),
                ),
            ),
            two(
                ("POT", &(never(400) + ", deprecated = \"Old\", replaced_by = \"CUP\"")),
                ("CUP", &never(400)),
            ),
        ),
        (
            "EC190",
            row("POT", &(never(400) + ", allow = [\"EC120\"], allow_reason = \"It is so\"")),
            row("POT", &(never(498) + ", allow = [\"EC120\"], allow_reason = \"It is so\"")),
        ),
        (
            "EC191",
            row("POT", &(never(400) + ", allow = [\"EC012\"], allow_reason = \"It is so\"")),
            row("POT", &never(400)) + "[lint]\nEC120 = \"warn\"\n",
        ),
    ]
}

#[test]
fn every_lint_finds_what_it_is_for_and_nothing_else() {
    let mut tried = BTreeSet::new();
    for (lint, bad, good) in pairs().into_iter().chain(header_pairs()) {
        tried.insert(lint);
        assert_eq!(rules(&found(&bad)), [lint], "{bad}");
        assert_eq!(rules(&found(&good)), [""; 0], "{good}");
    }
    // The name of a table is not in its rows.
    for (name, expected) in
        [("My API", &["EC150"][..]), ("example", &["EC150"]), ("Examples of teapots", &[])]
    {
        let table = format!(
            "[catalog]\nname = \"{name}\"\n[errors]\nPOT_LOST = {{ status = 404, retry = \"never\", cause = \"No pot\", remedy = \"Buy one.\" }}\n"
        );
        let catalog = Catalog::parse("catalog.toml", &table).expect("it is valid");
        assert_eq!(rules(&lint(&catalog)), expected, "{name}");
    }
    tried.insert("EC150");
    assert_eq!(tried, lints().map(|rule| rule.code).collect(), "a lint has no pair");
}

/// A word with another one behind it is another word.
#[test]
fn names_are_read_as_people_read_them() {
    for (code, status) in [
        ("TIMEOUT_TOO_LONG", 400),
        ("RATE_LIMIT_TOO_HIGH", 400),
        ("FORBIDDEN_CHARACTER", 400),
        ("INVALID_CONFIGURATION", 500),
        ("INVALID_UPSTREAM_RESPONSE", 502),
        ("MISSING_SERVER_KEY", 500),
        ("CONFLICT_MARKERS_IN_FILE", 400),
        ("NOT_FOUND_IN_CACHE", 503),
        ("GATEWAY_TIMEOUT_ERROR", 504),
        ("RATE_LIMIT_EXCEEDED", 429),
        ("INVALID", 400),
    ] {
        let columns = format!(
            "status = {status}, retry = \"never\", allow = [\"EC110\", \"EC111\"], allow_reason = \"It is so\""
        );
        let findings = found(&(row(code, &columns) + "[lint]\nEC190 = \"off\"\n"));
        assert_eq!(rules(&findings), [""; 0], "{code}: {findings:?}");
    }
    for (code, status) in [
        ("POT_TIMEOUT", 400),
        ("POT_TIMED_OUT_ERROR", 400),
        ("RATE_LIMIT_EXCEEDED", 400),
        ("FORBIDDEN", 400),
        ("INVALID_POT", 500),
        ("INVALID", 500),
        ("POT_NOT_FOUND", 500),
    ] {
        let findings = found(&row(code, &format!("status = {status}, retry = \"never\"")));
        assert_eq!(rules(&findings), ["EC121"], "{code}");
    }
}

#[test]
fn placeholders_of_others_are_found() {
    for text in [
        "in DC {new_dc}",
        "%s is wrong",
        "{resource:?} failed",
        "'${field}'",
        "{0} failed",
        "use {{ name }}",
        "no %1$s there",
        "user %d, 5% off",
        "#{user.name} is taken",
        "it is %v",
        "{name!r} is taken",
    ] {
        let findings = found(&row("POT", &format!("status = 400, retry = \"never\", cause = \"{text}\"")));
        assert_eq!(rules(&findings), ["EC105"], "{text}");
    }
    for text in ["5% off", "100%", "50%s", "%", "{", "{}", "{ }", "}{", "{\\\"a\\\": 1}", "{a, b}", "%sign"] {
        let findings =
            found(&row("POT", &format!("status = 400, retry = \"never\", cause = \"{text} it leaks\"")));
        assert_eq!(rules(&findings), [""; 0], "{text}: {findings:?}");
    }
    for (message, expected) in [
        ("message = \"%s is wrong\"", &["EC105"][..]),
        ("message = \"{{ name }} is wrong\"", &["EC105"]),
        // Who has parameters knows what doubled braces are for.
        ("message = \"{{name}} is {name}\", params = { name = \"u64\" }", &[]),
    ] {
        let row = row("POT", &format!("status = 400, retry = \"never\", {message}"));
        assert_eq!(rules(&found(&row)), expected, "{message}");
    }
}

#[test]
fn a_lint_can_be_made_an_error_turned_off_and_allowed() {
    let bad = row("POT", "status = 498, retry = \"never\"");
    for (level, expected) in [("warn", Some(Level::Warning)), ("error", Some(Level::Error)), ("off", None)] {
        let findings = found(&format!("{bad}[lint]\nEC120 = \"{level}\"\n"));
        assert_eq!(findings.first().map(|finding| finding.level), expected, "{level}");
    }
    let allowed =
        row("POT", "status = 498, retry = \"never\", allow = [\"EC120\"], allow_reason = \"It is so\"");
    assert_eq!(found(&allowed), []);
    let both = row(
        "POT",
        "status = 498, retry = \"never\", allow = [\"EC120\", \"EC101\"], allow_reason = \"It is so\"",
    );
    assert_eq!(rules(&found(&both)), ["EC190"], "one of the two is for nothing");
    assert_eq!(found(&format!("{both}[lint]\nEC190 = \"off\"\n")), []);
}

/// Either of the two may know better.
#[test]
fn a_pair_is_allowed_by_either_row() {
    let columns = "status = 500, retry = \"never\"";
    let knows = format!("{columns}, allow = [\"EC122\"], allow_reason = \"It is so\"");
    for (first, second) in [(columns, &*knows), (&*knows, columns)] {
        let second = row("CONFIGURATION_FAULT", &format!("{second}, cause = \"Something else\""));
        let rows = row("CONFIG_FAULT", first) + second.trim_start_matches("[errors]\n");
        assert_eq!(found(&rows), [], "{rows}");
    }
}

#[test]
fn a_finding_shows_its_lines() {
    let findings = found(
        "[errors.POT_NOT_FOUND]\nstatus = 500\nretry = \"never\"\ncause = \"It fell\"\nremedy = \"Ask.\"\n",
    );
    let expected = "\
warning[EC121]: `POT_NOT_FOUND` is sent with 500
 --> catalog.toml:4:10
  |
3 | [errors.POT_NOT_FOUND]
  |         ------------- the code
4 | status = 500
  |          ^^^ expected 404 or 410
  = help: choose the status or the name that fits, or allow it with the reason
";
    assert_eq!(findings[0].text, expected);
}

#[test]
fn a_lint_that_is_no_lint_gets_the_nearest() {
    let findings = found(
        &(row("POT", "status = 400, retry = \"never\"") + "[lint]\nEC11 = \"off\"\nnonsense = \"off\"\n"),
    );
    assert_eq!(rules(&findings), ["EC191", "EC191"]);
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `EC101`?"));
    assert!(findings[1].help.as_deref().is_some_and(|help| help.starts_with("the lints are EC101, ")));
}

/// The order of the rows shows in the order of the findings, and nowhere else.
#[test]
fn findings_stand_in_the_order_of_the_text() {
    let rows: Vec<String> = (0..50)
        .map(|n| format!("POT_{n} = {{ status = 498, retry = \"backoff\", cause = \"Pot {n}\" }}"))
        .collect();
    let forwards = found(&format!("[errors]\n{}", rows.join("\n")));
    let backwards =
        found(&format!("[errors]\n{}", rows.iter().rev().cloned().collect::<Vec<_>>().join("\n")));
    assert!(forwards.len() >= 150, "{}", forwards.len());
    let places = |findings: &[Finding]| {
        findings.iter().map(|finding| finding.place.as_ref().map(|place| place.start)).collect::<Vec<_>>()
    };
    assert!(places(&forwards).is_sorted() && places(&backwards).is_sorted());
    let messages = |findings: &[Finding]| {
        findings.iter().map(|finding| finding.message.clone()).collect::<BTreeSet<_>>()
    };
    assert_eq!(messages(&forwards), messages(&backwards));
}

/// Codes, statuses and texts as large APIs have them.
#[test]
fn common_practice_is_let_through() {
    for (code, columns) in [
        ("UNAVAILABLE_FOR_LEGAL_REASONS", "status = 451, retry = \"never\""),
        ("INVALID_TIMEOUT", "status = 400, retry = \"never\""),
        ("INVALID_RATE_LIMIT", "status = 422, retry = \"never\""),
        ("INVALID_UPSTREAM_RESPONSE", "status = 502, retry = \"if-idempotent\""),
        ("TOO_MANY_RECIPIENTS", "status = 400, retry = \"never\""),
        ("lock_timeout", "status = 429, retry = \"backoff\""),
        ("secondary-rate-limit", "status = 403, retry = \"never\""),
        ("already_exists", "status = 422, retry = \"never\""),
        ("MISDIRECTED", "status = 421, retry = \"backoff\""),
        ("POT", "status = 500, retry = \"never\", remedy = \"Retrying does not help.\""),
        ("POT", "status = 402, retry = \"never\", remedy = \"Try again with another card.\""),
        ("POT", "status = 500, retry = \"if-idempotent\", remedy = \"Do not retry without a key.\""),
        ("TODO_NOT_FOUND", "status = 404, retry = \"never\", cause = \"The todo does not exist any more\""),
    ] {
        assert_eq!(found(&row(code, columns)), [], "{code} {columns}");
    }
}

/// Of a lint that is off nobody knows what it would find; each of two rows that are alike may say so.
#[test]
fn what_is_allowed_with_good_reason_stays() {
    let off = row("POT", "status = 400, retry = \"never\", allow = [\"EC120\"], allow_reason = \"It is so\"");
    assert_eq!(found(&format!("{off}[lint]\nEC120 = \"off\"\n")), []);
    let columns = "status = 500, retry = \"never\", allow = [\"EC122\"], allow_reason = \"It is so\"";
    let second = row("CONFIGURATION_FAULT", &format!("{columns}, cause = \"Something else\""));
    assert_eq!(found(&(row("CONFIG_FAULT", columns) + second.trim_start_matches("[errors]\n"))), []);
}

/// Most rows say nothing of it, and one may say that it is not so.
#[test]
fn a_row_may_say_that_it_is_not_deprecated() {
    let table = |value: &str| {
        format!(
            "[catalog]\nname = \"T\"\n[errors]\nPOT = {{ status = 404, retry = \"never\", cause = \"a\", deprecated = {value} }}\n"
        )
    };
    let catalog = Catalog::parse("catalog.toml", &table("false")).expect("it is valid");
    assert_eq!(catalog.errors()[0].deprecated, None);
    for value in ["true", "0", "\"\"", "[]"] {
        assert!(Catalog::parse("catalog.toml", &table(value)).is_err(), "{value}");
    }
}
