//! Writes a module for each size: the enum of this crate, the map of `phf`, and the derived enum up to 1,000 codes.

#[allow(dead_code, reason = "the program uses the rest")]
#[path = "../support/codes.rs"]
mod codes;

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::codegen;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../support/codes.rs");
    let mut modules = String::new();
    for count in [38, 1_000, 10_000, 100_000] {
        let catalog = Catalog::parse("catalog.toml", &codes::table(count))?;
        writeln!(modules, "pub mod table_{count} {{\n{}\n{}", codegen::generate(&catalog), phf(&catalog))?;
        // The derived `FromStr` of 10,000 codes takes minutes to compile.
        if count <= 1_000 {
            modules += &derived(&catalog);
        }
        modules += "}\n";
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    fs::write(out.join("tables.rs"), modules)?;
    Ok(())
}

fn phf(catalog: &Catalog) -> String {
    let mut map = phf_codegen::Map::new();
    for entry in catalog.errors() {
        map.entry(&*entry.code, format!("ErrorCode::{}", entry.variant));
    }
    format!("pub static PHF: ::phf::Map<&'static str, ErrorCode> = {};\n", map.build())
}

fn derived(catalog: &Catalog) -> String {
    let mut code = String::from(
        "#[derive(Clone, Copy, strum::EnumIter, strum::EnumString, strum::IntoStaticStr)]\npub enum Derived {\n",
    );
    for entry in catalog.errors() {
        code += &format!("    #[strum(serialize = \"{}\")]\n    {},\n", entry.code, entry.variant);
    }
    code + "}\n"
}
