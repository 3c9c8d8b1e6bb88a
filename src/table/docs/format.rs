//! The documents that take no options: a line for each.

use super::{csv, envelope_schema, export_schema, go, json, openapi, python, toml, typescript, vectors};
use crate::table::catalog::Catalog;

/// A document that takes no options.
pub(crate) struct Format {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) render: fn(&Catalog) -> String,
}

/// Sorted as help shows them.
pub(crate) const FORMATS: &[Format] = &[
    Format {
        name: "csv",
        about: "All rows as CSV, for spreadsheets; `import` reads it back",
        render: csv::render,
    },
    Format {
        name: "envelope-schema",
        about: "The response body as JSON Schema, draft 2020-12",
        render: envelope_schema::render,
    },
    Format {
        name: "export-schema",
        about: "The form of `docs json` as JSON Schema, the same for each table",
        render: |_| export_schema::render(),
    },
    Format { name: "go", about: "Constants and a reader of responses for Go", render: go::render },
    Format { name: "json", about: "All of the table as JSON, for programs", render: json::render },
    Format {
        name: "openapi",
        about: "Schemas, headers and responses as the components of an OpenAPI 3.1 document",
        render: openapi::render,
    },
    Format {
        name: "python",
        about: "Constants and a reader of responses for Python",
        render: python::render,
    },
    Format { name: "toml", about: "The table and those that it includes as one table", render: toml::render },
    Format {
        name: "typescript",
        about: "Constants and a reader of responses for TypeScript",
        render: typescript::render,
    },
    Format {
        name: "vectors",
        about: "Responses, and what a reader in any language must conclude from them",
        render: vectors::render,
    },
];
