//! An OpenAPI document as users of utoipa make it, and what it says of errors.

use std::collections::BTreeSet;

use error_catalog::utoipa::{ErrorEnvelope, responses};
use error_catalog::{ApiError, ErrorCode};
use serde_json::{Value, json};
use utoipa::OpenApi;

responses! {
    /// The errors of a request without a valid key.
    pub struct KeyErrors: ErrorCode = [MissingApiKey, InvalidApiKey];

    /// The errors of a purchase of credits.
    pub struct BuyErrors: ErrorCode = [InvalidAmount, InsufficientCredits, InvalidAmount, ..KeyErrors];

    struct OutageErrors: ErrorCode = [ServiceUnderMaintenance];

    struct CommonErrors: ErrorCode = [..KeyErrors, ..OutageErrors];

    struct DeleteErrors: ErrorCode = [
        NotFound,
        CannotDeleteProcessing,
        ApiUserNotFound,
        ..CommonErrors,
    ];
}

#[utoipa::path(post, path = "/credits", responses((status = 200, body = u32), BuyErrors))]
#[allow(dead_code, reason = "utoipa reads its attribute; nobody calls it")]
fn buy_credits() {}

#[utoipa::path(
    delete,
    path = "/thumbnails/{id}",
    params(("id" = u32, Path)),
    responses((status = 204, description = "Deleted"), DeleteErrors)
)]
#[allow(dead_code, reason = "utoipa reads its attribute; nobody calls it")]
fn delete_thumbnail() {}

#[derive(OpenApi)]
#[openapi(paths(buy_credits, delete_thumbnail), components(schemas(ErrorEnvelope)))]
struct Document;

fn document() -> Value {
    serde_json::to_value(Document::openapi()).expect("a document is JSON")
}

fn errors_of<'a>(document: &'a Value, path: &str, method: &str) -> Vec<(&'a str, &'a Value)> {
    let responses = document["paths"][path][method]["responses"].as_object().expect("it has responses");
    let errors = responses.iter().filter(|(status, _)| status.as_str() >= "400");
    errors.map(|(status, response)| (status.as_str(), response)).collect()
}

#[test]
fn a_response_says_all_there_is_to_say() {
    let document = document();
    let errors = errors_of(&document, "/credits", "post");
    assert_eq!(errors.iter().map(|(status, _)| *status).collect::<Vec<_>>(), ["400", "401", "402"]);

    let expected = json!({
        "description": "- `INVALID_API_KEY`: API key is unknown\n- `MISSING_API_KEY`: Missing X-Api-Key header",
        "headers": {
            "x-error-code": {
                "description": "The code, as in the body.",
                "schema": {"type": "string"},
            },
            "x-should-retry": {
                "description": "Whether this request may be sent again after a wait. It may not be if the advice is \
                    `if-idempotent`, and the request has neither an idempotent method nor an `Idempotency-Key`.",
                "schema": {"type": "string", "enum": ["true", "false"]},
                "examples": {"INVALID_API_KEY": {"value": "false"}, "MISSING_API_KEY": {"value": "false"}},
            },
            "x-retry-advice": {
                "description": "The retry advice. `never`: do not send the same request again. `backoff`: send it \
                    again after a wait; the failed attempt changed nothing. `if-idempotent`: send it again after a \
                    wait, if a second attempt does no harm.",
                "schema": {"type": "string", "enum": ["never", "backoff", "if-idempotent"]},
                "examples": {"INVALID_API_KEY": {"value": "never"}, "MISSING_API_KEY": {"value": "never"}},
            },
            "www-authenticate": {
                "schema": {"type": "string"},
                "examples": {"INVALID_API_KEY": {"value": "ApiKey"}, "MISSING_API_KEY": {"value": "ApiKey"}},
            },
        },
        "content": {"application/json": {
            "schema": envelope(&["INVALID_API_KEY", "MISSING_API_KEY"]),
            "examples": {
                "INVALID_API_KEY": {
                    "description": "API key is unknown\n\nCheck the key for missing characters, or issue a new one.",
                    "value": {"error": {"code": "INVALID_API_KEY", "message": "API key is unknown"}},
                },
                "MISSING_API_KEY": {
                    "description": "Missing X-Api-Key header\n\nSend your API key in the header `X-Api-Key`.",
                    "value": {"error": {"code": "MISSING_API_KEY", "message": "Missing X-Api-Key header"}},
                },
            },
        }},
    });
    assert_eq!(*errors[1].1, expected);
}

#[test]
fn an_operation_has_one_response_per_status_and_one_example_per_code() {
    let document = document();
    let errors = errors_of(&document, "/thumbnails/{id}", "delete");
    let examples = errors.iter().map(|(status, response)| {
        let examples = response["content"]["application/json"]["examples"].as_object();
        (*status, examples.expect("it has examples").keys().map(String::as_str).collect())
    });
    assert_eq!(
        examples.collect::<Vec<(_, Vec<_>)>>(),
        [
            ("400", vec!["CANNOT_DELETE_PROCESSING"]),
            ("401", vec!["INVALID_API_KEY", "MISSING_API_KEY"]),
            ("404", vec!["API_USER_NOT_FOUND", "NOT_FOUND"]),
            ("503", vec!["SERVICE_UNDER_MAINTENANCE"]),
        ]
    );
    let headers = &errors[3].1["headers"];
    let advice = &headers["x-should-retry"]["examples"]["SERVICE_UNDER_MAINTENANCE"]["value"];
    assert_eq!(*advice, "true");
    assert_eq!(headers["x-retry-advice"]["examples"]["SERVICE_UNDER_MAINTENANCE"]["value"], "backoff");
    assert_eq!(
        headers["retry-after"],
        json!({
            "description": "How long to wait before the next attempt, in seconds.",
            "schema": {"type": "integer"},
            "examples": {"SERVICE_UNDER_MAINTENANCE": {"value": 60}},
        })
    );
}

/// The schema of a response with one of these codes.
fn envelope(known: &[&str]) -> Value {
    json!({
        "type": "object",
        "description": "The body of every error response.",
        "required": ["error"],
        "properties": {"error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {
                    "description": "For programs. Codes are added over time, so expect other strings, too.",
                    "anyOf": [{"type": "string", "enum": known}, {"type": "string"}],
                },
                "message": {"type": "string", "description": "Technical detail, for people."},
            },
        }},
    })
}

#[test]
fn the_schema_knows_the_codes_and_allows_others() {
    let known: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(document()["components"]["schemas"]["ErrorEnvelope"], envelope(&known));
}

/// A document that registers nothing has no reference that leads nowhere.
#[test]
fn nothing_has_to_be_registered() {
    #[derive(OpenApi)]
    #[openapi(paths(buy_credits, delete_thumbnail))]
    struct Bare;

    let bare = serde_json::to_value(Bare::openapi()).expect("a document is JSON");
    assert_eq!(bare["paths"], document()["paths"]);
    assert!(!bare.to_string().contains("$ref"), "{bare}");
}

/// What the document says of a code is what a server sends.
#[test]
fn the_document_agrees_with_the_server() {
    let all = responses(ErrorCode::ALL.iter().copied());
    let all = serde_json::to_value(all).expect("responses are JSON");
    for &code in ErrorCode::ALL {
        let (status, headers, body) = ApiError::new(code).into_parts();
        let response = &all[status.as_str()];
        let example = &response["content"]["application/json"]["examples"][code.as_str()]["value"];
        let sent: Value = serde_json::from_slice(&body).expect("a body is JSON");
        assert_eq!(*example, sent);
        for (name, value) in &headers {
            let header = &response["headers"][name.as_str()];
            match name.as_str() {
                // OpenAPI has other places for the first, and leaves the second to HTTP.
                "content-type" | "content-length" => assert!(header.is_null()),
                "x-error-code" => assert_eq!(header["schema"]["type"], "string"),
                name => {
                    let example = &header["examples"][code.as_str()]["value"];
                    let example = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
                    assert_eq!(example, *value, "{code} {name}");
                }
            }
        }
    }
    let examples = all.as_object().into_iter().flat_map(serde_json::Map::values);
    let examples =
        examples.filter_map(|response| response["content"]["application/json"]["examples"].as_object());
    assert_eq!(examples.map(serde_json::Map::len).sum::<usize>(), ErrorCode::ALL.len());
}

#[test]
fn a_list_names_all_its_codes() {
    let codes: BTreeSet<ErrorCode> = DeleteErrors::codes().into_iter().collect();
    assert_eq!(
        codes,
        BTreeSet::from([
            ErrorCode::ApiUserNotFound,
            ErrorCode::CannotDeleteProcessing,
            ErrorCode::InvalidApiKey,
            ErrorCode::MissingApiKey,
            ErrorCode::NotFound,
            ErrorCode::ServiceUnderMaintenance,
        ])
    );
    assert!(responses::<ErrorCode>([]).responses.is_empty());
}

/// A table of somebody else: without the one header, with another name for the other, and with names in its way.
mod another_catalog {
    use serde_json::{Value, json};
    use utoipa::OpenApi;

    #[allow(dead_code, missing_docs, unreachable_pub, reason = "the test uses two of its codes")]
    mod styles {
        include!("generated/styles.rs");
    }

    #[allow(dead_code, reason = "hostile names are there to be in the way")]
    mod lists {
        use super::styles;

        mod core {}
        mod std {}
        mod error_catalog {}
        mod utoipa {}
        struct Vec;
        struct String;
        trait Clone {}
        trait Debug {}

        ::error_catalog::utoipa::responses! {
            pub(super) struct LoginErrors: styles::ErrorCode = [AuthTokenExpired, KvRaftstoreNotLeader];
        }
    }

    type ErrorEnvelope = error_catalog::utoipa::ErrorEnvelope<styles::ErrorCode>;

    #[utoipa::path(get, path = "/login", responses(lists::LoginErrors))]
    #[allow(dead_code, reason = "utoipa reads its attribute; nobody calls it")]
    fn login() {}

    #[derive(OpenApi)]
    #[openapi(paths(login), components(schemas(ErrorEnvelope)))]
    struct Document;

    #[test]
    fn speaks_for_itself() {
        let document = serde_json::to_value(Document::openapi()).expect("a document is JSON");
        let responses = &document["paths"]["/login"]["get"]["responses"];
        let headers = |status: &str| -> Vec<String> {
            let headers = responses[status]["headers"].as_object().expect("it has headers");
            headers.keys().cloned().collect()
        };
        assert_eq!(headers("401"), ["x-somebody-advice", "x-somebody-retry"]);
        assert_eq!(headers("503"), ["retry-after", "x-somebody-advice", "x-somebody-retry"]);
        let examples = &responses["401"]["content"]["application/json"]["examples"];
        let expected = json!({"auth.token.expired": {
            "description": "The token is too old",
            "value": {"error": {"code": "auth.token.expired", "message": "token expired"}},
        }});
        assert_eq!(*examples, expected, "a message of the row is what is sent, and the cause is explained");
        let codes =
            &document["components"]["schemas"]["ErrorEnvelope"]["properties"]["error"]["properties"]["code"];
        let known = codes["anyOf"][0]["enum"].as_array().expect("it has known codes");
        assert!(known.contains(&Value::from("KV:Raftstore:NotLeader")));
    }
}

/// A table that sends details: both documents describe them alike.
mod details {
    use error_catalog::catalog::Catalog;
    use error_catalog::docs::openapi;
    use serde_json::Value;
    use utoipa::PartialSchema;

    #[allow(dead_code, reason = "generated for all that a user may need")]
    #[allow(unreachable_pub, reason = "nothing in a test is public")]
    mod credits {
        include!("generated/credits.rs");
    }

    #[test]
    fn are_described_as_in_the_components() {
        let schema = error_catalog::utoipa::ErrorEnvelope::<credits::ErrorCode>::schema();
        let schema = serde_json::to_value(schema).expect("a schema is JSON");
        let details = &schema["properties"]["error"]["properties"]["details"];

        let catalog =
            Catalog::parse("credits.toml", include_str!("generated/credits.toml")).expect("it is valid");
        let document: Value = serde_json::from_str(&openapi::render(&catalog)).expect("it is JSON");
        let schemas = &document["components"]["schemas"];
        let expected = &schemas["ErrorEnvelope"]["properties"]["error"]["properties"]["details"];
        assert_eq!(details["description"], expected["description"]);
        let list = &expected["properties"]["violations"];
        assert_eq!(details["properties"]["violations"]["type"], list["type"]);
        assert_eq!(list["items"]["$ref"], "#/components/schemas/Violation");
        assert_eq!(details["properties"]["violations"]["items"], schemas["Violation"]);
    }
}
