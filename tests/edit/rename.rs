//! `rename`: both strings are known, and neither comes back with another meaning.

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::review::diff::{ChangeRule, diff, required_bump};

use super::{LINES, SECTIONS, Table};

fn rules(old: &str, new: &str) -> Vec<ChangeRule> {
    let [old, new] = [old, new].map(|text| Catalog::parse("catalog.toml", text).expect("it is valid"));
    let changes = diff(&old, &new);
    assert!(required_bump(&changes).is_some(), "{changes:?}");
    changes.iter().map(|change| change.rule).collect()
}

#[test]
fn a_line_has_its_new_code_and_knows_the_old_one() {
    let table = Table::new("rename-line", LINES);
    let ran = table.run(&["rename", "POT_COLD", "POT_TOO_COLD", "--since", "2.0.0"]);
    let done = "renamed `POT_COLD` to `POT_TOO_COLD`; readers know both, and servers send `POT_TOO_COLD`";
    assert_eq!((ran.exit, ran.err), (Exit::Clean, format!("{}: {done}\n", table.name)));
    let old = "POT_COLD = { status = 409, retry = \"never\", cause = \"The pot is cold\" } # really\n";
    let new = "POT_TOO_COLD = { status = 409, retry = \"never\", cause = \"The pot is cold\", \
               aliases = [\"POT_COLD\"] } # really\n";
    let retired = "\n[retired]\nPOT_COLD = { reason = \"Renamed to `POT_TOO_COLD`\", since = \"2.0.0\", \
                   replaced_by = \"POT_TOO_COLD\" }\n";
    assert_eq!(table.text(), format!("{}{retired}", LINES.replace(old, new)));
    assert_eq!(rules(LINES, &table.text()), [ChangeRule::CodeRenamed, ChangeRule::NameChanged]);
}

#[test]
fn a_section_keeps_its_comments_and_its_rust_name() {
    let table = Table::new("rename-section", SECTIONS);
    assert_eq!(table.run(&["rename", "CUP_LOST", "mug:lost"]).exit, Exit::Clean);
    let text = table.text();
    assert!(text.contains("# A cup is small.\n[errors.\"mug:lost\"]\n"), "{text}");
    assert!(text.contains("name = \"Cup\"\naliases = [\"CUP_LOST\"]\n"), "{text}");
    // Programs that use the name compile as before.
    assert_eq!(rules(SECTIONS, &text), [ChangeRule::CodeRenamed]);
    assert_eq!(table.run(&["fmt", "--check"]).exit, Exit::Clean);
}

#[test]
fn a_row_of_dotted_keys_is_renamed_in_each() {
    let rows = "catalog.name = 'T'\nerrors.A.status = 404\nerrors.A.retry = 'never'\nerrors.A.cause = 'A' # why\n\
                errors.B = { status = 404, retry = 'never', cause = 'B', deprecated = 'Old', replaced_by = 'A' }\n";
    let table = Table::new("rename-dotted", rows);
    assert_eq!(table.run(&["rename", "A", "C"]).exit, Exit::Clean);
    let text = table.text();
    assert!(text.contains("errors.C.cause = 'A' # why\nerrors.C.aliases = [\"A\"]\n"), "{text}");
    assert!(text.contains("replaced_by = \"C\" }") && !text.contains("errors.A."), "{text}");
}

#[test]
fn servers_can_send_the_old_code_until_readers_know_the_new_one() {
    let table = Table::new("rename-twice", LINES);
    assert_eq!(table.run(&["rename", "POT_COLD", "POT_TOO_COLD", "--send-old"]).exit, Exit::Clean);
    let first = table.text();
    assert!(first.contains("POT_COLD = {") && !first.contains("[retired]"), "{first}");
    assert!(first.contains("name = \"PotTooCold\", aliases = [\"POT_TOO_COLD\"] } # really"), "{first}");
    assert_eq!(rules(LINES, &first), [ChangeRule::NameChanged, ChangeRule::AliasAdded]);

    assert_eq!(table.run(&["rename", "POT_COLD", "POT_TOO_COLD"]).exit, Exit::Clean);
    let second = table.text();
    assert!(second.contains("POT_TOO_COLD = {") && second.contains("aliases = [\"POT_COLD\"]"), "{second}");
    assert!(second.contains("replaced_by = \"POT_TOO_COLD\", name = \"PotTooCold\" }"), "{second}");
    // Clients of the first step know what is sent now.
    assert_eq!(rules(&first, &second), [ChangeRule::AliasSent]);
}

#[test]
fn what_cannot_be_renamed_is_said() {
    let table = Table::new("rename-refused", LINES);
    for (old, new, said) in [
        ("POT_COLD", "POT_COLD", "`POT_COLD` has that name already"),
        ("POT_COLD", "CUP_LOST", "error-catalog retire POT_COLD --replaced-by CUP_LOST"),
        ("POT_COL", "NEW", "did you mean `POT_COLD`?"),
        ("POT_COLD", "a b", "` ` is not a letter"),
        ("POT_COLD", "", "is not a legal code"),
        ("POT_COLD", "ENDS_IN:", "is not a legal code"),
        // The Rust name is that of another row.
        ("POT_COLD", "cup-lost", "[EC007]"),
    ] {
        table.refuses(&["rename", old, new], Exit::Findings, said);
    }
    assert_eq!(table.run(&["rename", "POT_COLD", "NEW"]).exit, Exit::Clean);
    table.refuses(&["rename", "POT_COLD", "OTHER"], Exit::Findings, "retired already: it is `NEW` now");
    table.refuses(
        &["rename", "NEW", "POT_COLD"],
        Exit::Findings,
        "`POT_COLD` is retired and cannot come back",
    );
    table.refuses(
        &["add", "POT_COLD", "--status=404", "--retry=never", "--cause=x"],
        Exit::Findings,
        "retired",
    );
    table.refuses(&["rename", "NEW", "X", "--send-old", "--since=2"], Exit::Failed, "cannot be used with");
    let commented = "catalog.name = 'T'\nerrors = { A = { status = 404, retry = 'never', cause = 'a' } }\n";
    let table = Table::new("rename-value", commented);
    table.refuses(&["rename", "A", "B"], Exit::Findings, "write it as `[errors.A]`");
}
