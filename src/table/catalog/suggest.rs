//! One did-you-mean, or none; and words of other formats.

/// The candidate that was probably meant: the same but for upper and lower case, or else the nearest within a third of
/// the word's length.
pub(crate) fn suggest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let same = |candidate: &&str| candidate.eq_ignore_ascii_case(word);
    if let Some(found) = candidates.clone().into_iter().find(same) {
        return Some(found);
    }
    let limit = word.chars().count().max(3) / 3;
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= limit)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The column that is meant by a word of another format.
pub(super) fn of_others(key: &str) -> Option<&'static str> {
    let word: String =
        key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    Some(match &*word {
        "http" | "httpcode" | "httpstatus" | "httpstatuscode" | "statuscode" => "status",
        "canretry" | "idempotent" | "isretryable" | "retriable" | "retryable" | "shouldretry"
        | "transient" => "retry",
        "desc" | "description" | "explanation" | "meaning" | "reason" | "summary" | "when" => "cause",
        "msg" | "text" | "title" => "message",
        "action" | "fix" | "hint" | "resolution" | "solution" | "suggestion" => "remedy",
        "doc" | "docs" | "documentation" | "notes" => "details",
        "parameters" | "placeholders" | "variables" => "params",
        "backoff" | "delay" | "retrydelay" | "wait" => "retry_after",
        _ => return None,
    })
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other
/// (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut two_ago = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(two_ago[j - 2] + 1);
            }
        }
        two_ago = above;
        above = row;
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        let columns = ["status", "retry", "cause", "retry_after"];
        assert_eq!(suggest("statsu", columns), Some("status"));
        assert_eq!(suggest("STATUS", columns), Some("status"));
        assert_eq!(suggest("retryafter", columns), Some("retry_after"));
        assert_eq!(suggest("zzzz", columns), None);
        assert_eq!(suggest("", columns), None);
    }
}
