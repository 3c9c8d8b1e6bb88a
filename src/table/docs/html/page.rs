//! What every page has around its content: a policy, one style and one script.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::table::catalog::Catalog;

pub(super) fn title(catalog: &Catalog) -> String {
    format!("Errors of {}", catalog.name())
}

pub(super) fn render(title: &str, body: &Markup) -> String {
    let (style, script) = (asset(include_str!("style.css")), asset(include_str!("script.js")));
    // `data:` is for the icon, which a browser would ask the server for if the page had none.
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        hash(&style),
        hash(&script)
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(&style)) }
            }
            body {
                a .skip href="#_errors" { "Skip to the errors" }
                (body)
                script type="module" { (PreEscaped(&script)) }
            }
        }
    };
    page.into_string()
}

/// A file of this folder as a browser reads it: the hash is that of the lines, however they ended on the disk that the
/// crate was built on.
fn asset(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
