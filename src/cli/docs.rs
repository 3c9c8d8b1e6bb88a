//! `docs`: makes a document.

use std::io;

use clap::Command;

use super::{Console, Exit, output};
use crate::catalog::Catalog;
use crate::docs::{envelope_schema, export_schema, json, markdown, openapi};

/// A document that takes no options.
struct Format {
    name: &'static str,
    about: &'static str,
    render: fn(&Catalog) -> String,
}

/// Sorted as help shows them.
const FORMATS: &[Format] = &[
    Format {
        name: "envelope-schema",
        about: "The response body as JSON Schema, draft 2020-12",
        render: envelope_schema::render,
    },
    Format {
        name: "export-schema",
        about: "The form of `docs json` as JSON Schema, whatever the table",
        render: |_| export_schema::render(),
    },
    Format { name: "json", about: "All of the table as JSON, for programs", render: json::render },
    Format { name: "markdown", about: "The table as Markdown", render: markdown::render },
    Format {
        name: "openapi",
        about: "Schemas, headers and responses as the components of an OpenAPI 3.1 document",
        render: openapi::render,
    },
];

pub(super) fn arguments(command: Command) -> Command {
    let plain = FORMATS.iter().map(|format| output::arguments(Command::new(format.name).about(format.about)));
    command
        .about("Make a document from the table")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(plain)
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let Some((name, matches)) = console.matches.subcommand() else {
        return Ok(Exit::Failed);
    };
    // From here on the arguments are those of the format.
    console.matches = matches;
    let catalog = match console.catalog()? {
        Ok(catalog) => catalog,
        Err(exit) => return Ok(exit),
    };
    let format = FORMATS.iter().find(|format| format.name == name);
    format.map_or(Ok(Exit::Failed), |format| {
        output::put(console, &(format.render)(&catalog), &format!("docs {name}"))
    })
}
