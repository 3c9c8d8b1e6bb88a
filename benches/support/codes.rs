//! Makes the codes for a benchmark, with names like those of real APIs.

const SCOPES: [&str; 4] = ["", "TEAM_", "PARTNER_", "LEGACY_"];

#[rustfmt::skip]
const RESOURCES: [&str; 48] = [
    "ACCOUNT", "ADDRESS", "API_KEY", "APPLICATION", "BALANCE", "BANK_TRANSFER", "BUCKET", "CARD", "CART",
    "CERTIFICATE", "CHARGE", "CLUSTER", "COMMENT", "CONTRACT", "COUPON", "CUSTOMER", "DATABASE", "DELIVERY",
    "DEVICE", "DISPUTE", "DOMAIN", "EXPORT", "FILE", "IMAGE", "INVITATION", "INVOICE", "JOB", "LICENSE",
    "MAILBOX", "MANDATE", "MEMBER", "MESSAGE", "ORDER", "PASSWORD", "PAYOUT", "PLAN", "PROJECT", "QUOTA",
    "REFUND", "REPORT", "ROLE", "SESSION", "SHIPMENT", "SUBSCRIPTION", "TOKEN", "USER", "WEBHOOK",
    "WORKSPACE",
];

#[rustfmt::skip]
const VERBS: [&str; 26] = [
    "", "ACTIVATE_", "APPROVE_", "ARCHIVE_", "ASSIGN_", "ATTACH_", "CANCEL_", "CLOSE_", "CONFIRM_", "COPY_",
    "CREATE_", "DELETE_", "EXTEND_", "IMPORT_", "LIST_", "LOCK_", "MERGE_", "MOVE_", "PUBLISH_", "RENAME_",
    "RENEW_", "RESTORE_", "SHARE_", "TRANSFER_", "UPDATE_", "VERIFY_",
];

#[rustfmt::skip]
const REASONS: [&str; 28] = [
    "ALREADY_EXISTS", "BLOCKED", "CONFLICT", "CURRENCY_MISMATCH", "DECLINED", "DISABLED", "EXPIRED", "FAILED",
    "FORBIDDEN", "FORMAT", "IN_PROGRESS", "IN_USE", "INCOMPLETE", "INVALID", "LIMIT_EXCEEDED", "LOCKED",
    "MISSING", "NOT_FOUND", "NOT_SUPPORTED", "NOT_VERIFIED", "PENDING", "READ_ONLY", "REJECTED", "STALE",
    "TIMEOUT", "TOO_LARGE", "TOO_MANY", "UNAVAILABLE",
];

/// The maximum number of codes.
pub(crate) const ALL: usize = SCOPES.len() * WITHOUT_SCOPE;
const WITHOUT_SCOPE: usize = RESOURCES.len() * VERBS.len() * REASONS.len();

/// The codes of a range, in a fixed order that looks random. The first 34,944 codes have no scope, because larger APIs
/// have longer codes.
pub(crate) fn codes(range: std::ops::Range<usize>) -> impl Iterator<Item = String> {
    range.map(|number| {
        // The factor and the number of codes have no common divisor, so all codes differ. Neighbors have different
        // names.
        let at = number * 21_577 % WITHOUT_SCOPE;
        let (resource, rest) = (at % RESOURCES.len(), at / RESOURCES.len());
        let (verb, reason) = (rest % VERBS.len(), rest / VERBS.len());
        [SCOPES[number / WITHOUT_SCOPE], RESOURCES[resource], "_", VERBS[verb], REASONS[reason]].concat()
    })
}

/// A cause, in words.
pub(crate) fn cause(code: &str) -> String {
    ["The request failed: ", &code.to_lowercase().replace('_', " ")].concat()
}

/// The status of a row: ten statuses in turn.
pub(crate) fn status(number: usize) -> usize {
    [400, 401, 403, 404, 409, 422, 429, 500, 502, 503][number % 10]
}

/// A table of the first `count` codes.
pub(crate) fn table(count: usize) -> String {
    let mut table = String::from("[catalog]\nname = \"a made-up API\"\n\n[errors]\n");
    for (number, code) in codes(0..count).enumerate() {
        let (status, cause) = (status(number), cause(&code));
        let retry = ["never", "backoff", "if-idempotent"][number % 3];
        let row = format!("{code} = {{ status = {status}, retry = \"{retry}\", cause = \"{cause}\" }}\n");
        table += &row;
    }
    table
}
