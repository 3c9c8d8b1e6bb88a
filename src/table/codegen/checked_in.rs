//! Generated code that is checked in, and whether it is what would be generated now.

use std::fs;
use std::path::Path;

use super::Config;
use super::same_code::why_stale;
use crate::table::catalog::Catalog;
use crate::table::codegen::disk::Disk;
use crate::table::codegen::shell::word;

/// For a test of a crate that has its generated code checked in: the file is what `error-catalog generate` would write.
///
/// Relative paths start at the package's root, where cargo runs tests. The file may be formatted in
/// another way, by `rustfmt` for example: tokens are compared.
/// With options it is [`Config::assert_generated`].
///
/// ```no_run
/// // In a `#[test]`:
/// error_catalog::codegen::assert_generated("catalog.toml", "src/errors.rs");
/// ```
///
/// # Panics
///
/// That is how a test fails: with the command that writes the file again, or with the mistakes of the table.
#[track_caller]
pub fn assert_generated(table: impl AsRef<Path>, file: impl AsRef<Path>) {
    Config::new().assert_generated(table, file);
}

/// Says why the file is not what would be generated.
pub(super) fn compare(config: &Config, table: &Path, file: &Path) -> Result<(), String> {
    let catalog = Catalog::from_read(&table.display().to_string(), fs::read(table), &mut Disk::default());
    let catalog = catalog.map_err(|invalid| invalid.to_string())?;
    let fresh = config.generate(&catalog).map_err(|error| error.to_string())?;
    let command = command(config, table, file);
    let name = file.display();
    let found = fs::read_to_string(file)
        .map_err(|error| format!("cannot read {name}: {error}; write it with `{command}`"))?;
    why_stale(&found, &fresh).map_or(Ok(()), |why| Err(format!("{name} is {why}, run `{command}`")))
}

/// The command that writes the file.
pub(crate) fn command(config: &Config, table: &Path, file: &Path) -> String {
    let path = |path: &Path| word(&path.display().to_string());
    let table =
        if table == Path::new("catalog.toml") { String::new() } else { format!(" --table {}", path(table)) };
    format!("error-catalog generate{} -o {}{table}", config.arguments(), path(file))
}
