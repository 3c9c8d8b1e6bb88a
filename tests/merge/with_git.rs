//! Real git, with the driver set up as the guide says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use error_catalog::catalog::Catalog;

use crate::scratch;

const BASE: &str = r#"#:schema ./catalog.schema.json

# Head of the table.
[catalog]
name = "Pots"

# --- 4xx ---

[errors.A_ONE]
status = 404
retry = "never"
cause = "One" # said by Ann

# About two.
[errors.B_TWO]
status = 404
retry = "never"
cause = "Two"

[errors.C_THREE]
status = 503
retry = "backoff"
cause = "Three"

[retired]
OLD = { reason = "gone" }
"#;

const LINES: &str = "[catalog]\nname = \"Pots\"\n\n[errors]\n# first\nA_ONE = { status = 404, retry = \"never\", cause = \"One\" }\n\
    B_TWO = { status = 404, retry = \"never\", cause = \"Two\" } # two\nC_THREE = { status = 503, retry = \"backoff\", cause = \"Three\" }\n";

/// An edit: the first text becomes the second.
type Edit = (&'static str, &'static str);

struct Case {
    what: &'static str,
    base: &'static str,
    ours: &'static [Edit],
    theirs: &'static [Edit],
    /// What has to be in the result.
    merged: &'static [&'static str],
    /// What the driver says of each conflict.
    conflicts: &'static [&'static str],
}

const NEW_4: Edit = (
    "[errors.C_THREE]",
    "[errors.D_FOUR]\nstatus = 404\nretry = \"never\"\ncause = \"Four\" # d\n\n[errors.C_THREE]",
);
const NEW_5: Edit = (
    "[errors.C_THREE]",
    "# five\n[errors.E_FIVE]\nstatus = 404\nretry = \"never\"\ncause = \"Five\"\n\n[errors.C_THREE]",
);
const RETIRE_B: &[Edit] = &[
    ("# About two.\n[errors.B_TWO]\nstatus = 404\nretry = \"never\"\ncause = \"Two\"\n\n", ""),
    ("OLD = {", "# About two.\nB_TWO = { reason = \"merged\" }\nOLD = {"),
];

const CASES: &[Case] = &[
    Case {
        what: "both add a row at one place",
        base: BASE,
        ours: &[NEW_4],
        theirs: &[NEW_5],
        merged: &["[errors.D_FOUR]", "cause = \"Four\" # d", "# five\n[errors.E_FIVE]"],
        conflicts: &[],
    },
    Case {
        what: "both add the same row",
        base: BASE,
        ours: &[NEW_4],
        theirs: &[NEW_4],
        merged: &["[errors.D_FOUR]"],
        conflicts: &[],
    },
    Case {
        what: "both add a code with another status",
        base: BASE,
        ours: &[NEW_4],
        theirs: &[(
            "[errors.C_THREE]",
            "[errors.D_FOUR]\nstatus = 410\nretry = \"never\"\ncause = \"Four\"\n\n[errors.C_THREE]",
        )],
        merged: &[
            "<<<<<<< ours\nstatus = 404\n=======\nstatus = 410\n>>>>>>> theirs\n",
            "cause = \"Four\" # d",
        ],
        conflicts: &["conflict in errors.D_FOUR.status: ours 404, theirs 410"],
    },
    Case {
        what: "two columns of one row",
        base: BASE,
        ours: &[(
            "status = 404\nretry = \"never\"\ncause = \"Two\"",
            "status = 410\nretry = \"never\"\ncause = \"Two\"",
        )],
        theirs: &[("cause = \"Two\"", "cause = \"Two, or more\"\nremedy = \"Count\"")],
        merged: &[
            "# About two.\n[errors.B_TWO]\nstatus = 410\nretry = \"never\"\ncause = \"Two, or more\"\nremedy = \"Count\"\n",
        ],
        conflicts: &[],
    },
    Case {
        what: "one column of one row, in two ways",
        base: BASE,
        ours: &[("cause = \"One\"", "cause = \"Uno\"")],
        theirs: &[("cause = \"One\"", "cause = \"Eins\"")],
        merged: &[
            "<<<<<<< ours\ncause = \"Uno\" # said by Ann\n=======\ncause = \"Eins\" # said by Ann\n>>>>>>> theirs\n",
        ],
        conflicts: &["conflict in errors.A_ONE.cause: ours \"Uno\", theirs \"Eins\""],
    },
    Case {
        what: "one column of one row, alike",
        base: BASE,
        ours: &[("\"One\"", "\"Uno\"")],
        theirs: &[("\"One\"", "\"Uno\"")],
        merged: &["cause = \"Uno\" # said by Ann"],
        conflicts: &[],
    },
    Case {
        what: "a value, and the comment behind it",
        base: BASE,
        ours: &[("# said by Ann", "# said by Bob")],
        theirs: &[("\"One\"", "\"Uno\"")],
        merged: &["cause = \"Uno\" # said by Bob"],
        conflicts: &[],
    },
    Case {
        what: "retire a row, add another",
        base: BASE,
        ours: RETIRE_B,
        theirs: &[NEW_4],
        merged: &["# About two.\nB_TWO = { reason = \"merged\" }", "[errors.D_FOUR]"],
        conflicts: &[],
    },
    Case {
        what: "both retire a row",
        base: BASE,
        ours: RETIRE_B,
        theirs: RETIRE_B,
        merged: &["B_TWO = { reason = \"merged\" }"],
        conflicts: &[],
    },
    Case {
        what: "both retire two rows",
        base: BASE,
        ours: RETIRE_B,
        theirs: &[
            ("[errors.C_THREE]\nstatus = 503\nretry = \"backoff\"\ncause = \"Three\"\n\n", ""),
            ("OLD = {", "C_THREE = { reason = \"never seen\" }\nOLD = {"),
        ],
        merged: &["B_TWO = { reason = \"merged\" }", "C_THREE = { reason = \"never seen\" }"],
        conflicts: &[],
    },
    Case {
        what: "retire a row, edit it",
        base: BASE,
        ours: RETIRE_B,
        theirs: &[("cause = \"Two\"", "cause = \"Zwei\"")],
        merged: &[
            "<<<<<<< ours\n=======\n# About two.\n[errors.B_TWO]\nstatus = 404\nretry = \"never\"\ncause = \"Zwei\"\n>>>>>>> theirs\n",
        ],
        conflicts: &["conflict in errors.B_TWO: ours removed, theirs changed"],
    },
    Case {
        what: "the settings, and a row",
        base: BASE,
        ours: &[("name = \"Pots\"", "name = \"Pots\"\nsend_details = true")],
        theirs: &[NEW_4],
        merged: &["send_details = true\n"],
        conflicts: &[],
    },
    Case {
        what: "two settings",
        base: BASE,
        ours: &[("name = \"Pots\"", "name = \"Pots\"\nsend_details = true")],
        theirs: &[("name = \"Pots\"", "name = \"Pots\"\ncode_header = \"x-code\"")],
        merged: &["send_details = true\n", "code_header = \"x-code\"\n"],
        conflicts: &[],
    },
    Case {
        what: "a new section on each side",
        base: BASE,
        ours: &[("# --- 4xx ---", "[lint]\nEC101 = \"off\"\n\n# --- 4xx ---")],
        theirs: &[("# --- 4xx ---", "[columns.owner]\nkind = \"line\"\nabout = \"Who\"\n\n# --- 4xx ---")],
        merged: &["[lint]\nEC101 = \"off\"", "[columns.owner]\nkind = \"line\""],
        conflicts: &[],
    },
    Case {
        what: "comments of both above one row",
        base: BASE,
        ours: &[("# About two.", "# About two.\n# Mine.")],
        theirs: &[("# About two.", "# Yours.\n# About two.")],
        merged: &["# About two.\n# Mine.\n# Yours.\n[errors.B_TWO]"],
        conflicts: &[],
    },
    Case {
        what: "rows of one line: both add",
        base: LINES,
        ours: &[(
            "C_THREE = {",
            "D_FOUR = { status = 404, retry = \"never\", cause = \"Four\" } # d\nC_THREE = {",
        )],
        theirs: &[(
            "C_THREE = {",
            "# five\nE_FIVE = { status = 404, retry = \"never\", cause = \"Five\" }\nC_THREE = {",
        )],
        merged: &["D_FOUR = {", "# five\nE_FIVE = {"],
        conflicts: &[],
    },
    Case {
        what: "rows of one line: two columns",
        base: LINES,
        ours: &[("B_TWO = { status = 404", "B_TWO = { status = 410")],
        theirs: &[("cause = \"Two\"", "cause = \"Zwei\", remedy = \"Count\"")],
        merged: &[
            "B_TWO = { status = 410, retry = \"never\", cause = \"Zwei\", remedy = \"Count\" } # two\n",
        ],
        conflicts: &[],
    },
    Case {
        what: "rows of one line: one column",
        base: LINES,
        ours: &[("B_TWO = { status = 404", "B_TWO = { status = 410")],
        theirs: &[(
            "B_TWO = { status = 404, retry = \"never\", cause = \"Two\"",
            "B_TWO = { status = 409, retry = \"never\", cause = \"Zwei\"",
        )],
        merged: &[
            "<<<<<<< ours\nB_TWO = { status = 410, retry = \"never\", cause = \"Zwei\" } # two\n=======\nB_TWO = { status = 409, retry = \"never\", cause = \"Zwei\" } # two\n>>>>>>> theirs\n",
        ],
        conflicts: &["conflict in errors.B_TWO.status: ours 410, theirs 409"],
    },
    Case {
        what: "sections of rows within",
        base: BASE,
        ours: &[(
            "cause = \"Three\"\n",
            "cause = \"Three\"\nmessage = \"{n}\"\n[errors.C_THREE.params]\nn = \"u64\"\n",
        )],
        theirs: &[NEW_4],
        merged: &["[errors.C_THREE.params]\nn = \"u64\"\n"],
        conflicts: &[],
    },
];

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let driver = Path::new(env!("CARGO_BIN_EXE_error-catalog")).parent().expect("it is in a folder");
    let path = format!("{}:{}", driver.display(), std::env::var("PATH").unwrap_or_default());
    Command::new("git")
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.com",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "core.editor=true",
        ])
        .args(arguments)
        .current_dir(folder)
        .env("PATH", path)
        .env_remove("GIT_DIR")
        .output()
        .expect("git is there")
}

fn done(folder: &Path, arguments: &[&str]) {
    let output = git(folder, arguments);
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn edited(text: &str, edits: &[Edit]) -> String {
    edits.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

/// A repository with the driver, in which `theirs` and `ours` are branches of one base.
fn repository(name: &str, case: &Case) -> PathBuf {
    let folder = scratch::folder(&format!("merge/{name}"));
    done(&folder, &["init", "-q", "-b", "ours"]);
    let command = Command::new(env!("CARGO_BIN_EXE_error-catalog"))
        .args(["merge", "--install"])
        .current_dir(&folder)
        .env_remove("GIT_DIR")
        .output()
        .expect("it starts");
    assert!(command.status.success(), "{}", String::from_utf8_lossy(&command.stderr));
    let commit = |edits: &[Edit]| {
        fs::write(folder.join("catalog.toml"), edited(case.base, edits)).expect("it can be written");
        done(&folder, &["add", "-A"]);
        done(&folder, &["commit", "-q", "--allow-empty", "-m", "edit"]);
    };
    commit(&[]);
    done(&folder, &["checkout", "-q", "-b", "theirs"]);
    commit(case.theirs);
    done(&folder, &["checkout", "-q", "ours"]);
    commit(case.ours);
    folder
}

#[test]
fn each_case_is_merged_or_its_conflict_is_shown() {
    println!("{:45} {:9} {:9} conflicts", "case", "merge", "by lines");
    for (at, case) in CASES.iter().enumerate() {
        let folder = repository(&format!("case-{at}"), case);
        let output = git(&folder, &["merge", "-q", "theirs"]);
        let said =
            String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        let merged = fs::read_to_string(folder.join("catalog.toml")).expect("it is there");
        // What git makes of it without the driver.
        let plain = repository(&format!("plain-{at}"), case);
        fs::remove_file(plain.join(".gitattributes")).expect("it is there");
        done(&plain, &["commit", "-q", "-am", "no driver"]);
        let by_lines = git(&plain, &["merge", "-q", "theirs"]).status.success();
        let word = |is_clean: bool| if is_clean { "clean" } else { "conflict" };
        println!(
            "{:45} {:9} {:9} {}",
            case.what,
            word(output.status.success()),
            word(by_lines),
            case.conflicts.join("; ")
        );
        assert_eq!(output.status.success(), case.conflicts.is_empty(), "{}: {said}\n{merged}", case.what);
        for text in case.merged {
            assert!(merged.contains(text), "{}: {text}\n{merged}", case.what);
        }
        for conflict in case.conflicts {
            assert!(said.contains(&format!("catalog.toml: {conflict}")), "{}: {conflict}\n{said}", case.what);
        }
        if case.conflicts.is_empty() {
            Catalog::parse("catalog.toml", &merged)
                .unwrap_or_else(|invalid| panic!("{}: {invalid}\n{merged}", case.what));
        }
    }
}

#[test]
fn rebases_and_cherry_picks_use_the_driver_too() {
    let case = &CASES[0];
    for command in [&["rebase", "-q", "theirs"][..], &["cherry-pick", "theirs"], &["merge", "-q", "theirs"]] {
        let folder = repository(&format!("other-{}", command[0]), case);
        done(&folder, command);
        let merged = fs::read_to_string(folder.join("catalog.toml")).expect("it is there");
        assert!(merged.contains("D_FOUR") && merged.contains("E_FIVE"), "{command:?}: {merged}");
    }
    // A stash is applied by a merge as well.
    let folder = repository("other-stash", case);
    done(&folder, &["reset", "-q", "--hard", "HEAD~1"]);
    fs::write(folder.join("catalog.toml"), edited(case.base, case.ours)).expect("it can be written");
    done(&folder, &["stash", "-q"]);
    done(&folder, &["merge", "-q", "theirs"]);
    done(&folder, &["stash", "pop", "-q"]);
    let merged = fs::read_to_string(folder.join("catalog.toml")).expect("it is there");
    assert!(merged.contains("D_FOUR") && merged.contains("E_FIVE"), "{merged}");
}

#[test]
fn the_installation_is_done_once() {
    let folder = scratch::folder("merge/install");
    let install = || {
        Command::new(env!("CARGO_BIN_EXE_error-catalog"))
            .args(["merge", "--install"])
            .current_dir(&folder)
            .env("GIT_CEILING_DIRECTORIES", folder.parent().expect("it has one"))
            .output()
            .expect("it starts")
    };
    let output = install();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).starts_with("this is not a repository of git"),
        "{output:?}"
    );
    done(&folder, &["init", "-q"]);
    fs::write(folder.join(".gitattributes"), "*.png binary").expect("it can be written");
    let text = String::from_utf8(install().stdout).expect("it is text");
    assert!(
        text.contains("git config merge.error-catalog.driver \"error-catalog merge %O %A %B --path %P\""),
        "{text}"
    );
    assert!(String::from_utf8(install().stdout).expect("it is text").contains(".gitattributes: up to date"));
    let attributes = fs::read_to_string(folder.join(".gitattributes")).expect("it is there");
    assert_eq!(attributes, "*.png binary\ncatalog.toml merge=error-catalog\n");
}
