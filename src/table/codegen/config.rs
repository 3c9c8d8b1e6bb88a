//! What can be chosen about generated code, in the words of the user.

use std::path::{Path, PathBuf};

use super::options::{ConfigError, Options};
use super::{checked_in, output, render};
use crate::table::catalog::Catalog;
use crate::table::codegen::shell::word;

/// The generator with its options, for a build script. [`compile`](super::compile) is the same without any.
///
/// ```no_run
/// // build.rs
/// use error_catalog::codegen::Config;
///
/// fn main() {
///     Config::new().runtime("::acme_runtime::error_catalog").compile("catalog.toml");
/// }
/// ```
///
/// What is wrong with an option fails the build when [`compile`](Self::compile) is called, along with what is wrong with
/// the table.
#[derive(Clone, Debug)]
#[must_use = "it does nothing until `compile` is called"]
pub struct Config {
    runtime: Option<String>,
    file: String,
    out_dir: Option<PathBuf>,
    aliases: bool,
    attributes: Vec<String>,
}

impl Config {
    /// The generator as [`compile`](super::compile) has it.
    pub fn new() -> Self {
        Self {
            runtime: None,
            file: output::FILE.to_owned(),
            out_dir: None,
            aliases: true,
            attributes: Vec::new(),
        }
    }

    /// The path by which generated code calls this crate. It starts with `::` or `crate`, so that it means the same in
    /// every module. Defaults to `::error_catalog`.
    ///
    /// It is another one where the crate is renamed in `Cargo.toml`, or where the only way to it is through a crate that
    /// re-exports it. The build script and the macro are called by that path, too:
    ///
    /// ```
    /// use error_catalog::catalog::Catalog;
    /// use error_catalog::codegen::Config;
    ///
    /// let table = "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n";
    /// let catalog = Catalog::parse("catalog.toml", table)?;
    /// let code = Config::new().runtime("::acme_runtime::error_catalog").generate(&catalog)?;
    /// assert!(code.contains("impl ::acme_runtime::error_catalog::Code for ErrorCode {"));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.runtime = Some(path.into());
        self
    }

    /// The name of the file that is written. Defaults to `error_catalog.rs`, which `include_catalog!()` includes.
    ///
    /// A crate with two tables compiles the second one to another file, and includes it in another module:
    /// `include_catalog!("billing.rs")`.
    pub fn file(mut self, name: impl Into<String>) -> Self {
        self.file = name.into();
        self
    }

    /// The folder that the file is written to, from the package's root where it is relative. Defaults to the environment
    /// variable `OUT_DIR`, which cargo sets.
    ///
    /// That is for other build systems. `include_catalog!` does not look there, and a package whose build writes beside
    /// its sources cannot be published; code that is to be checked in is better written by `error-catalog generate`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Whether there are the aliases `ApiError` and `ReceivedError` beside the enum. Defaults to `true`.
    ///
    /// Without them the names are free for types of your own.
    pub fn aliases(mut self, aliases: bool) -> Self {
        self.aliases = aliases;
        self
    }

    /// An attribute for the enum, such as `#[must_use]` or `#[derive(Sequence)]`. May be called again for more. Defaults
    /// to none.
    ///
    /// A derive sees the names of the variants, not the codes.
    ///
    /// ```
    /// use error_catalog::catalog::Catalog;
    /// use error_catalog::codegen::Config;
    ///
    /// let table = "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n";
    /// let catalog = Catalog::parse("catalog.toml", table)?;
    /// let code = Config::new().attribute("#[must_use]").generate(&catalog)?;
    /// assert!(code.contains("#[must_use]\npub enum ErrorCode {"));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn attribute(mut self, attribute: impl Into<String>) -> Self {
        self.attributes.push(attribute.into());
        self
    }

    /// Turns a table into Rust, from a build script, as [`compile`](super::compile) does.
    pub fn compile(&self, table: impl AsRef<Path>) {
        output::compile(self.options(), self.out_dir.as_deref(), &self.file, table.as_ref());
    }

    /// The Rust source of a catalog. It writes nothing.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an option is wrong.
    pub fn generate(&self, catalog: &Catalog) -> Result<String, ConfigError> {
        self.options().map(|options| render(catalog, &options))
    }

    /// For a test of a crate that has its generated code checked in, as
    /// [`assert_generated`](super::assert_generated).
    ///
    /// # Panics
    ///
    /// That is how a test fails: with the command that writes the file again.
    #[track_caller]
    pub fn assert_generated(&self, table: impl AsRef<Path>, file: impl AsRef<Path>) {
        if let Err(why) = checked_in::compare(self, table.as_ref(), file.as_ref()) {
            panic!("{why}");
        }
    }

    /// The arguments with which the command `generate` makes the same, each with a space before it.
    pub(crate) fn arguments(&self) -> String {
        let mut out = String::new();
        if let Some(path) = &self.runtime {
            out.extend([" --runtime ", &word(path)]);
        }
        for attribute in &self.attributes {
            out.extend([" --attribute ", &word(attribute)]);
        }
        if !self.aliases {
            out.push_str(" --no-aliases");
        }
        out
    }

    fn options(&self) -> Result<Options, ConfigError> {
        Options::check(self.runtime.as_deref(), &self.file, self.aliases, &self.attributes)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}
