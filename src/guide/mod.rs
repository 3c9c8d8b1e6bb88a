//! The guide, one page for each topic. The folder `docs/` of the repository has the same pages.
//!
//! Only rustdoc compiles this module, so a build does not need the folder.

/// Makes a module of a page.
///
/// Both `links.md` and the page define the links to other pages, and Markdown takes the first definition: a module of this
/// crate in rustdoc, a file on GitHub. A test of the examples needs no links, and then reports the lines of the page.
macro_rules! page {
    ($name:ident, $file:literal) => {
        #[cfg_attr(not(doctest), doc = include_str!("links.md"), doc = "")]
        #[doc = include_str!(concat!("../../docs/", $file))]
        pub mod $name {}
    };
}

page!(changes, "changes.md");
page!(client, "client.md");
page!(commands, "commands.md");
page!(documents, "documents.md");
page!(errors, "errors.md");
page!(frameworks, "frameworks.md");
page!(gateway, "gateway.md");
page!(including, "including.md");
page!(performance, "performance.md");
page!(server, "server.md");
page!(table, "table.md");
