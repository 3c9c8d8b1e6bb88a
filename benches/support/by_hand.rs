//! The enum written by hand, without this crate.

/// A row of the enum.
pub(crate) struct Row {
    pub(crate) variant: String,
    pub(crate) code: String,
    pub(crate) cause: String,
    pub(crate) status: u16,
}

pub(crate) const DEPENDENCIES: &str = r#"
http = "1.5"
serde = { version = "1.0.229", features = ["derive"] }
serde_json = "1.0.154"
strum = { version = "0.28", features = ["derive"] }
thiserror = "2"
"#;

/// An enum with wire strings for serde and strum, causes for thiserror, and statuses in a `match`.
pub(crate) fn enum_by_hand(rows: impl IntoIterator<Item = Row>) -> String {
    let mut variants = String::new();
    let mut statuses = String::new();
    for Row { variant, code, cause, status } in rows {
        for line in [
            format!("#[serde(rename = \"{code}\")]"),
            format!("#[strum(serialize = \"{code}\")]"),
            format!("#[error({cause:?})]"),
            format!("{variant},"),
        ] {
            variants.extend(["    ", &line, "\n"]);
        }
        statuses.extend(["            Self::", &variant, " => ", &status.to_string(), ",\n"]);
    }
    format!(
        "#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]\n\
         #[derive(serde::Deserialize, serde::Serialize, thiserror::Error)]\n\
         #[derive(strum::EnumCount, strum::EnumIter, strum::EnumString, strum::IntoStaticStr)]\n\
         #[derive(strum::VariantArray, strum::VariantNames)]\n\
         pub enum ErrorCode {{\n{variants}}}\n\n\
         impl ErrorCode {{\n    pub fn status(self) -> http::StatusCode {{\n        \
         let status = match self {{\n{statuses}        }};\n        \
         http::StatusCode::from_u16(status).unwrap_or_default()\n    }}\n}}\n"
    )
}
