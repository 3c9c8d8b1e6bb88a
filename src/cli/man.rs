//! `man`: prints the manual page.

use std::io;

use clap::Command;
use clap_mangen::Man;

use super::{Console, Exit};

pub(super) fn arguments(command: Command) -> Command {
    command.about("Print the manual page of this command")
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let mut page = Vec::new();
    Man::new(super::command(&[])).render(&mut page)?;
    console.out.write_all(&page)?;
    Ok(Exit::Clean)
}
