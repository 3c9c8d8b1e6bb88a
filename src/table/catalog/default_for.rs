//! The bare statuses that a row represents, and how they fit its own status.

use toml::Spanned;

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::row_reader::RowReader;

impl RowReader<'_, '_, '_> {
    /// A bare status gets the status of the row, so both are of one class
    /// ([RFC 9110, 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)). Otherwise a fault of the server would be sent
    /// as a mistake of the client, or the other way round.
    pub(super) fn check_default_for(&mut self, status: Option<&Spanned<u16>>, statuses: &[Spanned<u16>]) {
        let Some(status) = status else {
            return;
        };
        let class = |status: u16| status / 100;
        let own = *status.get_ref();
        for bare in statuses.iter().filter(|bare| class(*bare.get_ref()) != class(own)) {
            self.report.push(
                Diagnostic::at(
                    FormatRule::Contradiction,
                    bare.span(),
                    format!(
                        "{} has the status {own}, and `default_for` lists {}",
                        self.owner,
                        bare.get_ref()
                    ),
                    format!("expected a {}xx status", class(own)),
                )
                .with_other(status.span(), format!("a bare {} would be sent as a {own}", bare.get_ref()))
                .with_help(format!(
                    "remove {0} here; if a bare {0} needs a row, use one with a {1}xx status",
                    bare.get_ref(),
                    class(*bare.get_ref()),
                )),
            );
        }
    }
}
