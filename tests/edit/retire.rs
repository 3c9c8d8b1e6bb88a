//! `retire`: what moves, and what cannot go.

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::docs::{html, json, markdown, sections};

use super::{LINES, SECTIONS, Table};

#[test]
fn a_line_moves_to_a_new_section() {
    let table = Table::new("retire-line", LINES);
    let ran = table.run(&["retire", "POT_COLD", "--reason", "Tea is iced", "--since", "2.0.0"]);
    assert_eq!((ran.exit, ran.err), (Exit::Clean, format!("{}: retired `POT_COLD`\n", table.name)));
    let row = "POT_COLD = { status = 409, retry = \"never\", cause = \"The pot is cold\" } # really\n";
    let retired = "\n[retired]\nPOT_COLD = { reason = \"Tea is iced\", since = \"2.0.0\" } # really\n";
    assert_eq!(table.text(), format!("{}{retired}", LINES.replace(row, "")));
}

#[test]
fn the_comment_of_a_group_stays_and_that_of_a_row_goes_along() {
    let table = Table::new("retire-comments", LINES);
    assert_eq!(table.run(&["retire", "POT_EMPTY", "--reason=Gone"]).exit, Exit::Clean);
    let row = "POT_EMPTY  =  { status = 409, retry = \"never\", cause = \"The pot is empty\" }\n";
    let text = format!("{}\n[retired]\nPOT_EMPTY = {{ reason = \"Gone\" }}\n", LINES.replace(row, ""));
    assert_eq!(table.text(), text, "`# The pot.` is above `POT_COLD` now");

    let ran = table.run(&["retire", "CUP_LOST", "--reason=Found", "--replaced-by=POT_COLD"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let row = "\n# The cup.\nCUP_LOST = { status = 404, retry = \"never\", cause = \"The cup is lost\" }\n";
    let retired = "# The cup.\nCUP_LOST = { reason = \"Found\", replaced_by = \"POT_COLD\" }\n";
    assert_eq!(table.text(), format!("{}{retired}", text.replace(row, "")));
}

#[test]
fn a_section_moves_and_its_rust_name_stays_taken() {
    let table = Table::new("retire-section", SECTIONS);
    assert_eq!(table.run(&["retire", "CUP_LOST", "--reason=Found"]).exit, Exit::Clean);
    let start = SECTIONS.find("\n# A cup is small.").expect("it is there");
    let end = SECTIONS.find("\n# 409").expect("it is there");
    let rest = format!("{}{}", &SECTIONS[..start], &SECTIONS[end..]);
    let retired = "\n[retired]\n# A cup is small.\nCUP_LOST = { reason = \"Found\", name = \"Cup\" }\n";
    assert_eq!(table.text(), format!("{rest}{retired}"));
    assert_eq!(table.run(&["fmt", "--check"]).exit, Exit::Clean);
    let add = ["add", "CUP", "--status=404", "--retry=never", "--cause=New"];
    table.refuses(&add, Exit::Findings, "[EC009]");
}

/// A row in several places keeps them, and another row between them stays there.
#[test]
fn no_other_row_moves() {
    let rows = "A.status = 404\n# B is ours.\nB = { status = 404, retry = \"never\", cause = \"b\" }\n# Later added.\n\
                A.retry = \"never\"\nA.cause = \"a\"\n";
    let text = format!("[catalog]\nname = \"T\"\n\n[errors]\n{rows}");
    let row = "C = { status = 410, retry = \"never\", cause = \"c\" }\n";
    let table = Table::new("retire-scattered", &[&text, row].concat());
    let ran = table.run(&["retire", "C", "--reason=Why"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert_eq!(table.text(), [&text, "\n[retired]\nC = { reason = \"Why\" }\n"].concat());
}

#[test]
fn a_section_of_retired_rows_is_followed_by_another() {
    let text = format!("[retired.OLD]\nreason = \"Gone\"\n\n{SECTIONS}");
    let table = Table::new("retire-beside", &text);
    let ran = table.run(&["retire", "POT_EMPTY", "--reason=Full"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert!(ran.err.contains("no row is the default for a bare 409 now"), "{}", ran.err);
    let rows = "[retired.OLD]\nreason = \"Gone\"\n\n# A dangling comment.\n[retired.POT_EMPTY]\nreason = \"Full\"\n\n[catalog]\n";
    assert!(table.text().starts_with(rows), "{}", table.text());
}

#[test]
fn what_cannot_go_is_refused() {
    let rows = "[errors.TEA_OUT]\nstatus = 404\nretry = \"never\"\ncause = \"Out\"\ndeprecated = \"Old\"\n\
                replaced_by = \"POT_EMPTY\"\n\n[retired]\nOLD = { reason = \"Gone\", replaced_by = \"POT_EMPTY\" }\n";
    let table = Table::new("retire-refused", &format!("{SECTIONS}\n{rows}"));
    let retire = |code, more: &[&str], exit, said| {
        table.refuses(&[&["retire", code, "--reason=Why"], more].concat(), exit, said);
    };
    retire("POT_EMTY", &[], Exit::Findings, "no row has the code `POT_EMTY`, did you mean `POT_EMPTY`?");
    retire("pot_empty", &[], Exit::Findings, "did you mean `POT_EMPTY`?");
    retire("ZZZ", &[], Exit::Findings, "no row has the code `ZZZ`, name one of `[errors]`");
    retire("OLD", &[], Exit::Findings, "`OLD` is retired already");
    retire("POT_EMPTY", &[], Exit::Findings, "`POT_EMPTY` is the `replaced_by` of `TEA_OUT`, `OLD`");
    retire("CUP_LOST", &["--replaced-by=POT_EMTY"], Exit::Findings, "[EC012]");
    retire("CUP_LOST", &["--replaced-by=CUP_LOST"], Exit::Findings, "[EC012]");
    retire("CUP_LOST", &["--since="], Exit::Findings, "[EC018]");
    table.refuses(&["retire", "CUP_LOST"], Exit::Failed, "--reason <TEXT>");

    // The replacement of a deprecated row is that of the retired one.
    let ran = table.run(&["retire", "TEA_OUT", "--reason=Why"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert!(table.text().ends_with("TEA_OUT = { reason = \"Why\", replaced_by = \"POT_EMPTY\" }\n"));
}

#[test]
fn the_tables_of_a_row_go_with_it() {
    let row = "[errors.POT_FULL]\nstatus = 409\nretry = \"never\"\ncause = \"Full\"\nmessage = \"{by}\"\n\n\
               [errors.POT_FULL.params]\nby = \"string\"\n\n";
    let text = SECTIONS.replace("[catalog]\n", &format!("{row}[catalog]\n"));
    let table = Table::new("retire-params", &text);
    assert_eq!(table.run(&["retire", "POT_FULL", "--reason=Bigger"]).exit, Exit::Clean);
    assert_eq!(table.text(), format!("{SECTIONS}\n[retired]\nPOT_FULL = {{ reason = \"Bigger\" }}\n"));
}

/// The last row may go, and the first may come, though no build accepts a table without rows.
#[test]
fn the_last_row_can_go_and_the_first_can_come() {
    let head = "# head\n[catalog]\nname = \"T\"\n\n[errors]\n";
    let table = Table::new(
        "retire-last",
        &format!("{head}A = {{ status = 404, retry = \"never\", cause = \"a\" }}\n"),
    );
    let ran = table.run(&["retire", "A", "--reason=Gone"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert!(
        ran.err.ends_with("has no codes now, and does not build before `error-catalog add` adds one\n"),
        "{}",
        ran.err
    );
    assert_eq!(table.text(), format!("{head}\n[retired]\nA = {{ reason = \"Gone\" }}\n"));
    table.refuses(
        &["add", "A", "--status=404", "--retry=never", "--cause=a"],
        Exit::Findings,
        "`A` is retired and cannot come back",
    );
    let ran = table.run(&["add", "B", "--status=404", "--retry=never", "--cause=b"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let row = "B = { status = 404, retry = \"never\", cause = \"b\" }\n";
    assert_eq!(table.text(), format!("{head}{row}\n[retired]\nA = {{ reason = \"Gone\" }}\n"));

    for (name, text, expected) in [
        ("first-none", "[catalog]\nname = \"T\"\n", format!("[catalog]\nname = \"T\"\n\n[errors]\n{row}")),
        (
            "first-retired",
            "[catalog]\nname = \"T\"\n\n# gone\n[retired]\nA = { reason = \"x\" }\n",
            format!(
                "[catalog]\nname = \"T\"\n\n[errors]\n{row}\n# gone\n[retired]\nA = {{ reason = \"x\" }}\n"
            ),
        ),
        (
            "first-header",
            "[catalog]\nname = \"T\"\n[errors] # here\n",
            format!("[catalog]\nname = \"T\"\n[errors] # here\n{row}"),
        ),
    ] {
        let table = Table::new(name, text);
        let ran = table.run(&["add", "B", "--status=404", "--retry=never", "--cause=b"]);
        assert_eq!(ran.exit, Exit::Clean, "{name}: {}", ran.err);
        assert_eq!(table.text(), expected);
    }
    let table = Table::new("first-section", "[catalog]\nname = \"T\"\n[errors]\n");
    assert_eq!(
        table.run(&["add", "B", "--status=404", "--retry=never", "--cause=b", "--remedy=c"]).exit,
        Exit::Clean
    );
    assert!(
        table.text().ends_with(
            "[errors]\n\n[errors.B]\nstatus = 404\nretry = \"never\"\ncause = \"b\"\nremedy = \"c\"\n"
        ),
        "{}",
        table.text()
    );
}

/// No comment is lost, wherever in the row it stands.
#[test]
fn comments_within_a_row_go_along() {
    for (name, row, comments) in [
        (
            "section",
            "# above\n[errors.A] # head\nstatus = 404 # why 404\n# between\nretry = \"never\" # why never\ncause = \"a\"\n",
            5,
        ),
        (
            "dotted",
            "[errors]\n# above\nA.status = 404 # why 404\n# between\nA.retry = \"never\" # why never\nA.cause = \"a\" # why a\n",
            5,
        ),
        (
            "inline",
            "[errors]\nA = { # first\n  status = 404, # why 404\n  retry = \"never\",\n  # between\n  cause = \"a\" } # last\n",
            4,
        ),
    ] {
        let other = "[errors.B]\nstatus = 404\nretry = \"never\"\ncause = \"b\"\n";
        let table =
            Table::new(&format!("retire-within-{name}"), &format!("[catalog]\nname = \"T\"\n{row}\n{other}"));
        let all = |text: &str| {
            let mut all: Vec<String> = text
                .lines()
                .filter_map(|line| line.split_once('#'))
                .map(|(_, comment)| comment.trim().to_owned())
                .collect();
            all.sort();
            all
        };
        let before = all(&table.text());
        assert_eq!(before.len(), comments);
        let ran = table.run(&["retire", "A", "--reason=Gone"]);
        assert_eq!(ran.exit, Exit::Clean, "{name}: {}", ran.err);
        assert_eq!(all(&table.text()), before, "{name}: {}", table.text());
    }
}

#[test]
fn a_code_is_split_into_several() {
    let table = Table::new("retire-split", LINES);
    let ran = table.run(&["retire", "POT_COLD", "--reason=Split", "--replaced-by", "POT_EMPTY,CUP_LOST"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let row = "POT_COLD = { reason = \"Split\", replaced_by = [\"POT_EMPTY\", \"CUP_LOST\"] } # really\n";
    assert!(table.text().ends_with(row), "{}", table.text());
    let catalog = Catalog::parse("catalog.toml", &table.text()).expect("it is valid");
    for document in [markdown::render(&catalog), sections::render(&catalog)] {
        assert!(document.contains("Split. Use `POT_EMPTY` or `CUP_LOST`."), "{document}");
    }
    let page = html::render(&catalog);
    let links =
        ["POT_EMPTY", "CUP_LOST"].map(|code| format!("<a class=\"code\" href=\"#{code}\">{code}</a>"));
    assert!(page.contains(&format!(" Use {} or {} instead.", links[0], links[1])), "{page}");
    let export = json::render(&catalog);
    assert!(export.contains("\"replaced_by\": [\n"), "{export}");
    assert_eq!(json::render(&json::read("e.json", &export).expect("it is valid")), export);
    // Both are needed as long as the tombstone names them.
    let again = ["retire", "CUP_LOST", "--reason=x"];
    table.refuses(&again, Exit::Findings, "`CUP_LOST` is the `replaced_by` of `POT_COLD`: change that first");
    assert_eq!(table.run(&["rename", "CUP_LOST", "CUP_GONE"]).exit, Exit::Clean);
    assert!(table.text().contains("replaced_by = [\"POT_EMPTY\", \"CUP_GONE\"]"), "{}", table.text());
    let ran = table.run(&["explain", "POT_COLD"]);
    assert!(ran.out.contains("use instead     POT_EMPTY or CUP_GONE"), "{}", ran.out);
}
