//! `docs`: makes a document.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{Console, Exit, output, shown};
use crate::table::catalog::Catalog;
use crate::table::docs::columns::{Columns, UnknownColumn};
use crate::table::docs::format::FORMATS;
use crate::table::docs::{html, markdown, sections};

/// Those with options.
const HTML: &str = "html";
const MARKDOWN: &str = "markdown";

fn markdown_arguments() -> Command {
    output::arguments(Command::new(MARKDOWN).about("The errors as Markdown"))
        .arg(
            Arg::new("columns")
                .long("columns")
                .value_name("COLUMN,..")
                .value_delimiter(',')
                .help("The columns, in this order: `code`, and columns of the table"),
        )
        .arg(
            Arg::new("sections")
                .long("sections")
                .action(ArgAction::SetTrue)
                .conflicts_with("columns")
                .help("A section for each error instead of a table"),
        )
}

/// The document, and what the user types to have it.
fn render_markdown(matches: &ArgMatches, catalog: &Catalog) -> Result<(String, String), UnknownColumn> {
    if matches.get_flag("sections") {
        return Ok((sections::render(catalog), "docs markdown --sections".to_owned()));
    }
    let Some(words) = matches.get_many::<String>("columns") else {
        return Ok((markdown::render(catalog), "docs markdown".to_owned()));
    };
    let words: Vec<&str> = words.map(String::as_str).collect();
    let columns = Columns::choose(catalog, words.iter().copied())?;
    Ok((markdown::render_columns(catalog, &columns), format!("docs markdown --columns {}", words.join(","))))
}

/// More codes than that are slow to load as one page.
const ONE_PAGE: usize = 100;

/// Whether a path is that of one page: it ends like one, or is one already. Any other is a folder for a page of each code.
fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"))
        || path.is_file()
}

fn html_arguments() -> Command {
    output::arguments(Command::new(HTML).about("The table as a page for people, with search and filters"))
        .arg(
        Arg::new("split")
            .long("split")
            .value_name("WHEN")
            .num_args(0..=1)
            .require_equals(true)
            .value_parser(["auto", "always", "never"])
            .default_value("auto")
            .default_missing_value("always")
            .help("Write an index and a page for each code, into the folder PATH; by itself if PATH does not end in `.html`"),
    )
}

pub(super) fn arguments(command: Command) -> Command {
    let plain = FORMATS.iter().map(|format| output::arguments(Command::new(format.name).about(format.about)));
    command
        .about("Make a document from the table")
        .visible_alias("export")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(plain.chain([html_arguments(), markdown_arguments()]))
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
    if name == HTML {
        return put_html(console, &catalog);
    }
    if name == MARKDOWN {
        return match render_markdown(matches, &catalog) {
            Ok((document, command)) => output::put(console, &catalog, &document, &command),
            Err(error) => {
                writeln!(console.err, "{error}")?;
                Ok(Exit::Failed)
            }
        };
    }
    let format = FORMATS.iter().find(|format| format.name == name);
    format.map_or(Ok(Exit::Failed), |format| {
        output::put(console, &catalog, &(format.render)(&catalog), &format!("docs {name}"))
    })
}

fn put_html(console: &mut Console<'_>, catalog: &Catalog) -> io::Result<Exit> {
    let codes = catalog.errors().len() + catalog.retired().len();
    let output = console.matches.get_one::<PathBuf>("output").cloned();
    let (is_split, command) = match console.text("split").as_deref() {
        Some("always") => (true, "docs html --split"),
        Some("never") => (false, "docs html --split=never"),
        _ => (output.as_deref().is_some_and(|path| !is_page(path)), "docs html"),
    };
    if !is_split && codes > ONE_PAGE && output.is_some() {
        writeln!(
            console.err,
            "{codes} codes on one page: `-o FOLDER` writes a page for each, which loads faster"
        )?;
    }
    if !is_split {
        return output::put(console, catalog, &html::render(catalog), command);
    }
    let many = "an index and a page for each code need a folder";
    match output {
        None => writeln!(
            console.err,
            "{many}: name it with `-o FOLDER`, or ask for one page with `--split=never`"
        )?,
        Some(path) if path.is_file() => writeln!(
            console.err,
            "{}: is a file, but {many}: name one, or ask for one page with `--split=never`",
            shown(&path)
        )?,
        Some(folder) => return output::put_folder(console, &folder, &html::pages(catalog), command),
    }
    Ok(Exit::Failed)
}
