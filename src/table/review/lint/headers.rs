//! Responses without a header that HTTP requires.

use super::{Lint, rows};
use crate::table::catalog::{Catalog, Note};
use crate::table::review::rules::rule;

pub(super) const REQUIRED: Lint = Lint {
    rule: rule(
        "EC140",
        "a status without the header that HTTP requires",
        "RFC 9110 requires a header with four statuses: `WWW-Authenticate` with 401 (15.5.2), `Allow` with 405 (15.5.6), \
         `Proxy-Authenticate` with 407 (15.5.8) and `Upgrade` with 426 (15.5.22). Put it into the column `headers`. If the \
         server adds another value for each response, allow the lint with this reason. A row that is the default for a bare \
         405 is not reported, because frameworks add `Allow`.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let (_, name, example) = REQUIRED_WITH.iter().find(|(status, ..)| *status == entry.status)?;
            let by_framework = entry.status == 405 && entry.default_for.contains(&405);
            let has_it = entry.headers.iter().any(|header| header.name == *name);
            let note = || {
                Note::at(
                    entry.places.column("status"),
                    format!("`{}` is sent with {}, but without `{name}`", entry.code, entry.status),
                    format!("HTTP requires `{name}`"),
                )
                .with_help(format!(
                    "add `headers = {{ {name} = \"{example}\" }}`, or allow it if the server adds the header"
                ))
            };
            (!by_framework && !has_it).then(note)
        })
    },
};

const REQUIRED_WITH: [(u16, &str, &str); 4] = [
    (401, "www-authenticate", "Bearer"),
    (405, "allow", "GET, HEAD"),
    (407, "proxy-authenticate", "Basic"),
    (426, "upgrade", "HTTP/2.0"),
];
