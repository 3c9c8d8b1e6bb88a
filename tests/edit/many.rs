//! The commands that edit, on many tables.

use std::fs;

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;

use super::generated::{generated, notes};
use super::{NEW, Table};

/// Both commands, on many tables: the other rows say the same and are the same text, and a tidy table stays tidy.
#[test]
fn the_rest_of_a_table_stays_as_it_is() {
    let table = Table::new("rest", "");
    for seed in 0..150 {
        let text = generated(seed);
        for tidy in [false, true] {
            fs::write(&table.path, &text).expect("it can be written");
            if tidy {
                assert_eq!(table.run(&["fmt"]).exit, Exit::Clean);
            }
            let start = table.text();
            let is_tidy = table.run(&["fmt", "--check"]).exit == Exit::Clean;
            let before = Catalog::parse("t", &start).expect("generated tables are valid");

            let status = ["400", "404", "429", "503"][usize::try_from(seed % 4).expect("it is small")];
            let more: &[&str] = if seed % 3 == 0 { &["--remedy=Wait."] } else { &[] };
            let add = ["add", "BRAND_NEW", "--status", status, "--retry", "never", "--cause", "New"];
            let ran = table.run(&[&add[..], more].concat());
            assert_eq!(ran.exit, Exit::Clean, "{}\n{start}", ran.err);
            let added = table.text();
            assert!(is_without(&start, &added, "BRAND_NEW"), "only lines were added:\n{start}\n---\n{added}");
            let after = Catalog::parse("t", &added).expect("it is valid");
            assert_eq!(after.errors().len(), before.errors().len() + 1);
            if is_tidy {
                let ran = table.run(&["fmt", "--check"]);
                assert_eq!(ran.exit, Exit::Clean, "{}\n{added}", ran.out);
            }

            let entry = &before.errors()[usize::try_from(seed).expect("it is small") % before.errors().len()];
            let ran = table.run(&["retire", &entry.code, "--reason", "Why", "--since", "2.0.0"]);
            assert_eq!(ran.exit, Exit::Clean, "{}\n{added}", ran.err);
            let after = Catalog::parse("t", &table.text()).expect("it is valid");
            assert_eq!(after.errors().len(), before.errors().len());
            let retired = after.retired().iter().find(|row| row.code == entry.code).expect("it is there");
            assert_eq!(retired.variant, entry.variant);
            assert_eq!(notes(&table.text()), notes(&added), "comments go along:\n{added}\n{}", table.text());
            for kept in before.errors().iter().filter(|kept| kept.code != entry.code) {
                let found = after.errors().iter().find(|row| row.code == kept.code).expect("it is there");
                assert_eq!(format!("{found:?}"), format!("{kept:?}"));
            }
            if is_tidy {
                let ran = table.run(&["fmt", "--check"]);
                assert_eq!(ran.exit, Exit::Clean, "{}\n{added}", ran.out);
            }
        }
    }
}

/// Tables with slips of the pen: no command panics or writes, and `fmt` knows the form of whatever is TOML.
#[test]
fn no_table_is_too_strange() {
    let table = Table::new("strange", "");
    let pieces = [
        "\"", "'", "\"\"\"", "\n", "\r\n", "[", "]", "{", "}", "#", ".", "=", ",", "\t", "e", "\u{FEFF}", "é",
    ];
    for seed in 0..600 {
        let mut text = generated(seed % 300);
        for slip in 0..=seed % 3 {
            let number = (seed + slip).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
            let number = usize::try_from(number % (1 << 30)).expect("it is small");
            let at = (0..=number % text.len()).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let piece = pieces[number / 7 % pieces.len()];
            match number % 3 {
                0 => text.insert_str(at, piece),
                1 => drop(text.remove(at)),
                _ => text.insert_str(text[..at].rfind('\n').map_or(0, |at| at + 1), piece),
            }
        }
        fs::write(&table.path, &text).expect("it can be written");
        let ran = table.run(&["fmt", "--check"]);
        assert!(ran.exit != Exit::Failed, "{}\n{text}", ran.err);
        table.run(&[&NEW[..], &["--dry-run"]].concat());
        table.run(&["retire", "S0", "--reason=Why", "--dry-run"]);
        table.run(&["retire", "L0", "--reason=Why", "--dry-run"]);
        assert_eq!(fs::read(&table.path).expect("it is there"), text.as_bytes());
    }
}

/// Whether the new text is the old one with some lines more, which are in one place.
fn is_without(old: &str, new: &str, code: &str) -> bool {
    let prefix = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    let suffix = old.bytes().rev().zip(new.bytes().rev()).take_while(|(old, new)| old == new).count();
    new.contains(code) && prefix + suffix >= old.len()
}
