//! The binary: the process's arguments and streams around the command line of the library.

use std::env::args_os;
use std::io::{stderr, stdout};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use error_catalog::cli::{Terminal, run_in_terminal};
use terminal_size::{Width, terminal_size_of};

fn main() -> ExitCode {
    let terminal = Terminal {
        width: terminal_size_of(stdout()).map(|(Width(columns), _)| columns),
        // Knows `NO_COLOR`, `CLICOLOR_FORCE` and their like.
        colors: AutoStream::choice(&stderr()) != ColorChoice::Never,
    };
    match run_in_terminal(args_os(), &mut stdout(), &mut stderr(), terminal) {
        Ok(exit) => ExitCode::from(exit as u8),
        // The reader has gone: `error-catalog docs markdown | head -1`.
        Err(_) => ExitCode::from(2),
    }
}
