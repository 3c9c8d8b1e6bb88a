//! The commands on a table that includes others: what they read, and that they write no other file than the one named.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use error_catalog::cli::Exit;
use serde_json::Value;

use self::cli::{Ran, error_catalog};

/// A folder with the services of `tests/include/good`, made anew for each test.
struct Services(PathBuf);

impl Services {
    fn new(name: &str) -> Self {
        let services = Self(scratch::folder(&format!("include_cli/{name}")));
        for service in ["base", "common", "orders", "users"] {
            let path = format!("{service}/catalog.toml");
            let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/include/good").join(&path);
            services.write(&path, &fs::read_to_string(good).expect("it is there"));
        }
        services
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("it can be written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).expect("it is there")
    }

    /// Runs a command on the table of a service. What it says names files from the folder of the services.
    fn run(&self, service: &str, arguments: &[&str]) -> Ran {
        let table = self.0.join(service).join("catalog.toml").display().to_string();
        let Ran { exit, out, err } = error_catalog(&[arguments, &["--table", &table]].concat());
        let text = |text: String| text.replace(&format!("{}/", self.0.display()), "");
        Ran { exit, out: text(out), err: text(err) }
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
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Everything but what is named, to see that it stays.
    fn others(&self, but: &str) -> Vec<String> {
        let paths = ["base", "common", "orders", "users"].into_iter().filter(|service| *service != but);
        paths.map(|service| self.read(&format!("{service}/catalog.toml"))).collect()
    }
}

#[test]
fn a_sound_table_is_checked_with_all_its_codes() {
    let services = Services::new("sound");
    let ran = services.run("orders", &["check"]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Clean, ""));
    assert_eq!(ran.out, "orders/catalog.toml: 4 codes, no findings\n");
}

#[test]
fn what_cannot_be_read_is_a_mistake_of_the_table_that_names_it() {
    let services = Services::new("unreadable");
    let table = |entry: &str| {
        format!(
            "catalog.name = 'T'\ninclude.tables = ['{entry}']\nerrors.A = {{ status = 400, retry = 'never', cause = 'B c' }}\n"
        )
    };
    for (entry, said) in [
        ("../missing.toml", "cannot read the included `missing.toml`: No such file or directory"),
        ("../base/catalog.toml/x", "cannot read the included `base/catalog.toml/x`: Not a directory"),
        ("../base", "cannot read the included `base`: Is a directory"),
        (
            "../../../../../../../../../../../../../../../../x.toml",
            "`../../../../../../../../../../../../../../../../x.toml` cannot be included",
        ),
    ] {
        services.write("broken/catalog.toml", &table(entry));
        let ran = services.run("broken", &["check"]);
        assert_eq!(ran.exit, Exit::Findings, "{}", ran.err);
        let err = ran.err.replace(&format!("{}/", services.0.display()), "");
        assert!(err.starts_with(&format!("error[EC021]: {said}")), "{err}");
        assert!(err.contains(" --> broken/catalog.toml:2:19"), "{err}");
    }
    fs::write(services.0.join("latin.toml"), b"catalog.name = 'Caf\xe9'\n").expect("it can be written");
    services.write("broken/catalog.toml", &table("../latin.toml"));
    let ran = services.run("broken", &["check"]);
    assert!(ran.err.contains("\n ::: latin.toml:1:20\n"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_link_and_its_file_are_one_table() {
    use std::os::unix::fs::symlink;

    let services = Services::new("links");
    // As a package has it that is to be published.
    symlink("../base/catalog.toml", services.0.join("orders/base.toml")).expect("a link can be made");
    let table = services.read("orders/catalog.toml").replace("../base/catalog.toml", "base.toml");
    services.write("orders/catalog.toml", &table);
    let ran = services.run("orders", &["check"]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Clean, ""));

    // The folder is that of the link's name: nobody has to know where the link leads.
    symlink("../common/catalog.toml", services.0.join("users/common.toml")).expect("a link can be made");
    services.write("users/catalog.toml", "catalog.name = 'U'\ninclude.tables = ['common.toml']\n");
    assert_eq!(services.run("users", &["check"]).exit, Exit::Clean);

    symlink("../users/catalog.toml", services.0.join("users/again.toml")).expect("a link can be made");
    services.write("users/catalog.toml", "catalog.name = 'U'\ninclude.tables = ['again.toml']\n");
    let ran = services.run("users", &["check", "--deny-warnings"]);
    assert!(ran.err.starts_with("error[EC022]: "), "{}", ran.err);
}

#[test]
fn every_format_names_both_files() {
    let services = Services::new("formats");
    // The paths of annotations are those of the repository.
    services.write(".git/HEAD", "");
    let own = "RATE_LIMITED = { status = 429, retry = \"backoff\", cause = \"Too fast\" }\n";
    services.write("users/catalog.toml", &(services.read("users/catalog.toml") + own));
    let check = |format: &str| services.run("users", &["check", "--format", format]).out;

    let json: Value = serde_json::from_str(&check("json")).expect("it is JSON");
    let finding = &json["findings"][0];
    assert_eq!((&finding["rule"], &finding["path"]), (&"EC004".into(), &"users/catalog.toml".into()));
    assert_eq!(finding["place"]["path"], "users/catalog.toml");
    assert_eq!(finding["other"]["path"], "base/catalog.toml");
    assert_eq!(finding["other"]["start"], serde_json::json!({ "line": 5, "column": 9 }));

    let sarif: Value = serde_json::from_str(&check("sarif")).expect("it is JSON");
    let result = &sarif["runs"][0]["results"][0];
    let uri = |location: &Value| location["physicalLocation"]["artifactLocation"]["uri"].clone();
    assert_eq!(uri(&result["locations"][0]), "users/catalog.toml");
    assert_eq!(uri(&result["relatedLocations"][0]), "base/catalog.toml");

    let github = check("github");
    assert!(github.starts_with("::error file=users/catalog.toml,line=10,col=1,"), "{github}");
    assert!(github.contains("%0Abase/catalog.toml:5:9: first defined here%0Ahelp: "), "{github}");
}

#[test]
fn a_mistake_of_an_included_table_is_shown_there() {
    let services = Services::new("included_mistake");
    let base = services.read("base/catalog.toml");
    services.write("base/catalog.toml", &base.replace("= 429", "= \"429\""));
    for format in ["json", "github", "sarif"] {
        let out = services.run("users", &["check", "--format", format]).out;
        assert!(out.contains("base/catalog.toml") && !out.contains("users/catalog.toml"), "{out}");
    }
    let before = services.others("users");
    let ran = services.run("users", &["check", "--fix"]);
    assert_eq!(ran.exit, Exit::Findings);
    assert_eq!(services.others("users"), before, "an included table is mended where it is at home");
    let ran = services.run("base", &["check", "--fix"]);
    assert_eq!((ran.exit, services.read("base/catalog.toml")), (Exit::Clean, base));
}

#[test]
fn lints_are_about_own_rows_alone_and_with_included_ones() {
    let services = Services::new("lints");
    let base =
        services.read("base/catalog.toml").replace("remedy = \"Wait, then send the request again.\"\n", "");
    services.write("base/catalog.toml", &base);
    assert_eq!(services.run("base", &["check", "--deny-warnings"]).exit, Exit::Findings, "it has no remedy");
    assert_eq!(
        services.run("users", &["check", "--deny-warnings"]).exit,
        Exit::Clean,
        "which is said where it lives"
    );

    let own =
        "RATES_LIMITED = { status = 429, retry = \"backoff\", cause = \"Too fast\", remedy = \"Wait.\" }\n";
    let users = services.read("users/catalog.toml") + own;
    services.write("users/catalog.toml", &users);
    let ran = services.run("users", &["check", "--deny-warnings"]);
    assert!(
        ran.err.starts_with("warning[EC122]: `RATE_LIMITED` and `RATES_LIMITED` are hard"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("\n  --> users/catalog.toml:10:1\n"), "{}", ran.err);
    assert!(ran.err.contains("\n  ::: base/catalog.toml:5:9\n"), "{}", ran.err);
    assert_eq!(ran.err.matches("[EC").count(), 1, "{}", ran.err);

    let allowed = users.replace("\"Wait.\"", "\"Wait.\", allow = [\"EC122\"], allow_reason = \"It is so\"");
    services.write("users/catalog.toml", &allowed);
    assert_eq!(services.run("users", &["check"]).err, "");
}

#[test]
fn a_code_of_an_included_table_is_neither_added_nor_retired_here() {
    let services = Services::new("edits");
    let add = ["add", "RATE_LIMITED", "--status", "429", "--retry", "backoff", "--cause", "Too fast"];
    let ran = services.run("orders", &add);
    assert_eq!(ran.exit, Exit::Findings);
    assert_eq!(
        ran.err,
        "orders/catalog.toml: `RATE_LIMITED` already exists, in the included base/catalog.toml, with status 429: \
         use it as it is, or choose another code\n"
    );
    let ran = services.run("orders", &["retire", "RATE_LIMITED", "--reason", "There is no limit"]);
    assert_eq!(ran.exit, Exit::Findings);
    assert_eq!(
        ran.err,
        "orders/catalog.toml: `RATE_LIMITED` is a row of the included base/catalog.toml: retire it there, for all that \
         include it, with `error-catalog retire RATE_LIMITED --table base/catalog.toml`\n"
    );
    let add = ["add", "OVERLOADED", "--status", "503", "--retry", "backoff", "--cause", "Too much"];
    let ran = services.run("orders", &add);
    assert!(ran.err.contains("`OVERLOADED` is retired and cannot come back"), "{}", ran.err);
}

#[test]
fn an_edit_changes_the_named_file_alone() {
    let services = Services::new("edit");
    let before = services.others("orders");
    let add = ["add", "ORDER_LOCKED", "--status", "409", "--retry", "never", "--cause", "It is being packed"];
    assert_eq!(services.run("orders", &add).exit, Exit::Clean);
    assert!(services.read("orders/catalog.toml").contains("ORDER_LOCKED = { status = 409"));
    let retire = ["retire", "ORDER_LOCKED", "--reason", "Gone", "--replaced-by", "RATE_LIMITED"];
    let ran = services.run("orders", &retire);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    services.write(
        "orders/catalog.toml",
        &services.read("orders/catalog.toml").replace("[include]\n", "[include]\n\n"),
    );
    assert_eq!(services.run("orders", &["fmt"]).exit, Exit::Clean);
    assert_eq!(services.others("orders"), before);
    assert_eq!(services.run("orders", &["check"]).err, "");
}

#[test]
fn the_first_row_of_its_own_can_be_added() {
    let services = Services::new("first_row");
    services.write(
        "users/catalog.toml",
        "[catalog]\nname = \"U\"\n\n[include]\ntables = [\"../base/catalog.toml\"]\n",
    );
    let add = ["add", "NO_USER", "--status", "404", "--retry", "never", "--cause", "There is none"];
    let ran = services.run("users", &add);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert!(
        services.read("users/catalog.toml").ends_with(
            "[\"../base/catalog.toml\"]\n\n[errors.NO_USER]\nstatus = 404\nretry = \"never\"\ncause = \"There is none\"\n"
        ),
        "{}",
        services.read("users/catalog.toml")
    );
}

#[test]
fn what_is_listed_and_explained_says_which_table_it_is_from() {
    let services = Services::new("look");
    let list = services.run("orders", &["list"]).out;
    assert!(list.lines().next().is_some_and(|header| header.trim_end().ends_with("Table")), "{list}");
    assert!(
        list.lines().any(|row| row.contains("RATE_LIMITED") && row.trim_end().ends_with("Base")),
        "{list}"
    );
    assert!(!services.run("base", &["list"]).out.contains("Table"), "it is the only one");

    let ran = services.run("orders", &["explain", "RATE_LIMITED"]);
    assert!(ran.out.contains("\nfrom            Base, base/catalog.toml\n"), "{}", ran.out);
    let ran = services.run("orders", &["explain", "OVERLOADED"]);
    assert!(ran.out.ends_with("\nfrom            Base\n"), "{}", ran.out);
    assert!(!services.run("base", &["explain", "RATE_LIMITED"]).out.contains("\nfrom "));

    let export: Value =
        serde_json::from_str(&services.run("orders", &["docs", "json"]).out).expect("it is JSON");
    assert_eq!(export["format"], 1);
    let tables: Vec<&Value> = (0..4).map(|at| &export["errors"][at]["table"]).collect();
    assert_eq!(tables, ["Common", "Orders", "Orders", "Base"]);
    assert_eq!(export["retired"][0]["table"], "Base");
}

#[test]
fn the_tables_can_be_had_as_one() {
    let services = Services::new("merged");
    let merged = services.run("orders", &["docs", "toml"]).out;
    services.write("merged/catalog.toml", &merged);
    let list = |service: &str| services.run(service, &["list", "--format", "json"]).out;
    let of_one = list("orders").replace("\"Base\"", "\"Orders\"").replace("\"Common\"", "\"Orders\"");
    assert_eq!(list("merged"), of_one);
    let table = services.0.join("orders/catalog.toml");
    let ran = services.run("merged", &["diff", table.to_str().expect("it is UTF-8")]);
    // The rows are those of one table now, and nothing else has changed.
    assert_eq!(
        (ran.exit, ran.out.matches("change: ").count()),
        (Exit::Findings, 2),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(ran.out.contains("Common -> Orders") && ran.out.contains("Base -> Orders"), "{}", ran.out);
}

#[test]
fn no_document_takes_the_place_of_a_table() {
    let services = Services::new("overwritten");
    for table in ["orders", "common", "base"] {
        let path = services.0.join("orders").join("..").join(table).join("catalog.toml");
        let output = path.to_str().expect("it is UTF-8");
        for arguments in [&["docs", "toml", "-o", output] as &[_], &["docs", "json", "-o", output, "--check"]]
        {
            let before = services.others("");
            let ran = services.run("orders", arguments);
            let why = "is what the document is made from, and stays as it is; name another file\n";
            assert_eq!((ran.exit, &*ran.out), (Exit::Failed, ""), "{}", ran.err);
            assert_eq!(ran.err, format!("orders/../{table}/catalog.toml: {why}"));
            assert_eq!(services.others(""), before);
        }
    }
}

#[test]
fn the_lock_is_one_table_that_needs_no_other() {
    let services = Services::new("lock");
    services.write("orders/Cargo.toml", "[package]\nname = \"orders\"\nversion = \"1.0.0\"\n");
    let ran = services.run("orders", &["lock"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let lock = services.read("orders/catalog.lock");
    assert!(lock.contains("\n[errors.\"RATE_LIMITED\"]\n") && !lock.contains("include"), "{lock}");
    let held = |services: &Services| services.run("orders", &["check", "--against-lock"]);
    assert_eq!(held(&services).err, "");

    // What an included table breaks, it breaks for the clients of this service.
    let base = services.read("base/catalog.toml");
    services
        .write("base/catalog.toml", &base.replace("status = 429", "status = 503").replace("[429]", "[503]"));
    let ran = held(&services);
    assert_eq!(ran.exit, Exit::Findings);
    assert!(ran.err.contains("error[FAULT_CHANGED]: `RATE_LIMITED`: 429 -> 503"), "{}", ran.err);
    assert!(ran.err.contains("--> base/catalog.toml:5:9"), "{}", ran.err);
    services.write("base/catalog.toml", &base);
    assert_eq!(services.run("orders", &["lock"]).exit, Exit::Clean);
    assert_eq!(services.read("orders/catalog.lock"), lock);
}

#[test]
fn a_revision_has_the_included_tables_of_that_time() {
    let services = Services::new("revision");
    let git = |arguments: &[&str]| services.git(arguments);
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "Before"]);
    let base = services.read("base/catalog.toml");
    services.write("base/catalog.toml", &base.replace("\"backoff\"", "\"if-idempotent\""));
    let ran = services.run("orders", &["diff", "git:HEAD"]);
    assert_eq!(ran.exit, Exit::Findings, "{}", ran.err);
    assert!(ran.out.contains("RETRY_MADE_CONDITIONAL") && ran.out.contains("RATE_LIMITED"), "{}", ran.out);

    // A shared row that moves into another shared table is another code for programs that ask for those of a table.
    services.write("base/catalog.toml", &base);
    let common = services.read("common/catalog.toml");
    let (_, row) = base.split_once("[errors.RATE_LIMITED]").expect("it is there");
    let (row, retired) = row.split_once("\n[retired]").expect("it is there");
    let moved = common
        .replace("[include]\ntables = [\"../base/catalog.toml\"]\n", &format!("[errors.RATE_LIMITED]{row}"));
    services.write("common/catalog.toml", &(moved + "\n[retired]" + retired));
    fs::remove_dir_all(services.0.join("base")).expect("it can be removed");
    let orders = services.read("orders/catalog.toml").replace(", \"../base/catalog.toml\"", "");
    services.write("orders/catalog.toml", &orders);
    let ran = services.run("orders", &["diff", "git:HEAD"]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Findings, ""), "{}", ran.out);
    assert!(
        ran.out.contains("TABLE_CHANGED `RATE_LIMITED`") && ran.out.contains("Base -> Common"),
        "{}",
        ran.out
    );

    git(&["rm", "--quiet", "-r", "--cached", "base"]);
    git(&["commit", "--quiet", "--message", "Without"]);
    let ran = services.run("orders", &["diff", "git:HEAD"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.err.contains("git:HEAD:orders/catalog.toml:5:"), "{}", ran.err);
    assert!(
        ran.err.contains("cannot read the included `git:HEAD:base/catalog.toml`: git cannot show it"),
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn a_revision_may_have_a_link() {
    use std::os::unix::fs::symlink;

    let services = Services::new("revision-links");
    symlink("../base/catalog.toml", services.0.join("orders/base.toml")).expect("a link can be made");
    let table = services.read("orders/catalog.toml").replace("../base/catalog.toml", "base.toml");
    services.write("orders/catalog.toml", &table);
    services.git(&["init", "--quiet"]);
    services.git(&["add", "."]);
    services.git(&["commit", "--quiet", "--message", "Linked"]);
    let ran = services.run("orders", &["diff", "git:HEAD"]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Clean, ""), "{}", ran.out);
}
