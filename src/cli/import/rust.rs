//! Codes in the enums of Rust: names, attributes of `serde`, `strum` and `thiserror`, and what matches say of their variants.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, ExprMatch, ImplItemFn, ItemEnum, ItemFn, Lit, Meta, Pat, Token};

use super::code;
use super::field::Field;
use super::found::{Found, Harvest};
use super::markdown::Lines;
use super::status;

/// Takes the variants of enums of errors. `wanted` is the name of the only one to take; `style` is how codes are written where
/// the source does not say it.
pub(super) fn harvest(
    name: &str,
    source: &str,
    wanted: Option<&str>,
    style: Option<&str>,
    harvest: &mut Harvest,
) -> Result<(), String> {
    let file = syn::parse_file(source).map_err(|error| format!("{name}: is not Rust: {error}"))?;
    let mut reader = Reader::default();
    reader.visit_file(&file);
    let lines = Lines::new(source);
    let mut taken = 0;
    for item in &reader.enums {
        let is_wanted = match wanted {
            Some(wanted) => item.ident == wanted,
            None => reader.is_of_errors(item),
        };
        if !is_wanted {
            continue;
        }
        taken += 1;
        reader.take(name, source, &lines, item, style, harvest);
    }
    if let (0, Some(wanted)) = (taken, wanted) {
        let names: Vec<String> = reader.enums.iter().map(|item| item.ident.to_string()).collect();
        return Err(format!(
            "{name}: has no enum `{wanted}`; it has {}",
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        ));
    }
    Ok(())
}

#[derive(Default)]
struct Reader<'a> {
    enums: Vec<&'a ItemEnum>,
    /// What arms of matches say, by variant.
    arms: BTreeMap<String, Vec<(Field, String)>>,
    /// What an arm for all other variants says of the status.
    others: Option<(u16, String)>,
    /// The function that is read.
    function: String,
}

impl<'a> Visit<'a> for Reader<'a> {
    fn visit_item_enum(&mut self, item: &'a ItemEnum) {
        self.enums.push(item);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        let outer = core::mem::replace(&mut self.function, item.sig.ident.to_string());
        visit::visit_item_fn(self, item);
        self.function = outer;
    }

    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        let outer = core::mem::replace(&mut self.function, item.sig.ident.to_string());
        visit::visit_impl_item_fn(self, item);
        self.function = outer;
    }

    fn visit_expr_match(&mut self, item: &'a ExprMatch) {
        for arm in &item.arms {
            let mut variants = Vec::new();
            let is_other = matches!(&arm.pat, Pat::Wild(_))
                || matches!(&arm.pat, Pat::Ident(ident) if ident.ident.to_string().starts_with(|c: char| c.is_lowercase()));
            names(&arm.pat, &mut variants);
            let says = says(&arm.body, &self.function);
            if is_other {
                let status = says
                    .iter()
                    .find(|(field, _)| *field == Field::Status)
                    .and_then(|(_, status)| status.parse().ok());
                if let (None, Some(status)) = (&self.others, status) {
                    self.others = Some((status, self.function.clone()));
                }
            }
            for variant in variants {
                self.arms.entry(variant).or_default().extend(says.iter().cloned());
            }
        }
        visit::visit_expr_match(self, item);
    }
}

/// The variants that a pattern names.
fn names(pattern: &Pat, out: &mut Vec<String>) {
    let last = |path: &syn::Path| path.segments.last().map(|segment| segment.ident.to_string());
    match pattern {
        Pat::Or(or) => or.cases.iter().for_each(|case| names(case, out)),
        Pat::Reference(reference) => names(&reference.pat, out),
        Pat::Paren(inner) => names(&inner.pat, out),
        Pat::Path(path) => out.extend(last(&path.path)),
        Pat::TupleStruct(path) => out.extend(last(&path.path)),
        Pat::Struct(path) => out.extend(last(&path.path)),
        Pat::Ident(ident) if ident.ident.to_string().starts_with(|c: char| c.is_uppercase()) => {
            out.push(ident.ident.to_string());
        }
        _ => {}
    }
}

/// What the body of an arm says: statuses by any spelling, and texts, which are codes or messages by the function that they are in.
fn says(body: &Expr, function: &str) -> Vec<(Field, String)> {
    let tokens = body.to_token_stream().to_string();
    let mut out = Vec::new();
    let squeezed: String = tokens.chars().filter(|c| !c.is_whitespace()).collect();
    let of_status = function.contains("status")
        || function.contains("response")
        || function.contains("http")
        || squeezed.contains("Status");
    if of_status {
        let spelled = squeezed.split(['(', ')', ',', '{', '}', ';', '"']).find_map(|part| {
            status::spelled(part).or_else(|| {
                part.trim_end_matches("u16").parse().ok().filter(|status| (100..=599).contains(status))
            })
        });
        out.extend(spelled.map(|status| (Field::Status, status.to_string())));
    }
    let mut literals = Literals(Vec::new());
    literals.visit_expr(body);
    literals.in_macros(&tokens);
    let names_code = ["code", "as_str", "slug", "kind", "name", "key", "identifier"]
        .iter()
        .any(|word| function.contains(word));
    for text in literals.0 {
        if code::is_code(&text) && (names_code || code::is_surely_code(&text)) {
            out.push((Field::Code, text));
        } else if text.contains(' ') {
            out.push((Field::Message, text));
        }
    }
    out
}

/// The texts of an expression.
struct Literals(Vec<String>);

impl<'a> Visit<'a> for Literals {
    fn visit_expr_lit(&mut self, item: &'a ExprLit) {
        if let Lit::Str(text) = &item.lit {
            self.0.push(text.value());
        }
    }
}

impl Literals {
    /// The texts of macros, such as `write!`, are tokens.
    fn in_macros(&mut self, tokens: &str) {
        if !tokens.contains('!') {
            return;
        }
        let Ok(stream) = tokens.parse::<proc_macro2::TokenStream>() else { return };
        self.in_stream(stream);
    }

    fn in_stream(&mut self, stream: proc_macro2::TokenStream) {
        for token in stream {
            match token {
                proc_macro2::TokenTree::Group(group) => self.in_stream(group.stream()),
                proc_macro2::TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        if !self.0.contains(&text.value()) {
                            self.0.push(text.value());
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

impl Reader<'_> {
    fn is_of_errors(&self, item: &ItemEnum) -> bool {
        let name = item.ident.to_string();
        let named = ["Error", "Code", "Err", "Fault", "Failure"].iter().any(|word| name.contains(word));
        let thiserror = item
            .variants
            .iter()
            .any(|variant| variant.attrs.iter().any(|attribute| attribute.path().is_ident("error")));
        let mapped = item.variants.iter().any(|variant| {
            self.arms
                .get(&variant.ident.to_string())
                .is_some_and(|says| says.iter().any(|(field, _)| *field == Field::Status))
        });
        named || thiserror || mapped
    }

    fn take(
        &self,
        name: &str,
        source: &str,
        lines: &Lines,
        item: &ItemEnum,
        style: Option<&str>,
        harvest: &mut Harvest,
    ) {
        let renamed = attribute(&item.attrs, "serde", "rename_all")
            .or_else(|| attribute(&item.attrs, "strum", "serialize_all"));
        let start = source.find(&format!("enum {}", item.ident)).unwrap_or_default();
        let mut at = start;
        let mut unsaid = 0;
        for variant in &item.variants {
            let ident = variant.ident.to_string();
            at = word(source, at, &ident).unwrap_or(at);
            let says = self.arms.get(&ident);
            let of_variant = attribute(&variant.attrs, "serde", "rename")
                .or_else(|| attribute(&variant.attrs, "strum", "serialize"))
                .or_else(|| attribute(&variant.attrs, "strum", "to_string"));
            let of_match = says
                .and_then(|says| says.iter().find(|(field, _)| *field == Field::Code))
                .map(|(_, code)| code.clone());
            let of_style = renamed.as_deref().or(style).map(|style| in_style(&ident, style));
            let said = of_variant.or(of_match).or(of_style);
            unsaid += usize::from(said.is_none());
            let code = said.unwrap_or_else(|| ident.clone());
            let mut found = Found::new(format!("{name}:{}", lines.at(at)), code);
            for (field, text) in says.into_iter().flatten().filter(|(field, _)| *field != Field::Code) {
                if *field == Field::Status || found.text(field).is_none() {
                    found.say(field.clone(), text);
                }
            }
            if found.text(&Field::Status).is_none() {
                found.proposed.clone_from(&self.others.as_ref().map(|(status, function)| {
                    (*status, format!("`{function}` has it for all variants that it does not name"))
                }));
            }
            if let Some(message) = attribute_text(&variant.attrs, "error") {
                found.says.retain(|(field, _)| *field != Field::Message);
                found.say(Field::Message, &message);
            }
            found.say(Field::Cause, &doc(&variant.attrs));
            for attribute in &variant.attrs {
                if attribute.path().is_ident("deprecated") {
                    let note = self::attribute(core::slice::from_ref(attribute), "deprecated", "note");
                    found.say(Field::Deprecated, note.as_deref().unwrap_or("yes"));
                }
            }
            if code::is_code(&found.code) {
                harvest.found.push(found);
            } else {
                harvest.note(&found.place, format!("\"{}\": not taken: it is no code", found.code));
            }
        }
        if unsaid > 0 {
            harvest.note(
                &format!("{name}:{}", lines.at(start)),
                format!("`{}` does not say how {unsaid} of its variants are sent: their codes are their names, unless `--rename-all SCREAMING_SNAKE_CASE` or the like says it", item.ident),
            );
        }
    }
}

/// The next place of a word.
fn word(source: &str, from: usize, word: &str) -> Option<usize> {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');

    source[from..].match_indices(word).map(|(at, _)| from + at).find(|at| {
        !is_part(source[..*at].chars().next_back()) && !is_part(source[at + word.len()..].chars().next())
    })
}

/// The text of `#[name(key = "text")]`.
fn attribute(attributes: &[Attribute], name: &str, key: &str) -> Option<String> {
    attributes.iter().filter(|attribute| attribute.path().is_ident(name)).find_map(|attribute| {
        let metas = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
        metas.into_iter().find_map(|meta| match meta {
            Meta::NameValue(pair) if pair.path.is_ident(key) => literal(&pair.value),
            _ => None,
        })
    })
}

/// The text of `#[name("text")]`.
fn attribute_text(attributes: &[Attribute], name: &str) -> Option<String> {
    attributes.iter().filter(|attribute| attribute.path().is_ident(name)).find_map(|attribute| {
        let expressions = attribute.parse_args_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok()?;
        literal(expressions.first()?)
    })
}

fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

fn doc(attributes: &[Attribute]) -> String {
    let lines =
        attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| {
            match &attribute.meta {
                Meta::NameValue(pair) => literal(&pair.value),
                _ => None,
            }
        });
    lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// A variant in one of serde's and strum's styles.
pub(super) fn in_style(variant: &str, style: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for character in variant.chars() {
        match words.last_mut() {
            Some(word) if !character.is_uppercase() => word.push(character),
            _ => words.push(character.to_string()),
        }
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    match style {
        "snake_case" => lower.join("_"),
        "SCREAMING_SNAKE_CASE" | "shouty_snake_case" => lower.join("_").to_uppercase(),
        "kebab-case" => lower.join("-"),
        "SCREAMING-KEBAB-CASE" => lower.join("-").to_uppercase(),
        "lowercase" => variant.to_lowercase(),
        "UPPERCASE" => variant.to_uppercase(),
        "camelCase" => {
            let mut characters = variant.chars();
            characters
                .next()
                .map(|first| first.to_lowercase().chain(characters).collect())
                .unwrap_or_default()
        }
        "Train-Case" => words.join("-"),
        "title_case" => words.join(" "),
        _ => variant.to_owned(),
    }
}

/// The styles that `--rename-all` takes.
pub(super) const STYLES: [&str; 8] = [
    "lowercase",
    "UPPERCASE",
    "PascalCase",
    "camelCase",
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
];
