//! The binary: the process's arguments and streams around the command line of the library.

use std::io::{stderr, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    match error_catalog::cli::run(std::env::args_os(), &mut stdout(), &mut stderr()) {
        Ok(exit) => ExitCode::from(exit as u8),
        // Nobody is listening: `error-catalog docs markdown | head -1`.
        Err(_) => ExitCode::from(2),
    }
}
