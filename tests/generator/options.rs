//! Each option changes the output in the way that it says, and no other.

use error_catalog::catalog::Catalog;
use error_catalog::codegen::{self, Config};

use super::TABLE;

fn catalog() -> Catalog {
    Catalog::parse("catalog.toml", TABLE).unwrap_or_else(|invalid| panic!("{invalid}"))
}

fn generate(config: &Config) -> String {
    config.generate(&catalog()).expect("the options are right")
}

#[test]
fn without_options_it_is_the_plain_function() {
    assert_eq!(generate(&Config::new()), codegen::generate(&catalog()));
    assert_eq!(generate(&Config::default().runtime("::error_catalog")), codegen::generate(&catalog()));
}

#[test]
fn runtime_is_the_path_everywhere() {
    let plain = codegen::generate(&catalog());
    let uses = plain.matches("::error_catalog::").count();
    for path in ["::ec", "::acme_runtime::error_catalog", "crate::rt", "crate"] {
        let code = generate(&Config::new().runtime(path));
        // Lines break where they are full.
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        let expected = plain.replace("::error_catalog::", &format!("{path}::"));
        assert_eq!(squeeze(&code), squeeze(&expected));
        assert_eq!(code.matches(&format!("{path}::")).count(), uses);
    }
}

#[test]
fn aliases_are_two_items_that_can_be_left_out() {
    let with = generate(&Config::new().aliases(true));
    assert_eq!(with, codegen::generate(&catalog()));
    let (before, rest) = with.split_once("/// What a handler returns").expect("it is there");
    let (aliases, after) = rest.split_once("ReceivedError<ErrorCode>;\n\n").expect("it is the last of them");
    assert_eq!(aliases.matches("pub type ").count(), 2);
    assert_eq!(generate(&Config::new().aliases(false)), [before, after].concat());
}

#[test]
fn attributes_are_put_before_the_enum() {
    let config = Config::new().attribute("#[must_use]").attribute("#[repr(u16)] #[doc = \"More.\"]");
    let expected = "#[must_use]\n#[repr(u16)]\n///More.\npub enum ErrorCode {";
    assert_eq!(generate(&config), codegen::generate(&catalog()).replace("pub enum ErrorCode {", expected));
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let config =
        Config::new().runtime("acme-runtime").attribute("must_use").attribute("#[derive(").file("a/b.rs");
    let error = config.generate(&catalog()).expect_err("four options are wrong");
    assert_eq!(
        error.to_string(),
        "`acme-runtime` is not a path to the runtime crate, write it as `::name` or `crate::name`, with `_` for each `-`\n\
         `a/b.rs` is not a file name, write it without a folder, as `errors.rs`: the folder is `out_dir`\n\
         `must_use` is not an attribute, write it as `#[name]`, with every bracket and quote closed\n\
         `#[derive(` is not an attribute, write it as `#[name]`, with every bracket and quote closed"
    );
}

#[test]
fn no_text_makes_it_panic() {
    let texts = [
        "", " ", "\0", "#", "#[]", "#![a]", "#[a] fn", "\"", "r#\"", "'", "/*", "//", "::", "\u{FEFF}", "..",
        "\u{202E}",
    ];
    for text in texts {
        for config in [Config::new().runtime(text), Config::new().attribute(text)] {
            let error = config.generate(&catalog()).expect_err(text).to_string();
            assert!(!error.contains(char::is_control), "{error:?}");
        }
    }
    for file in ["", ".", "..", "/x.rs", "a\\b.rs", "c:x.rs", "a\nb.rs"] {
        assert!(Config::new().file(file).generate(&catalog()).is_err(), "{file}");
    }
}
