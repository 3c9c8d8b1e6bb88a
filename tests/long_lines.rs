//! However long the line of a mistake is, what is said about it can be read, and nothing panics.

use error_catalog::catalog::Catalog;

fn said(table: &str) -> String {
    Catalog::parse("t.toml", table).expect_err("the table has a mistake").to_string()
}

fn longest_line(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or_default()
}

const HEAD: &str = "[catalog]\nname = \"T\"\n[errors]\n";

#[test]
fn a_line_is_cut_around_the_mistake() {
    for length in [200, 300, 65_535, 65_536, 1_000_000] {
        let cause = "x".repeat(length);
        let behind =
            said(&format!("{HEAD}A = {{ cause = \"{cause}\", retry = \"never\", status = 4040 }}\n"));
        assert!(behind.contains("4040") && behind.contains("^^^^"), "{length}");
        let before =
            said(&format!("{HEAD}A = {{ status = 4040, retry = \"never\", cause = \"{cause}\" }}\n"));
        assert!(before.contains("| A = { status = 4040"), "{length}");
        let within = said(&format!("{HEAD}A = {{ status = 404, retry = \"{cause}\", cause = \"A\" }}\n"));
        for text in [&behind, &before, &within] {
            assert!(longest_line(text) <= 1_100, "{length}: {}", longest_line(text));
        }
    }
}

/// The mark is still under what it is about.
#[test]
fn the_mark_is_under_its_place() {
    let (long, tabs) = ("\u{e9}".repeat(500), "\t".repeat(9));
    let table = format!("{HEAD}A = {{ cause = \"{long}\", retry = \"never\",{tabs}status = 4040 }}\n");
    let text = said(&table);
    let lines: Vec<&str> = text.lines().collect();
    let (line, mark) = (lines[3], lines[4]);
    let column = |text: &str, what: &str| text.find(what).map(|at| text[..at].chars().count());
    assert!(line.contains("| ...") && column(line, "4040").is_some(), "{text}");
    assert_eq!(column(line, "4040"), column(mark, "^^^^"), "{text}");
}

/// Two places in one long line are both shown.
#[test]
fn both_places_are_shown() {
    let text = said(&format!(
        "{HEAD}A = {{ status = 404, retry = \"never\", cause = \"{}\", retry_after = \"5s\" }}\n",
        "x".repeat(1_000)
    ));
    assert!(text.contains("retry_after = \"5s\"") && text.contains("retry = \"never\""), "{text}");
    assert_eq!((text.matches("^^^^").count(), text.matches("-------").count()), (1, 1), "{text}");
}

#[test]
fn a_key_of_many_parts_is_a_mistake() {
    let text = said(&format!("{HEAD}{}x = 1\n", "a.".repeat(200_000)));
    assert!(longest_line(&text) <= 1_100, "{}", longest_line(&text));
}
