//! YAML as a tree. All scalars are texts: a status is read from `404`, `"404"` and `404 Not Found` alike.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// How large a tree may become. An alias stands for all that its anchor has, so that a page of them could fill any memory.
const MAX_NODES: usize = 1_000_000;
/// How deep it may be, so that no reader of it runs out of stack.
const MAX_DEPTH: usize = 100;

/// The first document of a text.
pub(super) fn parse(name: &str, text: &str) -> Result<Value, String> {
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, (Value, usize)> = HashMap::new();
    let mut nodes = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| format!("{name}: is not YAML: {error}"))?;
        let line = span.start.line();
        let closed = match event {
            Event::Alias(anchor) => {
                let (value, size) = anchors.get(&anchor).cloned().unwrap_or((Value::Null, 1));
                Some((value, 0, size))
            }
            Event::Scalar(text, style, anchor, _) => Some((scalar(text, style), anchor, 1)),
            Event::SequenceStart(anchor, _) => {
                open.push(Open { value: Value::Array(Vec::new()), anchor, size: 1, key: None });
                None
            }
            Event::MappingStart(anchor, _) => {
                open.push(Open { value: Value::Object(Map::new()), anchor, size: 1, key: None });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop().map(|open| (open.value, open.anchor, open.size))
            }
            _ => None,
        };
        if open.len() > MAX_DEPTH {
            return Err(format!("{name}:{line}: is nested more than {MAX_DEPTH} levels deep"));
        }
        let Some((value, anchor, size)) = closed else { continue };
        nodes += size;
        if nodes > MAX_NODES {
            return Err(format!(
                "{name}:{line}: has more than {MAX_NODES} values, with what its aliases stand for"
            ));
        }
        if anchor > 0 {
            anchors.insert(anchor, (value.clone(), size));
        }
        match open.last_mut() {
            Some(parent) => parent.take(value, size),
            None => return Ok(value),
        }
    }
    Ok(Value::Null)
}

/// A list or a map that is not read to its end.
struct Open {
    value: Value,
    anchor: usize,
    size: usize,
    key: Option<String>,
}

impl Open {
    fn take(&mut self, value: Value, size: usize) {
        self.size += size;
        match &mut self.value {
            Value::Array(items) => items.push(value),
            Value::Object(members) => match self.key.take() {
                None => self.key = Some(value.as_str().unwrap_or_default().to_owned()),
                // `<<` merges a map into this one.
                Some(key) if key == "<<" => {
                    if let Value::Object(merged) = value {
                        for (key, value) in merged {
                            members.entry(key).or_insert(value);
                        }
                    }
                }
                Some(key) => {
                    members.insert(key, value);
                }
            },
            _ => {}
        }
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Value {
    match (style, &*text) {
        (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
        _ => Value::String(text.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tree_of_texts() {
        let tree = parse("a.yaml", "a: &x {b: 404, c: ~}\nd:\n- *x\n- 'e'\n<<: {f: yes}\n404: g\n")
            .expect("it is YAML");
        assert_eq!(
            tree,
            json!({"a": {"b": "404", "c": null}, "d": [{"b": "404", "c": null}, "e"], "f": "yes", "404": "g"})
        );
        assert_eq!(parse("a.yaml", ""), Ok(Value::Null));
    }

    #[test]
    fn hostile_documents_end() {
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{}, ", level - 1).repeat(10);
            laughs.extend([format!("a{level}: &a{level} [{before}x]\n")]);
        }
        let error = parse("a.yaml", &laughs).expect_err("it is too large");
        assert!(error.contains("values, with what its aliases stand for"), "{error}");
        let error = parse("a.yaml", &"[".repeat(100_000)).expect_err("it is too deep");
        assert!(error.contains("levels deep") || error.contains("is not YAML"), "{error}");
        assert!(parse("a.yaml", "a: [").is_err());
        let _ = parse("a.yaml", "&a [*a, *a]");
    }
}
