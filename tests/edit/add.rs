//! `add`: where a new row goes, and what is refused.

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;

use super::{LINES, NEW, SECTIONS, Table};

#[test]
fn a_row_goes_beside_those_of_its_status() {
    let table = Table::new("add-line", LINES);
    let ran = table.run(&NEW);
    assert_eq!((ran.exit, ran.err), (Exit::Clean, format!("{}: added `POT_LOST`\n", table.name)));
    let row = "POT_LOST = { status = 404, retry = \"never\", cause = \"The \\\"pot\\\" is lost\" }\n";
    assert_eq!(table.text(), format!("{LINES}{row}"));

    let table = Table::new("add-line-after", LINES);
    let ran = table.run(&["add", "a.b", "--status=409", "--retry=backoff", "--cause=It's"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let before = "# really\n";
    let row = "\"a.b\" = { status = 409, retry = \"backoff\", cause = \"It's\" }\n";
    assert_eq!(table.text(), LINES.replace(before, &format!("{before}{row}")));

    let table = Table::new("add-section", SECTIONS);
    assert_eq!(table.run(&NEW).exit, Exit::Clean);
    let before = "name = \"Cup\"\n";
    let row = "\n[errors.POT_LOST]\nstatus = 404\nretry = \"never\"\ncause = \"The \\\"pot\\\" is lost\"\n";
    assert_eq!(table.text(), SECTIONS.replace(before, &format!("{before}{row}")));
}

#[test]
fn a_new_status_goes_between_its_neighbours() {
    for (test, status, before) in [
        ("add-408", "408", "name = \"Cup\"\n"),
        ("add-500", "500", "# A dangling comment.\n"),
        ("add-400", "400", "[errors]\n"),
    ] {
        let table = Table::new(test, SECTIONS);
        let ran = table.run(&["add", "NEW", "--status", status, "--retry", "never", "--cause", "New"]);
        assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
        let row = format!("\n[errors.NEW]\nstatus = {status}\nretry = \"never\"\ncause = \"New\"\n");
        assert_eq!(table.text(), SECTIONS.replacen(before, &format!("{before}{row}"), 1));
    }
}

#[test]
fn the_comment_of_the_first_group_stays_above_it() {
    let row = "CUP_LOST = { status = 404, retry = \"never\", cause = \"Lost\" }\n";
    let head = "[catalog]\nname = \"T\"\n\n[errors]\n";
    let table = Table::new("add-first", &format!("{head}# 404: not there.\n{row}"));
    let ran = table.run(&["add", "NEW", "--status=400", "--retry=never", "--cause=New"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let new = "NEW = { status = 400, retry = \"never\", cause = \"New\" }\n";
    assert_eq!(table.text(), format!("{head}{new}\n# 404: not there.\n{row}"));
}

#[test]
fn line_endings_and_a_byte_order_mark_are_kept() {
    let table = Table::new("add-crlf", &format!("\u{FEFF}{}", SECTIONS.replace('\n', "\r\n")));
    let ran = table.run(&[&NEW[..], &["--details=Two\nlines"]].concat());
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let row = "\n[errors.POT_LOST]\nstatus = 404\nretry = \"never\"\ncause = \"The \\\"pot\\\" is lost\"\n\
               details = \"\"\"\nTwo\nlines\"\"\"\n";
    let text = SECTIONS.replace("name = \"Cup\"\n", &format!("name = \"Cup\"\n{row}"));
    assert_eq!(table.text(), format!("\u{FEFF}{}", text.replace('\n', "\r\n")));
    let catalog = Catalog::parse("t", &table.text()).expect("it is valid");
    let row = catalog.errors().iter().find(|row| row.code == "POT_LOST").expect("it is there");
    // The same table means the same in every checkout.
    assert_eq!(row.details.as_deref(), Some("Two\nlines"));
}

#[test]
fn what_says_more_gets_a_section_with_its_columns_in_order() {
    let table = Table::new("add-more", LINES);
    let more = [
        "--since=1.1.0",
        "--remedy=Fill it.",
        "--default-for=404",
        "--default-for=410",
        "--message=No \u{1F375}",
        "--retry-after=30s",
        "--details=Two\n\\ \"lines\"",
    ];
    let ran = table
        .run(&[&["add", "POT_LOST", "--status=404", "--retry=backoff", "--cause=Lost"], &more[..]].concat());
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let section = concat!(
        "\n[errors.POT_LOST]\nstatus = 404\nretry = \"backoff\"\ncause = \"Lost\"\nmessage = \"No \u{1F375}\"\n",
        "remedy = \"Fill it.\"\ndetails = \"\"\"\nTwo\n\\\\ \\\"lines\\\"\"\"\"\nretry_after = \"30s\"\n",
        "default_for = [404, 410]\nsince = \"1.1.0\"\n",
    );
    assert_eq!(table.text(), format!("{LINES}{section}"));
    let catalog = Catalog::parse("t", &table.text()).expect("it is valid");
    let row = catalog.errors().iter().find(|row| row.code == "POT_LOST").expect("it is there");
    assert_eq!(row.details.as_deref(), Some("Two\n\\ \"lines\""));
    assert_eq!(table.run(&["fmt", "--check"]).exit, Exit::Findings, "the other rows stay as they are");
}

#[test]
fn a_dry_run_shows_what_would_be_written() {
    let table = Table::new("add-dry", SECTIONS);
    let ran = table.run(&[&NEW[..], &["--dry-run"]].concat());
    assert_eq!((ran.exit, &*ran.err), (Exit::Clean, ""));
    let added =
        "+\n+[errors.POT_LOST]\n+status = 404\n+retry = \"never\"\n+cause = \"The \\\"pot\\\" is lost\"\n";
    assert_eq!(sorted(&changes(&ran.out)), sorted(added));
    assert_eq!(table.text(), SECTIONS);
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn what_would_break_the_table_is_refused() {
    let retired = "\n[retired]\nOLD_POT = { reason = \"Broke\", name = \"Relic\" }\n";
    let table = Table::new("add-refused", &format!("{LINES}{retired}"));
    let add = |code, more: &[&str], exit, said| {
        let arguments = ["add", code, "--status=404", "--retry=never", "--cause=New"];
        table.refuses(&[&arguments[..], more].concat(), exit, said);
    };
    add("POT_COLD", &[], Exit::Findings, "`POT_COLD` already exists, with status 409");
    add("OLD_POT", &[], Exit::Findings, "`OLD_POT` is retired and cannot come back");
    add("pot_cold", &[], Exit::Findings, "error[EC007]: ");
    add(
        "RELIC",
        &[],
        Exit::Findings,
        "nothing was written, the table would have a mistake:\n\nerror[EC009]: ",
    );
    add("A B", &[], Exit::Findings, "error[EC006]: ");
    add("A\"\n]", &[], Exit::Findings, "error[EC006]: ");
    add("", &[], Exit::Findings, "error[EC006]: ");
    add("NEW", &["--retry-after=30s"], Exit::Findings, "error[EC016]: ");
    add("NEW", &["--remedy="], Exit::Findings, "error[EC018]: ");
    add("NEW", &["--remedy=\u{200B}"], Exit::Findings, "error[EC017]: ");
    add("NEW", &["--message=two\nlines"], Exit::Findings, "error[EC017]: ");
    add("NEW", &["--message=a\u{7}b\u{7f}"], Exit::Findings, "error[EC017]: ");
}

#[test]
fn what_is_missing_is_said_and_what_the_words_mean() {
    let table = Table::new("add-missing", LINES);
    table.refuses(
        &["add", "NEW", "--status=404", "--cause=New"],
        Exit::Failed,
        "--retry <never|backoff|if-idempotent>",
    );
    table.refuses(&["add", "NEW"], Exit::Failed, "--cause <TEXT>");
    let wrong = ["add", "NEW", "--status=404", "--cause=New", "--retry=nevr"];
    table.refuses(&wrong, Exit::Failed, "'never'");
    let wrong = ["add", "NEW", "--status=200", "--cause=New", "--retry=never"];
    table.refuses(&wrong, Exit::Failed, "200 is not in 400..=599");
    let ran = table.run(&["add", "--help"]);
    assert_eq!(ran.exit, Exit::Clean);
    assert!(
        ran.out.contains("if-idempotent: Yes, after a wait, if the request is idempotent"),
        "{}",
        ran.out
    );
}

#[test]
fn a_table_without_rows_as_lines_is_refused() {
    let row = "{ status = 404, retry = \"never\", cause = \"A\" }";
    let table = Table::new("add-value", &format!("catalog.name = \"T\"\nerrors = {{ A = {row} }}\n"));
    table.refuses(&NEW, Exit::Findings, "its rows are not below a line `[errors]`");
    table.refuses(&["retire", "A", "--reason=Gone"], Exit::Findings, "write its rows below `[errors]`");
}

/// The lines that a unified difference adds and takes away.
fn changes(diff: &str) -> String {
    let is_change =
        |line: &&str| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---");
    diff.lines().filter(is_change).fold(String::new(), |all, line| all + line + "\n")
}

#[test]
fn parameters_are_declared_with_their_types() {
    let table = Table::new("add-params", SECTIONS);
    let add = [
        "add",
        "NEW",
        "--status=500",
        "--retry=never",
        "--cause=c",
        "--message={a} of {b}",
        "--param=a=u64,safe",
    ];
    let whole = [&add[..], &["--param=b=string"]].concat();
    let ran = table.run(&whole);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let params = "params = { a = { type = \"u64\", safe = true }, b = \"string\" }\n";
    assert!(table.text().contains(params), "{}", table.text());

    let table = Table::new("add-params-wrong", SECTIONS);
    table.refuses(&add, Exit::Findings, "`NEW` has no parameter `b`");
    let words = [&add[..], &["--param=b"]].concat();
    table.refuses(&words, Exit::Findings, "is not a type of a parameter");
}
