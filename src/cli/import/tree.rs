//! Codes in JSON and YAML: lists of objects, objects by code, and lists of texts, anywhere or at a path.

use serde_json::{Map as Members, Value};
use toml::de::{DeTable, DeValue};

use super::code;
use super::field::{Field, words};
use super::found::{Found, Harvest};
use super::grid::{Grid, GridRow, Map};

/// Takes the codes at a path, such as `types.*.codes.*`, or wherever they are.
pub(super) fn harvest(
    name: &str,
    root: &Value,
    path: Option<&str>,
    map: &Map,
    harvest: &mut Harvest,
) -> Result<(), String> {
    let Some(path) = path else {
        search(name, root, &mut Vec::new(), map, harvest, 0);
        return Ok(());
    };
    let steps: Vec<&str> = path.split('.').filter(|step| !step.is_empty()).collect();
    let mut taken = 0;
    walk(name, root, &steps, &mut Vec::new(), &mut |place, keys, value| {
        taken += 1;
        take(place, keys, value, map, harvest);
    });
    if taken == 0 {
        let keys =
            root.as_object().map(|members| members.keys().take(20).cloned().collect::<Vec<_>>().join(", "));
        let has = keys.map_or_else(
            || "it is a list: begin with `*`".to_owned(),
            |keys| format!("it begins with one of {keys}"),
        );
        return Err(format!("{name}: has nothing at the path `{path}`; {has}"));
    }
    Ok(())
}

/// Calls `visit` with each value at a path, and the keys that `*` stood for.
fn walk<'v>(
    name: &str,
    value: &'v Value,
    steps: &[&str],
    keys: &mut Vec<String>,
    visit: &mut dyn FnMut(&str, &[String], &'v Value),
) {
    let Some((step, rest)) = steps.split_first() else {
        visit(name, keys, value);
        return;
    };
    match (value, *step) {
        (Value::Array(items), "*") => {
            for (at, item) in items.iter().enumerate() {
                walk(&format!("{name}: {at}"), item, rest, keys, visit);
            }
        }
        (Value::Object(members), "*") => {
            for (key, value) in members {
                keys.push(key.clone());
                walk(&format!("{name}: {key}"), value, rest, keys, visit);
                keys.pop();
            }
        }
        (Value::Object(members), key) => {
            if let Some(value) = members.get(key) {
                walk(&format!("{name}: {key}"), value, rest, keys, visit);
            }
        }
        (Value::Array(items), step) => {
            if let Some(item) = step.parse().ok().and_then(|at: usize| items.get(at)) {
                walk(&format!("{name}: {step}"), item, rest, keys, visit);
            }
        }
        _ => {}
    }
}

/// Takes what is at the end of a path: a container of errors, or one error.
fn take(place: &str, keys: &[String], value: &Value, map: &Map, harvest: &mut Harvest) {
    let group = keys.len().checked_sub(2).and_then(|at| keys.get(at));
    match value {
        Value::Array(items) => list(place, items, keys.last(), map, harvest),
        Value::Object(members)
            if member(members, &Field::Code, map).is_some()
                || keys.last().is_some_and(|key| code::is_code(key))
                    && members.values().all(|value| !value.is_object()) =>
        {
            object(place, keys.last(), group, members, map, harvest);
        }
        Value::Object(members) => by_code(place, members, keys.last(), map, harvest),
        scalar => {
            let text = text(scalar);
            match keys.last().filter(|key| code::is_code(key)) {
                Some(key) => pair(place, key, group, &text, harvest),
                None => harvest.rows(place, &text, &[]),
            }
        }
    }
}

/// How deep errors are searched for.
const MAX_DEPTH: usize = 64;

/// Takes every container whose members are errors.
fn search(
    place: &str,
    value: &Value,
    keys: &mut Vec<String>,
    map: &Map,
    harvest: &mut Harvest,
    depth: usize,
) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) if is_list(items, map) => {
            harvest.note(place, format!("list of {} errors", items.len()));
            list(place, items, keys.last(), map, harvest);
        }
        Value::Object(members) if is_by_code(members) => {
            harvest.note(place, format!("{} errors by their codes", members.len()));
            by_code(place, members, keys.last(), map, harvest);
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                search(&format!("{place}: {at}"), item, keys, map, harvest, depth + 1);
            }
        }
        Value::Object(members) => {
            // A list of errors in an object with a name is a group.
            let name = members
                .iter()
                .find(|(key, _)| matches!(key.as_str(), "name" | "title" | "group" | "category"))
                .and_then(|(_, value)| value.as_str());
            for (key, value) in members {
                keys.push(name.unwrap_or(key).to_owned());
                search(&format!("{place}: {key}"), value, keys, map, harvest, depth + 1);
                keys.pop();
            }
        }
        _ => {}
    }
}

fn is_list(items: &[Value], map: &Map) -> bool {
    let is_error = |item: &&Value| match item {
        Value::Object(members) => {
            let code = member(members, &Field::Code, map).map(|(_, value)| text(value));
            let says_more = members.keys().filter(|key| Field::of(key).is_some()).count() > 1;
            code.is_some_and(|code| {
                code::of(&code).is_ok()
                    && !code::is_status(&code)
                    && (says_more || code::is_surely_code(&code))
            })
        }
        Value::String(text) => code::is_surely_code(text),
        _ => false,
    };
    !items.is_empty() && items.iter().filter(is_error).count() * 10 >= items.len() * 6
}

fn is_by_code(members: &Members<String, Value>) -> bool {
    let is_error = |(key, value): &(&String, &Value)| {
        let sure = code::is_surely_code(key)
            || code::is_code(key) && key.bytes().all(|byte| byte.is_ascii_digit()) && !code::is_status(key);
        let says = match value {
            // A property of a schema has a description, too.
            Value::Object(members)
                if members.get("type").is_some_and(is_type) || members.contains_key("$ref") =>
            {
                false
            }
            Value::Object(members) => members.keys().any(|key| Field::of(key).is_some()),
            Value::String(_) | Value::Number(_) => true,
            _ => false,
        };
        sure && says
    };
    let capitals = |key: &String| !key.contains(|c: char| c.is_lowercase());
    (members.len() > 1 || members.keys().all(capitals))
        && !members.is_empty()
        && members.iter().filter(is_error).count() * 10 >= members.len() * 8
}

/// Whether a value is a type of JSON Schema.
fn is_type(value: &Value) -> bool {
    value.as_str().is_some_and(|name| {
        ["string", "object", "array", "integer", "number", "boolean", "null"].contains(&name)
    })
}

fn list(place: &str, items: &[Value], group: Option<&String>, map: &Map, harvest: &mut Harvest) {
    for (at, item) in items.iter().enumerate() {
        let place = format!("{place}: {at}");
        match item {
            Value::Object(members) => {
                object(&place, None, group.filter(|group| is_group(group)), members, map, harvest);
            }
            item => harvest.rows(&place, &text(item), &[]),
        }
    }
}

fn by_code(
    place: &str,
    members: &Members<String, Value>,
    group: Option<&String>,
    map: &Map,
    harvest: &mut Harvest,
) {
    let group = group.filter(|group| is_group(group));
    for (key, value) in members {
        let place = format!("{place}: {key}");
        match value {
            Value::Object(members) => object(&place, Some(key), group, members, map, harvest),
            scalar => pair(&place, key, group, &text(scalar), harvest),
        }
    }
}

/// A key that says no more than that errors follow is no group.
fn is_group(key: &str) -> bool {
    !matches!(
        &*words(key),
        "errors"
            | "error"
            | "codes"
            | "error codes"
            | "items"
            | "data"
            | "list"
            | "definitions"
            | "enum"
            | "values"
            | "x error codes"
            | "x errors"
    )
}

/// A code with a text or a number.
fn pair(place: &str, code: &str, group: Option<&String>, value: &str, harvest: &mut Harvest) {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let field = match (code::is_status(value), is_number) {
        (true, _) => Field::Status,
        (_, true) => Field::Number,
        // `20003: INVALID_TOKEN`: which of the two is sent nobody says.
        _ if code.bytes().all(|byte| byte.is_ascii_digit()) && code::is_surely_code(value) => {
            let mut found = Found::new(place, value);
            found.say(Field::Number, code);
            found.guesses.push(format!("the code is `{value}` rather than {code}"));
            harvest.found.push(found);
            return;
        }
        _ if value == code => Field::Code,
        _ => Field::Cause,
    };
    let mut says = vec![(field, value.to_owned())];
    says.retain(|(field, _)| *field != Field::Code);
    says.extend(group.map(|group| (Field::Group, group.clone())));
    harvest.rows(place, code, &says);
}

/// The member that fills a field, by the user's own word or by its name.
fn member<'v>(members: &'v Members<String, Value>, field: &Field, map: &Map) -> Option<(&'v str, &'v Value)> {
    if let Some((_, name)) = map.iter().find(|(known, _)| known == field) {
        return members.get_key_value(name).map(|(key, value)| (&**key, value));
    }
    let ranks = members
        .iter()
        .filter(|(_, value)| !value.is_object() && !value.is_array() && !value.is_null())
        .filter_map(|(key, value)| {
            let (_, rank) = Field::all_of(key).into_iter().find(|(known, _)| known == field)?;
            let fits = *field != Field::Code
                || code::of(&text(value))
                    .is_ok_and(|codes| codes.codes.iter().all(|code| !code::is_status(code)));
            // Of a name and a number, the name.
            let number = usize::from(text(value).bytes().all(|byte| byte.is_ascii_digit()));
            fits.then_some((number, rank, &**key, value))
        });
    ranks.min_by_key(|(number, rank, ..)| (*number, *rank)).map(|(_, _, key, value)| (key, value))
}

/// One error. Its members are a table of one row, so that names mean the same in all sources.
fn object(
    place: &str,
    key: Option<&String>,
    group: Option<&String>,
    members: &Members<String, Value>,
    map: &Map,
    harvest: &mut Harvest,
) {
    let mut grid = Grid { place: place.to_owned(), ..Grid::default() };
    let mut cells = Vec::new();
    flatten("", members, &mut grid.header, &mut cells);
    let by_key = key.filter(|key| {
        code::is_code(key) && (member(members, &Field::Code, map).is_none() || code::is_surely_code(key))
    });
    let name = match by_key {
        Some(_) => "code".to_owned(),
        None => member(members, &Field::Code, map).map(|(name, _)| name.to_owned()).unwrap_or_default(),
    };
    if let Some(key) = by_key {
        // A member that repeats the key, or a second name of it.
        for header in &mut grid.header {
            if header == "code" {
                "number".clone_into(header);
            }
        }
        grid.header.push("code".to_owned());
        cells.push(key.clone());
    }
    if let Some(group) = group.filter(|_| {
        !grid.header.iter().any(|name| Field::of(name).is_some_and(|(field, _)| field == Field::Group))
    }) {
        grid.header.push("group".to_owned());
        cells.push(group.clone());
    }
    grid.rows.push(GridRow { place: place.to_owned(), cells });
    let mut map: Vec<(Field, String)> = map.to_vec();
    map.retain(|(field, _)| *field != Field::Code);
    map.push((Field::Code, name));
    let mut of_one = Harvest::default();
    grid.harvest(&map, &mut of_one);
    // What the columns of one row are is of no interest, and a row without a code is.
    if of_one.found.is_empty() {
        harvest.note(place, "not taken: it has no code".to_owned());
    }
    harvest.found.append(&mut of_one.found);
}

/// The members as columns; those of an object in it have its name in front.
fn flatten(
    prefix: &str,
    members: &Members<String, Value>,
    header: &mut Vec<String>,
    cells: &mut Vec<String>,
) {
    for (key, value) in members {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix} {key}") };
        match value {
            Value::Object(inner) if prefix.is_empty() => flatten(&name, inner, header, cells),
            Value::Object(_) | Value::Null => {}
            value => {
                header.push(name);
                cells.push(text(value));
            }
        }
    }
}

/// A value as a cell.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Object(_) => String::new(),
        value => value.to_string(),
    }
}

/// TOML as JSON.
pub(super) fn of_toml(table: &DeTable<'_>) -> Value {
    let members =
        table.iter().map(|(key, value)| (key.get_ref().to_string(), of_toml_value(value.get_ref())));
    Value::Object(members.collect())
}

fn of_toml_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::Table(table) => of_toml(table),
        DeValue::Array(items) => items.iter().map(|item| of_toml_value(item.get_ref())).collect(),
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Integer(number) => Value::String(number.to_string()),
        DeValue::Float(number) => Value::String(number.to_string()),
        DeValue::Datetime(time) => Value::String(time.to_string()),
    }
}
