//! The retry advice of a row, its wait, and how they fit together.

use core::time::Duration;

use toml::Spanned;

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::row_reader::{ADVICE_HELP, RowReader};
use super::suggest::suggest;
use crate::shared::retry::Retry;

impl RowReader<'_, '_, '_> {
    pub(super) fn retry(&mut self) -> Option<Spanned<Retry>> {
        if self.is_undecided("retry") {
            return None;
        }
        let word = self.line("retry")?;
        if let Ok(retry) = word.get_ref().parse() {
            return Some(Spanned::new(word.span(), retry));
        }
        let words = Retry::ALL.map(Retry::as_str);
        let diagnostic = Diagnostic::at(
            FormatRule::Word,
            word.span(),
            format!("`{}` is not a retry advice", word.get_ref().escape_debug()),
            "expected \"never\", \"backoff\" or \"if-idempotent\"",
        );
        self.report.push(match suggest(word.get_ref(), words) {
            Some(meant) if meant.eq_ignore_ascii_case(word.get_ref()) => diagnostic
                .with_help(format!("did you mean \"{meant}\"?"))
                .with_fix(word.span(), format!("\"{meant}\"")),
            Some(meant) => diagnostic.with_help(format!("did you mean \"{meant}\"?")),
            None => diagnostic.with_help(ADVICE_HELP),
        });
        None
    }

    pub(super) fn wait(&mut self, name: &str) -> Option<Spanned<Duration>> {
        let text = self.line(name)?;
        if let Some(wait) = parse_wait(text.get_ref()) {
            return Some(Spanned::new(text.span(), wait));
        }
        self.report.push(
            Diagnostic::at(
                FormatRule::Wait,
                text.span(),
                format!("`{}` is not a wait", text.get_ref().escape_debug()),
                "expected whole seconds, minutes or hours, one day at most",
            )
            .with_help("write \"30s\", \"5m\" or \"1h\""),
        );
        None
    }

    /// A wait is a wait before another attempt.
    pub(super) fn check_wait(&mut self, retry: Option<&Spanned<Retry>>, wait: Option<&Spanned<Duration>>) {
        let never = retry.filter(|retry| *retry.get_ref() == Retry::Never);
        let Some((retry, wait)) = never.zip(wait) else {
            return;
        };
        self.report.push(
            Diagnostic::at(
                FormatRule::Contradiction,
                wait.span(),
                format!("{} has a wait, but `retry` is `never`", self.owner),
                "`retry_after` has no effect with `never`",
            )
            .with_other(retry.span(), "no retry")
            .with_help("remove `retry_after`, or set `retry` to \"backoff\" or \"if-idempotent\""),
        );
    }
}

fn parse_wait(text: &str) -> Option<Duration> {
    let unit = text.chars().next_back()?;
    let seconds_per_unit = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        _ => return None,
    };
    let digits = &text[..text.len() - unit.len_utf8()];
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = digits.parse::<u64>().ok()?.checked_mul(seconds_per_unit)?;
    (1..=24 * 60 * 60).contains(&seconds).then(|| Duration::from_secs(seconds))
}
