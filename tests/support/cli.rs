//! The command line, run in this process.

use std::ffi::{OsStr, OsString};

use error_catalog::cli::{Exit, run};

/// How a run ended, and what it printed.
pub(crate) struct Ran {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `error-catalog` with these arguments.
pub(crate) fn error_catalog<A: AsRef<OsStr>>(arguments: &[A]) -> Ran {
    let arguments = arguments.iter().map(|argument| OsString::from(argument.as_ref()));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = run(["error-catalog".into()].into_iter().chain(arguments), &mut out, &mut err)
        .expect("a vector can be written to");
    let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
    Ran { exit, out: text(out), err: text(err) }
}
