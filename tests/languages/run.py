"""Runs the vectors beside it through the reader in `errors.py`."""

import base64
import json
import sys
from email.message import Message
from pathlib import Path

import errors


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
    if "violations" in expected:
        concluded["violations"] = [{"pointer": found.pointer, "message": found.message} for found in error.violations]
    if "params" in expected:
        assert error.code is not None
        concluded["params"] = getattr(errors, f"{error.code.name.lower()}_params")(error)
    return concluded


def main() -> int:
    vectors = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["vectors"]
    wrong = 0

    def check(what: str, concluded: object, expected: object) -> None:
        nonlocal wrong
        if concluded != expected:
            wrong += 1
            print(f"{what}: expected {expected!a}, concluded {concluded!a}")

    for vector in vectors:
        name, expected, body = vector["name"], vector["expect"], vector["body"]
        sent = body.encode() if isinstance(body, str) else base64.b64decode(body["base64"])
        pairs = [(header, value) for header, value in vector["headers"]]
        # With each form that headers can have, and as the text that a client makes of the bytes.
        message = Message()
        for header, value in pairs:
            message[header] = value
        # As `requests` joins them.
        joined: dict[str, str] = {}
        for header, value in pairs:
            joined[header] = f"{joined[header]}, {value}" if header in joined else value
        for headers in (pairs, joined, message):
            for received in (sent, sent.decode(errors="replace")):
                error = errors.parse_error(vector["status"], headers, received)
                check(f"{name}, {type(received).__name__}", conclude(error, expected), expected)
        error = errors.parse_error(vector["status"], pairs, sent)
        check(f"{name}, with a key", error.may_retry("post", has_idempotency_key=True), error.retry != "never")

    # Each of these could be where a code begins: a reader that looks at all of them takes hours.
    slashes = "/" * 10_000_000
    error = errors.parse_error(404, {}, f'{{"type":"{slashes}","title":"t"}}')
    check("a long type", (error.code_str, error.message), (None, "t"))

    print(f"{wrong} disagree" if wrong else f"{len(vectors)} vectors agree")
    return 1 if wrong or not vectors else 0


if __name__ == "__main__":
    sys.exit(main())
