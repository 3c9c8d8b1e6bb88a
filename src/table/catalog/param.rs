//! A parameter of a message, and the types that it can have.

/// A typed value that an error is raised with: a placeholder of its message.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Param {
    /// The name, in the message, in Rust and on the wire.
    pub name: String,
    /// What its values are.
    pub kind: ParamKind,
    /// Whether a log may show its values.
    pub safe: bool,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ParamKind {
    /// `bool`: true or false.
    Bool,
    /// `f64`: a number with 53 bits of precision. Infinity and NaN are null on the wire.
    F64,
    /// `i64`: a whole number of 64 bits, with a sign.
    I64,
    /// `string`: a text.
    String,
    /// `u64`: a whole number of 64 bits, from 0.
    U64,
}

impl Param {
    /// The parameter as documents and comparisons name it: `needed: u64`.
    pub(crate) fn declaration(&self) -> String {
        format!("{}: {}", self.name, self.kind.as_str())
    }
}

impl ParamKind {
    /// Every type.
    pub const ALL: [Self; 5] = [Self::Bool, Self::F64, Self::I64, Self::String, Self::U64];

    /// The word that stands for it in a table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::F64 => "f64",
            Self::I64 => "i64",
            Self::String => "string",
            Self::U64 => "u64",
        }
    }
}
