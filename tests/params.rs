//! Errors with parameters: raised, sent, read back typed, and kept out of logs where they are not safe.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

use error_catalog::{ApiError, DecodedError, Params, ReceivedError};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

#[allow(dead_code, unreachable_pub, reason = "a test uses a part of what is generated")]
mod credits {
    include!("generated/credits.rs");
}

use credits::ErrorCode;
use credits::params::{Beside, EveryType, InsufficientCredits, Old};

/// Every value that must not be in a log.
const SECRET: &str = "s3cr3t";

fn charge(balance: u64, price: u64) -> Result<u64, ApiError<ErrorCode>> {
    if balance < price {
        Err(InsufficientCredits { needed: price, balance })?;
    }
    Ok(balance - price)
}

fn body(error: ApiError<ErrorCode>) -> Value {
    serde_json::from_slice(&error.into_parts().2).expect("the body is JSON")
}

fn sent(error: ApiError<ErrorCode>) -> ReceivedError<ErrorCode> {
    let (status, headers, body) = error.into_parts();
    ReceivedError::from_parts(status, headers, body)
}

#[test]
fn an_error_is_raised_with_values_and_read_back_typed() {
    assert_eq!(charge(12, 3).ok(), Some(9));
    let error = charge(3, 12).expect_err("it is too little");
    assert_eq!(
        (error.code(), error.status()),
        (Some(ErrorCode::InsufficientCredits), StatusCode::PAYMENT_REQUIRED)
    );
    assert_eq!(error.message(), "need 12 credits, have 3");

    let received = sent(error);
    assert_eq!(received.message(), Some("need 12 credits, have 3"));
    assert_eq!(received.params(), Some(InsufficientCredits { needed: 12, balance: 3 }));
    assert_eq!(received.params::<Beside>(), None, "it is another code");
}

#[test]
fn the_wire_has_message_and_details() {
    let error = charge(3, 12).expect_err("it is too little");
    let text = String::from_utf8(error.into_parts().2.into_owned()).expect("the body is UTF-8");
    assert_eq!(
        text,
        r#"{"error":{"code":"INSUFFICIENT_CREDITS","message":"need 12 credits, have 3","details":{"balance":3,"needed":12}}}"#
    );
    // A server fault says so too: the message is the table's, and the values are for the client.
    let error = ApiError::from(Beside { host: "db-1".to_owned() });
    assert_eq!(
        body(error),
        json!({"error": {"code": "BESIDE", "message": "What is wrong is beside the message", "details": {"host": "db-1"}}})
    );
}

#[test]
fn a_code_without_values_says_its_cause() {
    let error = ApiError::new(ErrorCode::InsufficientCredits);
    assert_eq!(error.message(), "The balance is too low");
    assert_eq!(ErrorCode::InsufficientCredits.message(), "The balance is too low");
    let received = sent(error);
    assert_eq!(received.params::<InsufficientCredits>(), None);
    assert_eq!(received.to_string(), "402 INSUFFICIENT_CREDITS: The balance is too low");
}

#[test]
fn every_type_makes_the_round_trip() {
    for params in [
        EveryType { flag: true, number: -0.5, offset: i64::MIN, text: String::new(), r#type: u64::MAX },
        EveryType {
            flag: false,
            number: 1e300,
            offset: i64::MAX,
            text: "\"\u{0}{flag}\u{202e}\n".into(),
            r#type: 0,
        },
        EveryType { flag: true, number: 2.0, offset: -1, text: "ä 🦊".into(), r#type: 1 << 53 },
    ] {
        let error = ApiError::from(params.clone());
        let EveryType { flag, number, offset, text, r#type } = &params;
        // What looks like a placeholder in a value is a part of the value.
        let message = format!("{flag} {number} {offset} {text} {type}, {{{flag}}} {{}} {{not a name}}");
        assert_eq!(error.message(), message);
        let received = sent(error);
        assert_eq!(received.message(), Some(&*message));
        assert_eq!(received.params(), Some(params));
    }
    // Numbers whose neighbours are as close to what a fast reader computes.
    let mut bits: u64 = 0x3FED_0A0E_1B2C_3D4F;
    for number in
        [0.907_303_832_202_868_9, 5e-324, f64::MAX, 0.1 + 0.2].into_iter().chain((0..2000).map(|_| {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from_bits(bits & 0x7FEF_FFFF_FFFF_FFFF)
        }))
    {
        let params = EveryType { flag: true, number, offset: 0, text: String::new(), r#type: 0 };
        let read: EveryType = sent(params.into()).params().expect("they are whole");
        assert_eq!(read.number.to_bits(), number.to_bits(), "{number:e}");
    }
    // JSON has no such number.
    for number in [f64::NAN, f64::INFINITY] {
        let params = EveryType { flag: true, number, offset: 0, text: String::new(), r#type: 0 };
        assert_eq!(body(params.clone().into())["error"]["details"]["number"], Value::Null);
        assert_eq!(sent(params.into()).params::<EveryType>(), None);
    }
}

#[test]
fn details_that_are_not_whole_are_none() {
    let read = |details: &str| {
        let body =
            format!(r#"{{"error":{{"code":"INSUFFICIENT_CREDITS","message":"m","details":{details}}}}}"#);
        let error: ReceivedError<ErrorCode> =
            ReceivedError::from_parts(StatusCode::PAYMENT_REQUIRED, HeaderMap::new(), &body);
        assert_eq!(error.code(), Some(ErrorCode::InsufficientCredits), "{body}");
        assert_eq!(error.message(), Some("m"), "{body}");
        error.params::<InsufficientCredits>()
    };
    let whole = Some(InsufficientCredits { needed: 12, balance: 3 });
    assert_eq!(read(r#"{"balance":3,"needed":12}"#), whole);
    assert_eq!(read(r#"{"needed":12,"more":[{}],"balance":3}"#), whole, "a newer server sends more");
    for details in [
        "null",
        "[]",
        "12",
        "{}",
        r#"{"needed":12}"#,
        r#"{"needed":12,"balance":-3}"#,
        r#"{"needed":12,"balance":"3"}"#,
        r#"{"needed":12,"balance":3.5}"#,
        r#"{"needed":12,"balance":null}"#,
        r#"{"needed":12,"balance":18446744073709551616}"#,
    ] {
        assert_eq!(read(details), None, "{details}");
    }
    for body in ["", "[]", "{", r#"{"error":null}"#, r#"{"error":{"code":"INSUFFICIENT_CREDITS"}}"#] {
        let error: ReceivedError<ErrorCode> =
            ReceivedError::from_parts(StatusCode::PAYMENT_REQUIRED, HeaderMap::new(), body);
        assert_eq!(error.params::<InsufficientCredits>(), None, "{body}");
    }
}

#[test]
fn another_message_has_no_part_in_the_values() {
    let error = ApiError::from(InsufficientCredits { needed: 12, balance: 3 }).with_message("ask for less");
    assert_eq!(error.message(), "ask for less");
    assert_eq!(error.to_string(), "INSUFFICIENT_CREDITS: ask for less");
    assert_eq!(sent(error).params(), Some(InsufficientCredits { needed: 12, balance: 3 }));
}

#[test]
fn a_log_has_no_value_that_is_not_safe() {
    let received = ReceivedError::for_test(InsufficientCredits { needed: 12, balance: 3 });
    let form = serde_json::to_value(&received).expect("it has no map with strange keys");
    assert_eq!(
        form,
        json!({"status": 402, "code": "INSUFFICIENT_CREDITS", "message": "need 12 credits, have {balance}", "retry": "never"})
    );
    // A server that says something else under this code could say anything.
    let headers = HeaderMap::from_iter([(http::header::RETRY_AFTER, "1.5".parse().expect("it is a value"))]);
    let body = r#"{"error":{"code":"INSUFFICIENT_CREDITS","message":"only 3 left"}}"#;
    let other: ReceivedError<ErrorCode> =
        ReceivedError::from_parts(StatusCode::SERVICE_UNAVAILABLE, headers, body);
    let other = other.with_request(&http::Method::POST, "https://u:p@example.com/v1?balance=3");
    let form = serde_json::to_value(&other).expect("it has no map with strange keys");
    assert_eq!((&form["method"], &form["url"]), (&json!("POST"), &json!("https://example.com/v1")));
    assert_eq!((&form["retry"], &form["retry_after_ms"]), (&json!("if-idempotent"), &json!(2000)));
    assert!(!form.to_string().contains("only 3"), "{form}");
}

#[test]
fn a_gateway_passes_values_on() {
    let received = sent(InsufficientCredits { needed: 12, balance: 3 }.into());
    let error = received.forward();
    assert_eq!(error.to_string(), "INSUFFICIENT_CREDITS: need 12 credits, have {balance}");
    assert!(!format!("{error:?}").contains("have 3"), "{error:?}");
    let received = sent(error);
    assert_eq!(received.message(), Some("need 12 credits, have 3"));
    assert_eq!(received.params(), Some(InsufficientCredits { needed: 12, balance: 3 }));
}

/// Everything that anybody might log, in every form of it.
fn logged(error: &ApiError<ErrorCode>) -> Vec<String> {
    let mut logged = vec![error.to_string(), format!("{error:?}"), format!("{error:#?}")];
    let (status, headers, body) = error.to_parts();
    logged.extend(headers.iter().map(|header| format!("{header:?}")));
    let decoded: DecodedError<'_, ErrorCode> = DecodedError::new(status, &headers, &body);
    logged.push(format!("{decoded:?}"));
    // As it came, cut off at every place, and with a message that is no text.
    let mut bodies: Vec<Vec<u8>> = (0..=body.len()).map(|end| body[..end].to_vec()).collect();
    bodies.push(
        String::from_utf8_lossy(&body).replace("\"message\":\"", "\"message\":0,\"m\":\"").into_bytes(),
    );
    for body in bodies {
        let received: ReceivedError<ErrorCode> = ReceivedError::from_parts(status, headers.clone(), body);
        logged.extend([received.to_string(), format!("{received:?}"), format!("{received:#?}")]);
        let passed_on = received.forward();
        logged.extend([passed_on.to_string(), format!("{passed_on:?}")]);
        let source = std::error::Error::source(&passed_on).map(ToString::to_string);
        logged.extend(source);
    }
    logged
}

#[test]
fn what_is_not_safe_is_in_no_log() {
    let (out, log) = log();
    let lines: Vec<String> = tracing::subscriber::with_default(log, || {
        let errors = [
            ApiError::from(Beside { host: SECRET.to_owned() }),
            ApiError::from(Old { what: SECRET.to_owned() }),
            #[allow(deprecated, reason = "a deprecated code is still raised")]
            ApiError::from(Old { what: SECRET.to_owned() }).with_source("a cause"),
        ];
        errors.into_iter().flat_map(|error| logged(&error)).collect()
    });
    let lines = lines.into_iter().chain(out.text().lines().map(str::to_owned)).collect::<BTreeSet<_>>();
    for line in &lines {
        assert!(!line.contains(SECRET), "{line}");
    }
    assert!(lines.iter().any(|line| line.contains("\"{what}\" is gone")), "{lines:#?}");
    // What is safe is there.
    let params = InsufficientCredits { needed: 12, balance: 3 };
    assert_eq!(format!("{params:?}"), "InsufficientCredits { balance: {balance}, needed: 12 }");
    assert_eq!(params.log_message(), "need 12 credits, have {balance}");
    assert_eq!(params.message(), "need 12 credits, have 3");
    let received = sent(params.into());
    assert_eq!(received.to_string(), "402 INSUFFICIENT_CREDITS: need 12 credits, have {balance}");
    assert_eq!(InsufficientCredits::CODE.as_str(), "INSUFFICIENT_CREDITS");
}

#[test]
fn what_is_safe_cannot_forge_a_line() {
    let text = "a\nERROR forged".to_owned();
    let params = EveryType { flag: true, number: 0.0, offset: 0, text, r#type: 0 };
    let error = ApiError::from(params.clone());
    for line in [error.to_string(), format!("{error:?}"), format!("{params:?}"), sent(error).to_string()] {
        assert_eq!(line.lines().count(), 1, "{line}");
    }
}

/// What `tracing` writes.
#[derive(Clone, Default)]
struct Out(Arc<Mutex<Vec<u8>>>);

impl Out {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("nobody panicked")).into_owned()
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() -> (Out, impl tracing::Subscriber + Send + Sync) {
    let out = Out::default();
    let writer = out.clone();
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    (out, log)
}
