//! Valid tables, written in any way in which people may write them.

use std::fmt::Write as _;

/// One of them; the same for the same number.
pub(crate) fn generated(seed: u64) -> String {
    let mut writer = Writer {
        out: String::new(),
        state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
        notes: 0,
        status: 400,
        sorted: false,
    };
    writer.sorted = writer.random(2) == 0;
    writer.table();
    writer.out
}

/// The comments of a generated table, in no order, since those of a column go with it.
pub(crate) fn notes(text: &str) -> Vec<&str> {
    let notes = text.lines().filter_map(|line| Some(line.trim().strip_prefix('#')?.trim()));
    let mut notes: Vec<&str> = notes.filter(|note| note.starts_with("note ")).collect();
    notes.sort_unstable();
    notes
}

struct Writer {
    out: String,
    state: u64,
    notes: usize,
    status: usize,
    sorted: bool,
}

impl Writer {
    fn random(&mut self, below: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 33).expect("it has 31 bits") % below
    }

    fn one_of(&mut self, texts: &[&'static str]) -> &'static str {
        texts[self.random(texts.len())]
    }

    fn write(&mut self, texts: &[&'static str]) {
        let text = self.one_of(texts);
        self.out.push_str(text);
    }

    fn table(&mut self) {
        self.comments();
        self.write(&["", "\n", "\n  \n"]);
        self.write(&["[catalog]\n", "[ catalog ] # ours\n", "['catalog']\n"]);
        self.write(&[
            "name = \"T\"\n",
            "code_header = 'x-code'\nname='T'\n",
            "\n# name\nname  = \"\"\"T\"\"\"\n",
        ]);
        self.write(&["", "\n", "\t\n\n"]);
        let lines = self.random(5);
        let sections = self.random(5) + usize::from(lines == 0);
        if lines > 0 || self.random(2) == 0 {
            self.comments();
            self.out.push_str("[errors]\n");
        }
        for at in 0..lines {
            self.line(at);
        }
        let retired_first = self.random(3) == 0;
        if retired_first {
            self.retired();
        }
        for at in 0..sections {
            self.section(at);
        }
        if !retired_first {
            self.retired();
        }
        if self.random(3) == 0 {
            self.comments();
        }
        if self.random(4) == 0 {
            self.out.truncate(self.out.trim_end().len());
        }
    }

    fn comments(&mut self) {
        for _ in 0..self.random(3) {
            self.notes += 1;
            self.write(&["", " ", "  "]);
            self.write(&["# note ", "#  note ", "#note "]);
            let _ = write!(self.out, "{}", self.notes);
            self.write(&["\n", " \n"]);
        }
        if self.random(4) == 0 {
            self.out.push('\n');
        }
    }

    fn line(&mut self, at: usize) {
        self.comments();
        let columns = self.columns(at);
        let key = self.one_of(&["L", "\"L.", "'L"]);
        let key = format!("{key}{at}{}", key.trim_end_matches(['L', '.']));
        let _ = match self.random(6) {
            0 => writeln!(self.out, "{key} . {}", columns.join(&format!("\n{key}."))),
            1 => writeln!(self.out, "  {key}={{{}}}# end", columns.join(" ,")),
            2 => writeln!(self.out, "{key} = {{ # by hand\n  {}\n}}", columns.join(",\n  ")),
            _ => writeln!(self.out, "{key} = {{ {} }}", columns.join(", ")),
        };
        self.write(&["", "\n", "  \n\n"]);
    }

    fn section(&mut self, at: usize) {
        self.comments();
        let end = self.one_of(&["", " # why", ""]);
        let _ = writeln!(self.out, "[errors . S{at}]{end}");
        for column in self.columns(10 + at) {
            self.comments();
            self.write(&["", " ", "  "]);
            self.out.push_str(&column);
            self.write(&["\n", " # so\n", "  \n"]);
        }
        if self.random(4) == 0 {
            self.comments();
        }
        self.write(&["", "\n", "\t\n\n"]);
    }

    /// The columns of a row in any order.
    fn columns(&mut self, at: usize) -> Vec<String> {
        self.status = if self.sorted { self.status + self.random(3) } else { 400 + self.random(8) };
        let equals = self.one_of(&["=", " = ", "  =\t"]);
        let retry = self.one_of(&["'never'", "\"never\"", "\"\\u006eever\""]);
        let cause = self.one_of(&["\"a b\"", "'a\\b'", "'''it's'''", "\"a # b\""]);
        let mut columns = vec![
            format!("status{equals}{}", self.status),
            format!("retry{equals}{retry}"),
            format!("cause{equals}{cause}"),
        ];
        if self.random(4) == 0 {
            columns.push(format!("default_for{equals}[{}{:02},]", self.status / 100, 10 + at));
        }
        if self.random(4) == 0 {
            columns.push(format!("name{equals}'Name{at}'"));
        }
        if self.random(5) == 0 {
            columns.push(format!("details{equals}\"\"\"\nA\n\n[b]\n# c\"\"\""));
        }
        let turn = self.random(columns.len());
        columns.rotate_left(turn);
        columns
    }

    fn retired(&mut self) {
        self.write(&[
            "",
            "[retired]\nOLD = {since='1', reason = \"Gone\"}\n",
            "[retired]\n",
            "[retired.OLD]\nsince = '1'\nreason = 'Gone'\n",
            "# gone\n[retired]\n# very\nOLD.reason = \"Gone\"\n\n# end\n",
        ]);
    }
}
