//! The shipped table against the API's documentation, and the generated enum against the table.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use error_catalog::{ApiError, Code, Envelope, ErrorCode, ReceivedError, Retry};
use strum::{EnumCount, IntoEnumIterator, VariantArray, VariantNames};

/// Status, code and cause as the API documents them; the retry advice is ours. A row that is added later need not be
/// added here.
const DOCUMENTED: [(u16, &str, &str, Retry); 38] = {
    use Retry::{Backoff, IfIdempotent, Never};
    [
        (400, "VALIDATION_ERROR", "Request payload failed validation", Never),
        (400, "INVALID_PERSONA", "Persona id is not a valid UUID", Never),
        (400, "INVALID_STYLE", "Style id is not a valid UUID", Never),
        (400, "INVALID_AMOUNT", "Credit amount is invalid or negative", Never),
        (400, "MISSING_IMAGE_URL", "Missing source image for an image-based thumbnail request", Never),
        (400, "MISSING_TARGET_IMAGE", "Missing target image for faceswap", Never),
        (400, "MISSING_FACE_REFERENCE", "Missing face reference image for faceswap", Never),
        (400, "CONTENT_POLICY", "Request blocked by content policy", Never),
        (400, "CANNOT_DELETE_PROCESSING", "Attempted to delete a pikzonality while processing", Backoff),
        (401, "MISSING_API_KEY", "Missing X-Api-Key header", Never),
        (401, "INVALID_API_KEY_FORMAT", "API key does not start with pkz_", Never),
        (401, "INVALID_API_KEY", "API key is unknown", Never),
        (401, "API_KEY_INACTIVE", "API key is disabled", Never),
        (401, "API_KEY_DELETED", "API key was deleted", Never),
        (402, "INSUFFICIENT_CREDITS", "Balance is too low for requested operation", Never),
        (403, "API_ACCESS_NOT_ENABLED", "Account does not have API access", Never),
        (404, "NOT_FOUND", "Requested pikzonality does not exist", Never),
        (404, "API_USER_NOT_FOUND", "API user record is missing (API access setup issue)", Never),
        (409, "NAME_RESERVED", "Pikzonality name is reserved", Never),
        (409, "NAME_ALREADY_EXISTS", "Pikzonality name already in use", Never),
        (499, "CANCELLED", "Upstream generation was cancelled", IfIdempotent),
        (500, "GENERATION_FAILED", "Upstream generation/scoring/title failure", IfIdempotent),
        (500, "CONFIGURATION_ERROR", "Missing or invalid service configuration variable", Never),
        (500, "CONFIG_ERROR", "FAL webhook configuration is incomplete", Never),
        (500, "INVALID_MODEL", "No configured generation model for the requested route/model", Never),
        (500, "INVALID_IMAGE", "Image URL/body is invalid or not an accessible image", Never),
        (500, "DOWNLOAD_FAILED", "Failed to download an input or generated image", IfIdempotent),
        (500, "UPLOAD_FAILED", "Failed to upload generated output to storage", IfIdempotent),
        (500, "DELETE_FAILED", "Failed to delete generated storage artifacts", IfIdempotent),
        (500, "OUTPAINT_FAILED", "Failed while enlarging image with AI outpainting", IfIdempotent),
        (500, "TITLE_GENERATION_ERROR", "Title generation model failed", IfIdempotent),
        (500, "PARSE_ERROR", "Could not parse title model response", IfIdempotent),
        (500, "FAL_ERROR", "FAL generation/webhook processing failed", IfIdempotent),
        (503, "SERVICE_UNDER_MAINTENANCE", "Service maintenance window is active", Backoff),
        (504, "GENERATION_TIMEOUT", "Thumbnail generation exceeded timeout", IfIdempotent),
        (504, "SCORING_TIMEOUT", "Thumbnail scoring exceeded timeout", IfIdempotent),
        (504, "TITLE_TIMEOUT", "Title generation exceeded timeout", IfIdempotent),
        (504, "FAL_TIMEOUT", "FAL generation request exceeded timeout", IfIdempotent),
    ]
};

#[test]
fn the_table_is_what_the_api_documents() {
    for (status, code, cause, retry) in DOCUMENTED {
        let found: ErrorCode = code.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(found.status(), status, "{code}");
        assert_eq!(found.cause(), cause, "{code}");
        assert_eq!(found.retry(), retry, "{code}");
    }
}

#[test]
fn every_row_has_a_remedy() {
    for code in ErrorCode::ALL {
        let remedy = code.remedy();
        assert!(
            remedy.is_some_and(|remedy| remedy.ends_with('.')),
            "`{code}` has no remedy, add a sentence to its row: `remedy = \"...\"`"
        );
    }
}

#[test]
fn every_code_survives_every_way_there_and_back() {
    for &code in ErrorCode::ALL {
        let wire = code.as_str();
        assert_eq!(wire.parse(), Ok(code));
        assert_eq!(ErrorCode::parse(wire), Some(code));
        assert_eq!(code.to_string(), wire);
        assert_eq!(AsRef::<str>::as_ref(&code), wire);
        assert_eq!(format!("{code:>40}").trim_start(), wire, "padding is honoured");
        let json = serde_json::to_string(&code).expect("a code is a string");
        assert_eq!(json, format!("\"{wire}\""));
        assert_eq!(serde_json::from_str::<ErrorCode>(&json).expect("it is a code"), code);
    }
}

#[test]
fn what_is_no_code_is_refused() {
    for &code in ErrorCode::ALL {
        let wire = code.as_str();
        for near in [
            wire.to_lowercase(),
            format!("{wire} "),
            format!(" {wire}"),
            format!("{wire}\0"),
            wire[1..].to_owned(),
            wire[..wire.len() - 1].to_owned(),
            format!("{wire}{wire}"),
        ] {
            assert_eq!(ErrorCode::parse(&near), None, "{near:?}");
        }
    }
    for strange in ["", "_", "é", "\u{10FFFF}", &"A".repeat(1 << 20)] {
        assert_eq!(ErrorCode::parse(strange), None);
    }
    let error = "NOT_FOND\n".parse::<ErrorCode>().expect_err("it is no code");
    assert_eq!(error.to_string(), r"unknown error code `NOT_FOND\n`");
    let error = serde_json::from_str::<ErrorCode>("\"NOT_FOND\"").expect_err("it is no code");
    assert_eq!(error.to_string(), "unknown error code `NOT_FOND` at line 1 column 10");
    assert!(serde_json::from_str::<ErrorCode>("404").is_err());
}

#[test]
fn the_static_body_is_what_the_envelope_serialises_to() {
    for &code in ErrorCode::ALL {
        let (status, headers, body) = ApiError::new(code).into_parts();
        let expected = serde_json::to_vec(&Envelope::from(code)).expect("an envelope is JSON");
        assert_eq!(*body, *expected, "{code}");
        assert_eq!(status, code.status());
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(headers["content-length"], body.len().to_string().as_str());
        assert_eq!(headers["x-error-code"], code.as_str());
        let for_an_unknown_request = match code.retry() {
            Retry::Never | Retry::IfIdempotent => "false",
            Retry::Backoff => "true",
        };
        assert_eq!(headers["x-should-retry"], for_an_unknown_request);
        assert_eq!(headers["x-retry-advice"], code.retry().as_str());
    }
}

#[test]
fn the_order_is_that_of_the_wire_strings() {
    assert!(ErrorCode::ALL.is_sorted());
    assert!(ErrorCode::ALL.is_sorted_by_key(|code| code.as_str()));
    let sorted: BTreeSet<ErrorCode> = ErrorCode::ALL.iter().copied().collect();
    let hashed: HashSet<ErrorCode> = ErrorCode::ALL.iter().copied().collect();
    assert_eq!((sorted.len(), hashed.len()), (ErrorCode::ALL.len(), ErrorCode::ALL.len()));
}

#[test]
fn the_traits_of_strum_agree_with_each_other() {
    assert_eq!(ErrorCode::COUNT, ErrorCode::ALL.len());
    assert_eq!(<ErrorCode as VariantArray>::VARIANTS, ErrorCode::ALL);
    assert!(ErrorCode::iter().eq(ErrorCode::ALL.iter().copied()));
    assert!(ErrorCode::iter().rev().eq(ErrorCode::ALL.iter().rev().copied()));
    let names = <ErrorCode as VariantNames>::VARIANTS;
    assert!(names.iter().copied().eq(ErrorCode::ALL.iter().map(|code| code.as_str())));
}

#[test]
fn a_row_can_be_read_in_a_constant() {
    const STATUS: http::StatusCode = ErrorCode::Cancelled.status();
    const WAIT: Option<Duration> = ErrorCode::ServiceUnderMaintenance.retry_after();
    const RETRY: Retry = ErrorCode::InvalidImage.retry();
    const WORDS: [&str; 3] =
        [ErrorCode::NotFound.as_str(), ErrorCode::NotFound.cause(), ErrorCode::NotFound.message()];
    assert_eq!(STATUS.as_u16(), 499);
    assert_eq!(WAIT, Some(Duration::from_secs(60)));
    assert_eq!(RETRY, Retry::Never);
    assert_eq!(WORDS[0], "NOT_FOUND");
    assert_eq!(WORDS[1], WORDS[2], "the cause is the message where the row has none");
}

/// A code is passed by value everywhere, and an error rides in a `Result` whose success may be small.
#[test]
fn sizes_stay_small() {
    assert_eq!(size_of::<ErrorCode>(), 1);
    assert_eq!(size_of::<Option<ErrorCode>>(), 1);
    assert_eq!(size_of::<ApiError>(), 2 * size_of::<usize>());
    assert_eq!(size_of::<Result<(), ApiError>>(), 2 * size_of::<usize>());
    assert_eq!(size_of::<Result<(), ReceivedError>>(), size_of::<usize>());
}

#[test]
fn both_errors_can_cross_threads() {
    fn is_error<E: std::error::Error + Send + Sync + 'static>() {}
    is_error::<ApiError>();
    is_error::<ReceivedError>();
}
