//! Codes in an OpenAPI description, 2 or 3: in enums, extensions and examples, and in the lists of texts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::code;
use super::field::{Field, words};
use super::found::{Found, Harvest};
use super::grid::Map;
use super::{markdown, status, tree};

/// Whether a tree is an OpenAPI description.
pub(super) fn is_openapi(root: &Value) -> bool {
    root.get("openapi").or_else(|| root.get("swagger")).is_some_and(|version| !version.is_object())
}

/// Takes the codes of all responses and schemas.
pub(super) fn harvest(name: &str, root: &Value, map: &Map, harvest: &mut Harvest) {
    let mut reader = Reader { name, root, map, enums: BTreeMap::new(), harvest };
    reader.descend(root, &mut Vec::new(), None, &mut Vec::new());
    reader.take_enums();
}

/// How deep a description is read, and how long a chain of references is followed.
const MAX_DEPTH: usize = 64;

struct Reader<'r> {
    name: &'r str,
    root: &'r Value,
    map: &'r Map,
    /// The enums by their places, each with the statuses of the responses that have it. One that is shared by responses of
    /// several statuses says nothing of the status of a code.
    enums: BTreeMap<String, (&'r Value, BTreeSet<Option<u16>>)>,
    harvest: &'r mut Harvest,
}

impl<'r> Reader<'r> {
    fn descend(
        &mut self,
        value: &'r Value,
        path: &mut Vec<String>,
        status: Option<u16>,
        references: &mut Vec<&'r str>,
    ) {
        if path.len() > MAX_DEPTH {
            return;
        }
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            // What is referred to outside of responses is met where it is defined.
            let target = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
            if let (Some(target), Some(_), false) = (target, status, references.contains(&reference)) {
                references.push(reference);
                let mut path: Vec<String> =
                    reference.trim_start_matches("#/").split('/').map(str::to_owned).collect();
                self.descend(target, &mut path, status, references);
                references.pop();
            }
            return;
        }
        match value {
            Value::Object(members) => {
                if let Some(Value::Array(items)) = members.get("enum") {
                    let owner = path
                        .iter()
                        .rev()
                        .find(|step| !matches!(&***step, "schema" | "items" | "properties"))
                        .cloned()
                        .unwrap_or_default();
                    if is_of_codes(&owner, items) {
                        self.enums.entry(path.join(".")).or_insert((value, BTreeSet::new())).1.insert(status);
                        return;
                    }
                }
                for (key, inner) in members {
                    let of_responses = path.last().is_some_and(|above| above == "responses");
                    let status = match status::spelled(key).filter(|_| of_responses) {
                        Some(status) => Some(status),
                        None if of_responses && is_class(key) => None,
                        None => status,
                    };
                    path.push(key.clone());
                    self.member(key, inner, path, status);
                    self.descend(inner, path, status, references);
                    path.pop();
                }
            }
            Value::Array(items) => {
                for (at, inner) in items.iter().enumerate() {
                    path.push(at.to_string());
                    self.descend(inner, path, status, references);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    /// What a member says by its name: a description, an example, an extension.
    fn member(&mut self, key: &str, value: &Value, path: &[String], status: Option<u16>) {
        let place = format!("{}: {}", self.name, path.join("."));
        let mut of_member = Harvest::default();
        match (key, value) {
            ("description", Value::String(text)) if text.contains(['*', '-', '|', '<']) => {
                markdown::harvest(&place, &format!("# Errors\n\n{text}"), self.map, &mut of_member);
                of_member.notes.clear();
            }
            ("example" | "value", value) => example(&place, value, &mut of_member, 0),
            (key, Value::Object(examples))
                if key == "examples"
                    && path
                        .iter()
                        .rev()
                        .nth(1)
                        .is_some_and(|above| above == "responses" || status::spelled(above).is_some()) =>
            {
                // OpenAPI 2: an example for each media type.
                examples.values().for_each(|value| example(&place, value, &mut of_member, 0));
            }
            (key, value)
                if key.starts_with("x-")
                    && ["error", "code"].iter().any(|word| words(key).contains(word))
                    && !key.starts_with("x-enum") =>
            {
                if tree::harvest(&place, value, Some("*"), self.map, &mut of_member).is_err() {
                    of_member.notes.clear();
                }
            }
            _ => return,
        }
        for mut found in of_member.found {
            if let (None, Some(status)) = (found.text(&Field::Status), status) {
                found.say(Field::Status, &status.to_string());
            }
            self.harvest.found.push(found);
        }
        self.harvest.notes.append(&mut of_member.notes);
    }

    fn take_enums(&mut self) {
        for (path, (schema, statuses)) in core::mem::take(&mut self.enums) {
            let place = format!("{}: {path}", self.name);
            let met: Vec<u16> = statuses.iter().flatten().copied().collect();
            let Some(Value::Array(items)) = schema.get("enum") else { continue };
            if let [_, _, ..] = &*met {
                let met: Vec<String> = met.iter().map(u16::to_string).collect();
                self.harvest.note(
                    &place,
                    format!(
                        "its codes are in responses with {}, so it does not say which code has which status",
                        met.join(", ")
                    ),
                );
            }
            let texts = descriptions(schema);
            for (at, item) in items.iter().enumerate() {
                let code = tree::text(item);
                if !code::is_code(&code) {
                    continue;
                }
                let mut found = Found::new(&*place, &*code);
                if let [status] = &*met {
                    found.say(Field::Status, &status.to_string());
                }
                if let Some(text) = texts.and_then(|texts| texts.get(at).or_else(|| texts.get(&code))) {
                    found.say(Field::Cause, &tree::text(text));
                }
                self.harvest.found.push(found);
            }
        }
    }
}

/// What an enum says of its values, as a list or by value.
fn descriptions(schema: &Value) -> Option<&Value> {
    ["x-enum-descriptions", "x-enumDescriptions", "x-enum-description", "x-ms-enum"]
        .iter()
        .find_map(|name| schema.get(name))
}

fn is_class(key: &str) -> bool {
    super::grid::class(key).is_some() || key == "default"
}

/// Whether an enum is one of codes: by the name of its owner, and by its values.
fn is_of_codes(owner: &str, items: &[Value]) -> bool {
    let name = words(owner);
    let named = ["code", "error", "reason"]
        .iter()
        .any(|word| name.split(' ').any(|part| part == *word || part == format!("{word}s")));
    let codes =
        items.iter().filter(|item| code::is_code(&tree::text(item)) && !code::is_status(&tree::text(item)));
    named && !items.is_empty() && codes.count() * 10 >= items.len() * 8
}

/// The code in the example of a body, however deep.
fn example(place: &str, value: &Value, harvest: &mut Harvest, depth: usize) {
    if depth > 8 {
        return;
    }
    // An example may be JSON in a text.
    if let Some(inner) = value
        .as_str()
        .filter(|text| text.trim_start().starts_with('{'))
        .and_then(|text| serde_json::from_str::<Value>(text).ok())
    {
        example(place, &inner, harvest, depth + 1);
        return;
    }
    match value {
        Value::Object(members) => {
            let names = ["code", "error_code", "errorCode", "error"];
            let code = names
                .iter()
                .find_map(|name| members.get(*name))
                .and_then(Value::as_str)
                .filter(|code| code::is_code(code) && !code::is_status(code));
            if let Some(code) = code {
                let mut found = Found::new(place, code);
                let text = ["message", "error_description", "detail", "description"]
                    .iter()
                    .find_map(|name| members.get(*name))
                    .and_then(Value::as_str);
                found.say(Field::Message, text.unwrap_or_default());
                harvest.found.push(found);
                return;
            }
            members.values().for_each(|value| example(place, value, harvest, depth + 1));
        }
        Value::Array(items) => items.iter().for_each(|value| example(place, value, harvest, depth + 1)),
        _ => {}
    }
}
