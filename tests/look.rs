//! The commands that only look: `check`, `list`, `explain`, and what they say of themselves.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use error_catalog::ErrorCode;
use error_catalog::cli::{Exit, Terminal, run_in_terminal};
use error_catalog::review::diff::ChangeRule;
use error_catalog::review::{format_rules, lints};
use serde_json::Value;

struct Ran {
    exit: Exit,
    out: String,
    err: String,
}

/// Runs a command in the crate's own folder, so that paths are short.
fn look(arguments: &[&str]) -> Ran {
    look_in(Terminal::default(), arguments)
}

fn look_in(terminal: Terminal, arguments: &[&str]) -> Ran {
    std::env::set_current_dir(env!("CARGO_MANIFEST_DIR")).expect("the crate is there");
    let arguments = ["error-catalog"].iter().chain(arguments).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = run_in_terminal(arguments, &mut out, &mut err, terminal).expect("a vector can be written to");
    let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
    Ran { exit, out: text(out), err: text(err) }
}

#[test]
fn our_own_table_is_clean() {
    let ran = look(&["check"]);
    let said = format!("catalog.toml: {} codes, no findings\n", ErrorCode::ALL.len());
    assert_eq!((ran.exit, &*ran.out, &*ran.err), (Exit::Clean, &*said, ""));
}

/// What `check` says is what the build says: it is in a file beside each bad table. In the log of a build, cargo says
/// `error` in front of each line.
#[test]
fn check_says_what_the_build_says() {
    let mut tables = 0;
    for entry in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_tables")).expect("it is there")
    {
        let path = entry.expect("it can be read").path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        tables += 1;
        let name = path.file_name().and_then(|name| name.to_str()).expect("it is ASCII");
        let text = fs::read_to_string(path.with_extension("txt")).expect("its text is beside it");
        let ran = look(&["check", path.to_str().expect("it is UTF-8")]);
        assert_eq!((ran.exit, &*ran.out), (Exit::Findings, ""), "{name}");
        let said = ran.err.replace(path.to_str().unwrap_or_default(), name);
        let (said, summary) = said.trim_end().rsplit_once("\n\n").expect("a summary ends it");
        assert!(summary.ends_with(" error") || summary.ends_with(" errors"), "{name}: {summary}");
        let as_in_a_build =
            |line: &str| match line.strip_prefix("error[").and_then(|rest| rest.split_once("]: ")) {
                Some((rule, message)) => format!("[{rule}] {message}\n"),
                None => format!("{line}\n"),
            };
        assert_eq!(said.lines().map(as_in_a_build).collect::<String>(), text, "{name}");
    }
    assert!(tables >= 42, "a table is missing");
}

#[test]
fn every_form_tells_of_every_finding() {
    let bad = "tests/bad_tables/many.toml";
    let text = look(&["check", bad]).err;
    let lines: Vec<&str> =
        text.lines().filter_map(|line| line.split_once("--> ")).map(|(_, place)| place).collect();
    assert_eq!(lines.len(), 12);

    let ran = look(&["check", bad, "--format", "json"]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Findings, ""));
    let json: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    let in_json: Vec<String> =
        json["findings"].as_array().expect("it is a list").iter().map(place_in_json).collect();
    assert_eq!(in_json, lines);

    let ran = look(&["check", bad, "--format", "github"]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Findings, ""));
    let in_github: Vec<String> = ran.out.lines().map(place_in_github).collect();
    assert_eq!(in_github, lines);

    let ran = look(&["check", bad, "--format", "sarif"]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Findings, ""));
    let sarif: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("it is a list");
    let in_sarif: Vec<String> = results.iter().map(place_in_sarif).collect();
    assert_eq!(in_sarif, lines);
    assert!(
        results.iter().all(|result| result["level"] == "error"),
        "a scanner ignores what has an unknown level"
    );
}

fn place_in_json(finding: &Value) -> String {
    let start = &finding["place"]["start"];
    format!("{}:{}:{}", finding["path"].as_str().unwrap_or("?"), start["line"], start["column"])
}

fn place_in_github(line: &str) -> String {
    let properties =
        line.strip_prefix("::error ").and_then(|rest| rest.split_once("::")).map(|(head, _)| head);
    let value = |name: &str| {
        let mut all = properties.unwrap_or_default().split(',').filter_map(|pair| pair.split_once('='));
        all.find(|(key, _)| *key == name).map_or("?", |(_, value)| value)
    };
    format!("{}:{}:{}", value("file"), value("line"), value("col"))
}

fn place_in_sarif(result: &Value) -> String {
    let place = &result["locations"][0]["physicalLocation"];
    let (uri, region) = (&place["artifactLocation"]["uri"], &place["region"]);
    format!("{}:{}:{}", uri.as_str().unwrap_or("?"), region["startLine"], region["startColumn"])
}

#[test]
fn what_was_not_read_is_not_clean() {
    for format in ["text", "json", "github", "sarif"] {
        let ran = look(&["check", "no such table, 100%.toml", "--format", format]);
        assert_eq!(ran.exit, Exit::Failed, "{format}");
        assert!((ran.out + &ran.err).contains("EC020"), "{format}");
    }
    let github = look(&["check", "no such table, 100%.toml", "--format", "github"]).out;
    assert!(
        github.starts_with("::error file=no such table%2C 100%25.toml,title=EC020::cannot read"),
        "{github}"
    );
    let sarif = look(&["check", "no such table, 100%.toml", "--format", "sarif"]).out;
    assert!(sarif.contains(r#""uri": "no%20such%20table%2C%20100%25.toml""#), "{sarif}");
}

#[test]
fn a_list_is_filtered_and_fits_the_terminal() {
    let all = look(&["list"]);
    assert_eq!((all.exit, all.out.lines().count()), (Exit::Clean, 1 + ErrorCode::ALL.len()));
    for (arguments, expected) in [
        (&["--status", "503"][..], &["SERVICE_UNDER_MAINTENANCE"][..]),
        (&["--status", "4xx", "--retry", "backoff"], &["CANNOT_DELETE_PROCESSING"]),
        (&["FACESWAP"], &["MISSING_FACE_REFERENCE", "MISSING_TARGET_IMAGE"]),
        (&["title", "--status", "504"], &["TITLE_TIMEOUT"]),
    ] {
        let ran = look(&[&["list"], arguments].concat());
        let codes: Vec<&str> =
            ran.out.lines().skip(1).filter_map(|line| line.split_whitespace().nth(1)).collect();
        assert_eq!((ran.exit, &*codes), (Exit::Clean, expected), "{arguments:?}");
    }
    let narrow = look_in(Terminal { width: Some(60), colors: true }, &["list", "--status", "5xx"]).out;
    assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
    assert!(narrow.contains("SERVICE_UNDER_MAINTENANCE"), "a code is not broken: {narrow}");

    let json: Value = serde_json::from_str(&look(&["list", "--format", "json"]).out).expect("it is JSON");
    let codes: Vec<&str> =
        json["errors"].as_array().into_iter().flatten().filter_map(|row| row["code"].as_str()).collect();
    assert_eq!(codes.len(), ErrorCode::ALL.len());
}

#[test]
fn a_list_of_nothing_is_a_finding_and_a_wrong_filter_a_failure() {
    let ran = look(&["list", "no such text"]);
    assert_eq!((ran.exit, &*ran.out), (Exit::Findings, ""));
    assert_eq!(ran.err, "no matching codes in the pikzonality API\n");
    for status in ["700", "3xx", "4x", "+404", ""] {
        let ran = look(&["list", "--status", status]);
        assert_eq!(ran.exit, Exit::Failed, "{status}");
        assert!(ran.err.contains("expected 400 to 599, `4xx` or `5xx`"), "{}", ran.err);
    }
    let ran = look(&["list", "--retry", "bakoff"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.err.contains("'backoff'"), "{}", ran.err);
}

#[test]
fn every_code_and_every_rule_is_explained() {
    for code in ErrorCode::ALL {
        let ran = look(&["explain", code.as_str()]);
        assert_eq!((ran.exit, &*ran.err), (Exit::Clean, ""), "{code}");
        for part in [code.as_str(), code.cause(), code.retry().as_str(), &format!("ErrorCode::{code:?}")] {
            assert!(ran.out.contains(part), "{part}: {}", ran.out);
        }
    }
    for rule in format_rules().chain(lints().cloned()) {
        let ran = look(&["explain", &rule.code.to_lowercase(), "--table", "no-such-table.toml"]);
        assert_eq!(ran.exit, Exit::Clean, "a rule needs no table");
        assert_eq!(ran.out, format!("{}: {}\n\n{}\n", rule.code, rule.title, rule.text));
    }
}

/// Whoever comes from the code has its Rust name.
#[test]
fn a_code_is_explained_by_its_rust_name() {
    for code in ErrorCode::ALL {
        let by_code = look(&["explain", code.as_str()]).out;
        assert_eq!(look(&["explain", &format!("ErrorCode::{code:?}")]).out, by_code);
        assert_eq!(look(&["explain", &format!("{code:?}")]).out, by_code);
    }
}

#[test]
fn every_change_is_explained() {
    for rule in ChangeRule::ALL {
        let ran = look(&["explain", rule.as_str(), "--table", "no-such-table.toml"]);
        assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
        assert!(ran.out.contains(rule.why()) && ran.out.contains(rule.remedy()), "{}", ran.out);
    }
    assert!(look(&["explain", "CODE_REMOVED"]).out.contains("refused at any version"));
}

#[test]
fn a_row_with_all_columns_is_explained_in_full() {
    let table = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explain.toml");
    let rows = r#"
        [catalog]
        name = "Teapots"
        [errors.POT_BUSY]
        status = 503
        retry = "backoff"
        retry_after = "5s"
        cause = "The pot is busy"
        message = "Busy"
        remedy = "Wait."
        details = "Two lines\nof details"
        default_for = [503, 502]
        since = "1.1.0"
        deprecated = "There are kettles"
        replaced_by = "KETTLE_BUSY"
        [errors]
        KETTLE_BUSY = { status = 409, retry = "never", cause = "The kettle is busy" }
        [retired]
        TEA_COLD = { reason = "Tea is hot", since = "2.0.0", replaced_by = "KETTLE_BUSY" }
    "#;
    fs::write(&table, rows).expect("the folder can be written to");
    let table = table.to_str().expect("it is UTF-8");
    let ran = look(&["explain", "POT_BUSY", "--table", table]);
    let expected = "\
POT_BUSY  503 Service Unavailable

The pot is busy

deprecated      There are kettles
use instead     KETTLE_BUSY
what to do      Wait.
send again?     Yes, after a wait: the failed attempt changed nothing. The wait: 5 s. (backoff)
who acts        The operator has to act: the service is at fault. (operator)
the body        {\"error\":{\"code\":\"POT_BUSY\",\"message\":\"Busy\"}}
the header      x-error-code: POT_BUSY
stands for      a bare 503 or 502
in Rust         ErrorCode::PotBusy
since           1.1.0

Two lines
of details
";
    assert_eq!((ran.exit, &*ran.out), (Exit::Clean, expected));
    let ran = look(&["explain", "TEA_COLD", "--table", table]);
    let expected = "\
TEA_COLD  retired since 2.0.0

Tea is hot

use instead     KETTLE_BUSY
in Rust         ErrorCode::TeaCold, which cannot come back
";
    assert_eq!((ran.exit, &*ran.out), (Exit::Clean, expected));
}

#[test]
fn a_code_that_nobody_knows_gets_the_nearest() {
    let ran = look(&["explain", "NOT_FOND"]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Findings, "no code `NOT_FOND`, did you mean `NOT_FOUND`?\n"));
    let ran = look(&["explain", "zz\u{1b}[31m"]);
    assert_eq!(ran.err, "no code `zz\\u{1b}[31m`: `error-catalog list` shows them all\n");
}

#[test]
fn shells_and_manuals_know_every_command() {
    let help = look(&["--help"]).out;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .collect();
    let commands: Vec<&str> = commands.iter().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.contains(&"check") && commands.contains(&"man"), "{help}");
    let man = look(&["man"]);
    assert_eq!(man.exit, Exit::Clean);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = look(&["completions", shell]);
        assert_eq!(script.exit, Exit::Clean);
        for command in &commands {
            assert!(script.out.contains(command), "{shell} does not know {command}");
            assert!(man.out.contains(command), "the manual does not know {command}");
        }
    }
    let ran = look(&["completions", "cmd"]);
    assert_eq!(ran.exit, Exit::Failed);
}

/// Colour is laid over the text, and changes none of it.
#[test]
fn a_terminal_gets_colours_and_nobody_else() {
    let colors = Terminal { width: None, colors: true };
    for arguments in [
        &["check", "tests/bad_tables/many.toml"][..],
        &["check", "tests/bad_tables/syntax.toml"],
        &["chek"],
        &["--help"],
    ] {
        let (plain, painted) = (look(arguments), look_in(colors, arguments));
        let stripped = |text: &str| {
            let mut parts = text.split("\u{1b}[");
            let first = parts.next().unwrap_or_default().to_owned();
            parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
        };
        let (plain, painted) = (plain.out + &plain.err, painted.out + &painted.err);
        assert!(!plain.contains('\u{1b}') && painted.contains("\u{1b}[1m"), "{painted}");
        assert_eq!(stripped(&painted), plain);
    }
    let json = look_in(colors, &["check", "tests/bad_tables/many.toml", "--format", "json"]);
    assert!(!json.out.contains('\u{1b}'), "a program has no use for it");
}

/// A warning does not look like an error: neither in its words nor in its colour.
#[test]
fn a_warning_looks_like_a_warning() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("a_warning");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let table = folder.join("catalog.toml");
    let text = "[catalog]\nname = \"T\"\n\n[errors]\nA = { status = 404, retry = \"never\", cause = \"Nothing is here\" }\n";
    let colors = Terminal { width: None, colors: true };
    let check = ["check", table.to_str().expect("it is UTF-8")];
    let (yellow, red) = ("\u{1b}[1m\u{1b}[33m", "\u{1b}[1m\u{1b}[31m");

    fs::write(&table, text).expect("the folder can be written to");
    assert!(look(&check).err.starts_with("warning[EC101]: `A` has no remedy\n"));
    let painted = look_in(colors, &check).err;
    assert!(painted.starts_with(yellow) && !painted.contains(red), "{painted:?}");

    fs::write(&table, format!("{text}[lint]\nEC101 = \"error\"\n")).expect("the folder can be written to");
    assert!(look(&check).err.starts_with("error[EC101]: `A` has no remedy\n"));
    let painted = look_in(colors, &check).err;
    assert!(painted.starts_with(red) && !painted.contains(yellow), "{painted:?}");
}
