//! Where documents go, what they replace, and what is read as a table.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use error_catalog::cli::Exit;

use self::cli::{Ran, error_catalog};

const TABLE: &str = "[catalog]\nname = \"Pots\"\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\", remedy = \"Buy one.\" }\nCUP = { status = 503, retry = \"backoff\", cause = \"No cup\", remedy = \"Wait.\" }\n";

const FORMATS: [&str; 12] = [
    "csv",
    "envelope-schema",
    "export-schema",
    "go",
    "html",
    "json",
    "markdown",
    "openapi",
    "python",
    "toml",
    "typescript",
    "vectors",
];

fn docs(folder: &Path, format: &str, output: &Path, options: &[&str]) -> Ran {
    let table = folder.join("catalog.toml");
    let command = ["docs", format];
    let arguments: Vec<_> = command
        .iter()
        .chain(options)
        .map(AsRef::as_ref)
        .chain(["--table".as_ref(), table.as_os_str(), "-o".as_ref(), output.as_os_str()])
        .collect();
    error_catalog(&arguments)
}

#[test]
fn a_document_replaces_an_earlier_one_and_nothing_else() {
    let folder = scratch::folder("outputs/replace");
    let table = folder.join("catalog.toml");
    for format in FORMATS {
        let output = folder.join(format!("out.{format}.html"));
        fs::write(&table, TABLE).expect("it can be written");
        assert_eq!(docs(&folder, format, &output, &[]).exit, Exit::Clean, "{format}");
        // The table grows, and the document with it.
        fs::write(&table, format!("{TABLE}MUG = {{ status = 410, retry = \"never\", cause = \"No mug\", remedy = \"Buy one.\" }}\n")).expect("it can be written");
        let ran = docs(&folder, format, &output, &[]);
        assert_eq!(ran.exit, Exit::Clean, "{format}: {}", ran.err);
        for precious in [
            "My diary.\n".to_owned(),
            "{\n  \"name\": \"my-package\",\n  \"version\": \"1.0.0\"\n}\n".to_owned(),
            TABLE.replace("Pots", "Other pots"),
            format!("# error-catalog lock: published with 1.0.0\n\n{TABLE}"),
            "id,name\n1,x\n".to_owned(),
            "<!DOCTYPE html>\n<title>Mine</title>\n".to_owned(),
            "# Guide\n\n| A | B |\n|---|---|\n".to_owned(),
        ] {
            fs::write(&output, &precious).expect("it can be written");
            let ran = docs(&folder, format, &output, &[]);
            assert_eq!(ran.exit, Exit::Failed, "{format}: {precious}");
            assert!(ran.err.ends_with("is not an earlier version of this document, and stays as it is; name another file, or replace it with `--force`\n"), "{}", ran.err);
            assert_eq!(fs::read_to_string(&output).expect("it is there"), precious);
            assert_eq!(docs(&folder, format, &output, &["--force"]).exit, Exit::Clean);
            assert_ne!(fs::read_to_string(&output).expect("it is there"), precious);
        }
        // One format is not an earlier version of another.
        if format != "json" {
            assert_eq!(docs(&folder, "json", &output, &[]).exit, Exit::Failed, "{format}");
        }
    }
}

#[test]
fn files_of_runs_that_were_killed_are_removed() {
    let folder = scratch::folder("outputs/sweep");
    fs::write(folder.join("catalog.toml"), TABLE).expect("it can be written");
    let old = SystemTime::now() - Duration::from_secs(2 * 60 * 60);
    for (name, time) in [
        (".error-catalog-AbCdEf.tmp", old),
        (".error-catalog-young.tmp", SystemTime::now()),
        ("notes.tmp", old),
        (".error-catalog-mine", old),
    ] {
        let file = fs::File::create(folder.join(name)).expect("it can be made");
        file.set_modified(time).expect("it can be set");
    }
    assert_eq!(docs(&folder, "csv", &folder.join("new.csv"), &[]).exit, Exit::Clean);
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("it is there")
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [".error-catalog-mine", ".error-catalog-young.tmp", "catalog.toml", "new.csv", "notes.tmp"]
    );
}

#[cfg(unix)]
#[test]
fn a_new_file_can_be_read_by_those_who_read_any_new_file() {
    use std::os::unix::fs::PermissionsExt;

    let folder = scratch::folder("outputs/mode");
    fs::write(folder.join("catalog.toml"), TABLE).expect("it can be written");
    assert_eq!(docs(&folder, "csv", &folder.join("new.csv"), &[]).exit, Exit::Clean);
    let mode = |name: &str| fs::metadata(folder.join(name)).expect("it is there").permissions().mode();
    assert_eq!(mode("new.csv"), mode("catalog.toml"));
}

#[cfg(unix)]
#[test]
fn only_regular_files_of_a_bounded_size_are_tables() {
    let folder = scratch::folder("outputs/kinds");
    let pipe = folder.join("pipe.toml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    let large = folder.join("large.toml");
    fs::File::create(&large).and_then(|file| file.set_len(1 << 30)).expect("it can be made");
    for (file, why) in
        [(&*pipe, "regular file"), (Path::new("/dev/zero"), "regular file"), (&*large, "larger than 64 MiB")]
    {
        for command in [
            &["check"][..],
            &["list", "--table"],
            &["explain", "POT", "--table"],
            &["fmt", "--table"],
            &["retire", "POT", "--reason", "x", "--table"],
            &["diff"],
            &["import", "--from", "markdown"],
        ] {
            let arguments: Vec<_> = command.iter().map(AsRef::as_ref).chain([file.as_os_str()]).collect();
            let ran = error_catalog(&arguments);
            assert_eq!(ran.exit, Exit::Failed, "{command:?} {}: {}", file.display(), ran.err);
            assert!(ran.err.contains(why), "{command:?} {}: {}", file.display(), ran.err);
        }
    }
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_reaches_the_terminal_as_it_is() {
    let folder = scratch::folder("outputs/names").join("a\u{1B}[31mred\u{202E}");
    fs::create_dir_all(&folder).expect("it can be made");
    let table = folder.join("catalog.toml");
    for text in [TABLE, "[catalog]\nname = 1\n", "[catalog"] {
        fs::write(&table, text).expect("it can be written");
        for command in [
            "check",
            "list",
            "fmt",
            "lock",
            "docs json -o",
            "docs html -o",
            "schema",
            "init",
            "import",
            "diff",
            "inject",
            "merge --path",
            "retire POT --reason x",
            "generate -o",
        ] {
            let words = command.split(' ').map(AsRef::as_ref);
            for tail in [
                &[][..],
                &[table.as_os_str()],
                &[folder.as_os_str()],
                &["--table".as_ref(), table.as_os_str()],
            ] {
                let arguments: Vec<_> = words.clone().chain(tail.iter().copied()).collect();
                let ran = error_catalog(&arguments);
                let said = ran.err + &ran.out;
                assert!(!said.contains(['\u{1B}', '\u{202E}']), "{command} {tail:?}: {said:?}");
            }
        }
    }
}
