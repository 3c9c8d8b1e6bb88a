//! What a change of the table breaks: each rule, what may pass, and the command line around it.
//!
//! `UPDATE=1 cargo test --test diff` writes the texts of `tests/diff/` again; read the difference before you keep it.

#[path = "support/cli.rs"]
mod cli;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::review::diff::{
    Accept, Bump, Change, ChangeRule, bump_between, diff, is_allowed, judge, required_bump,
};
use semver::Version;

use self::cli::{Ran, error_catalog};

/// A pair of tables that a rule is about, and one that is close to it and that the rule is not about.
struct Case {
    rule: ChangeRule,
    triggers: (&'static str, &'static str),
    passes: (&'static str, &'static str),
}

const fn case(
    rule: ChangeRule,
    triggers: (&'static str, &'static str),
    passes: (&'static str, &'static str),
) -> Case {
    Case { rule, triggers, passes }
}

const POT: &str = "[errors.POT]\nstatus = 404\nretry = 'never'\ncause = 'No pot'";
const POT_RETIRED: &str = "[retired.POT]\nreason = 'Pots are gone'";
const CUP: &str = "[errors.CUP]\nstatus = 404\nretry = 'never'\ncause = 'No cup'";
const JUG: &str = "[errors.JUG]\nstatus = 404\nretry = 'never'\ncause = 'No pot'\naliases = ['POT']";
const POT_RENAMED: &str = "[errors.JUG]\nstatus = 404\nretry = 'never'\ncause = 'No pot'\naliases = ['POT']\n\
                           [retired.POT]\nreason = 'Renamed'\nreplaced_by = 'JUG'";
const BACKOFF: &str = "[errors.POT]\nstatus = 503\nretry = 'backoff'\ncause = 'Busy'";
const CAREFUL: &str = "[errors.POT]\nstatus = 503\nretry = 'if-idempotent'\ncause = 'Busy'";
const NEVER: &str = "[errors.POT]\nstatus = 503\nretry = 'never'\ncause = 'Busy'";
const WAIT_5: &str = "[errors.POT]\nstatus = 503\nretry = 'backoff'\ncause = 'Busy'\nretry_after = '5s'";
const WAIT_60: &str = "[errors.POT]\nstatus = 503\nretry = 'backoff'\ncause = 'Busy'\nretry_after = '60s'";
const WAIT_MINUTE: &str = "[errors.POT]\nstatus = 503\nretry = 'backoff'\ncause = 'Busy'\nretry_after = '1m'";

/// A row with one column more.
macro_rules! pot {
    ($column:literal) => {
        concat!("[errors.POT]\nstatus = 404\nretry = 'never'\ncause = 'No pot'\n", $column)
    };
}

/// A row with parameters, which go into its message whatever they are.
macro_rules! params {
    ($params:literal) => {
        concat!("[errors.POT]\nstatus = 404\nretry = 'never'\ncause = 'No pot'\nparams = {", $params, "}")
    };
}

/// A table with a column of its own, and a row that has it or not.
macro_rules! own {
    ($declared:literal, $value:literal) => {
        concat!(
            "[columns]\nowner = { about = 'Team', ",
            $declared,
            " }\n[errors.POT]\nstatus = 404\nretry = 'never'\ncause = 'No pot'\n",
            $value
        )
    };
}

/// A head with one key more.
macro_rules! head {
    ($key:literal) => {
        concat!(
            "[catalog]\nname = 'Teapots'\n",
            $key,
            "\n[errors]\nA = { status = 400, retry = 'never', cause = 'A' }"
        )
    };
}

const NOT_FOUND: &str = "[errors.NOT_FOUND]\nstatus = 404\nretry = 'never'\ncause = 'No pot'";
const NOT_FOUND_DEFAULT: &str =
    "[errors.NOT_FOUND]\nstatus = 404\nretry = 'never'\ncause = 'No pot'\ndefault_for = [404]";

/// The two rules that are not about two tables, `VERSION_BUMP_TOO_SMALL` and `ACCEPT_STALE`, have tests of their own.
const CASES: &[Case] = &[
    case(ChangeRule::CodeRemoved, (POT, CUP), (POT, POT_RETIRED)),
    case(ChangeRule::CodeRevived, (POT_RETIRED, POT), (CUP, POT)),
    case(ChangeRule::TombstoneRemoved, (POT_RETIRED, CUP), (POT_RETIRED, POT)),
    case(
        ChangeRule::TombstoneNameChanged,
        (pot!("name = 'Kettle'"), POT_RETIRED),
        (pot!("name = 'Kettle'"), "[retired.POT]\nreason = 'Pots are gone'\nname = 'Kettle'"),
    ),
    case(
        ChangeRule::NameReused,
        (POT, "[errors.pot]\nstatus = 404\nretry = 'never'\ncause = 'No pot'"),
        (POT, "[errors.POTS]\nstatus = 404\nretry = 'never'\ncause = 'No pot'"),
    ),
    case(ChangeRule::CodeRetired, (POT, POT_RETIRED), (POT, CUP)),
    case(ChangeRule::NameChanged, (POT, pot!("name = 'Kettle'")), (POT, pot!("name = 'Pot'"))),
    case(
        ChangeRule::StatusChanged,
        (POT, "[errors.POT]\nstatus = 410\nretry = 'never'\ncause = 'No pot'"),
        (POT, "[errors.POT]\nstatus = 500\nretry = 'never'\ncause = 'No pot'"),
    ),
    case(
        ChangeRule::FaultChanged,
        (POT, "[errors.POT]\nstatus = 500\nretry = 'never'\ncause = 'No pot'"),
        (POT, "[errors.POT]\nstatus = 410\nretry = 'never'\ncause = 'No pot'"),
    ),
    case(ChangeRule::RetryWithdrawn, (BACKOFF, NEVER), (NEVER, BACKOFF)),
    case(ChangeRule::RetryWithdrawn, (CAREFUL, NEVER), (CAREFUL, BACKOFF)),
    case(ChangeRule::RetryMadeConditional, (BACKOFF, CAREFUL), (CAREFUL, BACKOFF)),
    case(ChangeRule::RetryMadeUnconditional, (CAREFUL, BACKOFF), (NEVER, BACKOFF)),
    case(ChangeRule::RetryAllowed, (NEVER, BACKOFF), (BACKOFF, NEVER)),
    case(ChangeRule::RetryAllowed, (NEVER, CAREFUL), (BACKOFF, CAREFUL)),
    case(ChangeRule::DefaultChanged, (POT, pot!("default_for = [404]")), (NOT_FOUND, NOT_FOUND_DEFAULT)),
    case(
        ChangeRule::DefaultChanged,
        // Another status, though the code is that of the phrase.
        (
            "[errors.GONE]\nstatus = 404\nretry = 'never'\ncause = 'No pot'",
            "[errors.GONE]\nstatus = 404\nretry = 'never'\ncause = 'No pot'\ndefault_for = [410]",
        ),
        (pot!("default_for = [404, 410]"), pot!("default_for = [410, 404]")),
    ),
    case(
        ChangeRule::CodeHeaderChanged,
        (head!(""), head!("code_header = 'x-code'")),
        (head!(""), head!("code_header = 'X-Error-Code'")),
    ),
    case(
        ChangeRule::CodeHeaderChanged,
        (head!(""), head!("code_header = false")),
        (head!("code_header = false"), head!("")),
    ),
    case(
        ChangeRule::RetryHeaderChanged,
        (head!(""), head!("retry_header = 'x-retry'")),
        (head!(""), head!("retry_header = 'x-should-retry'")),
    ),
    case(
        ChangeRule::AdviceHeaderChanged,
        (head!(""), head!("advice_header = false")),
        (head!(""), head!("advice_header = 'X-Retry-Advice'")),
    ),
    case(
        ChangeRule::ParamAdded,
        (params!("a = 'u64'"), params!("a = 'u64', b = 'u64'")),
        (POT, params!("a = 'u64'")),
    ),
    case(
        ChangeRule::ParamRemoved,
        (params!("a = 'u64', b = 'u64'"), params!("a = 'u64'")),
        (params!("a = 'u64', b = 'u64'"), params!("b = 'u64', a = 'u64'")),
    ),
    case(
        ChangeRule::ParamTypeChanged,
        (params!("a = 'u64'"), params!("a = 'i64'")),
        (params!("a = 'u64'"), params!("a = { type = 'u64', safe = true }")),
    ),
    case(
        ChangeRule::SendDetailsRemoved,
        (head!("send_details = true"), head!("")),
        (head!("send_details = false"), head!("")),
    ),
    case(
        ChangeRule::ParamFirst,
        (POT, params!("a = 'u64'")),
        (params!("a = 'u64'"), params!("a = 'u64', b = 'u64'")),
    ),
    case(
        ChangeRule::SendDetailsAdded,
        (head!(""), head!("send_details = true")),
        (head!(""), head!("send_details = false")),
    ),
    case(
        ChangeRule::ParamSafetyChanged,
        (params!("a = 'u64'"), params!("a = { type = 'u64', safe = true }")),
        (params!("a = 'u64'"), params!("a = { type = 'u64', safe = false }")),
    ),
    case(ChangeRule::CodeAdded, (CUP, POT), (POT_RETIRED, POT)),
    case(ChangeRule::CodeDeprecated, (POT, pot!("deprecated = 'Old'")), (POT, pot!("remedy = 'Old'"))),
    case(
        ChangeRule::ResponseHeaderAdded,
        (POT, pot!("headers = { x-a = 'a' }")),
        (pot!("headers = { x-a = 'a' }"), pot!("headers = { x-a = 'b' }")),
    ),
    case(
        ChangeRule::ResponseHeaderChanged,
        (pot!("headers = { x-a = 'a' }"), pot!("headers = { x-a = 'b' }")),
        (POT, pot!("headers = { x-a = 'a' }")),
    ),
    case(
        ChangeRule::ResponseHeaderChanged,
        (pot!("headers = { x-a = 'a', x-b = 'b' }"), pot!("headers = { x-a = 'a' }")),
        (pot!("headers = { x-a = 'a', x-b = 'b' }"), pot!("headers = { x-b = 'b', x-a = 'a' }")),
    ),
    case(ChangeRule::ActorChanged, (POT, pot!("actor = 'operator'")), (POT, pot!("actor = 'caller'"))),
    // The actor of the status changes with the status.
    case(ChangeRule::ActorChanged, (pot!("actor = 'account'"), POT), (POT, BACKOFF)),
    case(ChangeRule::WaitChanged, (WAIT_5, WAIT_60), (WAIT_60, WAIT_MINUTE)),
    // That an error is never retried says already that there is no wait.
    case(ChangeRule::WaitChanged, (BACKOFF, WAIT_5), (WAIT_5, NEVER)),
    case(ChangeRule::DefaultAdded, (NOT_FOUND, NOT_FOUND_DEFAULT), (POT, pot!("default_for = [404]"))),
    case(ChangeRule::DefaultRemoved, (NOT_FOUND_DEFAULT, NOT_FOUND), (pot!("default_for = [404]"), POT)),
    case(
        ChangeRule::CodeHeaderAdded,
        (head!("code_header = false"), head!("")),
        (head!("code_header = 'x-code'"), head!("")),
    ),
    case(
        ChangeRule::RetryHeaderAdded,
        (head!("retry_header = false"), head!("")),
        (head!("retry_header = 'x-retry'"), head!("")),
    ),
    case(
        ChangeRule::AdviceHeaderAdded,
        (head!("advice_header = false"), head!("advice_header = 'x-advice'")),
        (head!("advice_header = 'x-advice'"), head!("")),
    ),
    case(
        ChangeRule::CodeUndeprecated,
        (pot!("deprecated = 'Old'"), POT),
        (pot!("deprecated = 'Old'"), pot!("deprecated = 'Odd'")),
    ),
    case(
        ChangeRule::DeprecationChanged,
        (pot!("deprecated = 'Old'"), pot!("deprecated = 'Odd'")),
        (POT, pot!("deprecated = 'Old'")),
    ),
    case(
        ChangeRule::ReplacementChanged,
        (
            pot!("deprecated = 'Old'"),
            pot!(
                "deprecated = 'Old'\nreplaced_by = 'CUP'\n[errors.CUP]\nstatus = 404\nretry = 'never'\ncause = 'No cup'"
            ),
        ),
        (
            POT,
            pot!(
                "deprecated = 'Old'\nreplaced_by = 'CUP'\n[errors.CUP]\nstatus = 404\nretry = 'never'\ncause = 'No cup'"
            ),
        ),
    ),
    case(
        ChangeRule::MessageChanged,
        (POT, pot!("message = 'It is lost'")),
        (POT, pot!("message = 'No pot'")),
    ),
    case(
        ChangeRule::MessageChanged,
        (POT, "[errors.POT]\nstatus = 404\nretry = 'never'\ncause = 'The pot is lost'"),
        (pot!("message = 'It is lost'"), "[errors.POT]\nstatus = 404\nretry = 'never'\ncause = 'It is lost'"),
    ),
    case(
        ChangeRule::CauseChanged,
        (
            pot!("message = 'It is lost'"),
            "[errors.POT]\nstatus = 404\nretry = 'never'\ncause = 'Lost'\nmessage = 'It is lost'",
        ),
        // The message is the cause, and tells it.
        (POT, "[errors.POT]\nstatus = 404\nretry = 'never'\ncause = 'The pot is lost'"),
    ),
    case(
        ChangeRule::RemedyChanged,
        (POT, pot!("remedy = 'Look for it'")),
        (POT, pot!("details = 'Look for it'")),
    ),
    case(
        ChangeRule::DetailsChanged,
        (POT, pot!("details = 'Look for it'")),
        (pot!("details = \"Look\\nfor it\""), pot!("details = \"Look  \\r\\nfor it\\n\"")),
    ),
    case(ChangeRule::ColumnAdded, (POT, own!("kind = 'line'", "")), (POT, pot!("since = '1'"))),
    case(ChangeRule::ColumnRemoved, (own!("kind = 'line'", ""), POT), (pot!("since = '1'"), POT)),
    case(
        ChangeRule::ColumnKindChanged,
        (own!("kind = 'line'", ""), own!("kind = 'flag'", "")),
        (own!("kind = 'line'", ""), own!("kind = 'line'", "owner = 'a'")),
    ),
    case(
        ChangeRule::ColumnAboutChanged,
        (own!("kind = 'line'", ""), own!("kind = 'line', label = 'Who'", "")),
        (own!("kind = 'line'", ""), own!("kind = 'line', label = 'Owner'", "")),
    ),
    case(
        ChangeRule::ValueChanged,
        (own!("kind = 'line'", "owner = 'a'"), own!("kind = 'line'", "owner = 'b'")),
        // A column that comes is one change, not one for each row.
        (POT, own!("kind = 'line'", "owner = 'b'")),
    ),
    case(
        ChangeRule::StatusAdded,
        (POT, pot!("also = [410]")),
        (pot!("also = [410]"), pot!("also = [410]\nsince = '1'")),
    ),
    case(
        ChangeRule::StatusRemoved,
        (pot!("also = [410]"), POT),
        (pot!("also = [410, 409]"), pot!("also = [409, 410]")),
    ),
    case(ChangeRule::AliasAdded, (POT, pot!("aliases = ['JUG']")), (POT, POT_RENAMED)),
    case(
        ChangeRule::AliasRemoved,
        (pot!("aliases = ['JUG']"), POT),
        (pot!("aliases = ['JUG']"), POT_RENAMED),
    ),
    // The old code has to stay reserved.
    case(ChangeRule::CodeRenamed, (POT, POT_RENAMED), (POT, JUG)),
    // Where the old table knows the new code, the two are told apart.
    case(ChangeRule::AliasSent, (pot!("aliases = ['JUG']"), POT_RENAMED), (POT, POT_RENAMED)),
    case(ChangeRule::SinceChanged, (POT, pot!("since = '1.0.0'")), (POT, pot!("remedy = '1.0.0'"))),
    case(ChangeRule::TombstoneAdded, (CUP, POT_RETIRED), (POT, POT_RETIRED)),
    case(
        ChangeRule::TombstoneChanged,
        (POT_RETIRED, "[retired.POT]\nreason = 'All are cups'"),
        (POT_RETIRED, "[retired]\nPOT = { reason = 'Pots are gone' }"),
    ),
    case(
        ChangeRule::DocsUrlChanged,
        (head!("docs_url = 'https://a.example/e'"), head!("docs_url = 'https://a.example/errors'")),
        (head!("docs_url = 'https://a.example/e'"), head!("docs_url = \"https://a.example/e\"")),
    ),
    case(
        ChangeRule::ApiNameChanged,
        (head!(""), "[catalog]\nname = 'Cups'\n[errors]\nA = { status = 400, retry = 'never', cause = 'A' }"),
        (head!(""), head!("retry_header = false")),
    ),
];

fn table(rows: &str) -> Catalog {
    let base = "[catalog]\nname = 'Teapots'\nsend_details = true\n\
                [errors.BASE]\nstatus = 400\nretry = 'never'\ncause = 'Base'\n";
    let head = if rows.contains("[catalog]") { "" } else { base };
    Catalog::parse("catalog.toml", &[head, rows].concat())
        .unwrap_or_else(|invalid| panic!("{rows}\n{invalid}"))
}

fn changes((old, new): (&str, &str)) -> Vec<Change> {
    diff(&table(old), &table(new))
}

fn rules(changes: &[Change]) -> Vec<ChangeRule> {
    changes.iter().map(|change| change.rule).collect()
}

#[test]
fn each_rule_says_what_it_is_about_and_nothing_else() {
    for Case { rule, triggers, passes } in CASES {
        let found = rules(&changes(*triggers));
        assert!(found.contains(rule), "{rule}: {triggers:?} gives {found:?}");
        let found = rules(&changes(*passes));
        assert!(!found.contains(rule), "{rule}: {passes:?} gives {found:?}");
    }
}

#[test]
fn every_rule_has_a_pair() {
    let mut met: BTreeSet<ChangeRule> = CASES.iter().map(|case| case.rule).collect();
    // The last one takes two tables, see below.
    met.extend([ChangeRule::VersionBumpTooSmall, ChangeRule::AcceptStale, ChangeRule::TableChanged]);
    assert_eq!(met, ChangeRule::ALL.iter().copied().collect());
}

/// A code is known by its table, too: programs ask for the codes of one.
#[test]
fn a_row_that_moves_between_tables_is_a_major_change() {
    let row = "GONE = { status = 410, retry = 'never', cause = 'Gone' }\n";
    let own = |name: &str, row: &str| {
        format!(
            "catalog = {{ name = '{name}' }}\ninclude = {{ tables = ['common.toml'] }}\n[errors]\nA = {{ status = 400, retry = 'never', cause = 'A' }}\n{row}"
        )
    };
    let common = |name: &str, row: &str| {
        format!(
            "catalog = {{ name = '{name}' }}\n[errors]\nB = {{ status = 400, retry = 'never', cause = 'B' }}\n{row}"
        )
    };
    let read = |own: String, common: String| {
        Catalog::parse_with("catalog.toml", &own, &mut |_: &str| Ok(common.clone().into_bytes()))
            .unwrap_or_else(|invalid| panic!("{invalid}"))
    };
    let before = read(own("Own", ""), common("Common", row));
    for (after, codes) in [
        (read(own("Own", ""), common("Common", row)), &[][..]),
        (read(own("Own", row), common("Common", "")), &["GONE"]),
        (read(own("Own", ""), common("Shared", row)), &["B", "GONE"]),
        // The table itself may be called something else: that is one change, and not one for each row.
        (read(own("Mine", ""), common("Common", row)), &[]),
    ] {
        for (old, new) in [(&before, &after), (&after, &before)] {
            let changes = diff(old, new);
            let moved: Vec<&str> = changes
                .iter()
                .filter(|change| change.rule == ChangeRule::TableChanged)
                .filter_map(|change| change.code.as_deref())
                .collect();
            assert_eq!(moved, codes);
        }
        // An export keeps the tables of its rows.
        let export = error_catalog::docs::json::render(&after);
        let read = error_catalog::docs::json::read("export.json", &export).expect("it is an export");
        assert_eq!(rules(&diff(&after, &read)), []);
        assert_eq!(rules(&diff(&before, &read)).contains(&ChangeRule::TableChanged), !codes.is_empty());
    }
    assert_eq!(ChangeRule::TableChanged.bump(), Some(Bump::Major));
}

#[test]
fn the_word_of_a_rule_is_its_name() {
    for rule in ChangeRule::ALL {
        let mut word = String::new();
        for (at, letter) in format!("{rule:?}").char_indices() {
            if at > 0 && letter.is_ascii_uppercase() {
                word.push('_');
            }
            word.push(letter.to_ascii_uppercase());
        }
        assert_eq!(rule.as_str(), word);
        for line in [rule.why(), rule.remedy()] {
            let starts_small = line.starts_with(|first: char| first.is_ascii_lowercase() || first == '`');
            assert!(starts_small && !line.ends_with('.') && !line.contains('\n'), "{rule}: {line}");
        }
    }
}

#[test]
fn what_each_change_of_advice_asks_for() {
    for (old, new, rule, bump) in [
        (NEVER, BACKOFF, ChangeRule::RetryAllowed, Bump::Minor),
        (NEVER, CAREFUL, ChangeRule::RetryAllowed, Bump::Minor),
        (BACKOFF, NEVER, ChangeRule::RetryWithdrawn, Bump::Major),
        (CAREFUL, NEVER, ChangeRule::RetryWithdrawn, Bump::Major),
        (BACKOFF, CAREFUL, ChangeRule::RetryMadeConditional, Bump::Major),
        (CAREFUL, BACKOFF, ChangeRule::RetryMadeUnconditional, Bump::Major),
    ] {
        let changes = changes((old, new));
        assert_eq!(rules(&changes), [rule]);
        assert_eq!(required_bump(&changes), Some(bump));
    }
}

#[test]
fn what_is_refused_is_refused() {
    let refused: Vec<&str> =
        ChangeRule::ALL.iter().filter(|rule| rule.is_refused()).map(|rule| rule.as_str()).collect();
    assert_eq!(
        refused,
        [
            "CODE_REMOVED",
            "CODE_REVIVED",
            "TOMBSTONE_REMOVED",
            "TOMBSTONE_NAME_CHANGED",
            "NAME_REUSED",
            "VERSION_BUMP_TOO_SMALL",
            "ACCEPT_STALE",
        ]
    );
    for rule in [ChangeRule::CodeRemoved, ChangeRule::NameReused] {
        assert_eq!(rule.bump(), Some(Bump::Major), "it asks for that once it is mended");
    }
}

#[test]
fn a_table_does_not_differ_from_itself() {
    let text = fs::read_to_string(in_root("catalog.toml")).expect("it is there");
    let shipped = Catalog::parse("catalog.toml", &text).unwrap_or_else(|invalid| panic!("{invalid}"));
    assert_eq!(diff(&shipped, &shipped), []);
    for case in CASES {
        for rows in [case.triggers.0, case.triggers.1, case.passes.0, case.passes.1] {
            assert_eq!(diff(&table(rows), &table(rows)), []);
        }
    }
}

#[test]
fn the_layout_of_the_text_is_no_change() {
    let sections = table(
        "[retired.OLD]\nreason = 'Gone'\n[errors.POT]\nstatus = 503\nretry = 'backoff'\ncause = 'Busy'\n\
         retry_after = '120s'\ndefault_for = [503, 529]\ndetails = '''\nOne\nTwo\n'''\n",
    );
    let lines = table(
        "# A comment\r\n[catalog]\r\nname = \"Teapots\"\r\ncode_header = \"X-Error-Code\"\r\nsend_details = true\r\n\r\n[errors]\r\n\
         POT = { details = \"One \\r\\nTwo\", default_for = [529, 503], retry_after = \"2m\", cause = \"Bus\\u0079\", \
         message = \"Busy\", retry = \"backoff\", status = 503, name = \"Pot\" }\r\n\
         BASE = { status = 400, retry = \"never\", cause = \"Base\" }\r\n\
         [retired]\r\nOLD = { reason = \"Gone\" }\r\n",
    );
    assert_eq!(diff(&sections, &lines), []);
    assert_eq!(diff(&lines, &sections), []);
}

const WRITES: &str = "a string can be written to";

/// A generator that needs no crate and gives the same tables on every machine: xorshift64*.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.roll(words.len() as u64)).expect("it is small")]
    }

    /// The rows of a table, each on its own, in the order of the codes.
    fn rows(&mut self) -> Vec<String> {
        let mut rows = vec!["[errors.BASE]\nstatus = 400\nretry = 'never'\ncause = 'Base'\n".to_owned()];
        for number in 0..8 {
            match self.roll(4) {
                0 => {}
                1 => {
                    let reason = self.one_of(&["Gone", "Lost"]);
                    rows.push(format!("[retired.CODE_{number}]\nreason = '{reason}'\n"));
                }
                _ => rows.push(self.row(number)),
            }
        }
        rows
    }

    fn row(&mut self, number: u16) -> String {
        let status = self.one_of(&["400", "404", "409", "500", "503"]);
        let retry = self.one_of(&["never", "backoff", "if-idempotent"]);
        let cause = self.one_of(&["Cold", "Hot"]);
        let mut row =
            format!("[errors.CODE_{number}]\nstatus = {status}\nretry = '{retry}'\ncause = '{cause}'\n");
        for column in ["message", "remedy", "details", "since", "deprecated"] {
            if self.roll(3) == 0 {
                writeln!(row, "{column} = '{}'", self.one_of(&["One", "Two"])).expect(WRITES);
            }
        }
        if retry != "never" && self.roll(2) == 0 {
            writeln!(row, "retry_after = '{}'", self.one_of(&["5s", "60s", "1m"])).expect(WRITES);
        }
        if self.roll(4) == 0 {
            writeln!(row, "name = 'Name{number}'").expect(WRITES);
        }
        if self.roll(3) == 0 {
            let class = &status[..1];
            writeln!(row, "default_for = [{class}{}]", 10 + number).expect(WRITES);
        }
        row
    }

    fn shuffle(&mut self, rows: &mut [String]) {
        for at in (1..rows.len()).rev() {
            rows.swap(at, usize::try_from(self.roll(at as u64 + 1)).expect("it is small"));
        }
    }
}

fn generated(rows: &[String]) -> Catalog {
    table(&["[catalog]\nname = 'Teapots'\n", &rows.concat()].concat())
}

#[test]
fn both_directions_tell_of_the_same_rows() {
    let mut dice = Dice(0x5EED);
    let mut met = BTreeSet::new();
    for _ in 0..2000 {
        let mut rows = dice.rows();
        let old = generated(&rows);
        dice.shuffle(&mut rows);
        assert_eq!(diff(&old, &generated(&rows)), [], "the order of rows is no change");
        let new = generated(&dice.rows());

        let (there, back) = (diff(&old, &new), diff(&new, &old));
        assert_eq!(there, diff(&old, &new), "the same changes, each time");
        met.extend(rules(&there));
        let codes = |changes: &[Change], rules: &[ChangeRule]| -> BTreeSet<String> {
            let of = changes.iter().filter(|change| rules.contains(&change.rule));
            of.filter_map(|change| change.code.clone()).collect()
        };
        for (here, there_again) in [
            (&[ChangeRule::CodeAdded][..], &[ChangeRule::CodeRemoved][..]),
            (&[ChangeRule::CodeRevived], &[ChangeRule::CodeRetired]),
            (&[ChangeRule::TombstoneAdded], &[ChangeRule::TombstoneRemoved]),
            (&[ChangeRule::TombstoneChanged], &[ChangeRule::TombstoneChanged]),
            (&[ChangeRule::NameChanged], &[ChangeRule::NameChanged]),
            (&[ChangeRule::StatusChanged], &[ChangeRule::StatusChanged]),
            (&[ChangeRule::FaultChanged], &[ChangeRule::FaultChanged]),
            (&[ChangeRule::RetryMadeConditional], &[ChangeRule::RetryMadeUnconditional]),
            (&[ChangeRule::RetryAllowed], &[ChangeRule::RetryWithdrawn]),
            (&[ChangeRule::CodeDeprecated], &[ChangeRule::CodeUndeprecated]),
            (&[ChangeRule::DeprecationChanged], &[ChangeRule::DeprecationChanged]),
            (&[ChangeRule::MessageChanged], &[ChangeRule::MessageChanged]),
            (&[ChangeRule::CauseChanged], &[ChangeRule::CauseChanged]),
            (&[ChangeRule::RemedyChanged], &[ChangeRule::RemedyChanged]),
            (&[ChangeRule::DetailsChanged], &[ChangeRule::DetailsChanged]),
            (&[ChangeRule::SinceChanged], &[ChangeRule::SinceChanged]),
        ] {
            assert_eq!(codes(&there, here), codes(&back, there_again), "{here:?}");
            assert_eq!(codes(&back, here), codes(&there, there_again), "{here:?}");
        }

        let fingerprints: BTreeSet<String> = there.iter().map(Change::fingerprint).collect();
        assert_eq!(fingerprints.len(), there.len(), "each change has a fingerprint of its own");
        let grave: Vec<_> =
            there.iter().map(|change| (change.rule.is_refused(), change.rule.bump())).collect();
        assert!(grave.is_sorted_by(|a, b| a >= b), "the gravest first: {grave:?}");

        // What is not refused can be accepted, and then nothing fails.
        let accepted = accepting(&there);
        let verdict = judge(there.clone(), &accepted, None);
        assert_eq!(verdict.is_clean(), !there.iter().any(|change| change.rule.is_refused()));
    }
    assert!(met.len() > 20, "the tables are various: {met:?}");
}

fn accepting(changes: &[Change]) -> Vec<Accept> {
    let entry = |change: &Change| {
        format!("[[accept]]\nfingerprint = '{}'\nreason = 'looked at'\n", change.fingerprint())
    };
    Accept::parse(&changes.iter().map(entry).collect::<String>()).expect("it is a list")
}

fn version(text: &str) -> Version {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn a_version_moves_as_cargo_reads_it() {
    for (from, to, bump) in [
        ("1.4.2", "1.4.2", None),
        ("1.4.2", "1.4.1", None),
        ("1.4.2", "1.4.3", Some(Bump::Patch)),
        ("1.4.2", "1.5.0", Some(Bump::Minor)),
        ("1.4.2", "2.0.0", Some(Bump::Major)),
        ("1.4.2", "3.1.4", Some(Bump::Major)),
        ("0.4.2", "0.4.3", Some(Bump::Minor)),
        ("0.4.2", "0.5.0", Some(Bump::Major)),
        ("0.4.2", "1.0.0", Some(Bump::Major)),
        ("0.0.2", "0.0.3", Some(Bump::Major)),
        ("0.0.2", "0.1.0", Some(Bump::Major)),
        ("0.0.0", "0.0.1", Some(Bump::Major)),
        ("1.4.2", "2.0.0-rc.1", Some(Bump::Major)),
        ("2.0.0-rc.1", "2.0.0", None),
        ("1.4.2+a", "1.4.2+b", None),
    ] {
        assert_eq!(bump_between(&version(from), &version(to)), bump, "{from} -> {to}");
    }
}

#[test]
fn a_bump_has_to_be_large_enough() {
    let patch = changes((POT, pot!("remedy = 'Look'")));
    let minor = changes((CUP, &[CUP, POT].join("\n")));
    let major = changes((POT, POT_RETIRED));
    let refused = changes((POT, CUP));
    for (changes, from, to, is_enough) in [
        (&[][..], "1.0.0", "1.0.0", true),
        (&patch, "1.0.0", "1.0.0", false),
        (&patch, "1.0.0", "1.0.1", true),
        (&minor, "1.0.0", "1.0.1", false),
        (&minor, "1.0.0", "1.1.0", true),
        (&minor, "0.1.0", "0.1.1", true),
        (&major, "1.0.0", "1.1.0", false),
        (&major, "1.0.0", "2.0.0", true),
        (&major, "0.1.0", "0.1.1", false),
        (&major, "0.1.0", "0.2.0", true),
        (&refused, "1.0.0", "9.0.0", false),
    ] {
        let (from, to) = (version(from), version(to));
        assert_eq!(is_allowed(&from, &to, changes), is_enough, "{from} -> {to}: {changes:?}");
        let verdict = judge(changes.to_vec(), &[], Some((from.clone(), to.clone())));
        assert_eq!(verdict.is_clean(), is_enough, "{from} -> {to}: {changes:?}");
        let is_too_small = required_bump(changes) > bump_between(&from, &to);
        assert_eq!(
            rules(&verdict.findings),
            vec![ChangeRule::VersionBumpTooSmall; usize::from(is_too_small)]
        );
    }
}

#[test]
fn accepting_takes_a_change_out_and_no_more() {
    let two =
        changes((POT, "[errors.POT]\nstatus = 500\nretry = 'never'\ncause = 'No pot'\nname = 'Kettle'"));
    assert_eq!(rules(&two), [ChangeRule::NameChanged, ChangeRule::FaultChanged]);
    let verdict = judge(two.clone(), &accepting(&two[..1]), None);
    let fails: Vec<bool> = verdict.changes.iter().map(|judged| judged.fails).collect();
    assert_eq!(fails, [false, true]);
    assert_eq!(verdict.required, Some(Bump::Major));

    let verdict = judge(two.clone(), &accepting(&two), None);
    assert!(verdict.is_clean());
    assert_eq!(verdict.changes[0].accepted.as_deref(), Some("looked at"));
    assert_eq!(verdict.required, Some(Bump::Patch), "the table is another all the same");

    // A step that is too small cannot be accepted.
    let versions = Some((version("1.0.0"), version("1.0.0")));
    assert_eq!(
        rules(&judge(two.clone(), &accepting(&two), versions).findings),
        [ChangeRule::VersionBumpTooSmall]
    );

    let stale = judge(two[..1].to_vec(), &accepting(&two), None);
    assert_eq!(rules(&stale.findings), [ChangeRule::AcceptStale]);
    assert_eq!(stale.findings[0].old, Some(two[1].fingerprint()));
    assert!(!stale.is_clean());

    let refused = changes((POT, CUP));
    let verdict = judge(refused.clone(), &accepting(&refused), None);
    assert!(verdict.changes[0].fails && verdict.changes[0].accepted.is_none(), "nobody can accept that");
    assert!(verdict.findings.is_empty(), "the entry is not stale");
}

#[test]
fn what_is_wrong_with_accepted_changes_is_told_with_its_line() {
    let good = "[[accept]]\nfingerprint = '0123456789ab'\nreason = 'x'\n";
    for (text, said) in [
        ("[[accept]]\nreason = 'x'", "1: an entry has no `fingerprint`, copy that of the change"),
        (
            "[[accept]]\nfingerprint = '0123456789ab'",
            "1: an entry has no `reason`, say why the change may pass",
        ),
        (&good.replace("'x'", "' '"), "3: `reason` has to be one line of text"),
        (&good.replace("'x'", "\"a\\nb\""), "3: `reason` has to be one line of text"),
        (&good.replace('x', "a\u{202e}b"), "3: `reason` has to be one line of text"),
        (&good.replace("'x'", "1"), "3: `reason` has to be a string"),
        (&good.replace("ab'", "AB'"), "2: a `fingerprint` has twelve digits, `0` to `9` and `a` to `f`"),
        (&good.replace("9ab'", "'"), "2: a `fingerprint` has twelve digits, `0` to `9` and `a` to `f`"),
        (&good.replace("reason", "why"), "3: unknown key `why`, the keys are `fingerprint` and `reason`"),
        (&good.repeat(2), "4: `0123456789ab` is accepted twice, remove one of the entries"),
        (&good.replace("[[accept]]", "[accept]"), "1: only `[[accept]]` can be here, in double brackets"),
        (&good.replace("accept", "except"), "1: only `[[accept]]` can be here"),
        ("accept = [1]", "1: write `[[accept]]`, and the keys below it"),
    ] {
        let error = Accept::parse(text).expect_err(text);
        assert_eq!(format!("{}: {error}", error.line()), said, "{text}");
    }
    let error = Accept::parse("\n\n[[accept").expect_err("it is not TOML");
    assert_eq!(error.line(), 3);
    assert!(!error.to_string().contains('\n'));
    assert_eq!(Accept::parse("# nothing yet\n"), Ok(Vec::new()));
}

fn diff_command(arguments: &[&str]) -> Ran {
    error_catalog(&[&["diff"], arguments].concat())
}

fn in_root(file: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file).display().to_string()
}

fn scratch(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("the scratch directory can be written to");
    path.display().to_string()
}

const OLD: &str = "tests/diff/old.toml";
const NEW: &str = "tests/diff/new.toml";

#[test]
fn each_format_says_exactly_this() {
    // Tests run in the root of the package, and the names are shown as they are given.
    let accept = "tests/diff/accept.toml";
    for (format, file) in [
        ("text", "tests/diff/expected.txt"),
        ("json", "tests/diff/expected.json"),
        ("markdown", "tests/diff/expected.md"),
        ("github", "tests/diff/expected.github"),
    ] {
        let arguments =
            [OLD, NEW, "--format", format, "--accept", accept, "--from", "1.4.2", "--to", "1.5.0"];
        let ran = diff_command(&arguments);
        assert_eq!(ran.exit, Exit::Findings);
        assert_eq!(ran.err.is_empty(), format != "markdown", "{}", ran.err);
        assert_eq!(ran.out, diff_command(&arguments).out, "the same bytes, each time");
        if env::var_os("UPDATE").is_some() {
            fs::write(in_root(file), &ran.out).expect("the text can be written");
        }
        let expected = fs::read_to_string(in_root(file)).unwrap_or_default();
        assert_eq!(ran.out, expected, "{file}");
    }
}

#[test]
fn the_json_is_json_and_whole() {
    let ran = diff_command(&[OLD, NEW, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!(json["format"], 1);
    assert_eq!(json["clean"], false);
    assert_eq!(json["required_bump"], "major");
    let mut load = |path: &str| fs::read(in_root(path));
    let mut read =
        |file: &str| Catalog::from_read(file, fs::read(in_root(file)), &mut load).expect("it is valid");
    let changes = diff(&read(OLD), &read(NEW));
    assert_eq!(json["changes"].as_array().map(Vec::len), Some(changes.len()));
    for (shown, change) in json["changes"].as_array().into_iter().flatten().zip(&changes) {
        assert_eq!(shown["rule"], change.rule.as_str());
        assert_eq!(shown["fingerprint"], change.fingerprint());
    }
}

#[test]
fn the_exit_status_tells_what_may_pass() {
    let head = "[catalog]\nname = 'Teapots'\n";
    let write = |name: &str, rows: &str| scratch(name, &[head, CUP, "\n", rows].concat());
    let pot = write("exit_pot.toml", POT);
    let remedy = write("exit_remedy.toml", pot!("remedy = 'Look'"));
    let gone = write("exit_gone.toml", "");
    let retired = write("exit_retired.toml", POT_RETIRED);
    for (arguments, exit, last) in [
        (&[&*pot, &*pot][..], Exit::Clean, "required bump: none"),
        (&[&pot, &remedy], Exit::Clean, "required bump: patch"),
        (&[&gone, &pot], Exit::Clean, "required bump: minor"),
        (&[&pot, &retired], Exit::Findings, "required bump: major"),
        (
            &[&pot, &gone],
            Exit::Findings,
            "required bump: major, and no version is large enough for what is refused",
        ),
        (
            &[&pot, &retired, "--from", "0.3.1", "--to", "0.3.2"],
            Exit::Findings,
            "required bump: major (0.3.1 -> 0.3.2 is minor: too small, release 0.4.0 or later)",
        ),
        (
            &[&pot, &retired, "--from", "0.3.1", "--to", "0.4.0-rc.1"],
            Exit::Clean,
            "required bump: major (0.3.1 -> 0.4.0-rc.1 is major: large enough)",
        ),
        (
            &[&pot, &remedy, "--from", "1.0.0", "--to", "1.0.0"],
            Exit::Findings,
            "required bump: patch (1.0.0 -> 1.0.0 is not a version step: too small, release 1.0.1 or later)",
        ),
        (
            &[&pot, &pot, "--from", "1.0.0", "--to", "1.0.0"],
            Exit::Clean,
            "required bump: none (1.0.0 -> 1.0.0 is not a version step: large enough)",
        ),
    ] {
        let ran = diff_command(arguments);
        assert_eq!((ran.exit, ran.err.as_str()), (exit, ""), "{arguments:?}");
        assert_eq!(ran.out.lines().last(), Some(last), "{arguments:?}");
    }
}

#[test]
fn the_table_is_the_new_one_where_none_is_named() {
    let (old, new) = (in_root(OLD), in_root(NEW));
    let ran = diff_command(&[&old, "--table", &new]);
    assert_eq!(ran.out, diff_command(&[&old, &new]).out);
}

#[test]
fn what_was_not_compared_never_passes() {
    let good = in_root(OLD);
    let bad = in_root("tests/bad_tables/many.toml");
    let not_utf8 = PathBuf::from(scratch("diff_not_utf8.toml", ""));
    fs::write(&not_utf8, b"[catalog]\nname = \"\xff\"").expect("it can be written");
    let not_utf8 = not_utf8.display().to_string();
    let no_accept = scratch("diff_no_accept.toml", "[[accept]]\nfingerprint = '0123456789ab'");
    for (arguments, said) in [
        (&[&*good, "no-such-table.toml"][..], &["[EC020]", "--> no-such-table.toml"][..]),
        (&["no-such-table.toml", &*good], &["--> no-such-table.toml"]),
        (&["no-such-old.toml", "no-such-new.toml"], &["no-such-old.toml", "no-such-new.toml"]),
        (&[&bad, "no-such-table.toml"], &["[EC011]", "[EC020]"]),
        (&[&good, &bad], &["many.toml:"]),
        (&[&not_utf8, &good], &["the table is not UTF-8"]),
        (&["-", "-"], &["only one of the tables can come from standard input"]),
        (&[&good, &good, "--from", "1.0.0"], &["--to"]),
        (&[&good, &good, "--from", "1.0", "--to", "2.0.0"], &["--from"]),
        (&[&good, &good, "--from", "2.0.0", "--to", "1.0.0"], &["`--to 1.0.0` is older than `--from 2.0.0`"]),
        (&[&good, &good, "--format", "xml"], &["'xml'"]),
        (&[&good, &good, "--accept", "no-such-file.toml"], &["no-such-file.toml: cannot read it: "]),
        (&[&good, &good, "--accept", &no_accept], &["diff_no_accept.toml:1: an entry has no `reason`"]),
        (&[], &["OLD"]),
        (&["git:", &good], &["`git:` is not a revision"]),
        (&["git:--output=x", &good], &["`git:--output=x` is not a revision"]),
    ] {
        let ran = diff_command(arguments);
        assert_eq!((ran.exit, &*ran.out), (Exit::Failed, ""), "{arguments:?}: {}", ran.err);
        for said in said {
            assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
        }
    }
}

#[test]
fn a_stale_entry_is_a_finding() {
    let good = in_root(OLD);
    let stale =
        scratch("diff_stale.toml", "[[accept]]\nfingerprint = '0123456789ab'\nreason = 'it was fine'\n");
    let ran = diff_command(&[&good, &good, "--accept", &stale]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Findings, ""));
    assert!(
        ran.out.starts_with("ACCEPT_STALE the accepted changes\n  change:      0123456789ab -> (none)\n")
    );
}

/// Runs git in a directory, without what the person or the machine has set, or says that there is no git.
fn git(directory: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command
        .current_dir(directory)
        .env("GIT_CONFIG_GLOBAL", directory.join("no-such-file"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        // A hook that runs the tests has these set, and must not get the commit below.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .args([
            "-c",
            "user.name=Tester",
            "-c",
            "user.email=tester@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments);
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(error) => {
            eprintln!("skipped: `git` cannot be run here: {error}");
            false
        }
    }
}

#[test]
fn a_revision_is_asked_of_git() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-git");
    let _ = fs::remove_dir_all(&directory);
    let api = directory.join("api");
    fs::create_dir_all(&api).expect("the scratch directory can be written to");
    let table = api.join("catalog.toml");
    fs::copy(in_root(OLD), &table).expect("it can be copied");
    if !git(&directory, &["init", "--quiet"]) {
        return;
    }
    git(&directory, &["add", "."]);
    git(&directory, &["commit", "--quiet", "--message", "old"]);
    git(&directory, &["tag", "v1"]);
    fs::copy(in_root(NEW), &table).expect("it can be copied");
    let table = table.display().to_string();

    let expected = diff_command(&[&in_root(OLD), &in_root(NEW)]).out;
    let ran = diff_command(&["git:v1", "--table", &table]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Findings, ""));
    assert_eq!(ran.out, expected);
    let ran = diff_command(&["git:HEAD", "git:v1", "--table", &table]);
    assert_eq!((ran.exit, &*ran.out), (Exit::Clean, "no changes\nrequired bump: none\n"));

    let other = api.join("other.toml").display().to_string();
    let nowhere = directory.join("nowhere/catalog.toml").display().to_string();
    for (revision, table, said) in
        [("git:v2", &table, "v2"), ("git:v1", &other, "other.toml"), ("git:v1", &nowhere, "nowhere")]
    {
        let ran = diff_command(&[revision, &in_root(NEW), "--table", table]);
        assert_eq!((ran.exit, &*ran.out), (Exit::Failed, ""));
        let is_said = ran.err.starts_with("error[EC020]: cannot read the table: git cannot show it: ");
        assert!(is_said && ran.err.contains(said), "{}", ran.err);
    }
}

/// A table that was moved is compared with the one that it was.
#[test]
fn another_path_is_asked_of_git() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-git-moved");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(directory.join("tables")).expect("the scratch directory can be written to");
    fs::copy(in_root(OLD), directory.join("catalog.toml")).expect("it can be copied");
    if !git(&directory, &["init", "--quiet"]) {
        return;
    }
    git(&directory, &["add", "."]);
    git(&directory, &["commit", "--quiet", "--message", "old"]);
    git(&directory, &["tag", "v1"]);
    git(&directory, &["mv", "catalog.toml", "tables/errors.toml"]);
    git(&directory, &["commit", "--quiet", "--message", "moved"]);
    let table = directory.join("tables/errors.toml");
    fs::copy(in_root(NEW), &table).expect("it can be copied");
    let table = table.display().to_string();

    let copy = directory.join("copy.toml").display().to_string();
    fs::copy(in_root(NEW), &copy).expect("it can be copied");
    let ran = diff_command(&["git:v1", "--table", &copy]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.err.contains("; if it had another path then, write `git:v1:PATH`"), "{}", ran.err);
    let expected = diff_command(&[&in_root(OLD), &in_root(NEW)]).out;
    // A rename that git sees is followed.
    let ran = diff_command(&["git:v1", "--table", &table]);
    assert_eq!((ran.exit, &*ran.out, &*ran.err), (Exit::Findings, &*expected, ""));
    let ran = diff_command(&["git:v1:catalog.toml", "--table", &table]);
    assert_eq!((ran.exit, &*ran.out, &*ran.err), (Exit::Findings, &*expected, ""));
    let ran = diff_command(&["git:v1:catalog.toml", "git:HEAD:tables/errors.toml", "--table", &table]);
    assert_eq!((ran.exit, &*ran.out), (Exit::Clean, "no changes\nrequired bump: none\n"));
    for (bad, said) in [
        ("git:v1:nowhere.toml", "nowhere.toml"),
        ("git:v1:", "git"),
        ("git::catalog.toml", "`git:` is not a revision"),
    ] {
        let ran = diff_command(&[bad, "--table", &table]);
        assert_eq!((ran.exit, &*ran.out), (Exit::Failed, ""), "{bad}");
        assert!(ran.err.contains(said), "{bad}: {}", ran.err);
    }
}

/// A process of its own, since its standard input is a pipe: this test binary, which then runs only this.
#[test]
fn standard_input_is_a_table() {
    if env::var_os("DIFF_OF_STANDARD_INPUT").is_some() {
        let ran = diff_command(&["-", &in_root(NEW)]);
        assert_eq!((ran.exit, &*ran.err), (Exit::Findings, ""));
        assert_eq!(ran.out, diff_command(&[&in_root(OLD), &in_root(NEW)]).out);
        return;
    }
    let mut child = Command::new(env::current_exe().expect("it runs"))
        .args(["--exact", "standard_input_is_a_table", "--nocapture"])
        .env("DIFF_OF_STANDARD_INPUT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs again");
    let text = fs::read(in_root(OLD)).expect("it is there");
    child.stdin.take().expect("it is a pipe").write_all(&text).expect("it is read");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What was exported says the same as the table that it was made from.
#[test]
fn an_export_is_a_table_too() {
    use error_catalog::docs::json;

    let read = |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name);
    for table in [
        "catalog.toml",
        "tests/diff/old.toml",
        "tests/diff/new.toml",
        "tests/generated/styles.toml",
        "tests/generated/hostile.toml",
        "tests/columns/good.toml",
    ] {
        let catalog = Catalog::parse(table, &read(table)).unwrap_or_else(|invalid| panic!("{invalid}"));
        let export = json::render(&catalog);
        let again = json::read("export.json", &export).unwrap_or_else(|invalid| panic!("{table}: {invalid}"));
        assert_eq!(diff(&catalog, &again), [], "{table}");
        assert_eq!(json::render(&again), export, "{table}");
    }
}
