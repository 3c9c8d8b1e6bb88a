//! The envelope in the layouts that servers send.

const CODE: &str = "INSUFFICIENT_CREDITS";
const MESSAGE: &str = "A thumbnail is 5 credits, you have 3";

/// The name of each layout, and a body in it.
pub(crate) fn layouts() -> Vec<(&'static str, String)> {
    let compact = format!(r#"{{"error":{{"code":"{CODE}","message":"{MESSAGE}"}}}}"#);
    let detail = r#"{"field":"amount","reason":"must be positive","hints":["whole numbers",7,null]}"#;
    let details = vec![detail; 2048 / detail.len()].join(",");
    vec![
        ("compact", compact.clone()),
        ("newline at the end (Go)", compact.clone() + "\n"),
        ("json.dumps (Python)", format!(r#"{{"error": {{"code": "{CODE}", "message": "{MESSAGE}"}}}}"#)),
        (
            "pretty",
            format!(
                "{{\n  \"error\": {{\n    \"code\": \"{CODE}\",\n    \"message\": \"{MESSAGE}\"\n  }}\n}}"
            ),
        ),
        ("message first", format!(r#"{{"error":{{"message":"{MESSAGE}","code":"{CODE}"}}}}"#)),
        ("spaced", format!(r#"{{ "error" : {{ "code" : "{CODE}" , "message" : "{MESSAGE}" }} }}"#)),
        (
            "more members",
            format!(
                r#"{{"error":{{"code":"{CODE}","message":"{MESSAGE}","param":null,"id":17}},"request_id":"req_7f3a"}}"#
            ),
        ),
        (
            "success first",
            format!(r#"{{"success":false,"error":{{"code":"{CODE}","message":"{MESSAGE}"}},"data":null}}"#),
        ),
        (
            "escapes",
            format!(
                r#"{{"error":{{"code":"{CODE}","message":"A \"thumbnail\" is 5 credits,\n you have 3 \u20ac"}}}}"#
            ),
        ),
        (
            "not ASCII",
            format!(
                r#"{{"error":{{"code":"{CODE}","message":"Für ein Vorschaubild fehlen 5 €, 残高不足"}}}}"#
            ),
        ),
        (
            "2 KB of details",
            format!(
                r#"{{"error":{{"code":"{CODE}","message":"{MESSAGE}","details":{{"items":[{details}]}}}}}}"#
            ),
        ),
    ]
}
