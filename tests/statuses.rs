//! Codes that are sent with several statuses: the server chooses one, and everybody else knows them all.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;
#[path = "support/server.rs"]
mod server;
#[allow(dead_code, reason = "generated for all that a user may need")]
#[allow(unreachable_pub, reason = "nothing in a test is public")]
mod table {
    include!("generated/statuses.rs");
}

use std::fs;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::get;
use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::docs::{html, json, markdown, openapi, sections};
use error_catalog::guard::GuardLayer;
use error_catalog::review::diff::{Change, ChangeRule, diff};
use error_catalog::{AnyCode, Code as _, ErrorForCode as _};
use http::HeaderMap;

use self::cli::error_catalog;
use self::server::{Server, soon};
use self::table::{ApiError, ErrorCode, ReceivedError};

const TABLE: &str = include_str!("generated/statuses.toml");

fn table() -> Catalog {
    Catalog::parse("statuses.toml", TABLE).expect("it is valid")
}

async fn raise(Path(status): Path<u16>) -> ApiError {
    let status = StatusCode::from_u16(status).unwrap_or_default();
    ApiError::from(ErrorCode::ValidationFailed).with_status(status)
}

async fn bare(Path(status): Path<u16>) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or_default()
}

#[tokio::test]
async fn the_server_chooses_and_the_client_knows() {
    let routes = Router::new().route("/raise/{status}", get(raise)).route("/bare/{status}", get(bare));
    let server = Server::start(routes.layer(GuardLayer::<ErrorCode>::new())).await;
    for (path, status) in [
        ("raise/400", 400),
        ("raise/409", 409),
        ("raise/500", 500),
        // The row does not have it.
        ("raise/418", 400),
        ("raise/200", 400),
        // What a framework answers with keeps its status.
        ("bare/409", 409),
        ("bare/400", 400),
    ] {
        let url = format!("http://{}/{path}", server.address);
        let response = soon("an answer", reqwest::get(url)).await.expect("the server is there");
        let error = response.error_for_code::<ErrorCode>().await.expect_err("it is an error");
        assert_eq!(error.status(), status, "{path}");
        assert_eq!(error.code(), Some(ErrorCode::ValidationFailed), "{path}");
        assert!(!error.status_mismatch(), "{path}");
        // A gateway passes the status on.
        assert_eq!(error.forward().status(), status, "{path}");
    }
}

#[test]
fn any_other_status_is_a_mismatch() {
    let body = r#"{"error":{"code":"VALIDATION_FAILED","message":"m"}}"#;
    for (status, mismatch) in [(400, false), (409, false), (500, false), (404, true), (503, true)] {
        let status = StatusCode::from_u16(status).expect("it is a status");
        let error = ReceivedError::from_parts(status, HeaderMap::new(), body);
        assert_eq!(error.status_mismatch(), mismatch, "{status}");
    }
}

#[test]
fn a_code_says_all_of_its_statuses() {
    assert!(ErrorCode::ValidationFailed.statuses().eq([400, 409, 500]));
    assert!(ErrorCode::NotFound.statuses().eq([404]));
    assert!(AnyCode::from(ErrorCode::ValidationFailed).statuses().eq([400, 409, 500]));
    assert_eq!(ErrorCode::ValidationFailed.status(), 400);
}

#[test]
fn a_message_of_a_4xx_is_not_sent_with_a_5xx() {
    let error = |status| {
        let status = StatusCode::from_u16(status).expect("it is a status");
        ApiError::from(ErrorCode::ValidationFailed).with_message("of type `app::Secret`").with_status(status)
    };
    assert_eq!(error(409).message(), "of type `app::Secret`");
    assert_eq!(error(500).message(), "A value is wrong");
}

#[test]
fn doubled_braces_are_text() {
    assert_eq!(ErrorCode::NotFound.message(), "use { literal }");
    assert_eq!(ApiError::from(ErrorCode::NotFound).message(), "use { literal }");
    let (_, _, body) = ApiError::from(ErrorCode::NotFound).into_parts();
    assert_eq!(&*body, br#"{"error":{"code":"NOT_FOUND","message":"use { literal }"}}"#);
}

#[test]
fn documents_show_them_all() {
    let table = table();
    assert!(markdown::render(&table).contains("| 400, 409, 500 | `VALIDATION_FAILED` |"));
    let words = "400 Bad Request or 409 Conflict or 500 Internal Server Error";
    assert!(sections::render(&table).contains(&format!("{words}, never retry.")));
    let page = html::render(&table);
    assert!(page.contains(&format!("<strong>{words}</strong>")), "{page}");
    assert!(
        page.contains("data-status=\"400 409 500\"") && page.contains("<option value=\"409\">"),
        "{page}"
    );
    let document: serde_json::Value = serde_json::from_str(&openapi::render(&table)).expect("it is JSON");
    let response = &document["components"]["responses"]["ValidationFailed"];
    assert_eq!(response["x-also"], serde_json::json!([409, 500]), "{response:#}");
    let export = json::render(&table);
    assert_eq!(json::render(&json::read("export.json", &export).expect("it is valid")), export);
}

#[test]
fn a_document_of_an_api_has_the_code_under_each_status() {
    let responses = error_catalog::utoipa::responses([ErrorCode::ValidationFailed, ErrorCode::NotFound]);
    assert!(responses.responses.keys().eq(["400", "404", "409", "500"]));
}

#[test]
fn a_comparison_knows_them() {
    let with = |also: &str| Catalog::parse("t", &TABLE.replace("also = [409, 500]\n", also)).expect("valid");
    let found = |old: &Catalog, new: &Catalog| {
        let changes = diff(old, new);
        let said =
            |change: &Change| (change.rule, change.old.clone().or(change.new.clone()).unwrap_or_default());
        changes.iter().map(said).collect::<Vec<_>>()
    };
    // The class of a bare 409 is that of the row, with or without it.
    let (all, fewer) = (with("also = [409, 500]\n"), with("also = [409]\n"));
    assert_eq!(found(&fewer, &all), [(ChangeRule::StatusAdded, "500".to_owned())]);
    assert_eq!(found(&all, &fewer), [(ChangeRule::StatusRemoved, "500".to_owned())]);
    assert_eq!(found(&all, &with("also = [500, 409]\n")), []);
}

#[test]
fn the_order_of_the_statuses_does_not_say_anything_else() {
    let said = |table: &str| Catalog::parse("t", table).expect_err("it is wrong").to_string();
    let twice = said(&TABLE.replace("[409, 500]", "[409, 400]"));
    assert!(twice.contains("[EC016] `VALIDATION_FAILED` has the status 400 twice"), "{twice}");
    let twice = said(&TABLE.replace("[409, 500]", "[409, 409]"));
    assert!(twice.contains("has the status 409 twice") && twice.contains("remove it from `also`"), "{twice}");
    let wrong = said(&TABLE.replace("[409, 500]", "[200]"));
    assert!(wrong.contains("EC005"), "{wrong}");
    // A bare 500 may stay a 500 only where the row has it.
    let class = said(&TABLE.replace("[409, 500]", "[409]").replace("[400, 409]", "[400, 500]"));
    assert!(class.contains("EC016"), "{class}");
    Catalog::parse("t", &TABLE.replace("[400, 409]", "[400, 500]")).expect("it is sent with a 500");
}

#[test]
fn commands_know_them() {
    let path = scratch::folder("statuses").join("catalog.toml");
    fs::write(&path, TABLE).expect("it can be written");
    let path = path.display().to_string();
    for status in ["409", "5xx"] {
        let ran = error_catalog(&["list", "--status", status, "--columns", "status,code", "--table", &path]);
        assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
        assert!(ran.out.contains("400, 409, 500"), "{}", ran.out);
    }
    let ran = error_catalog(&["explain", "VALIDATION_FAILED", "--table", &path]);
    assert!(ran.out.starts_with("VALIDATION_FAILED  400 Bad Request or 409 Conflict or"), "{}", ran.out);
    let ran = error_catalog(&[
        "add", "NEW", "--status", "404", "--also", "410", "--retry", "never", "--cause", "new", "--table",
        &path,
    ]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert!(fs::read_to_string(&path).expect("it is there").contains("also = [410]"));
}
