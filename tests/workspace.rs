//! All tables of a repository together: 50 services over 3 shared tables, and what can be wrong between them.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use error_catalog::cli::Exit;
use serde_json::{Value, json};

use self::cli::{Ran, error_catalog};

struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let repository = Self(scratch::folder(&format!("workspace/{name}")));
        repository.git(&["init", "--quiet"]);
        repository
    }

    /// 50 services, each with two of 3 shared tables.
    fn of_fifty(name: &str) -> Self {
        let repository = Self::new(name);
        for shared in 0..3 {
            repository
                .write(&format!("shared/{shared}.toml"), &table(&format!("shared {shared}"), "", 'S', 20));
        }
        for service in 0..50 {
            let includes =
                [service % 3, (service + 1) % 3].map(|at| format!("\"../../shared/{at}.toml\"")).join(", ");
            let include = format!("include = {{ tables = [{includes}] }}");
            let text = table(&format!("service {service:02}"), &include, 'O', 10);
            repository.write(&format!("services/{service:02}/catalog.toml"), &text);
        }
        repository.commit();
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .args(["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .output()
            .expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "x"]);
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let old = fs::read_to_string(self.0.join(path)).expect("it is there");
        assert!(old.contains(from), "{old}");
        self.write(path, &old.replacen(from, to, 1));
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let folder = self.0.display().to_string();
        let Ran { exit, out, err } = error_catalog(&[&["workspace", &folder], arguments].concat());
        let short = |text: String| text.replace(&format!("{folder}/"), "");
        Ran { exit, out: short(out), err: short(err) }
    }

    fn document(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[&["--format", "json"], arguments].concat());
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}{}", ran.out, ran.err))
    }
}

fn table(name: &str, include: &str, prefix: char, rows: usize) -> String {
    let mut text = format!("catalog.name = \"{name}\"\n{include}\n[errors]\n");
    let own: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    for at in 0..rows {
        let row = "status = 404, retry = \"never\", cause = \"It is lost\"";
        writeln!(text, "{prefix}_{own}_{at} = {{ {row} }}").expect("a string can be written to");
    }
    text
}

fn of<'d>(document: &'d Value, path: &str) -> &'d Value {
    let tables = document["tables"].as_array().expect("it is a list");
    tables.iter().find(|table| table["path"] == path).unwrap_or_else(|| panic!("{document:#}"))
}

#[test]
fn fifty_services_over_three_tables() {
    let repository = Repository::of_fifty("fifty");
    let document = repository.document(&[]);
    assert_eq!(document["tables"].as_array().map(Vec::len), Some(53));
    let service = of(&document, "services/04/catalog.toml");
    assert_eq!(service["includes"], json!(["shared/1.toml", "shared/2.toml"]));
    assert_eq!((&service["codes"], &service["own_codes"]), (&json!(50), &json!(10)));
    let shared = of(&document, "shared/0.toml");
    assert_eq!(shared["included_by"].as_array().map(Vec::len), Some(33));
    assert_eq!((&document["same_names"], &document["codes_of_several"]), (&json!([]), &json!([])));
    assert_eq!(repository.run(&[]).exit, Exit::Clean);
}

#[test]
fn a_change_of_a_shared_table_reaches_its_services() {
    let repository = Repository::of_fifty("reach");
    repository.edit("shared/1.toml", "S_SHARED1_3 = { status = 404", "S_SHARED1_3 = { status = 410");
    let more = "MORE = { status = 404, retry = \"never\", cause = \"More\" }\n[errors.LAST]\nstatus = 400\nretry = 'never'\ncause = 'Last'\n";
    let rows = fs::read_to_string(repository.0.join("services/02/catalog.toml")).expect("it is there");
    repository.write("services/02/catalog.toml", &(rows + more));
    repository.write("services/new/catalog.toml", &table("the new", "", 'O', 1));
    let document = repository.document(&["--since", "HEAD"]);
    let bumps = |bump: Value| {
        let tables = document["tables"].as_array().expect("it is a list");
        let of_bump = tables.iter().filter(|table| table.get("required_bump") == Some(&bump));
        of_bump.map(|table| table["path"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    // 0 and 1 of 3 include the table, which needs a major version itself.
    assert_eq!(bumps(json!("major")).len(), 34 + 1);
    assert_eq!(bumps(json!("minor")), ["services/02/catalog.toml"]);
    assert_eq!(bumps(Value::Null).len(), 17);
    let shared = of(&document, "shared/1.toml");
    assert_eq!(shared["own_changes"][0]["rule"], "STATUS_CHANGED", "{shared:#}");
    // What others have changed is not a change of its own.
    assert_eq!(of(&document, "services/00/catalog.toml")["own_changes"], json!([]));
    assert_eq!(of(&document, "services/new/catalog.toml").get("required_bump"), None, "it is new");

    let said = repository.run(&["--since", "HEAD"]).out;
    let reached = said.lines().find(|line| line.starts_with("shared/1.toml, reaches ")).unwrap_or_default();
    assert_eq!(reached.matches("service ").count(), 34, "{said}");
    assert!(said.contains("  Change the status of `S_SHARED1_3` from 404 to 410.\n"), "{said}");
    let of_new = said.lines().find(|line| line.contains("the new")).unwrap_or_default();
    assert!(of_new.ends_with("  new"), "{said}");
}

#[test]
fn names_and_codes_of_two_tables_are_told() {
    let repository = Repository::new("same");
    let row = |status: u16, cause: &str| {
        format!(
            "LOCKED = {{ status = {status}, retry = \"never\", cause = \"{cause}\" }}\n\
                 SAME = {{ status = 404, retry = \"never\", cause = \"It is lost\" }}\n"
        )
    };
    for (folder, name, rows) in [
        ("a", "one", row(409, "A parcel")),
        ("b", "two", row(409, "A cart")),
        ("c", "one", "ONLY = { status = 404, retry = 'never', cause = 'Only' }\n".to_owned()),
    ] {
        repository
            .write(&format!("{folder}/catalog.toml"), &format!("catalog.name = '{name}'\n[errors]\n{rows}"));
    }
    let ran = repository.run(&[]);
    assert_eq!(ran.exit, Exit::Findings);
    let names = "the name \"one\" is that of 2 tables: a/catalog.toml, c/catalog.toml; give each its own";
    assert!(ran.err.contains(names), "{}", ran.err);
    let meanings =
        "`LOCKED` has several meanings:\n  one: A parcel (409, never)\n  two: A cart (409, never)\n";
    assert!(ran.out.contains(meanings), "{}", ran.out);
    assert!(
        ran.out.contains("`SAME` is the same in one, two: a table that they include can have it"),
        "{}",
        ran.out
    );
    let document = repository.document(&[]);
    assert_eq!(
        document["codes_of_several"][1],
        json!({
            "code": "SAME",
            "is_same": true,
            "rows": [
                { "table": "a/catalog.toml", "status": 404, "retry": "never", "cause": "It is lost" },
                { "table": "b/catalog.toml", "status": 404, "retry": "never", "cause": "It is lost" },
            ],
        })
    );
}

#[test]
fn what_cannot_be_looked_at_is_said() {
    let repository = Repository::new("wrong");
    let none = repository.run(&[]);
    assert_eq!(none.exit, Exit::Failed);
    assert!(none.err.contains("has no `catalog.toml`"), "{}", none.err);
    repository.write("a/catalog.toml", "catalog.name = 'a'\n[errors]\nA = { status = 200 }\n");
    repository.write("b/catalog.toml", &table("b", "", 'O', 1));
    let ran = repository.run(&[]);
    assert_eq!(ran.exit, Exit::Findings);
    assert!(ran.err.contains("a/catalog.toml: has mistakes, `error-catalog check"), "{}", ran.err);
    assert!(ran.out.lines().any(|line| line.contains("b/catalog.toml")), "{}", ran.out);
    let ran = repository.run(&["--since", "nope"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.err.contains("git knows no revision `nope` here"), "{}", ran.err);
    assert_eq!(repository.run(&["--since", "--all"]).exit, Exit::Failed);
}
