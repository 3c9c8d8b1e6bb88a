//! Whether two texts are the same generated code, however they are formatted.
//!
//! A project may run `rustfmt` over all of its files. That changes more than spaces: it adds and removes commas, puts long
//! match arms into braces, and sorts `use` declarations. Neither changes what the code means.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Whether both are Rust tokens, and the same ones but for what `rustfmt` changes.
pub(crate) fn is_same_code(one: &str, other: &str) -> bool {
    let tokens = |text: &str| Some(normal(text.parse::<TokenStream>().ok()?.into_iter().collect()));
    one == other || tokens(one).is_some_and(|one| tokens(other).is_some_and(|other| one == other))
}

/// The tokens as texts, in a form that formatting does not change.
fn normal(tokens: Vec<TokenTree>) -> Vec<String> {
    let mut out = Vec::new();
    let mut uses: Vec<Vec<String>> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        if matches!(&token, TokenTree::Ident(word) if word == "use") && is_start(&out) {
            let declaration = rest.by_ref().take_while(|token| !is_punct(token, ';'));
            uses.push(normal(declaration.collect()));
            continue;
        }
        flush(&mut uses, &mut out);
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => {}
            TokenTree::Group(group) if is_arm(&group, &out) => {
                out.extend(normal(group.stream().into_iter().collect()));
            }
            TokenTree::Group(group) => {
                out.push(format!("{:?}", group.delimiter()));
                out.extend(normal(group.stream().into_iter().collect()));
                out.push(END.to_owned());
            }
            other => out.push(other.to_string()),
        }
    }
    flush(&mut uses, &mut out);
    out
}

const END: &str = "end of group";

/// Neighbours, in an order that does not depend on the edition.
fn flush(uses: &mut Vec<Vec<String>>, out: &mut Vec<String>) {
    uses.sort();
    for declaration in uses.drain(..) {
        out.push("use".to_owned());
        out.extend(declaration);
        out.push(";".to_owned());
    }
}

/// Whether a declaration can begin here. (`use` is also a part of `impl Trait + use<'a>`.)
fn is_start(before: &[String]) -> bool {
    before.last().is_none_or(|last| matches!(last.as_str(), ";" | END))
}

/// Whether these braces stand around the expression of a match arm.
fn is_arm(group: &Group, before: &[String]) -> bool {
    let is_expression = || !group.stream().into_iter().any(|token| is_punct(&token, ';'));
    let is_behind_arrow = matches!(before, [.., first, second] if first == "=" && second == ">");
    group.delimiter() == Delimiter::Brace && is_behind_arrow && is_expression()
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formatting_does_not_count() {
        for (one, other) in [
            ("fn f() {}", "fn  f ( )\r\n{\n}\n"),
            ("[1, 2]", "[\n    1,\n    2,\n]"),
            ("match x { A => b, C => d, }", "match x { A => { b } C => d }"),
            ("use a::C; use a::b; fn f() {}", "use a::b;\nuse a::C;\nfn f() {}"),
            ("/// Doc.\nstruct S;", "#[doc = \" Doc.\"] struct S;"),
        ] {
            assert!(is_same_code(one, other), "{one}\n{other}");
        }
    }

    #[test]
    fn everything_else_does() {
        for (one, other) in [
            ("fn f() {}", "fn g() {}"),
            ("[1, 2]", "[1, 3]"),
            ("[1, 2]", "[2, 1]"),
            ("\"a\"", "\"b\""),
            ("match x { A => b }", "match x { A => { b; } }"),
            ("use a::b; use a::c;", "use a::b; use a::d;"),
            ("/// Doc.\nstruct S;", "/// Other.\nstruct S;"),
            ("fn f() {}", "fn f() {} fn g() {}"),
            ("fn f() {}", "fn f() {"),
            ("", "x"),
        ] {
            assert!(!is_same_code(one, other), "{one}\n{other}");
        }
    }
}
