//! Whoever does what the tutorial says, to the letter, gets what it promises.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/package.rs"]
mod package;

use std::fs;
use std::path::Path;

use error_catalog::cli::Exit;

use self::cli::{Ran, error_catalog};
use self::package::{Package, text};

const TUTORIAL: &str = include_str!("../src/table/codegen/tutorial.md");

#[test]
fn it_leads_to_the_first_error_and_on() {
    let mut reader = Reader { package: Package::new("tutorial"), ran: Vec::new() };
    // Its reader has the formatter's own settings, and not those of this repository.
    reader.package.write("rustfmt.toml", "");
    let blocks = blocks(TUTORIAL);
    for block in &blocks {
        match block {
            Block::Commands(commands) => commands.iter().for_each(|command| reader.run(command)),
            Block::File(name, text) => reader.package.write(name, text),
            Block::Excerpt => {}
        }
    }
    // The two parts of other crates are compiled with the code of this table, where the documentation is tested.
    assert_eq!(
        blocks.iter().find_map(Block::file),
        Some(("catalog.toml", include_str!("generated/tutorial.toml")))
    );
    let files: Vec<&str> = blocks.iter().filter_map(Block::file).map(|(name, _)| name).collect();
    let expected =
        ["catalog.toml", "build.rs", "src/lib.rs", "tests/first_error.rs", "src/lib.rs", "tests/errors.rs"];
    assert_eq!(files, expected);
    assert_eq!(blocks.iter().filter(|block| matches!(block, Block::Excerpt)).count(), 2, "axum and reqwest");
    // The test of the first error, with a build script and without, and the one of the checked-in code.
    let passed = reader.ran.iter().map(|said| said.matches("test result: ok. 1 passed").count());
    assert_eq!(passed.sum::<usize>(), 3, "{:#?}", reader.ran);

    // The promise of the last test: it fails where the table has changed and the code has not.
    let table = blocks.iter().find_map(Block::file).expect("the table comes first").1;
    reader.package.write("catalog.toml", table.replace("404", "410"));
    let output = reader.package.cargo(&["test"]);
    assert!(!output.status.success());
    let said = text(&output.stdout);
    assert!(said.contains("src/errors.rs is stale, run `error-catalog generate -o src/errors.rs`"), "{said}");
}

#[test]
fn init_writes_and_says_the_same() {
    let package = Package::new("tutorial_init");
    let Ran { exit, out, err } = error_catalog(&["init".as_ref(), package.directory.as_os_str()]);
    let said = out + &err;
    assert_eq!(exit, Exit::Clean, "{said}");
    let blocks = blocks(TUTORIAL);
    for name in ["catalog.toml", "build.rs"] {
        let written = fs::read_to_string(package.directory.join(name)).expect("it was written");
        // The name is that of the package.
        let written = written.replace("\"tutorial_init\"", "\"My API\"");
        assert!(blocks.iter().any(|block| block.file() == Some((name, &written))), "{name}:\n{written}");
    }
    let library = "error_catalog::include_catalog!();";
    assert!(blocks.iter().filter_map(Block::file).any(|(_, text)| text.contains(library)));
    let adds = blocks.iter().filter_map(Block::commands).flatten();
    let adds: Vec<&str> = adds.filter(|command| command.starts_with("cargo add ")).copied().take(2).collect();
    for step in adds.iter().chain([&library]) {
        assert!(said.contains(&format!("\n    {step}\n")), "{step}\n{said}");
    }
}

/// Does what is written.
struct Reader {
    package: Package,
    /// What each command of cargo said.
    ran: Vec<String>,
}

impl Reader {
    fn run(&mut self, command: &str) {
        let words: Vec<&str> = command.split(' ').collect();
        match words[..] {
            ["cd", folder] => self.package.directory.push(folder),
            ["rm", file] => fs::remove_file(self.package.directory.join(file)).expect("it is there"),
            ["cargo", "new", "--lib", folder] => {
                self.cargo(&words[1..]);
                // Without a network no other versions can be had.
                self.package.copy("Cargo.lock");
                let lock = self.package.directory.join("Cargo.lock");
                fs::rename(lock, self.package.directory.join(folder).join("Cargo.lock"))
                    .expect("the folder is there");
            }
            // It is the one of this repository that is to be proved.
            ["cargo", "add", ..] => {
                self.cargo(&[&words[1..], &["--path", env!("CARGO_MANIFEST_DIR")]].concat());
            }
            ["cargo", "fmt", ..] if !self.package.cargo(&["fmt", "--version"]).status.success() => {
                eprintln!("skipped: there is no rustfmt");
            }
            ["cargo", ref arguments @ ..] => self.cargo(arguments),
            ["error-catalog", "generate", "-o", file] => {
                let path = |name| self.package.directory.join(name).display().to_string();
                let ran = error_catalog(&["generate", "-o", &path(file), "--table", &path("catalog.toml")]);
                assert_eq!(ran.exit, Exit::Clean, "{}{}", ran.out, ran.err);
            }
            _ => panic!("nobody has taught this test to run `{command}`"),
        }
    }

    fn cargo(&mut self, arguments: &[&str]) {
        let output = self.package.cargo(arguments);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(output.status.success(), "cargo {arguments:?}\n{said}");
        assert!(!said.contains("warning"), "cargo {arguments:?}\n{said}");
        self.ran.push(said);
    }
}

/// What stands between two fences.
enum Block<'a> {
    Commands(Vec<&'a str>),
    /// The paragraph before it ends with its name.
    File(&'a str, String),
    /// A part of some file, which is compiled where the documentation is tested.
    Excerpt,
}

impl Block<'_> {
    fn file(&self) -> Option<(&str, &str)> {
        match self {
            Self::File(name, text) => Some((name, text)),
            _ => None,
        }
    }

    fn commands(&self) -> Option<&[&str]> {
        match self {
            Self::Commands(commands) => Some(commands),
            _ => None,
        }
    }
}

fn blocks(document: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = document.lines();
    let mut before = "";
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            before = if line.is_empty() { before } else { line };
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push(match language {
            "console" => {
                let command = |line: &&'_ str| line.strip_prefix("$ ").map(str::len);
                assert!(block.iter().all(|line| command(line).is_some()), "{block:?}");
                Block::Commands(block.iter().map(|line| &line[2..]).collect())
            }
            "rust" => Block::Excerpt,
            _ => {
                let name = before.strip_suffix("`:").and_then(|before| before.rsplit('`').next());
                let name = name.unwrap_or_else(|| panic!("{before:?} names no file"));
                assert!(Path::new(name).extension().is_some(), "{name}");
                Block::File(name, block.join("\n") + "\n")
            }
        });
        before = "";
    }
    blocks
}
