//! The other languages: what is made for them passes their own tools, says the same as the golden vectors, and these
//! checks find a fault.
//!
//! Needs programs that cargo does not build, in the folder that `LANGUAGE_TOOLS` names: tsc and pyright under
//! `node_modules/.bin`, mypy and ruff under `python/bin`. Node.js, Go and gofmt are those of the path. `.ci/run` gets them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::docs::{go, python, typescript, vectors};

const OURS: &str = "catalog.toml";

const TABLES: [&str; 6] = [
    OURS,
    "tests/generated/credits.toml",
    "tests/generated/hostile.toml",
    "tests/generated/statuses.toml",
    "tests/generated/styles.toml",
    "tests/languages/hostile.toml",
];

#[test]
#[ignore = "needs programs that cargo does not build"]
fn typescript_agrees() {
    for table in TABLES {
        let project = Project::new("typescript", table);
        project.write("errors.ts", &typescript::render(&project.catalog));
        project.write("package.json", r#"{"type":"module"}"#);
        project.write("match.ts", &typescript_match(&project.catalog));
        project.copy("run.mjs");
        project.passes(tsc());
        project.says(node(), "vectors agree");
        if table == OURS {
            typescript_faults(&project);
        }
    }
}

fn typescript_faults(project: &Project) {
    // In the table, in a reader that forgets a row, and in what users write.
    project.fault(
        "errors.ts",
        r#"retry: "never""#,
        r#"retry: "nevr""#,
        tsc(),
        r#"'"nevr"' is not assignable"#,
    );
    project.fault("errors.ts", "  NOT_FOUND: {", "  NOT_FOUND_: {", tsc(), "NOT_FOUND");
    project.fault("match.ts", "    case \"NOT_FOUND\":\n      return 1;\n", "", tsc(), "to type 'never'");
    project.fault("match.ts", "case \"NOT_FOUND\"", "case \"NOT_FUND\"", tsc(), "NOT_FUND");
    // In what the reader does, which only the vectors see.
    for (right, wrong) in [
        (">= 600", ">= 60"),
        ("24 * 60 * 60", "24 * 60"),
        ("<= MAX_CODE", "< MAX_CODE"),
        // A number at the end of a cut text, a bad character, and a word that replaces an envelope.
        ("object[last] = replaced", "void replaced"),
        ("isSound ? null : mended", "isSound ? null : json"),
        ("|| !isObject(object[name])", "|| true"),
        // Caches, quotas, dates, waits that are unreadable.
        ("Math.max(asked - this.age, 0)", "asked + 0 * this.age"),
        ("asked.isOfQuota && info === null", "asked.isOfQuota"),
        ("\"idempotency-replayed\"", "\"x-replayed\""),
        ("GMT|UTC|", "GMT|"),
        ("readings.length > 0 ? \"unreadable\" : null", "null"),
        // Codes and texts of strangers, and events.
        (" && !text.includes(\"://\")", ""),
        ("(name === \"error\" || name === \"name\")", "name === \"error\""),
        ("  \"errorSummary\",\n", ""),
        ("const hasErrors = ", "const hasErrors = true || "),
    ] {
        project.edit("errors.ts", right, wrong, || {
            project.passes(tsc());
            project.fails(node(), "disagree");
        });
    }
    project.wrong_vectors(node);
}

/// As strict as the compiler can be, with what bundlers and Node.js ask for.
fn tsc() -> Command {
    let mut command = tool("node_modules/.bin/tsc");
    command.args([
        "--strict",
        "--target",
        "es2022",
        "--module",
        "nodenext",
        "--lib",
        "es2022,dom,dom.iterable",
    ]);
    command.args(["--types", "", "--noUnusedLocals", "--noUnusedParameters", "--noImplicitReturns"]);
    command.args([
        "--noUncheckedIndexedAccess",
        "--exactOptionalPropertyTypes",
        "--noPropertyAccessFromIndexSignature",
    ]);
    command.args(["--isolatedModules", "--verbatimModuleSyntax", "--erasableSyntaxOnly"]);
    command.args(["errors.ts", "match.ts"]);
    command
}

fn node() -> Command {
    let mut command = Command::new("node");
    command.arg("run.mjs");
    command
}

/// What users write: an exhaustive match on the closed type, and the open one beside it.
fn typescript_match(catalog: &Catalog) -> String {
    let case = |code: &str| format!("    case \"{code}\":\n      return 1;\n");
    let cases: Vec<String> = catalog.errors().iter().map(|entry| case(&entry.code)).collect();
    let cases = cases.concat();
    format!(
        r#"import {{ ERRORS, isErrorCode, mayRetry, parseError, parseErrorJson, type AnyErrorCode, type ErrorCode }} from "./errors.js";

export function one(code: ErrorCode): number {{
  switch (code) {{
{cases}    default: {{
      const none: never = code;
      return none;
    }}
  }}
}}

export const open: AnyErrorCode = "A_CODE_OF_TOMORROW";
// @ts-expect-error: it is not known.
export const closed: ErrorCode = "A_CODE_OF_TOMORROW";

export async function ask(): Promise<number | null> {{
  const response = await fetch("http://localhost/");
  const error = parseError(response.status, response.headers, await response.text());
  parseError(404, {{ "set-cookie": ["a"], "retry-after": "5", etag: undefined }}, new Uint8Array());
  parseError(404, new Map([["retry-after", "5"]]), {{ error: {{ code: "NEWER" }} }});
  parseError(502, null);
  const event = parseErrorJson('{{"error":"gone"}}');
  if (event !== null) throw event;
  if (mayRetry(error, "POST")) return error.retryAfter;
  if (isErrorCode(error.codeString)) return ERRORS[error.codeString].status;
  return error.code === null ? null : one(error.code);
}}
"#
    )
}

#[test]
#[ignore = "needs programs that cargo does not build"]
fn python_agrees() {
    for table in TABLES {
        let project = Project::new("python", table);
        let module = python::render(&project.catalog);
        project.write("errors.py", &module);
        project.write("match.py", &python_match(&module));
        project.write("pyrightconfig.json", r#"{"typeCheckingMode":"strict"}"#);
        project.copy("run.py");
        project.passes(mypy());
        project.passes(pyright());
        // With the rules of any project, the file is not a finding.
        project.passes(ruff(&["check", "--select=ALL"]));
        project.passes(ruff(&["format", "--check"]));
        project.says(python(), "vectors agree");
        if table == OURS {
            python_style(&project);
            python_faults(&project);
        }
    }
}

/// Even without the marks of a generated file.
fn python_style(project: &Project) {
    // Rules against each other, against texts of tables, and those that ask for a copyright.
    let check = [
        "check",
        "--select=ALL",
        "--ignore-noqa",
        "--ignore=COM812,CPY001,D105,D203,D213,D401,ERA001,PLR2004",
    ];
    let format = ["format", "--check"];
    project.edit("errors.py", "# fmt: off\n", "", || {
        project.passes(ruff(&check));
        project.passes(ruff(&format));
        project.fault("errors.py", "import json\n", "import ast\nimport json\n", ruff(&check), "F401");
        project.fault("errors.py", "import json\n", "import  json\n", ruff(&format), "would be reformatted");
    });
}

fn ruff(arguments: &[&str]) -> Command {
    let mut command = tool("python/bin/ruff");
    command.args(arguments).args(["--isolated", "--no-cache", "--target-version=py311", "--line-length=120"]);
    command.arg("errors.py");
    command
}

fn python_faults(project: &Project) {
    for (file, right, wrong, said) in [
        ("errors.py", "retry=Retry.NEVER", "retry=Retry.NEVR", "NEVR"),
        ("errors.py", "ErrorCode.NOT_FOUND: ", "ErrorCode.NOT_FUND: ", "NOT_FUND"),
        ("match.py", "        case ErrorCode.NOT_FOUND:\n            return 1\n", "", "NOT_FOUND"),
        ("match.py", "ErrorCode.NOT_FOUND", "ErrorCode.NOT_FUND", "NOT_FUND"),
    ] {
        project.fault(file, right, wrong, mypy(), said);
        project.fault(file, right, wrong, pyright(), said);
    }
    for (right, wrong) in [
        ("600 <= number", "60 <= number"),
        ("24 * 60 * 60", "24 * 60"),
        ("<= _MAX_CODE", "< _MAX_CODE"),
        // A number at the end of a cut text, a bad character, and a word that replaces an envelope.
        ("number = name, self._scalar()", "_put(members, name, self._scalar())"),
        ("if text == mended:", "if True:"),
        ("or not _is_object(members.get(name))", "or True"),
        // Caches, quotas, dates, waits that are unreadable.
        ("max(asked - self.age * 1000, 0)", "asked"),
        ("asked.is_of_quota and info is None", "asked.is_of_quota"),
        ("\"idempotency-replayed\"", "\"x-replayed\""),
        ("\"utc\", ", ""),
        ("return _Unreadable() if found else None", "return None"),
        // Codes and texts of strangers, events, and what can be raised.
        ("\"://\" not in value", "True"),
        ("(\"error\", \"name\")", "(\"error\",)"),
        ("    \"errorSummary\",\n", ""),
        ("has_errors = ", "has_errors = True or "),
        ("hash((self.status", "hash((id(self)"),
    ] {
        project.edit("errors.py", right, wrong, || project.fails(python(), "disagree"));
    }
    project.wrong_vectors(python);
}

fn mypy() -> Command {
    let mut command = tool("python/bin/mypy");
    command.args(["--strict", "--no-incremental", "errors.py", "match.py", "run.py"]);
    command
}

fn pyright() -> Command {
    let mut command = tool("node_modules/.bin/pyright");
    command.args(["--pythonpath"]).arg(tools().join("python/bin/python")).args(["errors.py", "match.py"]);
    command
}

fn python() -> Command {
    let mut command = tool("python/bin/python");
    // Whatever is a warning today is an error tomorrow.
    command.args(["-B", "-W", "error", "run.py"]);
    command
}

fn python_match(module: &str) -> String {
    let (_, members) = module.split_once("class ErrorCode(StrEnum):").expect("there is the enum");
    let (members, _) = members.split_once("\n\n\n").expect("it ends");
    let names = members.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(" = \""));
    let case = |name: &str| format!("        case ErrorCode.{name}:\n            return 1\n");
    let cases: Vec<String> = names.map(|(name, _)| case(name)).collect();
    let cases = cases.concat();
    format!(
        "\
from typing import assert_never
from urllib.error import HTTPError

from errors import ERRORS, AnyErrorCode, ErrorCode, parse_error, parse_error_json


def one(code: ErrorCode) -> int:
    match code:
{cases}        case _:
            assert_never(code)


newer: AnyErrorCode = \"A_CODE_OF_TOMORROW\"


def ask(failure: HTTPError) -> int | None:
    error = parse_error(failure.code, failure.headers, failure.read())
    error = parse_error(404, {{\"Retry-After\": \"5\"}}, b\"\")
    body: dict[str, object] = {{\"error\": {{}}}}
    error = parse_error(404, [(\"Retry-After\", \"5\"), (\"retry-after\", \"9\")], body)
    event = parse_error_json('{{\"error\":\"gone\"}}')
    if event is not None:
        raise event from failure
    if error.may_retry(\"POST\") or error.code is None:
        return None
    return ERRORS[error.code].status + one(error.code)
"
    )
}

#[test]
#[ignore = "needs programs that cargo does not build"]
fn go_agrees() {
    for table in TABLES {
        let project = Project::new("go", table);
        project.write("go.mod", "module example.org/errors\n\ngo 1.19\n");
        project.write("apierror/errors.go", &go::render(&project.catalog));
        project.copy("run.go");
        project.passes(vet());
        let formatted = project.passes(gofmt());
        assert!(formatted.stdout.is_empty(), "{table} is not as gofmt writes it:\n{}", said(&formatted));
        project.says(go_run(), "vectors agree");
        if table == OURS {
            go_faults(&project);
        }
    }
}

fn go_faults(project: &Project) {
    let file = "apierror/errors.go";
    project.fault(file, " RetryNever,", " RetryNevr,", vet(), "RetryNevr");
    project.fault(
        file,
        "ErrorCodeNotFound ErrorCode =",
        "ErrorCodeNotFund ErrorCode =",
        vet(),
        "ErrorCodeNotFound",
    );
    project.edit(file, "Status:  404", "Status: 404", || {
        let formatted = project.passes(gofmt());
        assert!(!formatted.stdout.is_empty(), "gofmt is content with anything");
    });
    for (right, wrong) in [
        ("whole < 600", "whole < 60"),
        ("maxWait = 24 * time.Hour", "maxWait = 24 * time.Minute"),
        ("> maxCode |", ">= maxCode |"),
        // A number at the end of a cut text, a bad character, and a word that replaces an envelope.
        ("o.members[last] = replaced", "_ = replaced"),
        ("mended != json {", "mended == json {"),
        ("&& was && !is", "&& was && is"),
        // Caches, quotas, dates, waits that are unreadable.
        ("left := asked - c.age", "left := asked"),
        ("asked.isOfQuota && !known", "asked.isOfQuota"),
        ("\"idempotency-replayed\"", "\"x-replayed\""),
        ("\"UTC\", ", ""),
        ("return source{true, ok, found}", "return source{ok, ok, found}"),
        // Codes and texts of strangers, events, and what `errors.Is` compares.
        (" || strings.Contains(text, \"://\")", ""),
        ("(name == \"error\" || name == \"name\") && !isRoot", "name == \"error\" && !isRoot"),
        ("\t\"errorSummary\",\n", ""),
        ("members.get(\"data\") == nil && ", ""),
        ("code != \"\" && code == e.Code", "code == e.Code"),
    ] {
        project.edit(file, right, wrong, || project.fails(go_run(), "disagree"));
    }
    project.wrong_vectors(go_run);
}

fn vet() -> Command {
    go_command(&["vet", "./..."])
}

fn go_run() -> Command {
    go_command(&["run", "."])
}

fn go_command(arguments: &[&str]) -> Command {
    let mut command = Command::new("go");
    // Whatever there is to have is here.
    command.args(arguments).env("GOFLAGS", "-mod=mod").env("GOPROXY", "off").env("GO111MODULE", "on");
    command
}

fn gofmt() -> Command {
    let mut command = Command::new("gofmt");
    command.args(["-d", "apierror"]);
    command
}

/// A line break, and what turns the direction of a text, reach no document: no table can hold them.
#[test]
fn what_no_document_could_hold_is_in_no_table() {
    for column in ["cause", "message", "remedy", "since", "deprecated"] {
        for stray in ["\\n", "\\u202E", "\\u2028", "\\u0000", "\\u200B", "\\uFEFF"] {
            let mut row = String::from("status = 400\nretry = \"never\"\n");
            if column != "cause" {
                row += "cause = \"c\"\n";
            }
            let table = format!("[catalog]\nname = \"n\"\n[errors.X]\n{row}{column} = \"a{stray}b\"\n");
            assert!(Catalog::parse("catalog.toml", &table).is_err(), "{column} = {stray}");
        }
    }
}

/// The same table gives the same bytes, whatever the order of its rows.
#[test]
fn the_order_of_rows_does_not_show() {
    let row = |code| format!("{code} = {{ status = 400, retry = \"never\", cause = \"{code}\" }}\n");
    let head = "[catalog]\nname = \"n\"\n[errors]\n";
    let parse =
        |table: String| Catalog::parse("catalog.toml", &table).unwrap_or_else(|invalid| panic!("{invalid}"));
    let one = parse([head, &row("A"), &row("B")].concat());
    let other = parse([head, &row("B"), &row("A")].concat());
    for render in [go::render, python::render, typescript::render, vectors::render] {
        assert_eq!(render(&one), render(&other));
    }
}

/// A folder with what is made from a table.
struct Project {
    folder: PathBuf,
    table: &'static str,
    catalog: Catalog,
}

impl Project {
    fn new(language: &str, table: &'static str) -> Self {
        let text = fs::read_to_string(in_root(table)).unwrap_or_else(|error| panic!("{table}: {error}"));
        let catalog = Catalog::parse(table, &text).unwrap_or_else(|invalid| panic!("{invalid}"));
        let name = table.replace(['/', '.'], "_");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("languages").join(language).join(name);
        let project = Self { folder, table, catalog };
        project.write("vectors.json", &vectors::render(&project.catalog));
        project
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.folder.join(file);
        let written =
            fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| fs::write(&path, text));
        written.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    fn copy(&self, runner: &str) {
        let path = in_root("tests/languages").join(runner);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self.write(runner, &text);
    }

    fn run(&self, mut command: Command) -> Output {
        let output = command.current_dir(&self.folder).output();
        output.unwrap_or_else(|error| panic!("{}: {error}", command.get_program().to_string_lossy()))
    }

    fn passes(&self, command: Command) -> Output {
        let shown = format!("{command:?}");
        let output = self.run(command);
        assert!(output.status.success(), "{}, {shown}:\n{}", self.table, said(&output));
        output
    }

    fn says(&self, command: Command, words: &str) {
        let output = self.passes(command);
        assert!(said(&output).contains(words), "{}:\n{}", self.table, said(&output));
    }

    fn fails(&self, command: Command, words: &str) {
        let shown = format!("{command:?}");
        let output = self.run(command);
        assert!(!output.status.success(), "{}, {shown} finds no fault", self.table);
        assert!(said(&output).contains(words), "{shown} says nothing of `{words}`:\n{}", said(&output));
    }

    /// Puts a fault into a file, which a tool has to find.
    fn fault(&self, file: &str, right: &str, wrong: &str, tool: Command, words: &str) {
        self.edit(file, right, wrong, || self.fails(tool, words));
    }

    /// Changes a file for as long as something looks at it.
    fn edit(&self, file: &str, right: &str, wrong: &str, look: impl FnOnce()) {
        let text = fs::read_to_string(self.folder.join(file)).expect("it was written before");
        assert!(text.contains(right), "{file} has no `{right}`");
        self.write(file, &text.replacen(right, wrong, 1));
        look();
        self.write(file, &text);
    }

    /// A vector that is wrong is told by its name.
    fn wrong_vectors(&self, runner: fn() -> Command) {
        for (right, wrong) in [
            (r#""known":true"#, r#""known":false"#),
            (r#""retry":"backoff""#, r#""retry":"never""#),
            (r#""may_retry_unsafe":true"#, r#""may_retry_unsafe":false"#),
            (r#""retry_after":60"#, r#""retry_after":61"#),
            (r#""message":"gone","retry""#, r#""message":"done","retry""#),
        ] {
            self.fault("vectors.json", right, wrong, runner(), "disagree");
        }
    }
}

fn said(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

fn tool(path: &str) -> Command {
    Command::new(tools().join(path))
}

fn tools() -> PathBuf {
    env::var_os("LANGUAGE_TOOLS").map_or_else(|| in_root("target/language-tools"), PathBuf::from)
}

fn in_root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}
