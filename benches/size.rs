//! The cost of a large table: CPU seconds and memory to compile it, and bytes in a program.
//!
//! `cargo bench --bench size` compiles tables of 38 to 100,000 codes, and the same enum written by hand with derives up
//! to 10,000 codes. It compiles the dependencies first. A line shows the build script, which generates the code, and
//! then the compiler. The benchmark needs Linux and about ten minutes.
//!
//! cargo also runs this program instead of the compiler. It then runs the compiler, and logs the cost.
#![allow(clippy::cast_precision_loss, reason = "numbers of codes and bytes are far below that")]

#[path = "support/by_hand.rs"]
mod by_hand;
#[allow(dead_code, reason = "other benchmarks use the rest")]
#[path = "support/codes.rs"]
mod codes;
#[path = "support/process.rs"]
mod process;

use std::error::Error;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use by_hand::{Row, enum_by_hand};
use error_catalog::catalog::Catalog;
use process::{Cost, measure};

const SIZES: [usize; 4] = [38, 1_000, 10_000, 100_000];
/// 10,000 codes take more than 3 GiB of memory. 100,000 codes were not measured.
const SIZES_BY_HAND: [usize; 3] = [38, 1_000, 10_000];
/// The sizes for optimized programs.
const SIZES_OF_PROGRAMS: [usize; 3] = [38, 1_000, 10_000];

/// If this variable is set, this program runs the compiler. The value is the path of the log.
const LOG: &str = "SIZE_BENCH_LOG";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    if let Some(log) = env::var_os(LOG) {
        return stand_in(Path::new(&log));
    }
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("size");
    let root = env!("CARGO_MANIFEST_DIR");
    let ours = Scratch::new(
        scratch.join("ours"),
        &format!(
            "error-catalog = {{ path = {root:?} }}\nserde_json = \"1.0.154\"\n\n[build-dependencies]\n\
             error-catalog = {{ path = {root:?}, features = [\"codegen\"] }}\n"
        ),
        Some(BUILD_SCRIPT),
        OUR_PROGRAM,
    )?;
    let by_hand = Scratch::new(scratch.join("by_hand"), by_hand::DEPENDENCIES, None, PROGRAM_BY_HAND)?;

    println!("{:>7} {:>24} {:>22} {:>9}   with derives", "codes", "build script", "compiler", "together");
    let mut before: Option<(f64, f64)> = None;
    for size in SIZES {
        let (script, compiler) = ours.compile_table(size)?;
        let seconds = script.seconds + compiler.seconds;
        let mut line = format!(
            "{size:>7} {:>8.2} s {:>9.0} MiB {:>8.2} s {:>7.0} MiB {seconds:>7.2} s",
            script.seconds, script.megabytes, compiler.seconds, compiler.megabytes
        );
        if SIZES_BY_HAND.contains(&size) {
            let derived = by_hand.compile(&enum_of(size)?)?;
            write!(
                line,
                "   {:>7.2} s {:>6.0} MiB: {:>5.1}x",
                derived.seconds,
                derived.megabytes,
                derived.seconds / seconds
            )?;
        }
        if let Some((smaller, least)) = before {
            let (more, longer) = (size as f64 / smaller, seconds / least);
            write!(line, "   ({more:.0} times the codes, {longer:.1} times the seconds)")?;
        }
        println!("{line}");
        before = Some((size as f64, seconds));
    }

    println!("\n{:>7} {:>24} {:>24}", "codes", "program", "with derives");
    let mut smallest = None;
    for size in SIZES_OF_PROGRAMS {
        ours.write_table(size)?;
        let own = ours.program()?;
        by_hand.write("src/lib.rs", &enum_of(size)?)?;
        let derived = if size <= 1_000 { Some(by_hand.program()?) } else { None };
        let (base_size, base_own, base_derived) = *smallest.get_or_insert((size, own, derived.unwrap_or(0)));
        let codes = (size - base_size).max(1) as f64;
        let per_code = |bytes: u64, base: u64| bytes.saturating_sub(base) as f64 / codes;
        let mut line = format!("{size:>7} {own:>9} B, {:>4.0} B a code", per_code(own, base_own));
        if let Some(derived) = derived {
            write!(line, " {derived:>9} B, {:>4.0} B a code", per_code(derived, base_derived))?;
        }
        println!("{line}");
    }
    Ok(())
}

const BUILD_SCRIPT: &str = "fn main() {\n    error_catalog::codegen::compile(\"catalog.toml\");\n}\n";

/// Uses every part of a row, so that the compiler removes none of them.
const OUR_PROGRAM: &str = r#"
use sized::ErrorCode;

fn main() {
    let wire = std::env::args().nth(1).unwrap_or_default();
    for code in wire.parse::<ErrorCode>().into_iter().chain(ErrorCode::ALL.iter().copied()) {
        println!("{code} {code:?} {} {:?} {:?}", code.status(), code.retry(), code.retry_after());
        println!("{} {} {:?} {:?}", code.cause(), code.message(), code.remedy(), serde_json::to_string(&code));
        println!("{:?}", error_catalog::ApiError::from(code).into_parts());
    }
}
"#;

const PROGRAM_BY_HAND: &str = r#"
use sized::ErrorCode;
use strum::{IntoEnumIterator, VariantNames};

fn main() {
    let wire = std::env::args().nth(1).unwrap_or_default();
    for code in wire.parse::<ErrorCode>().into_iter().chain(ErrorCode::iter()) {
        let string: &str = code.into();
        let read = serde_json::from_str::<ErrorCode>(&wire);
        println!("{code} {string} {code:?} {} {:?} {read:?}", code.status(), serde_json::to_string(&code));
    }
    println!("{:?}", ErrorCode::VARIANTS);
}
"#;

fn enum_of(size: usize) -> Result<String> {
    let catalog = Catalog::parse("catalog.toml", &codes::table(size))?;
    Ok(enum_by_hand(catalog.errors().iter().map(|entry| Row {
        variant: entry.variant.clone(),
        code: entry.code.clone(),
        cause: entry.cause.clone(),
        status: entry.status,
    })))
}

/// A package that is compiled many times. Its dependencies are compiled once.
struct Scratch(PathBuf);

impl Scratch {
    fn new(folder: PathBuf, dependencies: &str, script: Option<&str>, program: &str) -> Result<Self> {
        fs::create_dir_all(folder.join("src"))?;
        let scratch = Self(folder);
        scratch.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"sized\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[profile.release]\nstrip = true\n\n\
                 [workspace]\n\n[dependencies]\n{dependencies}"
            ),
        )?;
        if let Some(script) = script {
            scratch.write("build.rs", script)?;
        }
        scratch.write("src/main.rs", program)?;
        scratch.write("catalog.toml", &codes::table(1))?;
        let lib = if script.is_some() { INCLUDE.to_owned() } else { enum_of(1)? };
        scratch.write("src/lib.rs", &lib)?;
        scratch.cargo(&["build", "--quiet", "--lib"])?;
        Ok(scratch)
    }

    fn write(&self, file: &str, text: &str) -> Result<()> {
        Ok(fs::write(self.0.join(file), text)?)
    }

    fn write_table(&self, size: usize) -> Result<()> {
        self.write("catalog.toml", &codes::table(size))
    }

    /// The cost of a table: of the build script, and of the compiler.
    fn compile_table(&self, size: usize) -> Result<(Cost, Cost)> {
        self.write_table(size)?;
        let compiler = self.compile(INCLUDE)?;
        let out = self.0.join("out");
        fs::create_dir_all(&out)?;
        let script = measure(
            Command::new(self.build_script()?).current_dir(&self.0).env("OUT_DIR", &out).stdout(null()),
        )?;
        Ok((script, compiler))
    }

    /// The cost of compiling the library.
    fn compile(&self, lib: &str) -> Result<Cost> {
        self.write("src/lib.rs", lib)?;
        let log = self.0.join("log");
        fs::write(&log, "")?;
        self.cargo(&["build", "--quiet", "--lib"])?;
        let log = fs::read_to_string(&log)?;
        let line = log
            .lines()
            .find_map(|line| line.strip_prefix("sized "))
            .ok_or("the log does not contain the package")?;
        let (seconds, megabytes) = line.split_once(' ').ok_or("the log is truncated")?;
        Ok(Cost { seconds: seconds.parse()?, megabytes: megabytes.parse()? })
    }

    /// The bytes of a program, optimized and stripped.
    fn program(&self) -> Result<u64> {
        self.cargo(&["build", "--quiet", "--release", "--bin", "sized"])?;
        Ok(fs::metadata(self.0.join("target/release/sized"))?.len())
    }

    fn build_script(&self) -> Result<PathBuf> {
        for entry in fs::read_dir(self.0.join("target/debug/build"))? {
            let program = entry?.path().join("build-script-build");
            let is_ours = program
                .parent()
                .and_then(Path::file_name)
                .is_some_and(|name| name.to_string_lossy().starts_with("sized-"));
            if is_ours && program.exists() {
                return Ok(program);
            }
        }
        Err("the build script was not compiled".into())
    }

    fn cargo(&self, arguments: &[&str]) -> Result<()> {
        let status = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .env("RUSTC_WORKSPACE_WRAPPER", env::current_exe()?)
            .env(LOG, self.0.join("log"))
            .status()?;
        if status.success() { Ok(()) } else { Err(format!("cargo {arguments:?} failed").into()) }
    }
}

const INCLUDE: &str = "error_catalog::include_catalog!();\n";

fn null() -> std::process::Stdio {
    std::process::Stdio::null()
}

/// Runs the compiler with the arguments of cargo, and appends the cost to the log.
fn stand_in(log: &Path) -> Result<()> {
    let mut arguments = env::args_os().skip(1);
    let compiler = arguments.next().ok_or("cargo did not pass the compiler")?;
    let arguments: Vec<OsString> = arguments.collect();
    let Cost { seconds, megabytes } = measure(Command::new(compiler).args(&arguments))?;
    let name = arguments.iter().skip_while(|argument| *argument != "--crate-name").nth(1);
    if let Some(name) = name {
        let mut log = fs::OpenOptions::new().create(true).append(true).open(log)?;
        writeln!(log, "{} {seconds} {megabytes}", name.to_string_lossy())?;
    }
    Ok(())
}
