//! How a table is written: its lines, in their order, with everything that its value does not tell.

use core::ops::Range;
use std::borrow::Cow;

use toml_parser::decoder::Encoding;
use toml_parser::lexer::TokenKind;
use toml_parser::parser::{Event, EventKind, parse_document};
use toml_parser::{Raw, Source};

/// A line that is not blank: a comment, a header, or a key with its value, which may take more lines.
#[derive(Debug)]
pub(crate) struct Item<'t> {
    pub(crate) kind: LineKind<'t>,
    /// The whole lines, with their line break.
    pub(crate) span: Range<usize>,
    /// Whether blank lines are before it.
    pub(crate) gap: bool,
    /// The comment at the end of the line.
    pub(crate) comment: Option<&'t str>,
}

#[derive(Debug)]
pub(crate) enum LineKind<'t> {
    Comment(&'t str),
    Header { keys: Vec<Key<'t>>, array: bool },
    Pair(Pair<'t>),
}

#[derive(Debug)]
pub(crate) struct Pair<'t> {
    pub(crate) keys: Vec<Key<'t>>,
    pub(crate) value: Value<'t>,
}

#[derive(Debug)]
pub(crate) struct Key<'t> {
    pub(crate) raw: &'t str,
    pub(crate) name: Cow<'t, str>,
}

#[derive(Debug)]
pub(crate) enum Value<'t> {
    Scalar {
        raw: &'t str,
        is_literal: bool,
    },
    /// An array or an inline table. One with comments in it was laid out by hand.
    List {
        raw: &'t str,
        has_comments: bool,
        members: Members<'t>,
    },
}

#[derive(Debug)]
pub(crate) enum Members<'t> {
    Values(Vec<Value<'t>>),
    Pairs(Vec<Pair<'t>>),
}

impl Item<'_> {
    pub(crate) fn is_comment(&self) -> bool {
        matches!(self.kind, LineKind::Comment(_))
    }

    pub(crate) fn is_header(&self) -> bool {
        matches!(self.kind, LineKind::Header { .. })
    }

    pub(crate) fn is_pair(&self) -> bool {
        matches!(self.kind, LineKind::Pair(_))
    }
}

/// The first of the comments directly above an item, or the item itself.
pub(crate) fn with_comments(items: &[Item<'_>], at: usize) -> usize {
    let mut first = at;
    while first > 0 && !items[first].gap && items[first - 1].is_comment() {
        first -= 1;
    }
    first
}

/// Every comment of a text that is TOML, also those within a value.
pub(crate) fn comments(text: &str) -> Vec<&str> {
    let tokens = Source::new(text).lex();
    let comments = tokens.filter(|token| token.kind() == TokenKind::Comment);
    comments.map(|token| text[token.span().start()..token.span().end()].trim_end()).collect()
}

/// The lines of a text that is TOML.
pub(crate) fn items(text: &str) -> Vec<Item<'_>> {
    let tokens = Source::new(text).lex().into_vec();
    let mut events = Vec::new();
    // Whether the text is TOML has been asked before; of one that is not, only what was understood is there.
    parse_document(&tokens, &mut |event: Event| events.push(event), &mut ());
    LayoutReader { text, events: events.into_iter().peekable() }.items()
}

struct LayoutReader<'t> {
    text: &'t str,
    events: core::iter::Peekable<std::vec::IntoIter<Event>>,
}

impl<'t> LayoutReader<'t> {
    fn items(mut self) -> Vec<Item<'t>> {
        let mut items: Vec<Item<'t>> = Vec::new();
        let mut line: Option<Item<'t>> = None;
        let (mut start, mut gap) = (0, false);
        while let Some(event) = self.events.next() {
            let kind = match event.kind() {
                EventKind::Newline => {
                    let end = event.span().end();
                    match line.take() {
                        Some(item) => {
                            items.push(Item { span: start..end, gap, ..item });
                            gap = false;
                        }
                        None => gap = true,
                    }
                    start = end;
                    continue;
                }
                EventKind::Comment => LineKind::Comment(self.raw(&event)),
                EventKind::StdTableOpen => LineKind::Header { keys: self.keys(None), array: false },
                EventKind::ArrayTableOpen => LineKind::Header { keys: self.keys(None), array: true },
                EventKind::SimpleKey => LineKind::Pair(self.pair(&event)),
                _ => continue,
            };
            match (&mut line, kind) {
                (Some(item), LineKind::Comment(comment)) => item.comment = Some(comment),
                (_, kind) => line = Some(Item { kind, span: start..start, gap, comment: None }),
            }
        }
        items.extend(line.map(|item| Item { span: start..self.text.len(), gap, ..item }));
        items
    }

    fn raw(&self, event: &Event) -> &'t str {
        &self.text[event.span().start()..event.span().end()]
    }

    /// The parts of a key, up to what ends it: the bracket of a header, or the sign before a value.
    fn keys(&mut self, first: Option<&Event>) -> Vec<Key<'t>> {
        let mut keys: Vec<Key<'t>> = first.map(|event| self.key(event)).into_iter().collect();
        for event in self.events.by_ref() {
            match event.kind() {
                EventKind::SimpleKey => keys.push(key(self.text, &event)),
                EventKind::KeyValSep | EventKind::StdTableClose | EventKind::ArrayTableClose => break,
                _ => {}
            }
        }
        keys
    }

    fn key(&self, event: &Event) -> Key<'t> {
        key(self.text, event)
    }

    fn pair(&mut self, first: &Event) -> Pair<'t> {
        Pair { keys: self.keys(Some(first)), value: self.value() }
    }

    fn value(&mut self) -> Value<'t> {
        while let Some(event) = self.events.next() {
            match event.kind() {
                EventKind::Scalar => {
                    let is_literal = event.encoding() == Some(Encoding::LiteralString);
                    return Value::Scalar { raw: self.raw(&event), is_literal };
                }
                EventKind::ArrayOpen | EventKind::InlineTableOpen => return self.list(&event),
                _ => {}
            }
        }
        Value::Scalar { raw: "", is_literal: false }
    }

    fn list(&mut self, open: &Event) -> Value<'t> {
        let (mut values, mut pairs, mut has_comments) = (Vec::new(), Vec::new(), false);
        let start = open.span().start();
        let mut end = open.span().end();
        while let Some(event) = self.events.peek() {
            end = event.span().end();
            match event.kind() {
                EventKind::ArrayClose | EventKind::InlineTableClose => {
                    self.events.next();
                    break;
                }
                EventKind::Scalar | EventKind::ArrayOpen | EventKind::InlineTableOpen => {
                    values.push(self.value());
                }
                kind => {
                    has_comments |= kind == EventKind::Comment;
                    let Some(event) = self.events.next() else { break };
                    if kind == EventKind::SimpleKey {
                        pairs.push(self.pair(&event));
                    }
                }
            }
        }
        let inner = |value: &Value<'_>| matches!(value, Value::List { has_comments: true, .. });
        has_comments |= values.iter().any(inner) || pairs.iter().any(|pair| inner(&pair.value));
        let is_array = open.kind() == EventKind::ArrayOpen;
        let members = if is_array { Members::Values(values) } else { Members::Pairs(pairs) };
        Value::List { raw: &self.text[start..end], has_comments, members }
    }
}

fn key<'t>(text: &'t str, event: &Event) -> Key<'t> {
    let raw = &text[event.span().start()..event.span().end()];
    let mut name = Cow::Borrowed("");
    Raw::new_unchecked(raw, event.encoding(), event.span()).decode_key(&mut name, &mut ());
    Key { raw, name }
}
