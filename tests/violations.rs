//! What is wrong with which field: from the handler, over a socket, to the client.

#[path = "support/server.rs"]
mod server;

#[allow(dead_code, reason = "not every code is raised")]
#[allow(unreachable_pub, reason = "nothing in a test is public")]
mod credits {
    include!("generated/credits.rs");

    error_catalog::axum::extractors!(ErrorCode);
}

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use error_catalog::{ApiError, ErrorCode, MAX_MESSAGE, ReceivedError, Violation};
use http::StatusCode;

use self::credits::params::InsufficientCredits;
use self::server::{Server, soon};

type SentError = ApiError<credits::ErrorCode>;

/// Sends the error from a handler, and returns the body.
async fn send<E: IntoResponse>(
    error: impl Fn() -> E + Clone + Send + Sync + 'static,
) -> (StatusCode, String) {
    let server = Server::start(Router::new().route("/", get(async move || error()))).await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client without TLS");
    let response = soon("the head", client.get(format!("http://{}", server.address)).send()).await;
    let response = response.expect("there is a response");
    (response.status(), soon("the body", response.text()).await.expect("it is complete"))
}

async fn receive<E: IntoResponse, C: error_catalog::Code>(
    error: impl Fn() -> E + Clone + Send + Sync + 'static,
) -> ReceivedError<C> {
    let (status, body) = send(error).await;
    ReceivedError::from_parts(status, http::HeaderMap::new(), body)
}

fn two<C: error_catalog::Code>(error: ApiError<C>) -> ApiError<C> {
    error.with_violation("/amount", "must be positive").with_violation("/items/0/a~1b", "is \"missing\"")
}

fn expected() -> [Violation; 2] {
    [Violation::new("/amount", "must be positive"), Violation::new("/items/0/a~1b", "is \"missing\"")]
}

#[tokio::test]
async fn a_table_that_sends_details_lists_them() {
    let (_, body) = send(|| two(SentError::new(credits::ErrorCode::EveryType))).await;
    assert!(
        body.ends_with(
            r#""details":{"violations":[{"message":"must be positive","pointer":"/amount"},{"message":"is \"missing\"","pointer":"/items/0/a~1b"}]}}}"#
        ),
        "{body}"
    );
    let received: ReceivedError<credits::ErrorCode> =
        receive(|| two(SentError::new(credits::ErrorCode::EveryType))).await;
    assert_eq!(received.violations(), expected());
}

#[tokio::test]
async fn they_are_beside_the_parameters_and_pass_a_gateway() {
    let error = || two(SentError::from(InsufficientCredits { needed: 12, balance: 3 }));
    let received: ReceivedError<credits::ErrorCode> = receive(error).await;
    let params = received.params::<InsufficientCredits>();
    assert_eq!(params, Some(InsufficientCredits { needed: 12, balance: 3 }));
    assert_eq!(received.message(), Some("need 12 credits, have 3"));
    assert_eq!(received.violations(), expected());

    let upstream = received.clone();
    let forwarded: ReceivedError<credits::ErrorCode> = receive(move || upstream.clone().forward()).await;
    assert_eq!(forwarded.params(), params);
    assert_eq!(forwarded.violations(), expected());

    // A gateway whose table does not send details names them.
    let named: ApiError<ErrorCode> = received.forward_as();
    assert_eq!(
        named.message(),
        "need 12 credits, have 3: /amount must be positive; /items/0/a~1b is \"missing\""
    );
}

#[tokio::test]
async fn a_table_without_details_names_them_in_the_message() {
    let error = || two(ApiError::new(ErrorCode::ValidationError));
    let received: ReceivedError = receive(error).await;
    let names = ": /amount must be positive; /items/0/a~1b is \"missing\"";
    let message = format!("{}{names}", ErrorCode::ValidationError.message());
    assert_eq!(received.message(), Some(&*message));
    assert_eq!(received.violations(), []);

    // In any order of calls.
    assert_eq!(error().with_message("wrong").message(), format!("wrong{names}"));
    assert_eq!(error().with_public_message("wrong").message(), format!("wrong{names}"));
    assert_eq!(error().to_string(), format!("VALIDATION_ERROR: {message}"));
}

#[tokio::test]
async fn those_of_a_server_fault_stay_on_the_server() {
    for (status, body) in [
        send(|| two(ApiError::new(ErrorCode::UploadFailed))).await,
        send(|| two(ApiError::new(ErrorCode::UploadFailed).with_public_message("try later"))).await,
        send(|| two(SentError::new(credits::ErrorCode::Beside))).await,
    ] {
        assert!(status.is_server_error());
        assert!(!body.contains("amount") && !body.contains("violations"), "{body}");
    }
}

#[tokio::test]
async fn a_response_does_not_grow_without_end() {
    let hostile = || (0..100_000).map(|n| Violation::new(format!("/{n}"), "\u{1}".repeat(10_000)));
    let (_, body) =
        send(move || SentError::new(credits::ErrorCode::EveryType).with_violations(hostile())).await;
    assert!(body.len() < 200_000, "{}", body.len());
    let error = ReceivedError::<credits::ErrorCode>::from_parts(
        StatusCode::UNPROCESSABLE_ENTITY,
        http::HeaderMap::new(),
        body,
    );
    assert_eq!(error.violations().len(), Violation::MAX_COUNT);

    let named = ApiError::new(ErrorCode::ValidationError).with_violations(hostile());
    assert!(named.message().len() <= MAX_MESSAGE && named.message().ends_with('…'));
}

/// Values that are not safe are in no text for a log.
#[test]
fn a_log_keeps_the_placeholders() {
    let error = two(SentError::from(InsufficientCredits { needed: 12, balance: 345 }));
    assert!(!format!("{error} {error:?}").contains("345"));
}

// ---- Rejections of extractors.

mod rejected {
    use std::collections::BTreeMap;

    use axum::routing::post;

    use super::credits::{Form, Json, Path, Query};
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only its reading matters")]
    struct Order {
        items: Vec<Item>,
        pay: Option<Pay>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only its reading matters")]
    struct Item {
        #[serde(rename = "price/~")]
        price: u32,
    }

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only its reading matters")]
    enum Pay {
        Cash,
        Card { number: u64 },
    }

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only its reading matters")]
    struct Id {
        id: u32,
    }

    type Amounts = BTreeMap<String, u32>;

    async fn violations(
        request: impl FnOnce(reqwest::Client, String) -> reqwest::RequestBuilder,
    ) -> Vec<(String, String)> {
        let router = Router::new()
            .route("/json", post(async |_: Json<Order>| "fine"))
            .route("/form", post(async |_: Form<Amounts>| "fine"))
            .route("/query", get(async |_: Query<Amounts>| "fine"))
            .route("/path/{id}", get(async |_: Path<Id>| "fine"))
            .route("/tuple/{id}", get(async |_: Path<u32>| "fine"));
        let server = Server::start(router).await;
        let client = reqwest::Client::builder().no_proxy().build().expect("a client without TLS");
        let request = request(client, format!("http://{}", server.address));
        let response = soon("the head", request.send()).await.expect("there is a response");
        assert!(response.status().is_client_error(), "{}", response.status());
        let body = soon("the body", response.bytes()).await.expect("it is complete");
        let error: ReceivedError =
            ReceivedError::from_parts(StatusCode::BAD_REQUEST, http::HeaderMap::new(), body);
        let pair = |violation: &Violation| (violation.pointer().to_owned(), violation.message().to_owned());
        error.violations().iter().map(pair).collect()
    }

    #[tokio::test]
    async fn json_names_the_field() {
        for (body, pointer) in [
            (r#"{"items":[{"price/~":1},{"price/~":"x"}]}"#, Some("/items/1/price~1~0")),
            (r#"{"items":[{}]}"#, Some("/items/0")),
            (r#"{"items":7}"#, Some("/items")),
            (r#"{"items":[],"pay":{"Card":{"number":"x"}}}"#, Some("/pay/Card/number")),
            (r#"{"items":[],"pay":"Card"}"#, Some("/pay")),
            (r#"{"items":[],"pay":"Coin"}"#, Some("/pay")),
            ("{}", None),
            ("[", None),
            (r#"{"items":[{"price/~":"#, None),
        ] {
            let found = violations(|client, url| {
                client.post(url + "/json").header("content-type", "application/json").body(body)
            })
            .await;
            let pointers: Vec<&str> = found.iter().map(|(pointer, _)| &**pointer).collect();
            assert_eq!(pointers, Vec::from_iter(pointer), "{body}: {found:?}");
        }
    }

    #[tokio::test]
    async fn a_url_and_a_form_name_the_field() {
        let digit = "invalid digit found in string".to_owned();
        let found = violations(|client, url| client.get(url + "/query?a=1&b=x")).await;
        assert_eq!(found, [("/b".to_owned(), digit.clone())]);
        let found = violations(|client, url| {
            client.post(url + "/form").header("content-type", "application/x-www-form-urlencoded").body("a=x")
        })
        .await;
        assert_eq!(found, [("/a".to_owned(), digit)]);
        let found = violations(|client, url| client.get(url + "/path/x")).await;
        assert_eq!(found, [("/id".to_owned(), "cannot parse `x` to a `u32`".to_owned())]);
        // It has no name there.
        assert_eq!(violations(|client, url| client.get(url + "/tuple/x")).await, []);
    }
}

// ---- Validation crates.

mod validated {
    use std::collections::BTreeMap;

    use error_catalog::OrCode;

    use super::*;

    fn pairs(violations: &[Violation]) -> Vec<(&str, &str)> {
        violations.iter().map(|violation| (violation.pointer(), violation.message())).collect()
    }

    mod by_validator {
        use validator::Validate;

        #[derive(Validate)]
        pub(super) struct Order {
            #[validate(nested)]
            pub(super) items: Vec<Item>,
            #[validate(nested)]
            pub(super) first: Item,
            #[validate(must_match(other = "repeated"))]
            pub(super) password: String,
            pub(super) repeated: String,
        }

        #[derive(Clone, Validate)]
        pub(super) struct Item {
            #[validate(length(min = 2, max = 3), email(message = "is not an address"))]
            pub(super) name: String,
        }
    }

    #[test]
    fn validator_names_each_field() {
        use validator::Validate;

        let item = |name: &str| by_validator::Item { name: name.to_owned() };
        let order = by_validator::Order {
            items: vec![item("a@b"), item("x")],
            first: item("four"),
            password: "secret-1".to_owned(),
            repeated: "secret-2".to_owned(),
        };
        let error: ApiError = order.validate().expect_err("it is invalid").into();
        assert_eq!(error.code(), Some(ErrorCode::ValidationError));
        let mut found = pairs(error.violations());
        found.sort_unstable();
        let length = "fails the check `length` (min 2, max 3)";
        assert_eq!(
            found,
            [
                ("/first/name", length),
                ("/first/name", "is not an address"),
                ("/items/1/name", length),
                ("/items/1/name", "is not an address"),
                ("/password", "fails the check `must_match`"),
            ]
        );
        let error = order.validate().or_code(ErrorCode::InvalidAmount).expect_err("it is invalid");
        assert_eq!((error.code(), error.violations().len()), (Some(ErrorCode::InvalidAmount), 5));
        assert!(!format!("{error} {error:?}").contains("secret"));

        let many = by_validator::Order { items: vec![item("x"); 100_000], ..order };
        let errors = many.validate().expect_err("it is invalid");
        assert_eq!(Violation::from_validator(&errors).len(), Violation::MAX_COUNT);
    }

    #[derive(garde::Validate)]
    struct Basket {
        #[garde(dive)]
        by_name: BTreeMap<String, Item>,
        #[garde(dive)]
        list: Vec<Item>,
        #[garde(inner(length(min = 2)))]
        note: Option<String>,
    }

    #[derive(Clone, garde::Validate)]
    struct Item {
        #[garde(range(min = 1))]
        amount: u32,
    }

    #[test]
    fn garde_names_each_field() {
        use garde::Validate;

        let by_name = BTreeMap::from(["a/b~c.d"].map(|name| (name.to_owned(), Item { amount: 0 })));
        let list = vec![Item { amount: 1 }, Item { amount: 0 }];
        let basket = Basket { by_name, list, note: Some("x".to_owned()) };
        let error: ApiError = basket.validate().expect_err("it is invalid").into();
        assert_eq!(error.code(), Some(ErrorCode::ValidationError));
        assert_eq!(
            pairs(error.violations()),
            [
                ("/by_name/a~1b~0c.d/amount", "lower than 1"),
                ("/list/1/amount", "lower than 1"),
                ("/note", "length is lower than 2"),
            ]
        );
        let error = basket.validate().or_code(ErrorCode::InvalidAmount).expect_err("it is invalid");
        assert_eq!((error.code(), error.violations().len()), (Some(ErrorCode::InvalidAmount), 3));

        let many = Basket { list: vec![Item { amount: 0 }; 100_000], ..basket };
        let report = many.validate().expect_err("it is invalid");
        assert_eq!(Violation::from_garde(&report).len(), Violation::MAX_COUNT);
    }
}
