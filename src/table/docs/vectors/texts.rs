//! Bodies that are text, each with what is read from it.

/// All of them.
pub(super) fn cases() -> impl Iterator<Item = &'static Case> {
    [FORMS, CODES, MESSAGES, OTHERS, GOOGLE, PROBLEMS, CUT_OFF, BROKEN, super::strangers::STRANGERS]
        .into_iter()
        .flatten()
}

/// A body, and the code and message that are read from it. `CODE` stands for a code of the table, `NEWER` for one that it
/// does not have, and `ESCAPED` for the first with each letter as an escape.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) body: &'static str,
    pub(super) code: Option<&'static str>,
    pub(super) message: Option<&'static str>,
}

pub(super) const fn case(
    name: &'static str,
    body: &'static str,
    code: Option<&'static str>,
    message: Option<&'static str>,
) -> Case {
    Case { name, body, code, message }
}

pub(super) const CODE: Option<&str> = Some("CODE");
pub(super) const NEWER: Option<&str> = Some("NEWER");
pub(super) const GONE: Option<&str> = Some("gone");

/// The envelope in all the ways to write it.
const FORMS: &[Case] = &[
    case("spaces", " {\t\"error\" :\r\n{ \"code\" : \"CODE\" ,\"message\":\"gone\" } } \n", CODE, GONE),
    case("message first", r#"{"error":{"message":"gone","code":"CODE"}}"#, CODE, GONE),
    case("escapes", r#"{"\u0065rror":{"cod\u0065":"ESCAPED","message":"\u0067one"}}"#, CODE, GONE),
    case(
        "every escape",
        r#"{"error":{"code":"CODE","message":"\"\\\/\b\f\n\r\t\u00e9\uD83E\udED6"}}"#,
        CODE,
        Some("\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{1fad6}"),
    ),
    case("byte order mark", "\u{feff}{\"error\":{\"code\":\"CODE\",\"message\":\"gone\"}}", CODE, GONE),
    case(
        "more members in the envelope",
        r#"{"error":{"id":7,"code":"CODE","x":{"code":"NEWER"},"message":"gone","y":[[]]}}"#,
        CODE,
        GONE,
    ),
    case(
        "more members beside the envelope",
        r#"{"trace":[1,{"error":2}],"error":{"code":"CODE","message":"gone"},"code":"NEWER","type":"about:blank","title":"T"}"#,
        CODE,
        GONE,
    ),
    case("code beside the envelope, before it", r#"{"code":"NEWER","error":{"message":"gone"}}"#, None, GONE),
    case("code twice", r#"{"error":{"code":"NEWER","message":"gone","code":"CODE"}}"#, CODE, GONE),
    case("code twice, then none", r#"{"error":{"code":"CODE","message":"gone","code":null}}"#, None, GONE),
    case("message twice", r#"{"error":{"code":"CODE","message":"here","message":"gone"}}"#, CODE, GONE),
    case("envelope twice", r#"{"error":{"code":"NEWER","message":"m"},"error":{"code":"CODE"}}"#, CODE, None),
    case(
        "envelope after a word",
        r#"{"error":"NEWER","error":{"code":"CODE","message":"gone"}}"#,
        CODE,
        GONE,
    ),
    case(
        "envelope before a word",
        r#"{"error":{"code":"CODE","message":"gone"},"error":"NEWER"}"#,
        CODE,
        GONE,
    ),
    case("text behind it", r#"{"error":{"code":"CODE","message":"gone"}} trailing"#, CODE, GONE),
    case(
        "two envelopes behind each other",
        r#"{"error":{"code":"CODE","message":"gone"}}{"error":{"code":"NEWER"}}"#,
        CODE,
        GONE,
    ),
    case("names in capitals", r#"{"Error":{"Code":"CODE","Message":"gone"}}"#, None, None),
    case("members in capitals", r#"{"error":{"Code":"CODE","MESSAGE":"gone"}}"#, None, None),
];

const CODES: &[Case] = &[
    case("code unknown", r#"{"error":{"code":"NEWER","message":"gone"}}"#, NEWER, GONE),
    case("code with other letters", r#"{"error":{"code":"Größe \"7\" 🫖","message":"gone"}}"#, None, GONE),
    case("code with a control character", r#"{"error":{"code":"X\u001b[31m","message":"gone"}}"#, None, GONE),
    case(
        "code like a member of every object",
        r#"{"error":{"code":"constructor","message":"gone"}}"#,
        Some("constructor"),
        GONE,
    ),
    case("code like a prototype", r#"{"error":{"code":"__proto__","message":"gone"}}"#, None, GONE),
    case("code with a space before it", r#"{"error":{"code":" CODE","message":"gone"}}"#, None, GONE),
    case("code with a space behind it", r#"{"error":{"code":"CODE ","message":"gone"}}"#, None, GONE),
    case("code with a line break", r#"{"error":{"code":"NEWER\n","message":"gone"}}"#, None, GONE),
    case("code of two words", r#"{"error":{"code":"is gone"}}"#, None, Some("is gone")),
    case(
        "code that is a URL",
        r#"{"error":{"code":"https://a.example/NEWER","message":"gone"}}"#,
        None,
        GONE,
    ),
    case("code with a mark before it", r#"{"error":{"code":"_NEWER","message":"gone"}}"#, None, GONE),
    case(
        "code with every mark",
        r#"{"error":{"code":"a_B-c.d:e/9","message":"gone"}}"#,
        Some("a_B-c.d:e/9"),
        GONE,
    ),
    case("code a status in quotes", r#"{"error":{"code":"404","message":"gone"}}"#, None, GONE),
    case("code a number in quotes", r#"{"error":{"code":"20003","message":"gone"}}"#, Some("20003"), GONE),
    case("code empty", r#"{"error":{"code":"","message":"gone"}}"#, None, GONE),
    case("code missing", r#"{"error":{"message":"gone"}}"#, None, GONE),
    case("code null", r#"{"error":{"code":null,"message":"gone"}}"#, None, GONE),
    case("code true", r#"{"error":{"code":true,"message":"gone"}}"#, None, GONE),
    case("code a list", r#"{"error":{"code":["CODE"],"message":"gone"}}"#, None, GONE),
    case("code an object", r#"{"error":{"code":{"code":"CODE"},"message":"gone"}}"#, None, GONE),
    case("code the status of gRPC", r#"{"error":{"code":5,"message":"gone"}}"#, None, GONE),
    case("code the status of HTTP", r#"{"error":{"code":599,"message":"gone"}}"#, None, GONE),
    case("code a number", r#"{"error":{"code":600,"message":"gone"}}"#, Some("600"), GONE),
    case(
        "code a long number",
        r#"{"error":{"code":18446744073709551615,"message":"gone"}}"#,
        Some("18446744073709551615"),
        GONE,
    ),
    case(
        "code a number of more than 64 bits",
        r#"{"error":{"code":18446744073709551616,"message":"gone"}}"#,
        None,
        GONE,
    ),
    case("code a number beyond any", r#"{"error":{"code":1e999,"message":"gone"}}"#, None, None),
    case("code negative", r#"{"error":{"code":-20003,"message":"gone"}}"#, None, GONE),
    case("code with a fraction", r#"{"error":{"code":20003.0,"message":"gone"}}"#, None, GONE),
    case("code with an exponent", r#"{"error":{"code":2e4,"message":"gone"}}"#, None, GONE),
    case("code with a leading zero", r#"{"error":{"code":020003,"message":"gone"}}"#, None, None),
];

const MESSAGES: &[Case] = &[
    case("message missing", r#"{"error":{"code":"CODE"}}"#, CODE, None),
    case("message null", r#"{"error":{"code":"CODE","message":null}}"#, CODE, None),
    case("message empty", r#"{"error":{"code":"CODE","message":""}}"#, CODE, Some("")),
    case("message a number", r#"{"error":{"code":"CODE","message":-1.5e-7}}"#, CODE, None),
    case("message true", r#"{"error":{"code":"CODE","message":true}}"#, CODE, None),
    case("message an object", r#"{"error":{"message":{"en":"gone"},"code":"CODE"}}"#, CODE, None),
    case("message a list", r#"{"error":{"message":["gone"],"code":"CODE"}}"#, CODE, GONE),
    case(
        "message that is markup",
        r#"{"error":{"code":"CODE","message":"<script>alert(1)</script>${x}"}}"#,
        CODE,
        Some("<script>alert(1)</script>${x}"),
    ),
    case(
        "message with U+FFFD",
        "{\"error\":{\"code\":\"CODE\",\"message\":\"go\u{fffd}ne\"}}",
        CODE,
        Some("go\u{fffd}ne"),
    ),
];

/// What has nothing of an error in it.
const OTHERS: &[Case] = &[
    case("empty", "", None, None),
    case("a byte order mark alone", "\u{feff}", None, None),
    case("spaces alone", " \n", None, None),
    case("null", "null", None, None),
    case("a word", "\"gone\"", None, GONE),
    case("a number alone", "20003", None, None),
    case("an empty object", "{}", None, None),
    case("an empty list", "[]", None, None),
    case("a list", r#"[{"error":{"code":"CODE","message":"gone"}}]"#, CODE, GONE),
    case("error null", r#"{"error":null}"#, None, None),
    case("error a word", r#"{"error":"CODE"}"#, CODE, None),
    case("error a word, and a description", r#"{"error":"CODE","error_description":"gone"}"#, CODE, GONE),
    case("error a list", r#"{"error":["gone",{}]}"#, None, GONE),
    case("error a number", r#"{"error":20003}"#, None, None),
    case("error empty", r#"{"error":{}}"#, None, None),
    case("code without an envelope", r#"{"code":"CODE","message":"gone"}"#, CODE, GONE),
    case("envelope in another", r#"{"data":{"error":{"code":"CODE","message":"gone"}}}"#, None, None),
    case(
        "code deeper in the envelope",
        r#"{"error":{"error":{"code":"CODE","message":"gone"}}}"#,
        None,
        None,
    ),
    case("detail alone", r#"{"detail":"gone"}"#, None, GONE),
    case("errors", r#"{"errors":[{"code":"CODE","message":"gone"}]}"#, CODE, GONE),
    case("HTML", "<!doctype html>\r\n<h1>502 Bad Gateway</h1>\r\n", None, None),
    case("XML", "<?xml version=\"1.0\"?><Error><Code>CODE</Code></Error>", None, None),
    case("text", "upstream connect error", None, None),
    case("form feed before it", "\u{c}{\"error\":{\"code\":\"CODE\"}}", None, None),
    case("single quotes", "{'error':{'code':'CODE'}}", None, None),
];

/// AIP-193: the code is a number, and what a program goes by is elsewhere.
const GOOGLE: &[Case] = &[
    case(
        "Google's form",
        r#"{"error":{"code":404,"message":"gone","status":"NOT_FOUND","details":[{"@type":"type.googleapis.com/google.rpc.Help","links":[]},{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"NEWER","domain":"x","metadata":{"reason":"no"}}]}}"#,
        NEWER,
        GONE,
    ),
    case(
        "Google's form with a code of the table",
        r#"{"error":{"code":404,"message":"gone","details":[7,null,"x",{"reason":"CODE","@type":"google.rpc.ErrorInfo"}]}}"#,
        CODE,
        GONE,
    ),
    case(
        "Google's form, details first",
        r#"{"error":{"details":[{"@type":"google.rpc.ErrorInfo","reason":"CODE"}],"code":20003}}"#,
        CODE,
        None,
    ),
    case(
        "Google's form, two reasons",
        r#"{"error":{"code":7,"details":[{"@type":"google.rpc.ErrorInfo","reason":"CODE"},{"@type":"google.rpc.ErrorInfo","reason":"NEWER"}]}}"#,
        CODE,
        None,
    ),
    case(
        "Google's form, details no list",
        r#"{"error":{"code":7,"details":{"@type":"google.rpc.ErrorInfo","reason":"CODE"}}}"#,
        CODE,
        None,
    ),
    case(
        "Google's form, a list in the list",
        r#"{"error":{"code":7,"details":[[{"@type":"google.rpc.ErrorInfo","reason":"CODE"}]]}}"#,
        None,
        None,
    ),
    case(
        "Google's form, no type",
        r#"{"error":{"code":404,"message":"gone","details":[{"reason":"CODE"}]}}"#,
        None,
        GONE,
    ),
    case(
        "Google's form, another type",
        r#"{"error":{"code":404,"message":"gone","details":[{"@type":"google.rpc.RetryInfo","reason":"CODE"}]}}"#,
        None,
        GONE,
    ),
    case("Google's form, no details", r#"{"error":{"code":404,"message":"gone","details":[]}}"#, None, GONE),
    case(
        "a reason beside a code",
        r#"{"error":{"code":"CODE","message":"gone","details":[{"@type":"google.rpc.ErrorInfo","reason":"NEWER"}]}}"#,
        CODE,
        GONE,
    ),
];

/// RFC 9457.
const PROBLEMS: &[Case] = &[
    case("problem with a code", r#"{"code":"CODE","type":"/e/x","title":"T","detail":"D"}"#, CODE, Some("D")),
    case("problem with a number", r#"{"type":7,"title":{},"detail":null,"code":20003}"#, Some("20003"), None),
    case(
        "problem with a code at the end of a path",
        r#"{"type":"https://api.example/errors/CODE","title":"T"}"#,
        CODE,
        Some("T"),
    ),
    case("problem with a code behind a hash", r#"{"type":"https://api.example/errors#CODE"}"#, CODE, None),
    case("problem with a code in a name", r#"{"type":"urn:problem:CODE"}"#, CODE, None),
    case("problem of an unknown type", r#"{"type":"https://api.example/NEWER"}"#, None, None),
    case("problem about:blank", r#"{"type":"about:blank","title":"Gone","status":404}"#, None, Some("Gone")),
    case("problem with nothing", "{}", None, None),
    case("problem with an error of null", r#"{"detail":"D","error":null}"#, None, Some("D")),
    case("problem with an error of a word", r#"{"detail":"D","error":"CODE"}"#, CODE, Some("D")),
    case("problem with an error of a list", r#"{"error":[-1,{}],"detail":"D"}"#, None, Some("D")),
    case(
        "problem with an envelope",
        r#"{"type":"urn:NEWER","error":{"code":"CODE","message":"gone"}}"#,
        CODE,
        GONE,
    ),
    case("problem cut off", r#"{"title":"T","code":20003"#, None, Some("T")),
    case("problem cut off later", r#"{"title":"T","code":20003,"x":"#, Some("20003"), Some("T")),
    case("problem with a broken type", r#"{"title":"T","type":"urn:\ud83d"}"#, None, Some("T")),
    case("problem of plain JSON", r#"{"type":"/e/NEWER","title":"T","detail":"D"}"#, None, Some("D")),
    case(
        "problem of plain JSON with a status",
        r#"{"title":"T","status":404,"code":"CODE"}"#,
        CODE,
        Some("T"),
    ),
    case("title alone", r#"{"title":"T"}"#, None, Some("T")),
    case(
        "title and a status that is a word",
        r#"{"title":"T","status":"404","code":"CODE"}"#,
        CODE,
        Some("T"),
    ),
    case("title and a status that is cut off", r#"{"title":"T","status":4."#, None, Some("T")),
    case("type and status without a text", r#"{"type":"page","status":404}"#, None, None),
];

const CUT_OFF: &[Case] = &[
    case("cut off after a brace", "{", None, None),
    case("cut off in a name", r#"{"err"#, None, None),
    case("cut off after a colon", r#"{"error":"#, None, None),
    case("cut off in the code", r#"{"error":{"code":"CODE"#, None, None),
    case("cut off after the code", r#"{"error":{"code":"CODE""#, CODE, None),
    case("cut off in the name of the message", r#"{"error":{"code":"CODE","mess"#, CODE, None),
    case("cut off in the message", r#"{"error":{"code":"CODE","message":"go"#, CODE, None),
    case("cut off in an escape", r#"{"error":{"code":"CODE","message":"go\u00"#, CODE, None),
    case("cut off after a backslash", r#"{"error":{"code":"CODE","message":"go\"#, CODE, None),
    case("cut off after the message", r#"{"error":{"code":"CODE","message":"gone""#, CODE, GONE),
    case("cut off before the last brace", r#"{"error":{"code":"CODE","message":"gone"}"#, CODE, GONE),
    case(
        "cut off in another member",
        r#"{"error":{"code":"CODE","message":"gone","x":[1,{"y":tr"#,
        CODE,
        GONE,
    ),
    case("cut off in a message before the code", r#"{"error":{"message":"go"#, None, None),
    case("cut off in a number", r#"{"error":{"message":"gone","code":2000"#, None, GONE),
    case(
        "cut off in a number that replaces",
        r#"{"error":{"code":"CODE","message":"gone","code":2000"#,
        CODE,
        GONE,
    ),
    case("a list instead of a code, cut off", r#"{"error":{"code":["NEWER"],"#, None, Some("NEWER")),
    case("cut off after a number", r#"{"error":{"code":20003,"message":"gone""#, Some("20003"), GONE),
    case("cut off in the name after a number", r#"{"error":{"message":"gone","code":20003,"x"#, None, GONE),
    case(
        "cut off in the details",
        r#"{"error":{"message":"gone","code":20003,"details":[{"code":7"#,
        Some("20003"),
        GONE,
    ),
];

/// The parts before the fault count.
const BROKEN: &[Case] = &[
    case("comma missing", r#"{"error":{"code":"CODE" "message":"gone"}}"#, CODE, None),
    case("colon missing", r#"{"error":{"code":"CODE","message" "gone"}}"#, CODE, None),
    case("comma too many", r#"{"error":{"code":"CODE","message":"gone",}}"#, CODE, GONE),
    case("comma too many in a list", r#"{"error":{"code":"CODE","x":[1,],"message":"gone"}}"#, CODE, None),
    case("name without quotes", r#"{"error":{"code":"CODE",message:"gone"}}"#, CODE, None),
    case("brackets crossed", r#"{"error":{"code":"CODE","x":[{]},"message":"gone"}}"#, CODE, None),
    case("NaN", r#"{"error":{"code":"CODE","x":NaN,"message":"gone"}}"#, CODE, None),
    case("comment", r#"{"error":{"code":"CODE",/* */"message":"gone"}}"#, CODE, None),
    case("line break in the message", "{\"error\":{\"code\":\"CODE\",\"message\":\"go\nne\"}}", CODE, None),
    case("escape that does not exist", r#"{"error":{"code":"CODE","message":"go\x6ee"}}"#, CODE, None),
    case("escape with a sign", r#"{"error":{"code":"CODE","message":"\u+123"}}"#, CODE, None),
    case(
        "half a pair in the message",
        r#"{"error":{"code":"CODE","message":"gone \ud83d"}}"#,
        CODE,
        Some("gone \u{fffd}"),
    ),
    case(
        "the second half alone",
        r#"{"error":{"code":"CODE","message":"\udc00 gone"}}"#,
        CODE,
        Some("\u{fffd} gone"),
    ),
    case(
        "two first halves",
        r#"{"error":{"code":"CODE","message":"\ud83d\ud83d"}}"#,
        CODE,
        Some("\u{fffd}\u{fffd}"),
    ),
    case(
        "half a pair before the code",
        r#"{"error":{"message":"\ud83d\n","code":"CODE"}}"#,
        CODE,
        Some("\u{fffd}\n"),
    ),
    case("half a pair in the code", r#"{"error":{"message":"gone","code":"CODE\ud83d"}}"#, None, GONE),
    case(
        "what looks like half a pair",
        r#"{"error":{"code":"CODE","message":"\\ud83d"}}"#,
        CODE,
        Some("\\ud83d"),
    ),
    case(
        "half a pair in a member of no interest",
        r#"{"error":{"x":"\ud83d","code":"CODE","message":"gone"}}"#,
        CODE,
        GONE,
    ),
    case("half a pair in a name", r#"{"error":{"\ud83d":1,"code":"CODE","message":"gone"}}"#, CODE, GONE),
];
