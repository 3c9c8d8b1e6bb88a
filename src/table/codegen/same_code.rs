//! Whether two texts are the same generated code, however they are formatted.
//!
//! A project may run `rustfmt` over all of its files. That changes more than spaces: it adds and removes the comma at the end
//! of a list, puts match arms into braces or begins them with `|`, and sorts `use` declarations. The code means the same.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// Says why the code in a file is stale, or `None` if it is up to date.
pub(crate) fn why_stale(found: &str, fresh: &str) -> Option<&'static str> {
    if found == fresh {
        return None;
    }
    let Some(found) = parse(found) else {
        return Some("stale (not valid Rust: a quote, a bracket or a comment is not closed)");
    };
    (parse(fresh).as_ref() != Some(&found)).then_some("stale")
}

/// The tokens in a form that formatting does not change, unless the text is not made of tokens.
fn parse(text: &str) -> Option<Vec<String>> {
    Some(normal(text.parse::<TokenStream>().ok()?.into_iter().collect()))
}

fn normal(tokens: Vec<TokenTree>) -> Vec<String> {
    let mut normal = Normal { out: Vec::new(), uses: Vec::new(), is_match: is_match(&tokens) };
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        if matches!(&token, TokenTree::Ident(word) if word == "use") && normal.is_start() {
            let declaration = rest.by_ref().take_while(|token| !is_punct(token, ';'));
            normal.uses.push(self::normal(declaration.collect()));
            continue;
        }
        normal.flush();
        if normal.push(token) {
            rest.next_if(|token| is_punct(token, ','));
        }
    }
    normal.flush();
    normal.drop_comma();
    normal.out
}

const COMMA: &str = ",";
const END: &str = "end of group";

/// The tokens between two brackets, as texts.
struct Normal {
    out: Vec<String>,
    /// Neighbours that are not in `out` yet.
    uses: Vec<Vec<String>>,
    is_match: bool,
}

impl Normal {
    /// Whether this was the last token of a match arm: braces need no comma behind them.
    fn push(&mut self, token: TokenTree) -> bool {
        let is_body = self.is_match && matches!(&*self.out, [.., first, last] if first == "=" && last == ">");
        match token {
            TokenTree::Punct(pipe) if pipe.as_char() == '|' && self.is_match && self.is_arm_start() => {}
            TokenTree::Group(group) if is_body && group.delimiter() == Delimiter::Brace => {
                self.arm(&group);
                return true;
            }
            TokenTree::Group(group) => self.group(&group),
            // Generic arguments are a list, too, but not a group.
            TokenTree::Punct(end) if end.as_char() == '>' => {
                self.drop_comma();
                self.out.push(end.to_string());
            }
            other => self.out.push(other.to_string()),
        }
        false
    }

    fn group(&mut self, group: &Group) {
        self.out.push(format!("{:?}", group.delimiter()));
        self.out.extend(normal(group.stream().into_iter().collect()));
        self.out.push(END.to_owned());
    }

    /// Braces around an expression go, those around statements stay.
    fn arm(&mut self, group: &Group) {
        if group.stream().into_iter().any(|token| is_punct(&token, ';')) {
            self.group(group);
        } else {
            self.out.extend(normal(group.stream().into_iter().collect()));
        }
        self.out.push(COMMA.to_owned());
    }

    /// Writes neighbours in an order that does not depend on the edition.
    fn flush(&mut self) {
        self.uses.sort();
        for declaration in self.uses.drain(..) {
            self.out.push("use".to_owned());
            self.out.extend(declaration);
            self.out.push(";".to_owned());
        }
    }

    /// Drops the comma at the end of a list.
    fn drop_comma(&mut self) {
        if self.out.last().is_some_and(|last| last == COMMA) {
            self.out.pop();
        }
    }

    /// Whether a declaration can begin here. (`use` is also a part of `impl Trait + use<'a>`.)
    fn is_start(&self) -> bool {
        self.out.last().is_none_or(|last| matches!(last.as_str(), ";" | END))
    }

    fn is_arm_start(&self) -> bool {
        self.out.last().is_none_or(|last| last == COMMA)
    }
}

/// Whether these are the arms of a match.
fn is_match(tokens: &[TokenTree]) -> bool {
    tokens.windows(2).any(|pair| {
        let is_joint = matches!(&pair[0], TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
        is_joint && is_punct(&pair[0], '=') && is_punct(&pair[1], '>')
    })
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
            ("a::<B<C>, D>()", "a::<\n    B<\n        C,\n    >,\n    D,\n>()"),
            ("match x { A => b, C => d, }", "match x { A => { b } C => d }"),
            ("match x { A => { b } C => d }", "match x { A => { b }, C => { d }, }"),
            ("match x { A => { b; } C => d }", "match x { A => { b; }, C => d }"),
            ("match x { A | B => c, D => e }", "match x { | A | B => c, | D => e }"),
            ("use a::C; use a::b; fn f() {}", "use a::b;\nuse a::C;\nfn f() {}"),
            ("/// Doc.\nstruct S;", "#[doc = \" Doc.\"] struct S;"),
        ] {
            assert_eq!(why_stale(one, other), None, "{one}\n{other}");
        }
    }

    #[test]
    fn everything_else_does() {
        for (one, other) in [
            ("fn f() {}", "fn g() {}"),
            ("[1, 2]", "[1, 3]"),
            ("[1, 2]", "[2, 1]"),
            ("\"a\"", "\"b\""),
            ("[1, -2]", "[1 -2]"),
            ("[1, 2]", "[1,, 2]"),
            ("a::<B, C>()", "a::<B C>()"),
            ("f(a, |b| c)", "f(a, b| c)"),
            ("match x { A => b, C => d }", "match x { A => b C => d }"),
            ("match x { A | B => c }", "match x { A B => c }"),
            ("match x { A => b }", "match x { A => { b; } }"),
            ("use a::b; use a::c;", "use a::b; use a::d;"),
            ("/// Doc.\nstruct S;", "/// Other.\nstruct S;"),
            ("fn f() {}", "fn f() {} fn g() {}"),
            ("", "x"),
        ] {
            assert_eq!(why_stale(other, one), Some("stale"), "{one}\n{other}");
        }
    }

    #[test]
    fn a_text_that_is_not_rust_has_a_message_of_its_own() {
        for found in ["fn f() {", "fn f() {}}", "\"", "/*", "\u{0}"] {
            let why = why_stale(found, "fn f() {}");
            assert!(why.is_some_and(|why| why.starts_with("stale (not valid Rust: ")), "{found:?}");
        }
    }
}
