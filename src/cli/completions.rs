//! `completions`: prints what a shell has to know.

use std::io;

use clap::builder::EnumValueParser;
use clap::{Arg, Command};
use clap_complete::Shell;

use super::{Console, Exit};

pub(super) fn arguments(command: Command) -> Command {
    command.about("Print the completions of this command for a shell").arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(EnumValueParser::<Shell>::new())
            .help("The shell to print them for"),
    )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    if let Some(shell) = console.matches.get_one::<Shell>("shell").copied() {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut super::command(&[]), env!("CARGO_PKG_NAME"), &mut script);
        console.out.write_all(&script)?;
    }
    Ok(Exit::Clean)
}
