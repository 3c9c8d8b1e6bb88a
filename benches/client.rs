//! The client against code written by hand. `cargo bench --bench client` prints the ratios.

mod support;

use std::hint::black_box;

use error_catalog::{ApiError, DecodedError, ErrorCode, ReceivedError};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use strum::{EnumCount, EnumString};
use support::compare;

fn main() {
    is_the_same_table();
    let (status, _, row) = ApiError::from(ErrorCode::InsufficientCredits).into_parts();
    let own =
        br#"{"error":{"code":"INSUFFICIENT_CREDITS","message":"A thumbnail is 5 credits, you have 3"}}"#;
    let spaced =
        br#"{ "error": { "message": "A thumbnail is 5 credits, you have 3", "code": "INSUFFICIENT_CREDITS" } }"#;
    for (what, body) in [
        ("the row's message", &*row),
        ("a message of its own", own),
        ("the same, spaced, the message first", spaced),
    ] {
        println!("a known error with {what}:");
        let theirs = || decode_by_hand(black_box(body));
        compare("  received, against derived Strings and strum", || receive(status, black_box(body)), theirs);
        compare("  borrowed, against derived Strings and strum", || borrow(status, black_box(body)), theirs);
        let (received, borrowed) =
            (allocations(|| drop(receive(status, body))), allocations(|| borrow(status, body)));
        let by_hand = allocations(|| drop(decode_by_hand(body)));
        println!("  allocations: received {received}, borrowed {borrowed}, derived {by_hand}");
    }
}

fn receive(status: StatusCode, body: &[u8]) -> ReceivedError {
    let error = ReceivedError::from_parts(status, HeaderMap::new(), body);
    assert_eq!(error.code(), Some(ErrorCode::InsufficientCredits));
    error
}

/// Decodes, checks and drops an error, the purpose of the borrowed form.
fn borrow(status: StatusCode, body: &[u8]) {
    let headers = HeaderMap::new();
    let error: DecodedError = DecodedError::new(status, &headers, body);
    assert_eq!(black_box(error.code()), Some(ErrorCode::InsufficientCredits));
    black_box(error.message());
}

fn decode_by_hand(body: &[u8]) -> (ByHand, String) {
    let Wire { error: Inner { code, message } } =
        serde_json::from_slice(body).expect("the body is an envelope");
    let code = code.parse().expect("the code is known");
    assert!(matches!(code, ByHand::InsufficientCredits));
    (code, message)
}

fn allocations(call: impl FnOnce()) -> u64 {
    allocation_counter::measure(call).count_total
}

#[derive(Deserialize)]
struct Wire {
    error: Inner,
}

#[derive(Deserialize)]
struct Inner {
    code: String,
    message: String,
}

/// The comparison is only fair if both enums have the same codes.
fn is_the_same_table() {
    assert_eq!(
        ByHand::COUNT,
        ErrorCode::ALL.len(),
        "the enum below and the table have different numbers of codes"
    );
    for code in ErrorCode::ALL {
        assert!(code.as_str().parse::<ByHand>().is_ok(), "the enum below does not contain {code}");
    }
}

#[derive(EnumCount, EnumString)]
enum ByHand {
    #[strum(serialize = "API_ACCESS_NOT_ENABLED")]
    ApiAccessNotEnabled,
    #[strum(serialize = "API_KEY_DELETED")]
    ApiKeyDeleted,
    #[strum(serialize = "API_KEY_INACTIVE")]
    ApiKeyInactive,
    #[strum(serialize = "API_USER_NOT_FOUND")]
    ApiUserNotFound,
    #[strum(serialize = "CANCELLED")]
    Cancelled,
    #[strum(serialize = "CANNOT_DELETE_PROCESSING")]
    CannotDeleteProcessing,
    #[strum(serialize = "CONFIGURATION_ERROR")]
    ConfigurationError,
    #[strum(serialize = "CONFIG_ERROR")]
    ConfigError,
    #[strum(serialize = "CONTENT_POLICY")]
    ContentPolicy,
    #[strum(serialize = "DELETE_FAILED")]
    DeleteFailed,
    #[strum(serialize = "DOWNLOAD_FAILED")]
    DownloadFailed,
    #[strum(serialize = "FAL_ERROR")]
    FalError,
    #[strum(serialize = "FAL_TIMEOUT")]
    FalTimeout,
    #[strum(serialize = "GENERATION_FAILED")]
    GenerationFailed,
    #[strum(serialize = "GENERATION_TIMEOUT")]
    GenerationTimeout,
    #[strum(serialize = "INSUFFICIENT_CREDITS")]
    InsufficientCredits,
    #[strum(serialize = "INVALID_AMOUNT")]
    InvalidAmount,
    #[strum(serialize = "INVALID_API_KEY")]
    InvalidApiKey,
    #[strum(serialize = "INVALID_API_KEY_FORMAT")]
    InvalidApiKeyFormat,
    #[strum(serialize = "INVALID_IMAGE")]
    InvalidImage,
    #[strum(serialize = "INVALID_MODEL")]
    InvalidModel,
    #[strum(serialize = "INVALID_PERSONA")]
    InvalidPersona,
    #[strum(serialize = "INVALID_STYLE")]
    InvalidStyle,
    #[strum(serialize = "MISSING_API_KEY")]
    MissingApiKey,
    #[strum(serialize = "MISSING_FACE_REFERENCE")]
    MissingFaceReference,
    #[strum(serialize = "MISSING_IMAGE_URL")]
    MissingImageUrl,
    #[strum(serialize = "MISSING_TARGET_IMAGE")]
    MissingTargetImage,
    #[strum(serialize = "NAME_ALREADY_EXISTS")]
    NameAlreadyExists,
    #[strum(serialize = "NAME_RESERVED")]
    NameReserved,
    #[strum(serialize = "NOT_FOUND")]
    NotFound,
    #[strum(serialize = "OUTPAINT_FAILED")]
    OutpaintFailed,
    #[strum(serialize = "PARSE_ERROR")]
    ParseError,
    #[strum(serialize = "SCORING_TIMEOUT")]
    ScoringTimeout,
    #[strum(serialize = "SERVICE_UNDER_MAINTENANCE")]
    ServiceUnderMaintenance,
    #[strum(serialize = "TITLE_GENERATION_ERROR")]
    TitleGenerationError,
    #[strum(serialize = "TITLE_TIMEOUT")]
    TitleTimeout,
    #[strum(serialize = "UPLOAD_FAILED")]
    UploadFailed,
    #[strum(serialize = "VALIDATION_ERROR")]
    ValidationError,
}
