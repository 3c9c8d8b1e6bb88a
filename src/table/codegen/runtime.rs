//! The path by which generated code calls this crate. The templates have one spelling of it, `::error_catalog`, and stay
//! readable. If the crate has another path, the emitter replaces it.

use proc_macro2::{Group, TokenStream, TokenTree};

/// `::a`, `::a::b`, `crate` or `crate::a`, or `None` for anything else.
pub(super) fn parse_path(text: &str) -> Option<TokenStream> {
    let tokens: TokenStream = text.parse().ok()?;
    let parts: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let rest = match parts.first() {
        Some(TokenTree::Ident(first)) if first == "crate" => &parts[1..],
        _ if parts.is_empty() => return None,
        _ => &parts[..],
    };
    let is_path = rest.chunks(3).all(|part| match part {
        [first, second, TokenTree::Ident(name)] => {
            is_colon(first) && is_colon(second) && !NO_NAMES.iter().any(|keyword| name == keyword)
        }
        _ => false,
    });
    is_path.then_some(tokens)
}

/// The keywords that can stand in a path, and name no crate or module.
const NO_NAMES: [&str; 5] = ["_", "Self", "crate", "self", "super"];

/// Puts a path in the place of `::error_catalog`, wherever that is one. Attributes stay as they are: those of the
/// templates do not name it, and the others are the user's.
pub(super) fn replace(tokens: TokenStream, path: &TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if !is_attribute(&out) => {
                let mut new = Group::new(group.delimiter(), replace(group.stream(), path));
                new.set_span(group.span());
                out.push(new.into());
            }
            TokenTree::Ident(name) if name == "error_catalog" && is_start(&out) => {
                out.truncate(out.len() - 2);
                out.extend(path.clone());
            }
            other => out.push(other),
        }
    }
    out.into_iter().collect()
}

/// Whether what comes next belongs to a `#`.
fn is_attribute(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Punct(hash)] if hash.as_char() == '#')
}

/// Whether what comes next is a name behind `::`. In the templates that is always the first of its path.
fn is_start(before: &[TokenTree]) -> bool {
    matches!(before, [.., first, second] if is_colon(first) && is_colon(second))
}

fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn only_an_absolute_path_is_a_path() {
        for path in ["::a", "::a::b_2::c", "crate", "crate::a", "::r#try", " ::a "] {
            assert!(parse_path(path).is_some(), "{path}");
        }
        for path in [
            "",
            "a",
            "a::b",
            "::",
            "::a::",
            "::a-b",
            "::a::::b",
            "::self",
            "::a::super",
            "crate::crate",
            "self::a",
            "super::a",
            "crate::_",
            "crate.a",
            "::a<b>",
            "::a::(b)",
            "::a b",
            "::a \u{1F980}",
            "::\"a\"",
            "{",
            "crate a::b",
        ] {
            assert!(parse_path(path).is_none(), "{path}");
        }
    }

    #[test]
    fn nothing_but_the_path_of_the_crate_is_replaced() {
        let path = parse_path("crate::rt").unwrap();
        let replaced = |tokens| replace(tokens, &path).to_string();
        let tokens = quote! {
            impl ::error_catalog::A for B {
                fn f(a: &'static ::error_catalog::A) -> [::error_catalog::B; 1] { ::error_catalog::f() }
            }
        };
        let expected = quote! {
            impl crate::rt::A for B {
                fn f(a: &'static crate::rt::A) -> [crate::rt::B; 1] { crate::rt::f() }
            }
        };
        assert_eq!(replaced(tokens), expected.to_string());
        let others = quote!(#[::error_catalog::a] error_catalog; "::error_catalog"; ::error_catalog_2; a: error_catalog);
        assert_eq!(replaced(others.clone()), others.to_string());
    }
}
