//! `generate`: makes the Rust of a table, for crates that have it checked in.

use std::io;

use clap::{Arg, ArgAction, Command};

use super::{Console, Exit, output};
use crate::table::codegen::Config;
use crate::table::codegen::same_code::why_stale;

pub(super) fn arguments(command: Command) -> Command {
    output::arguments(command)
        .about("Print the Rust of the table, or write it to a file that is checked in")
        .after_help(
            "`-o` always writes the form of this command. `--check` compares tokens, so it accepts a file that `rustfmt` \
             has formatted.",
        )
        .arg(
            Arg::new("runtime")
                .long("runtime")
                .value_name("PATH")
                .help("The path of the crate `error-catalog` in that code [default: `::error_catalog`]"),
        )
        .arg(
            Arg::new("attribute")
                .long("attribute")
                .value_name("ATTRIBUTE")
                .action(ArgAction::Append)
                .help("An attribute for the enum, such as `#[must_use]`; may be repeated"),
        )
        .arg(
            Arg::new("no-aliases")
                .long("no-aliases")
                .action(ArgAction::SetTrue)
                .help("Leave out the aliases `ApiError` and `ReceivedError`"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let catalog = match console.catalog()? {
        Ok(catalog) => catalog,
        Err(exit) => return Ok(exit),
    };
    let config = config(console);
    let code = match config.generate(&catalog) {
        Ok(code) => code,
        Err(error) => {
            writeln!(console.err, "{error}")?;
            return Ok(Exit::Failed);
        }
    };
    output::put_as(console, &catalog, &code, &format!("generate{}", config.arguments()), why_stale)
}

fn config(console: &Console<'_>) -> Config {
    let mut config = Config::new().aliases(!console.matches.get_flag("no-aliases"));
    if let Some(path) = console.text("runtime") {
        config = config.runtime(path);
    }
    let attributes = console.matches.get_many::<String>("attribute");
    attributes.into_iter().flatten().fold(config, Config::attribute)
}
