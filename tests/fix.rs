//! What `check --fix` mends, and what it leaves to the author.

#[path = "support/cli.rs"]
mod cli;

use std::fs;
use std::path::{Path, PathBuf};

use error_catalog::cli::Exit;

use self::cli::{Ran, error_catalog};

fn check_fix(table: &Path) -> (Exit, String) {
    let Ran { exit, out, err } =
        error_catalog(&["check".as_ref(), "--fix".as_ref(), "--deny-warnings".as_ref(), table.as_os_str()]);
    (exit, out + &err)
}

fn scratch(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("the folder can be written to");
    path
}

/// Each is mended to this text, and a second run finds nothing more to mend.
#[test]
fn what_there_is_no_doubt_about_is_mended() {
    let head = "# ours\n[catalog]\nname = \"Teapots\" # the name\n\n";
    for (number, (bad, good)) in [
        (
            "[errors]\nPOT = { status = \"404\", retry = \"never\", cause = \"No tea\", remedy = \"Ask.\" } # why\n",
            "[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No tea\", remedy = \"Ask.\" } # why\n",
        ),
        (
            "[errors.POT]\nStatus = 503\nretry = \"Backoff\"\nretry_after = 30\ndefault_for = 503\ncause = \"No tea\"\nremedy = \"Ask.\"\n",
            "[errors.POT]\nstatus = 503\nretry = \"backoff\"\nretry_after = \"30s\"\ndefault_for = [503]\ncause = \"No tea\"\nremedy = \"Ask.\"\n",
        ),
        (
            "[errors.POT]\nstatus = 498\nretry = \"never\"\ncause = \"No tea\"\nremedy = \"Ask.\"\nallow = [\"EC120\", \"EC101\"]\nallow_reason = \"So\"\n",
            "[errors.POT]\nstatus = 498\nretry = \"never\"\ncause = \"No tea\"\nremedy = \"Ask.\"\nallow = [\"EC120\"]\nallow_reason = \"So\"\n",
        ),
        (
            "[errors.POT]\nstatus = 404\nretry = \"never\"\ncause = \"No tea\"\nremedy = \"Ask.\"\nallow = \"EC120\"\nallow_reason = \"So\"\n",
            "[errors.POT]\nstatus = 404\nretry = \"never\"\ncause = \"No tea\"\nremedy = \"Ask.\"\n",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        for ending in ["\n", "\r\n"] {
            let text = |rows: &str| format!("\u{feff}{head}{rows}").replace('\n', ending);
            let table = scratch(&format!("fix-{number}.toml"), &text(bad));
            let (exit, said) = check_fix(&table);
            assert_eq!(fs::read_to_string(&table).expect("it is there"), text(good), "{said}");
            assert_eq!(exit, Exit::Clean, "{said}");
            assert!(said.contains(" corrected\n"), "{said}");
            let (exit, said) = check_fix(&table);
            assert_eq!(exit, Exit::Clean);
            assert!(!said.contains("corrected"), "{said}");
        }
    }
}

#[test]
fn what_may_have_been_meant_otherwise_is_left_to_the_author() {
    for (number, rows) in [
        // Near, but perhaps another word.
        "[errors]\nPOT = { statsu = 404, retry = \"never\", cause = \"No tea\" }\n",
        "[errors]\nPOT = { status = 404, retry = \"nevr\", cause = \"No tea\" }\n",
        // Both are there.
        "[errors]\nPOT = { status = 404, Status = 410, retry = \"never\", cause = \"No tea\" }\n",
        "[errors]\nPOT = { status = \"four\", retry = \"never\", cause = \"No tea\" }\n",
        // Its line has more on it.
        "[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No tea\", allow = [\"EC120\"], allow_reason = \"So\" }\n",
        "[errors\n",
    ]
    .into_iter()
    .enumerate()
    {
        let text = format!("[catalog]\nname = \"Teapots\"\n{rows}");
        let table = scratch(&format!("no-fix-{number}.toml"), &text);
        let (exit, said) = check_fix(&table);
        assert_eq!(exit, Exit::Findings, "{said}");
        assert_eq!(fs::read_to_string(&table).expect("it is there"), text, "{said}");
    }
    let (exit, said) = check_fix(Path::new("no-such-table.toml"));
    assert_eq!(exit, Exit::Failed, "{said}");
}
