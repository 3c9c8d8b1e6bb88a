//! The other statuses of a row, and the bare statuses that it represents: how they fit its own.

use toml::Spanned;

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::row_reader::RowReader;

impl RowReader<'_, '_, '_> {
    /// The other statuses that a code is sent with do not repeat its own.
    pub(super) fn check_also(&mut self, status: Option<&Spanned<u16>>, also: &[Spanned<u16>]) {
        let first = |at: usize, other: &Spanned<u16>| {
            let known = status.into_iter().chain(&also[..at]);
            known.into_iter().find(|known| known.get_ref() == other.get_ref()).map(Spanned::span)
        };
        for (at, other) in also.iter().enumerate() {
            if let Some(first) = first(at, other) {
                let message = format!("{} has the status {} twice", self.owner, other.get_ref());
                self.report.push(
                    Diagnostic::at(FormatRule::Contradiction, other.span(), message, "the same status again")
                        .with_other(first, "first here")
                        .with_help("remove it from `also`, which has the statuses beside `status`"),
                );
            }
        }
    }

    /// A bare status gets the status of the row, so both are of one class
    /// ([RFC 9110, 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)). Otherwise a fault of the server would be sent
    /// as a mistake of the client, or the other way round.
    pub(super) fn check_default_for(
        &mut self,
        status: Option<&Spanned<u16>>,
        also: &[Spanned<u16>],
        statuses: &[Spanned<u16>],
    ) {
        let Some(status) = status else {
            return;
        };
        let class = |status: u16| status / 100;
        let own = *status.get_ref();
        // One that the code is sent with stays as it is.
        let is_sent = |bare: u16| also.iter().any(|status| *status.get_ref() == bare);
        let moves = |bare: u16| class(bare) != class(own) && !is_sent(bare);
        for bare in statuses.iter().filter(|bare| moves(*bare.get_ref())) {
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
