//! The path of an included table.

use crate::shared::text::is_invisible;

/// What is wrong with an entry of `[include]`, and what to do about it.
pub(super) struct Fault {
    pub(super) what: &'static str,
    pub(super) help: &'static str,
}

const RELATIVE: &str =
    "start at the folder of this table, with `/` between folders, as in \"../common/catalog.toml\"";

/// The path of an included table, from that of the including one. Folders are gone up by their names: what a symbolic
/// link means on one machine is not what it means in a package or in a revision.
pub(super) fn join(including: &str, entry: &str) -> Result<String, Fault> {
    if let Some(what) = fault(entry) {
        return Err(Fault { what, help: RELATIVE });
    }
    let file = including.rfind(is_separator).map_or(0, |at| at + 1);
    let mut path = including[..file].to_owned();
    let mut parts = entry.split('/').filter(|part| !matches!(*part, "" | ".")).peekable();
    while let Some(part) = parts.next() {
        if part == ".." {
            go_up(&mut path)?;
        } else {
            path.push_str(part);
            if parts.peek().is_some() {
                path.push('/');
            }
        }
    }
    let is_folder = path.is_empty() || path.ends_with(is_separator) || entry.ends_with('/');
    if is_folder {
        return Err(Fault { what: "a folder", help: "name the file: `/catalog.toml` at its end" });
    }
    Ok(path)
}

fn fault(entry: &str) -> Option<&'static str> {
    if entry.trim().is_empty() {
        Some("expected a path")
    } else if entry.contains(is_invisible) {
        Some("a path with invisible characters")
    } else if entry.contains('\\') {
        Some("a path with backslashes")
    } else if entry.starts_with('/') || entry.as_bytes().get(1) == Some(&b':') {
        Some("an absolute path, which leads elsewhere on other machines")
    } else {
        None
    }
}

/// Takes the last folder from a path, which is empty or ends with a separator.
fn go_up(path: &mut String) -> Result<(), Fault> {
    let folders = path.trim_end_matches(is_separator);
    let start = folders.rfind(is_separator).map_or(0, |at| at + 1);
    match &folders[start..] {
        ".." => path.push_str("../"),
        "" if path.is_empty() => path.push_str("../"),
        "." => path.replace_range(start.., "../"),
        last if last.is_empty() || last.ends_with(':') => {
            return Err(Fault { what: "a path that goes above the first folder", help: RELATIVE });
        }
        _ => path.truncate(start),
    }
    Ok(())
}

/// The table itself is named as the system does.
fn is_separator(character: char) -> bool {
    character == '/' || cfg!(windows) && character == '\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_gone_up_by_their_names() {
        for (including, entry, path) in [
            ("catalog.toml", "common.toml", "common.toml"),
            ("catalog.toml", "./a//b/./c.toml", "a/b/c.toml"),
            ("catalog.toml", "../common/catalog.toml", "../common/catalog.toml"),
            ("../a/catalog.toml", "../../b.toml", "../../b.toml"),
            ("./catalog.toml", "../b.toml", "../b.toml"),
            ("a/b/catalog.toml", "../c/d.toml", "a/c/d.toml"),
            ("a/b/catalog.toml", "../../../d.toml", "../d.toml"),
            ("/a/catalog.toml", "../d.toml", "/d.toml"),
            ("a/catalog.toml", "x/../d.toml", "a/d.toml"),
        ] {
            assert_eq!(join(including, entry).ok().as_deref(), Some(path), "{including} {entry}");
        }
    }

    #[test]
    fn what_is_no_path_from_here_is_refused() {
        for (including, entry) in [
            ("catalog.toml", ""),
            ("catalog.toml", " "),
            ("catalog.toml", "."),
            ("catalog.toml", ".."),
            ("catalog.toml", "a/.."),
            ("catalog.toml", "common/"),
            ("catalog.toml", "/etc/catalog.toml"),
            ("catalog.toml", "C:/catalog.toml"),
            ("catalog.toml", r"..\catalog.toml"),
            ("catalog.toml", "a\ncargo::error=b"),
            ("/catalog.toml", "../../catalog.toml"),
        ] {
            let joined = join(including, entry).ok();
            assert_eq!(joined, None, "{including} {entry:?}");
        }
    }
}
