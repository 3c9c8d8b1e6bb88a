//! The documents for other programs, checked by the tools of their own worlds.
//!
//! `DOCUMENT_TOOLS` is a folder in which npm and pip have put them, as `.ci/run` does.

#[path = "support/cli.rs"]
mod cli;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::docs::{envelope_schema, export_schema, json, openapi, region, sections};
use error_catalog::review::diff::diff;
use error_catalog::{ApiError, Code, ErrorCode};
use serde_json::{Value, json};

use self::cli::{Ran, error_catalog};

#[allow(dead_code, unreachable_pub, reason = "a test uses a part of what is generated")]
mod credits {
    include!("generated/credits.rs");
}

/// Our own table, those of other styles, with parameters, and with hostile text in every column.
const TABLES: [&str; 5] = [
    "catalog.toml",
    "tests/generated/credits.toml",
    "tests/generated/hostile.toml",
    "tests/generated/large.toml",
    "tests/generated/styles.toml",
];

#[test]
fn the_published_schema_of_the_export_is_fresh() {
    let published = fs::read_to_string(in_root("export.schema.json")).unwrap_or_default();
    assert!(
        published == export_schema::render(),
        "export.schema.json is stale, run `cargo run --features cli -- docs export-schema -o export.schema.json`"
    );
}

#[test]
fn an_export_has_all_of_the_table() {
    for table in TABLES {
        let export = json::render(&catalog(table));
        let read = json::read("export.json", &export).unwrap_or_else(|error| panic!("{table}: {error}"));
        assert!(json::render(&read) == export, "{table}");
        assert_eq!(diff(&read, &catalog(table)), [], "{table}");
    }
}

#[test]
fn a_cause_with_braces_is_read_back() {
    for (sends, message) in [(true, ""), (true, "message = 'no {pot}'"), (false, "message = 'no {pot}'")] {
        let table = format!(
            "[catalog]\nname = 'Teapots'\nsend_details = {sends}\n\n\
             [errors.POT]\nstatus = 404\nretry = 'never'\ncause = 'no {{pot}}'\nparams.pot = 'u64'\n{message}\n\n\
             [errors.LID]\nstatus = 404\nretry = 'never'\ncause = 'no {{lid}}'\n"
        );
        let catalog = Catalog::parse("catalog.toml", &table).unwrap_or_else(|invalid| panic!("{invalid}"));
        let read = json::read("export.json", &json::render(&catalog))
            .unwrap_or_else(|error| panic!("{table}{error}"));
        assert!(json::render(&read) == json::render(&catalog), "{table}");
        assert_eq!(diff(&read, &catalog), [], "{table}");
    }
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    for table in TABLES {
        for render in [envelope_schema::render, json::render, openapi::render] {
            assert!(render(&catalog(table)) == render(&catalog(table)), "{table}");
        }
    }
}

#[test]
#[ignore = "needs tools of Node and Python: see `.ci/run`"]
fn openapi_is_valid_and_makes_a_client() {
    let tools = Tools::new();
    for table in TABLES {
        let document = openapi::render(&catalog(table));
        let path = tools.write(&format!("{}.openapi.json", stem(table)), &document);
        tools.accepts("venv/bin/openapi-spec-validator", &[&path]);
        tools.accepts("node_modules/.bin/redocly", &redocly(&path));

        let client = path.with_extension("ts");
        tools.accepts("node_modules/.bin/openapi-typescript", &[&path, Path::new("-o"), &client]);
        let user = tools.write(&format!("{}.user.ts", stem(table)), &user_of_client(table, &client));
        tools.accepts("node_modules/.bin/tsc", &tsc(&user));
        // A code that the table does not have is no `ErrorCode`.
        let wrong = fs::read_to_string(&user)
            .expect("it was written")
            .replace("const known: ErrorCode = \"", "$&NO_");
        let wrong = tools
            .write(&format!("{}.wrong.ts", stem(table)), &wrong.replace("$&", "const known: ErrorCode = \""));
        tools.refuses("node_modules/.bin/tsc", &tsc(&wrong), "is not assignable to type");

        // Faults, each of which one of the tools has to see.
        let mut broken: Value = serde_json::from_str(&document).expect("it is JSON");
        broken["components"]["responses"]["anyError"]["description"].take();
        let path = tools.write("broken.openapi.json", &broken.to_string());
        tools.refuses("venv/bin/openapi-spec-validator", &[&path], "anyError");
        let dangling = document.replace("#/components/schemas/AnyErrorCode", "#/components/schemas/Nothing");
        let path = tools.write("dangling.openapi.json", &dangling);
        tools.refuses("node_modules/.bin/redocly", &redocly(&path), "resolve");
        let example = document.replace("\"example\": {", "\"example\": { \"errors\": 1 }, \"was\": {");
        let path = tools.write("example.openapi.json", &example);
        tools.refuses("node_modules/.bin/redocly", &redocly(&path), "example");
    }
}

#[test]
#[ignore = "needs tools of Node and Python: see `.ci/run`"]
fn the_schema_of_the_export_accepts_exports_and_nothing_else() {
    let tools = Tools::new();
    for table in TABLES {
        let export: Value = serde_json::from_str(&json::render(&catalog(table))).expect("it is JSON");
        let faults = [
            ("/format", json!(2)),
            ("/name", Value::Null),
            ("/errors", json!({})),
            ("/errors/0/status", json!(200)),
            ("/errors/0/retry", json!("maybe")),
            ("/errors/0/params", json!({"a": "u64"})),
        ];
        let broken = faults.map(|(at, fault)| {
            let mut broken = export.clone();
            *broken.pointer_mut(at).expect("it is there") = fault;
            (broken, false)
        });
        let instances = [(export, true)].into_iter().chain(broken);
        tools.validate(&export_schema::render(), instances.collect());
    }
}

#[test]
#[ignore = "needs tools of Node and Python: see `.ci/run`"]
fn the_schema_of_the_envelope_accepts_what_is_sent_and_nothing_else() {
    use credits::params::{EveryType, InsufficientCredits};

    let tools = Tools::new();
    let said = ErrorCode::ALL.iter().map(|code| ApiError::new(*code).with_public_message("\u{0}\"<script>"));
    let bodies =
        ErrorCode::ALL.iter().map(|code| ApiError::new(*code)).chain(said).map(|error| (body(error), true));
    let newer = json!({"error": {"code": "A_NEW_CODE", "message": "", "more": 1}, "trace": "7f3a"});
    let no_bodies = [
        json!({}),
        json!([]),
        json!({"error": null}),
        json!({"error": {"code": 404, "message": "m"}}),
        json!({"error": {"code": "NOT_FOUND"}}),
        json!({"error": {"message": "m"}}),
        json!({"code": "NOT_FOUND", "message": "m"}),
    ];
    let instances = bodies.chain([(newer, true)]).chain(no_bodies.map(|body| (body, false)));
    tools.validate(&envelope_schema::render(&catalog("catalog.toml")), instances.collect());

    let vectors = fs::read_to_string(in_root("vectors.json")).expect("the vectors are there");
    let vectors: Value = serde_json::from_str(&vectors).expect("they are JSON");
    let golden: Vec<(Value, bool)> = vectors["vectors"]
        .as_array()
        .expect("it is a list")
        .iter()
        .filter_map(|vector| serde_json::from_str(vector["body"].as_str()?).ok())
        .map(|body: Value| {
            let is_text = |member: &str| body["error"][member].is_string();
            let is_envelope = is_text("code") && is_text("message");
            (body, is_envelope)
        })
        .collect();
    let envelopes = golden.iter().filter(|(_, is_envelope)| *is_envelope).count();
    assert!(envelopes > ErrorCode::ALL.len() && envelopes < golden.len(), "{envelopes} of {}", golden.len());
    tools.validate(&envelope_schema::render(&catalog("catalog.toml")), golden);

    let whole = body(InsufficientCredits { needed: u64::MAX, balance: 0 }.into());
    let number = EveryType { flag: true, number: f64::NAN, offset: i64::MIN, text: String::new(), r#type: 0 };
    let broken = [json!(-1), json!("3"), json!(null), json!(0.5)].map(|fault| {
        let mut broken = whole.clone();
        broken["error"]["details"]["balance"] = fault;
        (broken, false)
    });
    let instances = [(whole, true), (body(number.into()), true)].into_iter().chain(broken);
    tools.validate(&envelope_schema::render(&catalog("tests/generated/credits.toml")), instances.collect());
}

#[test]
fn a_document_is_written_once_and_found_stale() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("document-files");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    let (path, table) = (folder.join("errors.json"), in_root("catalog.toml"));
    let (path, table) = (path.display().to_string(), table.display().to_string());
    let docs = |arguments: &[&str]| run_docs(&[arguments, &["--table", &table]].concat());
    let command = format!("run `error-catalog docs openapi -o {path} --table {table}`\n");
    let expected = openapi::render(&catalog("catalog.toml"));

    let check = ["openapi", "-o", &path, "--check"];
    assert_eq!(docs(&check), (Exit::Findings, String::new(), format!("{path}: is missing, {command}")));
    assert!(!Path::new(&path).exists());
    assert_eq!(docs(&["openapi", "-o", &path]), (Exit::Clean, format!("{path}: written\n"), String::new()));
    assert!(fs::read_to_string(&path).expect("it was written") == expected);
    assert_eq!(
        docs(&["openapi", "-o", &path]),
        (Exit::Clean, format!("{path}: up to date\n"), String::new())
    );
    assert_eq!(docs(&check), (Exit::Clean, format!("{path}: up to date\n"), String::new()));

    fs::write(&path, expected.replace("NOT_FOUND", "NOT_FUND")).expect("it can be written");
    let (exit, out, err) = docs(&check);
    assert_eq!((exit, err), (Exit::Findings, format!("{path}: stale, {command}")));
    assert!(out.contains('-') && out.contains("NOT_FUND") && out.contains('+'), "{out}");
    assert!(fs::read_to_string(&path).expect("it is there").contains("NOT_FUND"), "a check writes nothing");
    assert_eq!(docs(&["openapi", "-o", &path]).0, Exit::Clean);
    assert!(fs::read_to_string(&path).expect("it was written") == expected);

    let (exit, _, err) = docs(&["openapi", "-o", &folder.display().to_string()]);
    assert_eq!(exit, Exit::Failed);
    assert!(err.contains("is a folder"), "{err}");
    let nowhere = folder.join("no/such/folder.json").display().to_string();
    let (exit, _, err) = docs(&["openapi", "-o", &nowhere]);
    assert_eq!(exit, Exit::Failed);
    assert!(err.starts_with(&format!("{nowhere}: cannot write it: ")), "{err}");
    assert_eq!(docs(&["openapi", "--check"]).0, Exit::Failed, "what would it be compared with?");
}

#[test]
fn markdown_has_the_columns_that_it_is_asked_for() {
    let table = in_root("catalog.toml").display().to_string();
    let docs = |arguments: &[&str]| run_docs(&[&["markdown", "--table", &table], arguments].concat());
    let (exit, out, _) = docs(&["--columns", "code,name"]);
    assert_eq!(exit, Exit::Clean);
    assert!(out.starts_with(
        "| Code | Name |\n|---|---|\n| `CANNOT_DELETE_PROCESSING` | `CannotDeleteProcessing` |\n"
    ));
    let (_, sections, _) = docs(&["--sections"]);
    let headings = sections.lines().filter(|line| line.starts_with("### "));
    assert_eq!(headings.count(), ErrorCode::ALL.len());
    let (exit, _, err) = docs(&["--columns", "code,nam"]);
    assert_eq!(exit, Exit::Failed);
    assert!(err.contains("unknown column `nam`, did you mean `name`?"), "{err}");
    assert_eq!(docs(&["--columns", "code", "--sections"]).0, Exit::Failed);
}

#[test]
fn sections_leave_nothing_out() {
    // No header for the code, and a code that is retired.
    let styles = sections::render(&catalog("tests/generated/styles.toml"));
    assert!(styles.contains("\n\nIn Rust `ErrorCode::CardDeclined`.\n"), "{styles}");
    assert!(
        styles.ends_with("\n- <a id=\"NEWS\"></a>`NEWS` (since 1\\.0.0): All of it is old. Use `X`.\n"),
        "{styles}"
    );
    let tables = "catalog.name = 'Own'\ninclude.tables = ['common.toml']\n";
    let common = "catalog.name = 'Common'\nerrors.GONE = { status = 410, retry = 'never', cause = 'Gone' }\n";
    let catalog =
        Catalog::parse_with("own.toml", tables, &mut |_: &str| Ok(common.into())).expect("it is valid");
    assert!(sections::render(&catalog).contains("\n\nFrom the table of Common.\n"));
}

#[test]
fn regions_say_what_they_hold() {
    let catalog = catalog("tests/generated/one.toml");
    let region = |marker: &str| {
        region::inject(&format!("<!-- error-catalog:{marker} -->\n<!-- error-catalog:end -->\n"), &catalog)
    };
    assert!(
        region("begin markdown columns=code")
            .is_ok_and(|text| text.contains("| Code |\n|---|\n| `TEAPOT_EMPTY` |\n"))
    );
    assert!(
        region("begin sections")
            .is_ok_and(|text| text.contains("`TEAPOT_EMPTY`\n\n409 Conflict, never retry."))
    );
    for (marker, why) in [
        ("begin markdown columns=code,", "unknown column ``, expected code, status, "),
        ("begin markdown column=code", "unknown marker, expected "),
        ("begin html", "unknown marker, expected "),
    ] {
        let error = region(marker).expect_err(marker);
        assert_eq!((error.line(), error.to_string().starts_with(why)), (1, true), "{error}");
    }
}

#[test]
fn a_marker_in_a_text_of_the_table_is_none() {
    let table = r#"
        catalog = { name = "Teapots" }
        [errors.POT]
        status = 404
        retry = "never"
        cause = "No pot <!-- error-catalog:end -->"
        details = "```\n<!-- error-catalog:end -->\n<!-- error-catalog:begin sections -->\n```"
    "#;
    let catalog = Catalog::parse("catalog.toml", table).unwrap_or_else(|invalid| panic!("{invalid}"));
    let stale = "<!-- error-catalog:begin sections -->\n<!-- error-catalog:end -->\n# Next\n";
    let fresh = region::inject(stale, &catalog).expect("there is a region");
    assert!(fresh.contains("```\n<!-- error-catalog:end -->\n"), "{fresh}");
    assert_eq!(region::inject(&fresh, &catalog).as_ref(), Ok(&fresh));
}

/// How `docs` ends, and what it says.
fn run_docs(arguments: &[&str]) -> (Exit, String, String) {
    let Ran { exit, out, err } = error_catalog(&[&["docs"], arguments].concat());
    (exit, out, err)
}

fn body<C: Code>(error: ApiError<C>) -> Value {
    serde_json::from_slice(&error.into_parts().2).expect("a body is JSON")
}

/// What a user of the generated client writes.
fn user_of_client(table: &str, client: &Path) -> String {
    let catalog = catalog(table);
    let entry = &catalog.errors()[0];
    let module = client.file_stem().expect("it has a name").to_string_lossy();
    format!(
        "import type {{ components }} from \"./{module}\";\n\
         type ErrorCode = components[\"schemas\"][\"ErrorCode\"];\n\
         type Body = components[\"responses\"][{variant:?}][\"content\"][\"application/json\"];\n\
         const known: ErrorCode = \"{code}\";\n\
         const newer: components[\"schemas\"][\"AnyErrorCode\"] = \"A_NEW_CODE\";\n\
         const body: Body = {{ error: {{ code: known, message: newer }} }};\n\
         export const code: {code:?} = body.error.code;\n",
        variant = entry.variant,
        code = entry.code,
    )
}

fn redocly(path: &Path) -> [&Path; 5] {
    // A document of components uses none of them, and has the licence of the API that it is for.
    let skip = Path::new("--skip-rule");
    [Path::new("lint"), path, Path::new("--max-problems=9"), skip, Path::new("no-unused-components")]
}

fn tsc(path: &Path) -> [&Path; 4] {
    [Path::new("--strict"), Path::new("--noEmit"), Path::new("--skipLibCheck"), path]
}

/// Tests run side by side, in one folder.
static RUNS: AtomicUsize = AtomicUsize::new(0);

/// The tools, and a folder for what they read.
struct Tools {
    tools: PathBuf,
    folder: PathBuf,
}

impl Tools {
    fn new() -> Self {
        let tools = env::var_os("DOCUMENT_TOOLS").expect("`DOCUMENT_TOOLS` names the folder with the tools");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
        fs::create_dir_all(&folder).expect("the folder can be made");
        Self { tools: tools.into(), folder }
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.join(name);
        fs::write(&path, text).expect("it can be written");
        path
    }

    fn run(&self, tool: &str, arguments: &[&Path]) -> (bool, String) {
        let output = Command::new(self.tools.join(tool))
            .args(arguments)
            .current_dir(&self.folder)
            .output()
            .unwrap_or_else(|error| panic!("{tool}: {error}"));
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    fn accepts(&self, tool: &str, arguments: &[&Path]) {
        let (accepted, said) = self.run(tool, arguments);
        assert!(accepted, "{tool} {arguments:?}\n{said}");
    }

    fn refuses(&self, tool: &str, arguments: &[&Path], why: &str) {
        let (accepted, said) = self.run(tool, arguments);
        assert!(!accepted && said.contains(why), "{tool} {arguments:?}\n{said}");
    }

    /// Asks two validators that have nothing in common.
    fn validate(&self, schema: &str, instances: Vec<(Value, bool)>) {
        let (instances, expected): (Vec<Value>, Vec<bool>) = instances.into_iter().unzip();
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let schema = self.write(&format!("schema-{run}.json"), schema);
        let instances = self.write(&format!("instances-{run}.json"), &json!(instances).to_string());
        for (program, script) in [
            (self.tools.join("venv/bin/python"), "tests/documents/validate.py"),
            (PathBuf::from("node"), "tests/documents/validate.cjs"),
        ] {
            let output = Command::new(&program)
                .args([&in_root(script), &schema, &instances])
                .env("NODE_PATH", self.tools.join("node_modules"))
                .output()
                .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
            let said = String::from_utf8_lossy(&output.stdout);
            let verdicts: Vec<bool> = serde_json::from_str(&said)
                .unwrap_or_else(|_| panic!("{script}: {said}{}", String::from_utf8_lossy(&output.stderr)));
            assert_eq!(verdicts, expected, "{script} of {}", instances.display());
        }
    }
}

fn catalog(table: &str) -> Catalog {
    let text = fs::read_to_string(in_root(table)).expect("the table is there");
    Catalog::parse(table, &text).unwrap_or_else(|invalid| panic!("{invalid}"))
}

fn stem(table: &str) -> String {
    Path::new(table).file_stem().expect("it has a name").to_string_lossy().into_owned()
}

fn in_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
