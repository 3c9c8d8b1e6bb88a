"""Runs the vectors beside it through the reader in `errors.py`."""

import base64
import copy
import json
import pickle
import sys
import time
import traceback
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from types import MappingProxyType
from typing import Any

import errors

disagreements = 0


def check(what: str, concluded: object, expected: object) -> None:
    global disagreements
    if concluded != expected:
        disagreements += 1
        print(f"{what}: expected {expected!a}, concluded {concluded!a}")


def conclude(error: errors.ReceivedError, expected: dict[str, object]) -> dict[str, object]:
    concluded: dict[str, object] = {
        "code": error.code_str,
        "known": error.code is not None,
        "message": error.message,
        "retry": error.retry,
        "may_retry_safe": error.may_retry("GET"),
        "may_retry_unsafe": error.may_retry("POST"),
        "retry_after": error.retry_after,
    }
    if "status" in expected:
        concluded["status"] = error.status
    if "violations" in expected:
        concluded["violations"] = [{"pointer": found.pointer, "message": found.message} for found in error.violations]
    if "params" in expected:
        assert error.code is not None
        concluded["params"] = getattr(errors, f"{error.code.name.lower()}_params")(error)
    return concluded


def parsed(text: str) -> Any:
    """The JSON as a client parses it. None if the text is not JSON, or if a client takes it for another."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError(text)
        return dict(pairs)

    def number(word: str) -> float:
        raise ValueError(word)

    try:
        found = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=members, parse_constant=number)
        json.dumps(found, allow_nan=False)
    except (ValueError, RecursionError):
        return None
    return None if isinstance(found, str) else found


def vector_agrees(vector: dict[str, Any]) -> None:
    name, status, expected, body = vector["name"], vector["status"], vector["expect"], vector["body"]
    sent = body.encode() if isinstance(body, str) else base64.b64decode(body["base64"])
    text = sent.decode(errors="replace")
    pairs = [(header, value) for header, value in vector["headers"]]
    # With each form that headers can have.
    message = Message()
    # As `requests` joins them.
    joined: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    for header, value in pairs:
        message[header] = value
        joined[header] = f"{joined[header]}, {value}" if header in joined else value
        lists.setdefault(header, []).append(value)
    raw = [(header.encode(), value.encode()) for header, value in pairs]
    for headers in (pairs, joined, message, lists, raw):
        for received in (sent, text):
            error = errors.parse_error(status, headers, received)
            check(f"{name}, {type(headers).__name__}, {type(received).__name__}", conclude(error, expected), expected)
    # With each form that a body can have.
    bodies: tuple[Any, ...] = (bytearray(sent), memoryview(sent), parsed(text) or sent)
    for form in bodies:
        error = errors.parse_error(status, pairs, form)
        check(f"{name}, {type(form).__name__}", conclude(error, expected), expected)
    check(f"{name}, with a key", error.may_retry("post", has_idempotency_key=True), error.retry != "never")


def event_agrees(event: dict[str, Any]) -> None:
    name, text, expected = event["name"], event["text"], event["expect"]
    for received in (text, text.encode(), parsed(text) or text):
        error = errors.parse_error_json(received)
        concluded = None if error is None else conclude(error, expected or {})
        check(f"{name}, {type(received).__name__}", concluded, expected)


def what_is_read_can_be_raised() -> None:
    def read() -> errors.ReceivedError:
        headers = {"X-Correlation-Id": "second", "X-Request-Id": "7f3a"}
        return errors.parse_error(404, headers, '{"error":{"message":"a\\n\\u001b[31mb","details":{"violations":[]}}}')

    error = read()
    check("the line of an error", str(error), "404 Not Found: a\\n\\x1b[31mb (request 7f3a)")
    check("the line of a status alone", str(errors.parse_error(599)), "599 error")
    check("a long line", len(str(errors.parse_error(404, None, {"message": "a" * 9_999}))), 518)
    check("the same response twice", (error, hash(error)), (read(), hash(read())))
    check("another response", error == errors.parse_error(404), False)
    try:
        try:
            raise error from KeyError("cause")
        finally:
            error.add_note("a note")
    except errors.ReceivedError as raised:
        told = "".join(traceback.format_exception(raised))
        check("it is what was raised", raised, error)
        check("cause and note are told", ("KeyError: 'cause'" in told, told.endswith("a note\n")), (True, True))
    for copied in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        check("a copy", (copied, str(copied), copied.__notes__), (error, str(error), ["a note"]))


    for code in errors._PRIVATE:
        error = errors.parse_error(404, None, {"error": {"code": code, "message": "a secret", "details": {"a": "secret"}}})
        check(f"{code} is logged", "secret" in f"{error} {error!r}", False)


def request_ids_are_read() -> None:
    for headers, expected in (
        ({"request-id": "a", "x-request-id": ""}, "a"),
        ({"cf-ray": "ray", "X-Amzn-RequestId": "amazon"}, "amazon"),
        ({"x-request-id": "x" * 201, "x-trace-id": "x" * 200}, "x" * 200),
        ({"x-request-id": "caf\xe9"}, None),
        ({}, None),
    ):
        check(f"the id in {headers}", errors.parse_error(500, headers).request_id, expected)


def any_body_is_read() -> None:
    cycle: dict[str, Any] = {"message": "gone"}
    cycle["errors"] = cycle["error"] = cycle
    bodies: list[tuple[Any, str | None]] = [
        (None, None),
        (7, None),
        (True, None),
        (float("nan"), None),
        ([], None),
        ({}, None),
        ((None, {"message": "gone"}), "gone"),
        (MappingProxyType({"message": "gone"}), "gone"),
        ({"message": "\ud83d gone", 7: 7}, "\ufffd gone"),
        ({"errors": {7: "gone", "a": "gone"}}, "a: gone"),
        (cycle, "gone"),
        (b'{"message":"gone","x":' + b"[" * 1_000_000, "gone"),
    ]
    for body, expected in bodies:
        check("any body", errors.parse_error(404, None, body).message, expected)
    # A client that has the number of a wait already.
    check("a number in a header", errors.parse_error(503, {"Retry-After": 7, "Date": None}).retry_after, 7)
    for wait in (float("nan"), float("inf"), -1, 10**400, "1" * 5_000):
        error = errors.parse_error(404, None, {"retry_after": wait})
        check(f"a wait of {str(wait)[:9]}", error.retry, "if-idempotent")


def nothing_takes_long() -> None:
    # Each of these could be where a code begins, or how a wait goes on: a reader that looks at all of them takes hours.
    many = 500_000
    bodies: list[tuple[str, Callable[[str], str]]] = [
        ("a type", lambda text: f'{{"type":"{text}","title":"t"}}'),
        ("a code", lambda text: f'{{"code":"{text}","title":"t"}}'),
        ("a wait", lambda text: f'{{"retry_after":"{text}","title":"t"}}'),
        ("a broken text", lambda text: f'{{"title":"t","x":"{text}'),
    ]
    for what, body in bodies:
        for part in ("/", "1", "://", "\\\\ud83d", "\\ud83d", "[", " ", "a-", "-"):
            started = time.monotonic()
            error = errors.parse_error(404, {}, body(part * (many // len(part))))
            check(f"{what} of {part}", error.message, "t")
            check(f"{what} of {part} takes long", time.monotonic() - started < 30, True)
    for part in ("[", '{"a":', "0,", "[],", '""'):
        started = time.monotonic()
        error = errors.parse_error(404, {}, f'{{"title":"t","x":[{part * (many // len(part))}')
        check(f"a list of {part}", (error.message, time.monotonic() - started < 30), ("t", True))
    for value in (",", ";", "=", "1", '"', "Sun Nov 6 ", "- ", "a;r=1;t=1,", "r=0;t=1,"):
        headers = [(name, value * 100_000) for name in ("retry-after", "ratelimit", "x-retry-advice", "date", "age")]
        started = time.monotonic()
        errors.parse_error(429, headers)
        check(f"a header of {value} takes long", time.monotonic() - started < 30, True)


def main() -> int:
    file = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
    for vector in file["vectors"]:
        vector_agrees(vector)
    for event in file["events"]:
        event_agrees(event)
    what_is_read_can_be_raised()
    request_ids_are_read()
    any_body_is_read()
    if not disagreements:
        nothing_takes_long()
    count = f"{len(file['vectors'])} vectors agree, and {len(file['events'])} events"
    print(f"{disagreements} disagree" if disagreements else count)
    return 1 if disagreements or not file["vectors"] or not file["events"] else 0


if __name__ == "__main__":
    sys.exit(main())
