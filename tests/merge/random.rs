//! Random edits on both sides, hundreds of pairs: nothing is lost, and it does not matter who merges whom.

use std::collections::BTreeSet;
use std::fs;

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::docs::json;

use crate::cli::error_catalog;
use crate::scratch;

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }
}

/// A table of rows, each a section or a line, with comments all over.
#[derive(Clone)]
struct Table {
    rows: Vec<Row>,
    lines: bool,
    retired: Vec<(String, String)>,
}

#[derive(Clone)]
struct Row {
    code: String,
    status: usize,
    cause: String,
    remedy: Option<String>,
    above: Vec<String>,
    behind: Option<String>,
}

impl Table {
    fn text(&self) -> String {
        let mut out = "# head\n[catalog]\nname = \"X\"\n\n[errors]\n".to_owned();
        for row in &self.rows {
            if !self.lines {
                out.push('\n');
            }
            out.extend(row.above.iter().map(|comment| format!("# {comment}\n")));
            let behind = row.behind.as_ref().map(|text| format!(" # {text}")).unwrap_or_default();
            let remedy = row.remedy.as_ref().map(|text| format!("\"{text}\""));
            let (code, status, cause) = (&row.code, row.status, &row.cause);
            if self.lines {
                let remedy = remedy.map(|text| format!(", remedy = {text}")).unwrap_or_default();
                out.extend([format!("{code} = {{ status = {status}, retry = \"never\", cause = \"{cause}\"{remedy} }}{behind}\n")]);
            } else {
                let remedy = remedy.map(|text| format!("remedy = {text}\n")).unwrap_or_default();
                out.extend([format!("[errors.{code}]\nstatus = {status}\nretry = \"never\"\ncause = \"{cause}\"{behind}\n{remedy}")]);
            }
        }
        out.push_str("\n[retired]\n");
        out.extend(
            self.retired.iter().map(|(code, reason)| format!("{code} = {{ reason = \"{reason}\" }}\n")),
        );
        out
    }

    fn edit(&mut self, random: &mut Random, who: &str) {
        for step in 0..=random.below(4) {
            let name = format!("{who}{step}x{}", random.below(1000));
            let at = random.below(self.rows.len());
            match random.below(7) {
                0 | 1 => {
                    let row = Row {
                        code: format!("NEW_{name}"),
                        status: 400 + random.below(100),
                        cause: name.clone(),
                        remedy: None,
                        above: vec![format!("above {name}")],
                        behind: Some(format!("behind {name}")),
                    };
                    self.rows.insert(random.below(self.rows.len() + 1), row);
                }
                2 if self.rows.len() > 2 => {
                    let row = self.rows.remove(at);
                    self.retired.push((row.code, format!("retired by {who}")));
                }
                3 => self.rows[at].status = 400 + random.below(100),
                4 => self.rows[at].remedy = Some(name),
                5 => self.rows[at].above.push(format!("note {name}")),
                _ => self.rows[at].cause = name,
            }
        }
    }
}

fn comments(text: &str) -> BTreeSet<String> {
    text.lines().filter_map(|line| line.split_once("# ")).map(|(_, comment)| comment.to_owned()).collect()
}

fn value(text: &str) -> Option<String> {
    Catalog::parse("catalog.toml", text).ok().map(|table| json::render(&table))
}

fn merge(folder: &std::path::Path, base: &str, ours: &str, theirs: &str) -> (Exit, String, String) {
    let files = ["base", "ours", "theirs"].map(|file| folder.join(file));
    for (file, text) in files.iter().zip([base, ours, theirs]) {
        fs::write(file, text).expect("it can be written");
    }
    let ran = error_catalog(
        &["merge".as_ref()].into_iter().chain(files.iter().map(|file| file.as_os_str())).collect::<Vec<_>>(),
    );
    (ran.exit, fs::read_to_string(&files[1]).expect("it is there"), ran.err)
}

#[test]
fn random_edits_lose_nothing() {
    let folder = scratch::folder("merge/random");
    let mut random = Random(7);
    let (mut clean, mut conflicts, mut by_lines) = (0, 0, 0);
    for round in 0..600 {
        let rows = (0..3 + random.below(6)).map(|at| Row {
            code: format!("ROW_{at}"),
            status: 400 + random.below(100),
            cause: format!("cause {at}"),
            remedy: (random.below(2) == 0).then(|| format!("remedy {at}")),
            above: (0..random.below(2)).map(|_| format!("about {at}")).collect(),
            behind: (random.below(2) == 0).then(|| format!("behind {at}")),
        });
        let base = Table {
            rows: rows.collect(),
            lines: round % 2 == 0,
            retired: vec![("GONE".to_owned(), "old".to_owned())],
        };
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        ours.edit(&mut random, "A");
        theirs.edit(&mut random, "B");
        let [base, ours, theirs] = [&base, &ours, &theirs].map(Table::text);
        // Who changed nothing changes nothing.
        assert_eq!(merge(&folder, &base, &ours, &base).1, ours);
        assert_eq!(value(&merge(&folder, &base, &base, &theirs).1), value(&theirs));
        let (exit, merged, said) = merge(&folder, &base, &ours, &theirs);
        let (other_exit, other, _) = merge(&folder, &base, &theirs, &ours);
        assert_eq!(exit, other_exit, "{said}\n{merged}\n---\n{other}");
        by_lines += usize::from(said.contains("merged by lines"));
        let new: BTreeSet<String> = comments(&ours)
            .union(&comments(&theirs))
            .filter(|comment| !comments(&base).contains(*comment))
            .cloned()
            .collect();
        let lost: Vec<&String> = new.iter().filter(|comment| !comments(&merged).contains(*comment)).collect();
        assert!(lost.is_empty(), "{lost:?}\n{base}\n---\n{ours}\n---\n{theirs}\n---\n{merged}");
        if exit == Exit::Clean {
            clean += 1;
            assert!(value(&merged).is_some(), "{merged}");
            assert_eq!(value(&merged), value(&other));
        } else {
            conflicts += 1;
            assert!(said.contains("conflict in ") && merged.contains("<<<<<<< ours"), "{said}\n{merged}");
        }
    }
    println!("{clean} clean, {conflicts} with conflicts, {by_lines} merged by lines");
    assert!(clean > 300 && conflicts > 30 && by_lines == 0, "{clean} {conflicts} {by_lines}");
}
