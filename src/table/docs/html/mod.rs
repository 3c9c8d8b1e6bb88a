//! The table as a page for people who look up a code: who has to act, whether to try again, what to do, and the response.
//!
//! A page is one file that loads nothing, and its policy lets no script run but its own. Without that script all of it
//! is there; with it there are search, filters and buttons that copy. Texts of the table are escaped, and Markdown in them
//! is as harmless as text.

mod entry;
mod filters;
mod index;
mod layout;
mod page;
mod prose;
mod response;

use maud::html;

use self::layout::Layout;
use crate::table::catalog::Catalog;

/// Renders all of a table as one page, which a server can answer with as `text/html; charset=utf-8`.
///
/// The anchor of a code is the code: `errors.html#NOT_FOUND`. A retired code keeps its own.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::html;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     r#"
///     [catalog]
///     name = "Teapots"
///
///     [errors]
///     POT_EMPTY = { status = 409, retry = "never", cause = "The pot is <empty>" }
///     "#,
/// )?;
/// let page = html::render(&catalog);
/// assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"));
/// assert!(page.contains("<article id=\"POT_EMPTY\""));
/// assert!(page.contains("The pot is &lt;empty&gt;"));
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn render(catalog: &Catalog) -> String {
    index::render(catalog, Layout::OnePage)
}

/// Renders an index and a page for each code, live or retired, each with the name of its file. For more than about a
/// hundred codes this is quicker to load.
///
/// An old link into the one page, `index.html#NOT_FOUND`, leads to the page of that code, and without a script to its
/// line in the index. The names are safe in a URL and on every disk, and a code never gets another.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::html;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     r#"
///     [catalog]
///     name = "Teapots"
///
///     [errors]
///     POT_EMPTY = { status = 409, retry = "never", cause = "The pot is empty" }
///     "pot:lid" = { status = 409, retry = "never", cause = "The lid is on" }
///     "#,
/// )?;
/// let pages = html::pages(&catalog);
/// let names: Vec<&str> = pages.iter().map(|(name, _)| &**name).collect();
/// assert_eq!(names, ["index.html", "code-POT_EMPTY.html", "code-pot-lid.ebdc50a3d199.html"]);
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn pages(catalog: &Catalog) -> Vec<(String, String)> {
    let layout = Layout::PagePerCode;
    let alone = |code: &str, article| {
        let body = html! {
            nav aria-label="All errors" {
                a href="index.html" { "All errors of " bdi { (catalog.name()) } }
            }
            main id="_errors" { (article) }
        };
        (layout::file_name(code), page::render(&format!("{code}, {}", page::title(catalog)), &body))
    };
    let index = ("index.html".to_owned(), index::render(catalog, layout));
    let live = catalog.errors().iter().map(|row| alone(&row.code, entry::live(row, catalog, layout)));
    let retired = catalog.retired().iter().map(|row| alone(&row.code, entry::retired(row, layout)));
    [index].into_iter().chain(live).chain(retired).collect()
}
