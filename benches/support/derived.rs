//! The envelope as one would derive it, and the enum.

use std::borrow::Cow;

use error_catalog::ErrorCode;
use serde::Deserialize;
use strum::{EnumCount, EnumString};

#[derive(Deserialize)]
struct Wire<T> {
    error: Inner<T>,
}

#[derive(Deserialize)]
struct Inner<T> {
    code: T,
    message: T,
}

/// Without a lifetime in the message, as a function returns it.
pub(crate) fn strings(body: &[u8]) -> (ByHand, String) {
    let Wire { error: Inner { code, message } } =
        serde_json::from_slice::<Wire<String>>(body).expect("the body is an envelope");
    (known(&code), message)
}

/// Borrowed where the text is not escaped. serde borrows a `Cow` only if it is told to.
pub(crate) fn cows(body: &[u8]) -> (ByHand, Cow<'_, str>) {
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

    let Wire { error: Inner { code: Text(code), message: Text(message) } } =
        serde_json::from_slice::<Wire<Text<'_>>>(body).expect("the body is an envelope");
    (known(&code), message)
}

fn known(code: &str) -> ByHand {
    let code = code.parse().expect("the code is known");
    assert!(matches!(code, ByHand::InsufficientCredits));
    code
}

/// The comparison is only fair if both enums have the same codes.
pub(crate) fn is_the_same_table() {
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
pub(crate) enum ByHand {
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
