//! The rooms of `src/`, and which room may name which.
//!
//! `table` and `runtime` meet in `shared` and in generated code. `catalog` is below `codegen`, `docs` and `review`,
//! which do not name each other. The compiler holds the part that `build.rs` mounts; this test holds all of it.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A room, and the modules that its files must not name. `runtime` includes what `lib.rs` exports from it.
const RULES: [(&str, &[&str]); 7] = [
    ("shared", &["table", "runtime", "cli"]),
    ("runtime", &["table", "cli"]),
    ("table", &["runtime", "cli"]),
    ("table::catalog", &["table::codegen", "table::docs", "table::review"]),
    ("table::codegen", &["table::docs", "table::review"]),
    ("table::docs", &["table::codegen", "table::review"]),
    ("table::review", &["table::codegen", "table::docs"]),
];

#[test]
fn no_room_names_a_room_that_it_must_not() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let root = fs::read_to_string(source.join("lib.rs")).expect("lib.rs can be read");
    let mut files = Vec::new();
    collect(&source, &source, &mut files);
    assert!(files.len() > 100, "only {} files were found", files.len());
    let found: Vec<String> = files.iter().flat_map(|(file, text)| violations(&root, file, text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_planted_violation_of_each_rule_is_found() {
    let root = "pub use self::runtime::server::{ApiError, OrCode};\npub use self::table::docs;";
    for (room, forbidden) in RULES {
        let file = format!("{}/planted.rs", room.replace("::", "/"));
        for module in forbidden {
            for text in [
                format!("use crate::{module}::thing;"),
                format!("use crate::{{shared::text, {module}::{{thing, other}}}};"),
                format!("fn inline() {{ call(crate::{module}::thing()); }}"),
                format!("use {}{module}::thing;", "super::".repeat(room.split("::").count() + 1)),
            ] {
                assert!(!violations(root, &file, &text).is_empty(), "{file}: {text}");
            }
        }
    }
    assert!(!violations(root, "table/docs/planted.rs", "use crate::OrCode;").is_empty());
    assert!(!violations(root, "runtime/planted.rs", "use crate::docs::html;").is_empty());
}

#[test]
fn an_allowed_path_is_not_a_violation() {
    let root = "pub use self::runtime::server::ApiError;";
    for text in [
        "use crate::shared::text;\nuse crate::table::catalog::Catalog;",
        "/// Links to [`crate::ApiError`].\nfn documented() {}",
        "#[cfg(test)]\nmod tests { use crate::ApiError; }",
        "const TEXT: &str = \"crate::runtime\";",
    ] {
        let found = violations(root, "table/docs/allowed.rs", text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn the_root_has_only_its_doors() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&source, &source, &mut files);
    let doors = ["lib.rs", "main.rs"];
    for (file, _) in files.iter().filter(|(file, _)| !file.contains('/')) {
        assert!(doors.contains(&file.as_str()), "src/{file} belongs into a room");
    }
    files.sort_by_key(|(_, text)| text.lines().count());
    let size = |(file, text): &(String, String)| format!("src/{file}, {} lines", text.lines().count());
    println!("median: {}; largest: {}", size(&files[files.len() / 2]), size(&files[files.len() - 1]));
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder of src can be read") {
        let path = entry.expect("a folder of src can be read").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let parts = path.strip_prefix(root).expect("it is below src").iter();
            let name: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
            files.push((name.join("/"), fs::read_to_string(&path).expect("a file of src is UTF-8")));
        }
    }
}

fn parsed(text: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    walk(text.parse().expect("a file of src is Rust"), &[], &mut paths);
    paths
}

/// One line for each path of the file that a rule forbids.
fn violations(root: &str, file: &str, text: &str) -> Vec<String> {
    let mut module: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    if module.last() == Some(&"mod") {
        module.pop();
    }
    // Each name that `lib.rs` exports, with the path that it stands for.
    let exports: Vec<_> = parsed(root).into_iter().filter(|path| path[0] == "self").collect();
    let mut found = Vec::new();
    for path in parsed(text) {
        let Some(mut target) = absolute(&module, &path) else { continue };
        if let Some(export) = exports.iter().find(|export| export.last() == target.first()) {
            target.splice(..1, export[1..].iter().cloned());
        }
        for (room, forbidden) in RULES {
            let forbidden = forbidden.iter().find(|module| is_in(&target, module));
            if let (true, Some(forbidden)) = (is_in(&module, room), forbidden) {
                found.push(format!("src/{file}: {room} must not name {forbidden}: `{}`", path.join("::")));
            }
        }
    }
    found
}

fn is_in(path: &[impl AsRef<str>], room: &str) -> bool {
    let room: Vec<&str> = room.split("::").collect();
    path.len() >= room.len() && path.iter().zip(room).all(|(part, name)| part.as_ref() == name)
}

/// The path from the root of the crate; `None` for a path that begins with any other name.
fn absolute(module: &[&str], path: &[String]) -> Option<Vec<String>> {
    let supers = path.iter().skip_while(|part| *part == "self").take_while(|part| *part == "super").count();
    let base = match &*path[0] {
        "crate" => &[],
        "self" | "super" => &module[..module.len().saturating_sub(supers)],
        _ => return None,
    };
    let rest = path.iter().filter(|part| !matches!(part.as_str(), "crate" | "self" | "super"));
    Some(base.iter().map(ToString::to_string).chain(rest.cloned()).collect())
}

/// All paths of the tokens. Doc comments are literals here, so their links do not count.
fn walk(tokens: TokenStream, prefix: &[String], paths: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let colons = |at: usize| {
        [at, at + 1]
            .iter()
            .all(|at| matches!(tokens.get(*at), Some(TokenTree::Punct(p)) if p.as_char() == ':'))
    };
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(first) => {
                let mut path = prefix.to_vec();
                path.push(first.to_string());
                at += 1;
                while colons(at) {
                    match tokens.get(at + 2) {
                        Some(TokenTree::Ident(next)) => path.push(next.to_string()),
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            walk(group.stream(), &path, paths);
                        }
                        _ => break,
                    }
                    at += 3;
                }
                paths.push(path);
            }
            TokenTree::Group(group) => {
                at += 1;
                // What only tests name does not count.
                let is_test = group.stream().to_string() == "cfg (test)";
                let is_module = matches!(tokens.get(at), Some(TokenTree::Ident(word)) if word == "mod");
                if is_test && is_module {
                    at += 3;
                } else {
                    walk(group.stream(), prefix, paths);
                }
            }
            _ => at += 1,
        }
    }
}
