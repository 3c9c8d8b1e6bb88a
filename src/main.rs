//! The binary: the process's arguments and streams around the command line of the library.

use std::env::args_os;
use std::io::{stderr, stdout};
use std::process::ExitCode;

use error_catalog::cli::run_in_terminal;
use terminal_size::{Width, terminal_size_of};

fn main() -> ExitCode {
    let width = terminal_size_of(stdout()).map(|(Width(columns), _)| columns);
    match run_in_terminal(args_os(), &mut stdout(), &mut stderr(), width) {
        Ok(exit) => ExitCode::from(exit as u8),
        // Nobody is listening: `error-catalog docs markdown | head -1`.
        Err(_) => ExitCode::from(2),
    }
}
