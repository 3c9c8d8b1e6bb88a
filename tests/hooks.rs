//! `check --since`, `fmt` for many, and where both run by themselves: the hooks of pre-commit and the action of GitHub.

#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const GOOD: &str = "[catalog]\nname = \"Pots\"\n\n[errors]\nPOT_LOST = { status = 404, retry = \"never\", cause = \"No pot\", remedy = \"Buy one.\" }\n";

/// A row without a remedy is a warning.
fn warned(code: &str) -> String {
    format!("{code} = {{ status = 404, retry = \"never\", cause = \"No {code} is there\" }}\n")
}

struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let repository = Self(scratch::folder(&format!("hooks/{name}")));
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    fn write(&self, file: &str, text: &str) {
        let file = self.0.join(file);
        fs::create_dir_all(file.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(file, text).expect("it can be written");
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).expect("it is there")
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let ours = Path::new(env!("CARGO_BIN_EXE_error-catalog")).parent().expect("it is in a folder");
        let mut command = Command::new(program);
        command
            .current_dir(&self.0)
            .env("PATH", format!("{}:{}", ours.display(), std::env::var("PATH").unwrap_or_default()))
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE");
        command
    }

    fn git(&self, arguments: &[&str]) {
        let output = self
            .command("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .output()
            .expect("git is there");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "edit"]);
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        said(&self.command("error-catalog").args(arguments).output().expect("it starts"))
    }
}

fn said(output: &Output) -> (Option<i32>, String) {
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
    )
}

#[test]
fn only_what_is_new_since_a_revision_is_reported() {
    let repository = Repository::new("since");
    repository.write("catalog.toml", &format!("{GOOD}{}{}", warned("OLD_ONE"), warned("OLD_TWO")));
    repository.commit();
    let check = |more: &[&str]| repository.run(&[&["check", "--since", "HEAD"], more].concat());
    let (exit, text) = check(&["--deny-warnings"]);
    assert_eq!(exit, Some(0), "{text}");
    assert!(text.contains("catalog.toml: 2 findings of unchanged rows are left out"), "{text}");
    // A new row, a row that has changed and is as bad as before, and one that is as it was.
    let text =
        repository.read("catalog.toml").replace("No OLD_ONE is there", "It was lost") + &warned("NEW_ONE");
    repository.write("catalog.toml", &text);
    let (exit, text) = check(&["--deny-warnings", "--all"]);
    assert_eq!(exit, Some(1), "{text}");
    assert!(
        text.contains("`NEW_ONE`") && text.contains("`OLD_ONE`") && !text.contains("`OLD_TWO`"),
        "{text}"
    );
    // A mistake is one wherever it is.
    repository.write(
        "catalog.toml",
        &format!("{GOOD}BAD = {{ status = 200, retry = \"never\", cause = \"x\" }}\n"),
    );
    repository.commit();
    let (exit, text) = check(&[]);
    assert!(exit == Some(1) && text.contains("error[EC005]"), "{text}");
    let (exit, text) = repository.run(&["check", "--since", "nowhere"]);
    assert!(exit == Some(1) || exit == Some(2), "{text}");
    repository.write("catalog.toml", GOOD);
    for revision in ["nowhere", "--output=x", ""] {
        let (exit, text) = repository.run(&["check", &format!("--since={revision}")]);
        assert!(exit == Some(2) && text.contains(" revision"), "{revision}: {text}");
    }
}

#[test]
fn a_table_that_was_renamed_is_found_at_a_revision() {
    let repository = Repository::new("renamed");
    repository.write("catalog.toml", &format!("{GOOD}{}", warned("OLD_ONE")));
    repository.commit();
    repository.git(&["tag", "v1"]);
    fs::create_dir_all(repository.0.join("tables/deep")).expect("it can be made");
    repository.git(&["mv", "catalog.toml", "tables/deep/catalog.toml"]);
    let table = "--table=tables/deep/catalog.toml";
    let (exit, text) = repository.run(&["diff", "git:v1", table]);
    assert_eq!((exit, &*text), (Some(0), "no changes\nrequired bump: none\n"), "staged");
    repository.commit();
    let moved = repository.read("tables/deep/catalog.toml").replace("404", "410");
    repository.write("tables/deep/catalog.toml", &moved);
    let (exit, text) = repository.run(&["diff", "git:v1", table]);
    assert!(exit == Some(1) && text.contains("STATUS_CHANGED"), "{text}");
    let (exit, text) = repository.run(&["check", "--since", "v1", "--deny-warnings", "tables"]);
    assert!(exit == Some(1) && text.contains("`OLD_ONE`"), "it has changed: {text}");
    let (exit, text) = repository.run(&["diff", "git:v0", table]);
    assert_eq!(exit, Some(2), "{text}");
}

#[test]
fn fmt_takes_what_check_takes() {
    let repository = Repository::new("fmt");
    let bad = GOOD.replace("name = \"Pots\"", "name   =   \"Pots\"");
    for file in ["a/catalog.toml", "b/c/catalog.toml", "other.toml"] {
        repository.write(file, &bad);
    }
    let (exit, text) = repository.run(&["fmt", "--check", "a", "b", "other.toml"]);
    assert_eq!(exit, Some(1), "{text}");
    assert_eq!(text.matches("not in its canonical form, run `error-catalog fmt ").count(), 3, "{text}");
    let (exit, text) = repository.run(&["fmt", ".", "other.toml"]);
    assert_eq!((exit, text.matches(": written").count()), (Some(0), 3), "{text}");
    assert_eq!(repository.read("b/c/catalog.toml"), GOOD);
    let (exit, text) = repository.run(&["fmt", "--check", ".", "other.toml"]);
    assert_eq!((exit, text.matches(": up to date").count()), (Some(0), 3), "{text}");
    repository.write("a/catalog.toml", "[catalog");
    let (exit, text) = repository.run(&["fmt", "a", "other.toml"]);
    assert!(
        exit == Some(1) && text.contains("error[EC001]") && text.contains("other.toml: up to date"),
        "{text}"
    );
    // An editor sends the text, and takes it back.
    let mut process = repository
        .command("error-catalog")
        .args(["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    process.stdin.take().expect("it is piped").write_all(bad.as_bytes()).expect("it reads");
    assert_eq!(said(&process.wait_with_output().expect("it ends")), (Some(0), GOOD.to_owned()));
}

/// The steps of the action, with the inputs as GitHub passes them.
#[test]
fn the_action_annotates_the_tables() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let action = fs::read_to_string(root.join("action.yml")).expect("it is there");
    let (_, script) = action.split_once("run: |\n").expect("it has a script");
    let script: Vec<&str> =
        script.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    let script = script.join("\n");
    assert!(!script.contains("${{"), "an input in a script is an injection");
    let repository = Repository::new("action");
    repository.write("services/a/catalog.toml", &format!("{GOOD}{}", warned("OLD_ONE")));
    repository.write(
        "b c/catalog.toml",
        "[catalog]\nname = \"B\"\n[errors]\nBAD = { status = 200, retry = \"never\", cause = \"x\" }\n",
    );
    repository.commit();
    let run = |files: &str, since: &str, deny: &str| {
        said(
            &repository
                .command("bash")
                .args(["-c", &script])
                .envs([("FILES", files), ("SINCE", since), ("DENY_WARNINGS", deny)])
                .output()
                .expect("bash is there"),
        )
    };
    let (exit, text) = run(".", "", "false");
    assert_eq!(exit, Some(1), "{text}");
    assert!(
        text.contains("::error file=b c/catalog.toml,line=4")
            && text.contains("::warning file=services/a/catalog.toml,line=6"),
        "{text}"
    );
    assert_eq!(run("services\n", "", "false").0, Some(0));
    assert_eq!(run("services", "", "true").0, Some(1));
    assert_eq!(run("services", "HEAD", "true").0, Some(0));
    assert_eq!(run("b c\nservices/a/catalog.toml", "", "false").0, Some(1));
    for hostile in ["$(touch pwned)", "--fix", "; touch pwned", "`touch pwned`"] {
        assert_eq!(run(hostile, "", "false").0, Some(2), "{hostile}");
        assert_eq!(run("services", hostile, "false").0, Some(2), "{hostile}");
    }
    assert!(!repository.0.join("pwned").exists());
}

/// Needs pre-commit in the folder that `HOOK_TOOLS` names; `.ci/run` sees to it.
#[test]
#[ignore = "needs pre-commit"]
fn the_hooks_run_in_the_real_pre_commit() {
    let tools =
        PathBuf::from(std::env::var_os("HOOK_TOOLS").expect("HOOK_TOOLS names the folder of pre-commit"));
    // The hooks are taken from a repository, as those of others are.
    let hooks = Repository::new("pre-commit-hooks");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    hooks.write(
        ".pre-commit-hooks.yaml",
        &fs::read_to_string(root.join(".pre-commit-hooks.yaml")).expect("it is there"),
    );
    hooks.commit();
    hooks.git(&["tag", "v0"]);
    let repository = Repository::new("pre-commit");
    let config = format!(
        "repos:\n- repo: {}\n  rev: v0\n  hooks:\n  - id: error-catalog-check\n  - id: error-catalog-fmt\n",
        hooks.0.display()
    );
    repository.write(".pre-commit-config.yaml", &config);
    repository.write("services/a/catalog.toml", GOOD);
    repository.write("services/b/other.toml", "not a table");
    repository.git(&["add", "-A"]);
    let run = || {
        let output = repository
            .command(tools.join("bin/pre-commit"))
            .args(["run", "--all-files", "--color=never"])
            .env("PRE_COMMIT_HOME", repository.0.join(".git/pre-commit-home"))
            .output()
            .expect("it starts");
        said(&output)
    };
    let (exit, text) = run();
    assert_eq!((exit, text.matches("Passed").count()), (Some(0), 2), "{text}");
    repository.write("services/a/catalog.toml", &GOOD.replace("name = \"Pots\"", "name   =   \"Pots\""));
    let (exit, text) = run();
    assert!(exit == Some(1) && text.contains("files were modified by this hook"), "{text}");
    assert_eq!(repository.read("services/a/catalog.toml"), GOOD);
    repository.write("services/a/catalog.toml", &GOOD.replace("404", "200"));
    let (exit, text) = run();
    assert!(
        exit == Some(1) && text.contains("error[EC005]") && text.contains("services/a/catalog.toml:5"),
        "{text}"
    );
}
