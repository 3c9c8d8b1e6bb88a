//! The schema for editors: up to date, and of one mind with the parser where a schema can know.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use error_catalog::catalog::{Catalog, Diagnostic, FormatRule};
use error_catalog::docs::schema;

#[test]
fn the_schema_is_up_to_date() {
    let path = in_root("catalog.schema.json");
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == schema::render(),
        "catalog.schema.json is stale, run `cargo run --features cli -- schema > catalog.schema.json`"
    );
    let table = fs::read_to_string(in_root("catalog.toml")).expect("it is there");
    assert!(
        table.starts_with("#:schema ./catalog.schema.json\n\n"),
        "an editor finds the schema by the first line"
    );
}

/// What a schema can know: which keys there are, which have to be, and what each can hold.
const KNOWN: [FormatRule; 6] = [
    FormatRule::Syntax,
    FormatRule::Missing,
    FormatRule::UnknownKey,
    FormatRule::Status,
    FormatRule::Type,
    FormatRule::Word,
];

/// Needs taplo and Tombi in the folder that `EDITOR_TOOLS` names; `.ci/run` puts them there.
#[test]
#[ignore = "needs programs that cargo does not build"]
fn taplo_and_tombi_agree_with_the_parser() {
    let tools =
        PathBuf::from(env::var_os("EDITOR_TOOLS").expect("EDITOR_TOOLS names the folder of taplo and tombi"));
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema");
    fs::create_dir_all(&scratch).expect("the folder can be made");
    let mut compared = [0, 0];
    for table in tables() {
        let text = fs::read_to_string(&table).expect("a table is UTF-8");
        let rules: Vec<FormatRule> = match Catalog::parse("catalog.toml", &text) {
            Ok(_) => Vec::new(),
            Err(invalid) => invalid.diagnostics().iter().map(Diagnostic::rule).collect(),
        };
        let is_known = rules.iter().any(|rule| KNOWN.contains(rule));
        if !rules.is_empty() && !is_known {
            continue;
        }
        let text = text.trim_start_matches('\u{feff}');
        let text = text.strip_prefix("#:schema ./catalog.schema.json\n").unwrap_or(text);
        assert_agreement(&tools, &scratch, text, rules.is_empty());
        compared[usize::from(rules.is_empty())] += 1;
    }
    assert!(compared[0] >= 12 && compared[1] >= 4, "bad and good tables: {compared:?}");
    // Each of these has one mistake, or none, that only its value shows.
    for (setting, row) in MISTAKES {
        assert_agreement(&tools, &scratch, &table_of(setting, row), false);
    }
    for (setting, row) in NO_MISTAKES {
        assert_agreement(&tools, &scratch, &table_of(setting, row), true);
    }
}

const ROW: &str = "status = 404\nretry = \"backoff\"\ncause = \"A\"\n";

const MISTAKES: [(&str, &str); 17] = [
    ("code_header = true", "[errors.A]"),
    ("code_header = \"x y\"", "[errors.A]"),
    ("send_details = 1", "[errors.A]"),
    ("", "[errors.\"a b\"]"),
    ("", "[errors._A]"),
    ("", "[errors.A]\nremedy = \" \""),
    ("", "[errors.A]\nremedy = \"a\\nb\""),
    ("", "[errors.A]\nretry_after = \"soon\""),
    ("", "[errors.A]\nretry_after = \"0s\""),
    ("", "[errors.A]\nretry_after = \"25h\""),
    ("", "[errors.A]\nretry_after = \"86401s\""),
    ("", "[errors.A]\nname = \"not_found\""),
    ("", "[errors.A]\nname = \"Self\""),
    ("", "[errors.A]\ndeprecated = \"D\"\nreplaced_by = \"b c\""),
    ("[columns]\nOwner = { kind = \"line\", about = \"A\" }", "[errors.A]"),
    ("[columns]\nowner = { kind = \"lime\", about = \"A\" }", "[errors.A]"),
    ("[columns]\nowner = { kind = \"line\" }", "[errors.A]"),
];

const NO_MISTAKES: [(&str, &str); 8] = [
    ("code_header = false", "[errors.A]"),
    ("code_header = \"X-Code\"", "[errors.\"KV:Raft/a.b-c\"]"),
    ("", "[errors.20003]"),
    ("", "[errors.A]\nretry_after = \"86400s\""),
    ("", "[errors.A]\nretry_after = \"24h\""),
    ("", "[errors.A]\nretry_after = \"0090m\""),
    ("", "[errors.A]\nname = \"Selfish\""),
    (
        "[columns]\nlevel = { kind = \"one-of\", values = [\"a\"], about = \"A\" }",
        "[errors.A]\nlevel = \"a\"",
    ),
];

fn table_of(setting: &str, row: &str) -> String {
    let (header, rest) = row.split_once('\n').unwrap_or((row, ""));
    format!("[catalog]\nname = \"T\"\n{setting}\n\n{header}\n{ROW}{rest}\n")
}

/// Whether the parser, taplo and Tombi all take a table, or all refuse it.
fn assert_agreement(tools: &Path, scratch: &Path, text: &str, is_good: bool) {
    let catalog = Catalog::parse("catalog.toml", text);
    assert_eq!(catalog.is_ok(), is_good, "{text}\n{catalog:?}");
    let schema =
        catalog.map_or_else(|_| schema::render(), |catalog| schema::render_with(catalog.own_columns()));
    fs::write(scratch.join("catalog.schema.json"), schema).expect("the folder can be written to");
    fs::write(scratch.join("catalog.toml"), format!("#:schema ./catalog.schema.json\n\n{text}"))
        .expect("the folder can be written to");
    for (tool, arguments) in [("taplo", &["lint"][..]), ("tombi", &["lint", "--offline"])] {
        let output =
            Command::new(tools.join(tool)).args(arguments).arg("catalog.toml").current_dir(scratch).output();
        let output = output.unwrap_or_else(|error| panic!("{tool}: {error}"));
        let said =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.success(), is_good, "{tool}: {text}\n{said}");
    }
}

fn tables() -> Vec<PathBuf> {
    let folders = ["tests/bad_tables", "tests/generated", "tests/columns"].map(in_root);
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("it is there"));
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let is_table = |path: &PathBuf| path.extension() == Some(OsStr::new("toml"));
    paths.filter(is_table).chain([in_root("catalog.toml")]).collect()
}

fn in_root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}
