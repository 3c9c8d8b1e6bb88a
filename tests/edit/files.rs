//! No file is ever lost.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use error_catalog::cli::{Exit, run};

use super::{LINES, NEW, SECTIONS, Table, error_catalog, files, folder};

const CHILD: &str = "ERROR_CATALOG_TEST_CHILD";

/// Not a test by itself: this program, started again as the command. (The real one needs a feature that `cargo
/// test` does not turn on for it.)
#[test]
fn child() {
    let Some(arguments) = env::var_os(CHILD) else {
        return;
    };
    let arguments = arguments.into_string().expect("the parent sent text");
    let (mode, arguments) = arguments.split_once('\n').expect("the parent sent a mode");
    loop {
        for arguments in arguments.split("\n\n") {
            let arguments = ["error-catalog"].into_iter().chain(arguments.lines()).map(OsString::from);
            let exit = run(arguments, &mut std::io::stdout(), &mut std::io::stderr()).expect("they are open");
            if mode == "once" {
                std::process::exit(exit as i32);
            }
        }
    }
}

fn start_child(command: &mut Command, mode: &str, arguments: &str) -> Child {
    command.env(CHILD, format!("{mode}\n{arguments}")).spawn().expect("this program can be started")
}

fn this_program() -> Command {
    let mut command = Command::new(env::current_exe().expect("it is running"));
    command.args(["--exact", "files::child", "--nocapture"]);
    command
}

#[test]
fn what_is_no_table_of_text_is_refused() {
    let table = Table::new("no-text", LINES);
    fs::write(&table.path, b"[catalog]\nname = \"\xFF\"\n").expect("it can be written");
    for command in ["fmt", "add A --status 404 --retry never --cause A", "retire A --reason B"] {
        let arguments: Vec<&str> = command.split(' ').collect();
        table.refuses(&arguments, Exit::Failed, "catalog.toml:2: is not UTF-8, save the file as UTF-8");
    }
    let folder = folder("no-file");
    let name = folder.display().to_string();
    let ran = error_catalog(&["fmt", "--table", &name]);
    assert_eq!((ran.exit, ran.err), (Exit::Failed, format!("{name}: is a folder, name a file in it\n")));
    let name = folder.join("none.toml").display().to_string();
    let ran = error_catalog(&["fmt", "--table", &name]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.err.starts_with(&format!("{name}: cannot read it: ")), "{}", ran.err);
    assert!(files(&folder).is_empty(), "nothing was made");
}

#[test]
fn a_read_only_file_is_not_replaced() {
    let table = Table::new("read-only", LINES);
    let writable = fs::metadata(&table.path).expect("it is there").permissions();
    let mut read_only = writable.clone();
    read_only.set_readonly(true);
    fs::set_permissions(&table.path, read_only).expect("it is ours");
    table.refuses(
        &["fmt"],
        Exit::Failed,
        "catalog.toml: is read-only, nothing was written: make the file writable",
    );
    table.refuses(&NEW, Exit::Failed, "is read-only");
    assert_eq!(table.run(&[&NEW[..], &["--dry-run"]].concat()).exit, Exit::Clean);
    fs::set_permissions(&table.path, writable).expect("it is ours");
}

#[cfg(unix)]
#[test]
fn a_folder_that_takes_no_file_leaves_the_old_one() {
    use std::os::unix::fs::PermissionsExt;

    let table = Table::new("read-only-folder", LINES);
    let folder = table.path.parent().expect("it is in a folder");
    let set = |mode| fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("it is ours");
    set(0o555);
    if fs::write(folder.join("probe"), "").is_ok() {
        eprintln!("skipped: this user, root for one, may write to any folder");
        set(0o755);
        return;
    }
    table.refuses(&["fmt"], Exit::Failed, "cannot write a new file beside it, nothing was written");
    set(0o755);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let table = Table::new("link", LINES);
    fs::set_permissions(&table.path, fs::Permissions::from_mode(0o640)).expect("it is ours");
    let links = folder("link-elsewhere");
    let (link, dangling) = (links.join("link.toml"), links.join("dangling.toml"));
    symlink(&table.path, &link).expect("it can be made");
    symlink(links.join("nowhere"), &dangling).expect("it can be made");
    let ran = error_catalog(&["fmt", "--table", &link.display().to_string()]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    assert_eq!(table.text(), LINES.replace("POT_EMPTY  =  {", "POT_EMPTY = {"));
    let mode = fs::metadata(&table.path).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let ran = error_catalog(&["fmt", "--table", &dangling.display().to_string()]);
    assert_eq!(ran.exit, Exit::Failed);
    assert_eq!(files(&links), ["dangling.toml", "link.toml"]);
    assert_eq!(table.files(), ["catalog.toml"]);
}

/// A limit to the size of files is what an ordinary user can have of a full disk: the write fails in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file() {
    let comments = "# A comment that takes its room on the disk.\n".repeat(100);
    let table = Table::new("full", &format!("{comments}{LINES}"));
    let before = table.text();
    let mut shell = Command::new("sh");
    // Without the trap the system ends the program, which the next test looks at.
    shell.args(["-c", "trap '' XFSZ; ulimit -f 1 && exec \"$@\"", "sh"]);
    shell.arg(env::current_exe().expect("it is running")).args(["--exact", "files::child", "--nocapture"]);
    shell.stdout(Stdio::null()).stderr(Stdio::piped());
    let child = start_child(&mut shell, "once", &format!("fmt\n--table\n{}", table.name));
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("catalog.toml: cannot write it, the file is as it was: "), "{said}");
    assert!(said.contains("make room and run it again"), "{said}");
    assert_eq!(table.text(), before);
    assert_eq!(table.files(), ["catalog.toml"]);
}

/// The file is the old one or the new one in full, whenever the program is killed; what may be left beside it is
/// hidden, and no table by its name.
#[test]
fn a_killed_program_leaves_a_whole_file() {
    let one = Table::new("killed", LINES);
    let other = Table::new("killed-other", SECTIONS);
    let document = one.path.with_file_name("README.md");
    let room = "x".repeat(1 << 22);
    let region = "<!-- error-catalog:begin markdown -->\n<!-- error-catalog:end -->\n";
    fs::write(&document, format!("{region}{room}\n{region}")).expect("it can be written");
    let name = document.display().to_string();
    let mut whole = vec![fs::read(&document).expect("it is there")];
    for table in [&one, &other] {
        assert_eq!(table.run(&["inject", &name]).exit, Exit::Clean);
        whole.push(fs::read(&document).expect("it is there"));
    }
    let inject = |table: &Table| format!("inject\n{name}\n--table\n{}", table.name);
    let arguments = format!("{}\n\n{}", inject(&one), inject(&other));
    let mut met = [0; 3];
    for round in 0..40 {
        let mut command = this_program();
        let mut child =
            start_child(command.stdout(Stdio::piped()).stderr(Stdio::null()), "again", &arguments);
        let mut said =
            BufReader::new(child.stdout.take().expect("it is a pipe")).lines().map_while(Result::ok);
        let mut next =
            || said.find(|line| line.ends_with(": written")).map(|_| Instant::now()).expect("it writes");
        // Anywhere in the time that one run takes.
        let (begun, done) = (next(), next());
        thread::sleep((done - begun) * (round * 7919 % 100) / 100);
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let found = fs::read(&document).expect("it is there");
        let at = whole.iter().position(|whole| *whole == found).expect("it is whole");
        met[at] += 1;
    }
    assert_eq!(met[0], 0, "the child has written");
    let left = one.files();
    eprintln!("killed as the old text, the one and the other: {met:?}; beside them {} files", left.len() - 2);
    for file in left {
        let is_left_over =
            file.starts_with(".error-catalog-") && Path::new(&file).extension() == Some(OsStr::new("tmp"));
        assert!(is_left_over || ["README.md", "catalog.toml"].contains(&&*file), "{file}");
    }
    // They are large.
    let _ = fs::remove_dir_all(folder("killed"));
}

/// Whoever is late starts anew with the other's table.
#[test]
fn of_two_editors_none_loses_a_row() {
    let rounds = env::var("ROUNDS").map_or(100, |rounds| rounds.parse().expect("it is a number"));
    let table = Table::new("race", LINES);
    let start = Barrier::new(2);
    for round in 0..rounds {
        fs::write(&table.path, LINES).expect("it can be written");
        let add = |code: &str| {
            start.wait();
            let row = ["--status=400", "--retry=never", "--cause=Something else", "--remedy=Ask."];
            table.run(&[&["add", code], &row[..]].concat())
        };
        let (one, other) = thread::scope(|scope| {
            let other = scope.spawn(|| add("OTHER"));
            (add("ONE"), other.join().expect("it does not panic"))
        });
        let text = table.text();
        for (code, ran) in [("ONE", &one), ("OTHER", &other)] {
            assert_eq!((ran.exit, &*ran.out), (Exit::Clean, ""), "round {round}, {code}: {}", ran.err);
            assert!(text.contains(&format!("[errors.{code}]")), "round {round}, {code}: {text}");
        }
    }
    assert_eq!(table.files(), ["catalog.toml"], "no temporary file is left");
}

#[test]
fn an_export_is_not_edited() {
    let table = Table::new("export", LINES);
    let export = table.run(&["docs", "json"]).out;
    let table = Table::new("export", &export);
    for arguments in [
        &["fmt"][..],
        &["fmt", "--check"],
        &["check", "--fix"],
        &NEW,
        &["retire", "POT_COLD", "--reason=Why"],
    ] {
        table.refuses(
            arguments,
            Exit::Failed,
            ": is a JSON export, edit the TOML table that it was made from\n",
        );
    }
}
