//! Who has to act, by the word of a row.

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::row_reader::RowReader;
use super::suggest::suggest;
use crate::shared::actor::Actor;

impl RowReader<'_, '_, '_> {
    /// The actor that the row names.
    pub(super) fn actor(&mut self) -> Option<Actor> {
        let word = self.line("actor")?;
        if let Ok(actor) = word.get_ref().parse() {
            return Some(actor);
        }
        let diagnostic = Diagnostic::at(
            FormatRule::Word,
            word.span(),
            format!("`{}` is not an actor", word.get_ref().escape_debug()),
            "expected \"caller\", \"account\", \"operator\" or \"upstream\"",
        );
        self.report.push(match suggest(word.get_ref(), Actor::ALL.map(Actor::as_str)) {
            Some(meant) if meant.eq_ignore_ascii_case(word.get_ref()) => diagnostic
                .with_help(format!("did you mean \"{meant}\"?"))
                .with_fix(word.span(), format!("\"{meant}\"")),
            Some(meant) => diagnostic.with_help(format!("did you mean \"{meant}\"?")),
            None => diagnostic.with_help(
                "\"caller\": the request is at fault; \"account\": the account or its key; \"operator\": the service; \
                 \"upstream\": another service that it depends on",
            ),
        });
        None
    }
}
