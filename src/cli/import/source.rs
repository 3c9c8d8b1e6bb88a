//! A source: what it is, by its name or by the user's word, and who reads it.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use regex::Regex;
use serde_json::Value;

use super::field::Field;
use super::found::Harvest;
use super::pattern::{self, PRESETS, Preset};
use super::{html, markdown, openapi, rust, sheet, status, text, tree, yaml};
use crate::table::codegen::disk::MAX_SIZE;

/// What a source is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Csv,
    Html,
    Json,
    Markdown,
    Rust,
    Toml,
    Yaml,
    Preset(&'static Preset),
}

impl Kind {
    /// The words of `--from`.
    pub(super) fn names() -> PossibleValuesParser {
        let presets = PRESETS.iter().map(|preset| preset.name);
        PossibleValuesParser::new(
            ["markdown", "html", "csv", "json", "yaml", "toml", "openapi", "rust-enum"]
                .into_iter()
                .chain(presets),
        )
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "csv" => Self::Csv,
            "html" => Self::Html,
            "json" => Self::Json,
            "markdown" => Self::Markdown,
            "rust-enum" => Self::Rust,
            "toml" => Self::Toml,
            // JSON is YAML, and a description is known by what is in it.
            "yaml" | "openapi" => Self::Yaml,
            name => Self::Preset(PRESETS.iter().find(|preset| preset.name == name)?),
        })
    }

    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let preset = |name: &str| PRESETS.iter().find(|preset| preset.files.contains(&name));
        if let Some(preset) = preset(&name) {
            return Some(Self::Preset(preset));
        }
        Some(match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "tab" => Self::Csv,
            "html" | "htm" | "xhtml" | "vue" | "svelte" => Self::Html,
            "json" | "jsonc" => Self::Json,
            "md" | "mdx" | "markdown" | "mkd" => Self::Markdown,
            "rs" => Self::Rust,
            "toml" => Self::Toml,
            "yaml" | "yml" => Self::Yaml,
            end => Self::Preset(preset(end)?),
        })
    }
}

/// How sources are read.
pub(super) struct Reading {
    pub(super) kind: Option<Kind>,
    pub(super) map: Vec<(Field, String)>,
    pub(super) at: Option<String>,
    pub(super) pattern: Option<Regex>,
    pub(super) style: Option<String>,
}

impl Reading {
    /// Takes the codes of a file, of the files of a folder, or of standard input.
    pub(super) fn read(&self, path: &Path, harvest: &mut Harvest) -> Result<(), String> {
        let name = text::line(&path.display().to_string());
        if path == Path::new("-") {
            if self.kind.is_none() && self.pattern.is_none() {
                return Err("-: `--from` has to say what standard input is".to_owned());
            }
            let mut bytes = Vec::new();
            let read = io::stdin().lock().take(MAX_SIZE + 1).read_to_end(&mut bytes);
            read.map_err(|error| format!("standard input: cannot read it: {error}"))?;
            return self.read_bytes("standard input", None, &bytes, harvest);
        }
        let metadata = fs::metadata(path).map_err(|error| format!("{name}: cannot read it: {error}"))?;
        if metadata.is_dir() {
            let mut files = Vec::new();
            list(path, &mut files, 0).map_err(|error| format!("{name}: cannot read it: {error}"))?;
            if files.is_empty() {
                return Err(format!(
                    "{name}: has no file of a kind that is known; name the files, and their kind by `--from`"
                ));
            }
            return files.iter().try_for_each(|file| self.read(file, harvest));
        }
        if !metadata.is_file() {
            return Err(format!("{name}: is not a regular file"));
        }
        let bytes = fs::read(path).map_err(|error| format!("{name}: cannot read it: {error}"))?;
        self.read_bytes(&name, Some(path), &bytes, harvest)
    }

    fn read_bytes(
        &self,
        name: &str,
        path: Option<&Path>,
        bytes: &[u8],
        harvest: &mut Harvest,
    ) -> Result<(), String> {
        if bytes.len() as u64 > MAX_SIZE {
            return Err(format!("{name}: is larger than {} MiB", MAX_SIZE / 1024 / 1024));
        }
        let source =
            decoded(bytes).ok_or_else(|| format!("{name}: is neither UTF-8 nor UTF-16, save it as UTF-8"))?;
        let (before, notes) = (harvest.found.len(), harvest.notes.len());
        let kind = self.kind.or_else(|| path.and_then(Kind::of));
        match (&self.pattern, kind) {
            (Some(pattern), _) => pattern::harvest_pattern(name, &source, pattern, harvest),
            (None, Some(kind)) => self.harvest(name, &source, kind, harvest)?,
            (None, None) => {
                return Err(format!(
                    "{name}: its name does not say what it is: `--from` does, and `--pattern` finds codes in any text"
                ));
            }
        }
        // `errors/404.md`.
        if let Some(status) =
            path.and_then(Path::file_stem).and_then(|stem| stem.to_str()).and_then(status::spelled)
        {
            for found in
                harvest.found[before..].iter_mut().filter(|found| found.text(&Field::Status).is_none())
            {
                found.say(Field::Status, &status.to_string());
            }
        }
        if (before, notes) == (harvest.found.len(), harvest.notes.len()) {
            harvest.note(name, "has no codes that were found");
        }
        Ok(())
    }

    fn harvest(&self, name: &str, source: &str, kind: Kind, harvest: &mut Harvest) -> Result<(), String> {
        match kind {
            Kind::Csv => return sheet::harvest(name, source, &self.map, harvest),
            Kind::Html => html::harvest(name, source, &self.map, harvest),
            Kind::Markdown => markdown::harvest(name, source, &self.map, harvest),
            Kind::Rust => {
                return rust::harvest(name, source, self.at.as_deref(), self.style.as_deref(), harvest);
            }
            Kind::Json => {
                let root: Value =
                    serde_json::from_str(source).map_err(|error| format!("{name}: is not JSON: {error}"))?;
                return self.tree(name, &root, harvest);
            }
            Kind::Toml => {
                let root = toml::de::DeTable::parse(source)
                    .map_err(|error| format!("{name}: is not TOML: {}", error.message()))?;
                return self.tree(name, &tree::of_toml(root.get_ref()), harvest);
            }
            Kind::Yaml => return self.tree(name, &yaml::parse(name, source)?, harvest),
            Kind::Preset(preset) => {
                // A page may be in source code: a component of JSX, a template of Blade.
                let tables = html::tables(source);
                for table in tables.iter().cloned() {
                    let place = format!("{name}:{}", markdown::Lines::new(source).at(table.start));
                    html::harvest_fragment(&place, &source[table], &self.map, harvest);
                }
                if tables.is_empty() {
                    return pattern::harvest_preset(name, source, preset, harvest);
                }
            }
        }
        Ok(())
    }

    fn tree(&self, name: &str, root: &Value, harvest: &mut Harvest) -> Result<(), String> {
        if openapi::is_openapi(root) && self.at.is_none() {
            openapi::harvest(name, root, &self.map, harvest);
            return Ok(());
        }
        tree::harvest(name, root, self.at.as_deref(), &self.map, harvest)
    }
}

/// How deep folders are searched.
const MAX_DEPTH: usize = 16;

/// The files of a folder and of those in it, in the order of their names.
fn list(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) -> io::Result<()> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or(".");
        if name.starts_with('.') || matches!(name, "node_modules" | "target" | "vendor") {
            continue;
        }
        if entry.is_dir() && depth < MAX_DEPTH {
            list(&entry, files, depth + 1)?;
        } else if entry.is_file() && Kind::of(&entry).is_some() {
            files.push(entry);
        }
    }
    Ok(())
}

/// Text in UTF-8 or, as spreadsheets save it, in UTF-16, without its byte order mark and with plain line feeds.
fn decoded(bytes: &[u8]) -> Option<String> {
    let units = |bytes: &[u8], from: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| from([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes)?,
        bytes => core::str::from_utf8(bytes).ok()?.to_owned(),
    };
    Some(text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n"))
}
