//! What git knows of a code and of releases: through renames of the file, of the code, and mistakes in between.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use error_catalog::cli::Exit;

use self::cli::{Ran, error_catalog};

/// A repository with a table at a path that changes.
struct Repository {
    folder: PathBuf,
    table: String,
}

impl Repository {
    fn new(name: &str) -> Self {
        let repository =
            Self { folder: scratch::folder(&format!("history/{name}")), table: "catalog.toml".to_owned() };
        repository.git(&["init", "--quiet"]);
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .args(["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(&self.folder)
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .output()
            .expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self, rows: &str, message: &str) {
        let path = self.folder.join(&self.table);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, format!("catalog = {{ name = \"H\" }}\n[errors]\n{rows}"))
            .expect("it can be written");
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let table = self.folder.join(&self.table).display().to_string();
        error_catalog(&[arguments, &["--table", &table]].concat())
    }

    /// What `history` says, without dates and commits.
    fn history(&self, code: &str) -> Vec<String> {
        let ran = self.run(&["history", code]);
        assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
        let line = |line: &str| match line.strip_prefix("    ") {
            Some(change) => change.to_owned(),
            None => format!("# {}", line.splitn(3, "  ").last().unwrap_or_default()),
        };
        ran.out.lines().map(line).collect()
    }
}

fn row(code: &str, status: u16) -> String {
    format!("{code} = {{ status = {status}, retry = \"never\", cause = \"It is lost\" }}\n")
}

/// From the first code to the last: it comes, changes, moves to another folder, is renamed, and goes.
fn life(name: &str) -> Repository {
    let mut repository = Repository::new(name);
    repository.commit(&row("B", 404), "Start");
    repository.commit(&(row("B", 404) + &row("A", 404)), "Add A");
    repository.git(&["tag", "v1.0.0"]);
    repository.commit(&(row("B", 404) + &row("A", 410)), "Change A");
    repository.git(&["mv", "catalog.toml", "moved.toml"]);
    "moved.toml".clone_into(&mut repository.table);
    repository.git(&["commit", "--quiet", "--message", "Move"]);
    repository.commit("B = {", "Break it");
    let renamed = "A2 = { status = 410, retry = \"never\", cause = \"It is lost\", aliases = [\"A\"] }\n";
    let retired = "[retired]\nA = { reason = \"Renamed\", replaced_by = \"A2\", name = \"A\" }\n";
    repository.commit(&format!("{}{renamed}{retired}", row("B", 404)), "Rename A");
    repository.git(&["tag", "v1.1.0-rc.1"]);
    repository.git(&["tag", "v2.0.0"]);
    repository.git(&["tag", "not-a-version"]);
    repository.commit(&format!("{}{renamed}{}{retired}", row("B", 404), row("C", 404)), "Add C");
    repository
}

#[test]
fn a_code_is_followed_through_its_life() {
    let repository = life("code");
    let of_a = [
        "# Add A, first in v1.0.0",
        "Add `A`: It is lost (404, never).",
        "# Change A, first in v1.1.0-rc.1",
        "Change the status of `A` from 404 to 410.",
        "# Rename A, first in v1.1.0-rc.1",
        "Rename `A` to `A2`.",
        "Rename the variant of `A2` from `A` to `A2`.",
    ];
    assert_eq!(repository.history("A"), of_a);
    assert_eq!(repository.history("A2"), of_a, "by either name");
    assert_eq!(repository.history("B"), ["# Start, first in v1.0.0", "`B` came: It is lost (404, never)"]);
    assert_eq!(repository.history("C"), ["# Add C", "Add `C`: It is lost (404, never)."]);
    // What is not committed is told, too.
    assert_eq!(repository.run(&["retire", "C", "--reason", "Found"]).exit, Exit::Clean);
    assert_eq!(repository.history("C")[2..], ["# not committed", "Retire `C`: Found."].map(str::to_owned));
    assert_eq!(repository.run(&["history", "C"]).err, "1 commit has no table here, or one with mistakes\n");
}

#[test]
fn a_code_that_never_was_is_said() {
    let repository = life("nothing");
    let ran = repository.run(&["history", "Z\u{1B}[2J"]);
    assert_eq!(ran.exit, Exit::Findings);
    assert!(ran.err.contains("no commit has the code") && !ran.err.contains('\u{1B}'), "{}", ran.err);
    let outside = scratch::folder("history/outside").join("catalog.toml");
    fs::write(&outside, "catalog.name = 'T'").expect("it can be written");
    let ran = error_catalog(&["history", "A", "--table", &outside.display().to_string()]);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Failed, ""), "{}", ran.err);
}

#[test]
fn a_range_is_the_changelog_of_its_releases() {
    let repository = life("releases");
    let changelog = |range: &str| {
        let ran = repository.run(&["diff", range, "--format", "markdown"]);
        assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
        let lines = ran.out.lines().filter(|line| !line.is_empty());
        // The dates are those of today.
        lines.map(|line| line.split(", 20").next().unwrap_or(line).to_owned()).collect::<Vec<_>>()
    };
    let published = [
        "## v1.1.0-rc.1",
        "### Changed",
        "- **Breaking:** Rename `A` to `A2`.",
        "- **Breaking:** Rename the variant of `A2` from `A` to `A2`.",
        "- **Breaking:** Change the status of `A2` from 404 to 410.",
    ];
    assert_eq!(changelog("git:v1.0.0..v2.0.0"), published);
    let unreleased = ["## Unreleased", "### Added", "- Add `C`: It is lost (404, never)."];
    assert_eq!(changelog("git:v1.0.0.."), [&unreleased[..], &published[..]].concat());
    assert_eq!(changelog("git:v2.0.0..HEAD")[0], "## HEAD");
    assert!(changelog("git:v2.0.0..v2.0.0").is_empty());
    for (arguments, said) in [
        (&["diff", "git:v1.0.0..v2.0.0"][..], "write `diff git:v1.0.0..v2.0.0 --format markdown`"),
        (&["diff", "git:nope..", "--format=markdown"], "git knows no revision `nope` here"),
        (&["diff", "git:v1.0.0..nope", "--format=markdown"], "nope"),
        (&["diff", "git:--all..", "--format=markdown"], "`--all` is not a revision"),
        (&["diff", "git:..", "--format=markdown"], "git knows no revision"),
    ] {
        let ran = repository.run(arguments);
        assert_eq!(ran.exit, Exit::Failed, "{arguments:?}");
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    }
}
