//! Codes in the source code of any language, by patterns: one of the user's, or those of a preset.

use std::sync::LazyLock;

use regex::{Captures, Regex, RegexBuilder};

use super::code;
use super::field::Field;
use super::found::Harvest;
use super::markdown::Lines;
use super::status;
use super::text;

/// Patterns for the form in which a language has codes.
pub(super) struct Preset {
    pub(super) name: &'static str,
    /// The ends of the names of its files.
    pub(super) files: &'static [&'static str],
    /// Each match is a code. `args` has values of any order.
    patterns: &'static [&'static str],
    /// A line that is a heading of those below it.
    section: Option<&'static str>,
}

/// Every preset but `rust-enum`, which has a parser.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        name: "ts-union",
        files: &["ts", "tsx", "js", "mjs", "cjs", "jsx"],
        patterns: &[
            r#"\|\s*['"](?<code>[A-Za-z0-9][\w.:/-]*)['"]"#,
            r#"type\s+\w+\s*=\s*['"](?<code>[A-Za-z0-9][\w.:/-]*)['"]"#,
            r#"(?:^|[{,])\s*[A-Za-z]\w*\s*=\s*['"](?<code>[A-Za-z0-9][\w.:/-]*)['"]\s*[,}\n]"#,
            r#"^\s*['"]?(?<code>[A-Za-z][\w.:/-]*)['"]?\s*:\s*(?:new\s+)?(?:\w[\w.]*\(\s*)?\{(?<args>(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|[^{}"'`])*)\}"#,
            r#"^\s*['"]?(?:[A-Za-z]\w*)['"]?\s*:\s*['"](?<code>[A-Z][A-Z0-9_]+)['"]"#,
        ],
        section: None,
    },
    Preset {
        name: "java-enum",
        files: &["java", "kt", "cs", "scala", "swift", "php"],
        patterns: &[
            r"^\s*(?:case\s+)?(?<code>[A-Z][A-Z0-9_]*)\s*\((?<args>(?:[^()]|\([^()]*\))*)\)\s*[,;{]?",
            r#"^\s*(?:case|(?:public\s+|private\s+)?(?:static\s+final\s+String|const(?:\s+string)?))\s+\w+\s*=\s*['"](?<code>[^'"]+)['"]"#,
            r"^\s*(?<code>[A-Z][A-Z0-9]*_[A-Z0-9_]+)\s*(?:=\s*(?<number>\d+)\s*)?[,;]\s*(?:(?://|/\*).*)?$",
        ],
        section: None,
    },
    Preset {
        name: "go-const",
        files: &["go"],
        patterns: &[
            r#"^\s*(?:const\s+)?[A-Za-z]\w*(?:\s+[A-Za-z][\w.]*)?\s*=\s*(?:\w+\()?"(?<code>[^"]+)"\)?"#,
            r#"^\s*[A-Za-z]\w*\s*:\s*\{(?<args>(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|[^{}"'`])*)\}"#,
        ],
        section: None,
    },
    Preset {
        name: "proto",
        files: &["proto"],
        patterns: &[r"^\s*(?<code>[A-Z][A-Z0-9_]*)\s*=\s*(?<number>\d+)\s*(?:\[(?<args>[^\]]*)\])?\s*;"],
        section: None,
    },
    Preset {
        name: "errcodes",
        files: &["errcodes.txt"],
        patterns: &[r"^(?<code>[0-9A-Z]{5})[ \t]+E[ \t]+\S+(?:[ \t]+(?<cause>\S+))?"],
        section: Some(r"^Section:\s*(?<group>.*)$"),
    },
    Preset {
        name: "c-define",
        files: &["h", "c", "hpp", "cc", "cpp", "m"],
        patterns: &[
            r"^\s*#\s*define\s+(?<code>[A-Z][A-Z0-9_]*)\s+\(?(?<number>-?(?:0[xX][0-9A-Fa-f]+|\d+))\)?",
            r"(?:^|[{,])\s*(?<code>[A-Z][A-Z0-9_]*)\s*=\s*(?<number>-?(?:0[xX][0-9A-Fa-f]+|\d+))\s*,?",
            r"^\s*X?\w*\(\s*(?<code>[A-Z][A-Z0-9_]+)\s*,(?<args>[^()]*)\)",
        ],
        section: None,
    },
    Preset {
        name: "python",
        files: &["py", "rb", "ex", "exs"],
        patterns: &[
            r#"^\s*[A-Z][A-Z0-9_]*\s*=\s*["'](?<code>[^"']+)["']"#,
            r"^\s*(?<code>[A-Z][A-Z0-9_]*)\s*=\s*\(?(?<args>\d[^()\n]*)\)?",
            r#"(?:^|[{,])\s*["']?(?<code>[A-Za-z][\w.:-]*)["']?\s*(?::|=>)\s*[\{(\[](?<args>(?:"[^"\n]*"|'[^'\n]*'|[^{}()\[\]"'])*)[\})\]]"#,
        ],
        section: None,
    },
];

/// Takes the codes that a preset finds.
pub(super) fn harvest_preset(
    name: &str,
    source: &str,
    preset: &Preset,
    harvest: &mut Harvest,
) -> Result<(), String> {
    let patterns: Vec<Regex> =
        preset.patterns.iter().map(|pattern| compile(pattern)).collect::<Result<_, _>>()?;
    let section = preset.section.map(compile).transpose()?;
    take(name, source, &patterns, section.as_ref(), true, harvest);
    Ok(())
}

/// Takes the codes that the user's pattern finds. Its groups are named for the columns that they fill. It is tried on each line, or
/// on the whole text where it can match a line break.
pub(super) fn harvest_pattern(name: &str, source: &str, pattern: &Regex, harvest: &mut Harvest) {
    let is_of_blocks =
        ["(?s", "(?ms", "(?is", "(?xs", "\\n", "\\s\\S"].iter().any(|part| pattern.as_str().contains(part));
    let patterns = core::slice::from_ref(pattern);
    if is_of_blocks {
        return take(name, source, patterns, None, false, harvest);
    }
    for (at, line) in source.lines().enumerate().filter(|(_, line)| pattern.is_match(line)) {
        let mut of_line = Harvest::default();
        take(name, line, patterns, None, false, &mut of_line);
        let place = |place: &str| {
            place.strip_suffix(":1").map_or_else(|| place.to_owned(), |name| format!("{name}:{}", at + 1))
        };
        for found in &mut of_line.found {
            found.place = place(&found.place);
        }
        for note in &mut of_line.notes {
            note.place = place(&note.place);
        }
        harvest.found.append(&mut of_line.found);
        harvest.notes.append(&mut of_line.notes);
    }
}

/// A pattern over lines: `^` and `$` are the ends of a line. With `(?s)` a point is any character, also a line break.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern).multi_line(true).build().map_err(|error| error.to_string())
}

/// A value in brackets, with its name where it has one.
static VALUES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(r#"(?:(?<name>\w+)\s*[:=]\s*)?(?:"(?<text>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<word>[\w.:]+))"#).ok()
});

/// A status in a comment.
static SPELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(r"(?i)[(\[]?\b(?:http(?:\s*(?:status|code|mapping|status\s+code))?|status(?:\s+code)?)\s*[:=]?\s*([1-5]\d\d)\b[)\]]?[ \w-]*\.?").ok()
});

fn take(
    name: &str,
    source: &str,
    patterns: &[Regex],
    section: Option<&Regex>,
    with_comments: bool,
    harvest: &mut Harvest,
) {
    let lines = Lines::new(source);
    let mut matches: Vec<(usize, usize, Captures<'_>)> = Vec::new();
    for pattern in patterns {
        for captures in pattern.captures_iter(source) {
            let Some(code) = captures.name("code").or_else(|| captures.get(0)) else { continue };
            let end = captures.get(0).map_or(code.end(), |whole| whole.end());
            // Of two patterns that find something at one place, the first is the better one.
            if matches.iter().all(|(start, known_end, _)| code.start() >= *known_end || end <= *start) {
                matches.push((code.start(), end, captures));
            }
        }
    }
    matches.sort_by_key(|(start, ..)| *start);
    let sections: Vec<(usize, String)> = section.map_or_else(Vec::new, |section| {
        section
            .captures_iter(source)
            .filter_map(|found| Some((found.get(0)?.start(), found.name("group")?.as_str().to_owned())))
            .collect()
    });
    for (start, end, captures) in matches {
        let place = format!("{name}:{}", lines.at(start));
        let mut says: Vec<(Field, String)> = Vec::new();
        let mut code = captures.name("code").map(|code| code.as_str().to_owned()).unwrap_or_default();
        for pattern in patterns.iter().flat_map(Regex::capture_names).flatten() {
            let Some(found) = captures.name(pattern) else { continue };
            match pattern {
                "code" => {}
                "args" => arguments(found.as_str(), &mut code, &mut says),
                "number" => says.push((Field::Number, decimal(found.as_str()))),
                column => says.push((Field::named(column), text::bare(found.as_str()))),
            }
        }
        says.dedup();
        if code.is_empty() {
            // A list without a code in front has it among its values.
            continue;
        }
        if with_comments {
            comments(source, start, end, &mut says);
        }
        if let Some((_, group)) = sections.iter().rev().find(|(at, _)| *at < start) {
            says.push((Field::Group, group.clone()));
        }
        harvest.rows(&place, &code, &says);
    }
}

/// Values in brackets: a status, a number, a text, a code as it is sent.
fn arguments(arguments: &str, code: &mut String, says: &mut Vec<(Field, String)>) {
    let Some(parts) = &*VALUES else { return };
    for part in parts.captures_iter(arguments) {
        let name = part.name("name").map(|name| name.as_str()).unwrap_or_default();
        let text = part
            .name("text")
            .or_else(|| part.name("single"))
            .map(|text| text.as_str().replace("\\\"", "\"").replace("\\'", "'"));
        let word = part.name("word").map(|word| word.as_str());
        let named = Field::all_of(name)
            .into_iter()
            .map(|(field, _)| field)
            .find(|field| *field != Field::Code || text.as_deref().is_some_and(code::is_code));
        match (named, text, word) {
            (Some(Field::Status), text, word) => {
                let status = text.as_deref().or(word).unwrap_or_default();
                if !status::all(status).is_empty() {
                    says.push((Field::Status, status.to_owned()));
                }
            }
            (Some(Field::Code), Some(text), _) => *code = text,
            (Some(field), text, word) => {
                says.push((field, text.or_else(|| word.map(str::to_owned)).unwrap_or_default()));
            }
            // The code as it is sent is the name in another case.
            (None, Some(text), _)
                if code.is_empty() && code::is_surely_code(&text) || same_letters(&text, code) =>
            {
                *code = text;
            }
            (None, Some(text), _) if code::is_surely_code(&text) && !text.contains(' ') => {}
            (None, Some(text), _) => says.push((Field::Message, text)),
            (None, None, Some(word)) if code::is_status(word) || status::spelled(word).is_some() => {
                says.push((Field::Status, word.to_owned()));
            }
            (None, None, Some(word)) if word.bytes().all(|byte| byte.is_ascii_digit()) => {
                says.push((Field::Number, word.to_owned()));
            }
            _ => {}
        }
    }
}

fn same_letters(one: &str, other: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    code::is_code(one) && !one.is_empty() && letters(one) == letters(other)
}

/// A number of C in the digits that people write.
fn decimal(number: &str) -> String {
    let hex = number.to_ascii_lowercase();
    match hex.trim_start_matches('-').strip_prefix("0x").map(|digits| i64::from_str_radix(digits, 16)) {
        Some(Ok(value)) => value.to_string(),
        _ => number.to_owned(),
    }
}

/// What the comments above and behind a code say of it.
fn comments(source: &str, start: usize, end: usize, says: &mut Vec<(Field, String)>) {
    let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let mut above: Vec<String> = Vec::new();
    for line in source[..line_start].lines().rev() {
        let line = line.trim();
        if line.starts_with("#[") || line.starts_with('@') && !line.starts_with("@deprecated") {
            continue;
        }
        match comment(line) {
            Some(text) => above.push(text),
            None => break,
        }
    }
    above.reverse();
    let rest = source[end..].lines().next().unwrap_or_default();
    let behind = ["//", "/*", " #", "--"]
        .iter()
        .filter_map(|mark| rest.find(mark))
        .min()
        .and_then(|at| comment(rest[at..].trim()));
    let mut texts: Vec<String> = Vec::new();
    for line in above.into_iter().chain(behind) {
        let lower = line.to_lowercase();
        if lower.contains("deprecated") || lower.starts_with("obsolete") {
            says.push((Field::Deprecated, line.trim_start_matches("@deprecated").trim().to_owned()));
            continue;
        }
        let (status, left) = spelled_in(&line);
        if let Some(status) = status.filter(|_| says.iter().all(|(field, _)| *field != Field::Status)) {
            says.push((Field::Status, status.to_string()));
        }
        if !left.is_empty() {
            texts.push(left);
        }
    }
    let text = texts.join("\n");
    if !text.trim().is_empty() && says.iter().all(|(field, _)| *field != Field::Cause) {
        says.push((Field::Cause, text));
    }
}

/// The status that a comment spells, and the rest of it: `Nothing is there. HTTP: 404`, `404: nothing is there`.
fn spelled_in(line: &str) -> (Option<u16>, String) {
    if let (Some(status), rest) = status::leading(line) {
        return (Some(status), rest.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned());
    }
    let Some(spelled) = &*SPELLED else { return (None, line.to_owned()) };
    let Some(found) = spelled.captures(line) else { return (None, line.to_owned()) };
    let status = found.get(1).and_then(|status| status.as_str().parse().ok());
    let whole = found.get(0).map_or("", |whole| whole.as_str());
    (status, line.replacen(whole, "", 1).trim().to_owned())
}

/// The text of a line that is a comment and nothing else.
fn comment(line: &str) -> Option<String> {
    let text = ["///", "//!", "//", "/**", "/*", "*/", "*", "#", "--"]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))?;
    let text = text.trim_end_matches("*/").trim();
    Some(text.trim_start_matches('<').trim().to_owned())
}
