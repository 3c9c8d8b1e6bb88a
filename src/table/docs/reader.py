from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal, Protocol, TypeAlias, cast, runtime_checkable


class Retry(StrEnum):
    """May the same request be sent again?"""

    NEVER = "never"
    """No: it cannot succeed until the request, the account or the service is changed."""
    BACKOFF = "backoff"
    """Yes, after a wait: the failed attempt changed nothing."""
    IF_IDEMPOTENT = "if-idempotent"
    """Yes, after a wait, if a second attempt does no harm: the first may have been carried out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorInfo:
    """The row of a code."""

    status: int
    """The HTTP status that it is sent with."""
    retry: Retry
    cause: str
    """The typical cause."""
    message: str
    """The default message of a response."""
    remedy: str | None = None
    """What the caller does about it."""
    retry_after: int | None = None
    """How many seconds to wait before the next attempt."""


#<table>


AnyErrorCode: TypeAlias = ErrorCode | str
"""Any code that a server may send, for it may be newer than this file."""


def error_code(code: str | None) -> ErrorCode | None:
    """The code with this wire string, if this file knows it."""
    return _CODES.get(code) if code is not None else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """What is wrong with one field of a request."""

    pointer: str
    """The JSON pointer of the field (RFC 6901); empty for the whole body."""
    message: str
    """What is wrong, for people. The text is untrusted, as that of an error is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedError:
    """The error that a client reads from any response that is not a success."""

    status: int
    """The HTTP status of the response, which need not be the one of the table."""
    code: ErrorCode | None
    """The code, if this file knows it: match on it, and the type checker says which are missing."""
    code_str: AnyErrorCode | None
    """The code as it came, known or not; None where neither the body nor a header had one."""
    message: str | None
    """The technical message of the server. The text is untrusted: escape it before it goes to a page or a log."""
    details: object
    """The member `details` of the envelope as it came, if there is one."""
    violations: tuple[Violation, ...]
    """What is wrong with which field of the request. Malformed entries are skipped."""
    retry: Retry
    """Whether the request may be sent again: see `may_retry`."""
    retry_after: float | None
    """The wait that the server asks for, in seconds, at most a day."""

    def may_retry(self, method: str, *, has_idempotency_key: bool = False) -> bool:
        """Whether a request that got this error may be sent again.

        The advice says so, and where that is `if-idempotent` the request is idempotent, by its method or by an
        idempotency key.
        """
        is_idempotent = has_idempotency_key or method.upper() in _IDEMPOTENT_METHODS
        return self.retry is Retry.BACKOFF or (self.retry is Retry.IF_IDEMPOTENT and is_idempotent)


@runtime_checkable
class HasItems(Protocol):
    """What has names and values: a mapping, or the headers of `urllib`, which are none."""

    def items(self) -> Iterable[tuple[str, str]]:
        """The headers as pairs."""
        ...


Headers: TypeAlias = HasItems | Iterable[tuple[str, str]]
"""Headers as clients have them, or as pairs."""


def parse_error(status: int, headers: Headers, body: bytes | str) -> ReceivedError:
    """Reads the error of a response. It never raises: parts that cannot be read are None.

    The retry advice is the first of: the advice header of this response; its retry header; the table's, if the code is
    known; what the status allows. If the row or the status says `never`, a `Retry-After` makes it `if-idempotent`. If a
    header says `never`, there is no wait.
    """
    sent = body if isinstance(body, bytes) else _encoded(body)
    found = _fields(headers)
    content_type = (_header(found, "content-type") or "").split(";")[0].strip().lower()
    said = _read(sent.removeprefix(b"\xef\xbb\xbf"), content_type == "application/problem+json")

    code_str = _as_code(said.code) or _as_code(_header(found, _CODE_HEADER)) or _code_of_problem(said.type)
    code = error_code(code_str)
    info = None if code is None else ERRORS[code]
    wait = _named_wait(found)
    hint = _advice_of(found, _ADVICE_HEADER) or _advice_of(found, _RETRY_HEADER)
    retry = hint or _advice(info, status, wait)
    retry_after: float | None = wait
    if wait is None and info is not None:
        retry_after = info.retry_after
    if retry is Retry.NEVER:
        retry_after = None
    details = _details(sent)
    return ReceivedError(
        status=status,
        code=code,
        code_str=code_str,
        message=said.message,
        details=details,
        violations=tuple(_violations(details)),
        retry=retry,
        retry_after=retry_after,
    )


_CODES: Final[Mapping[str, ErrorCode]] = {code.value: code for code in ErrorCode}

_IDEMPOTENT_METHODS: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"))

# The longest wait, in seconds: a server that asks for more is broken, or hostile.
_MAX_WAIT: Final = 24 * 60 * 60

# The longest code, in bytes.
_MAX_CODE: Final = 128

# How deep a text is looked into: the stack ends somewhere. What is passed over may be deeper.
_MAX_DEPTH: Final = 127


_ADVICE_WORDS: Final = (
    # From the most cautious to the least. Older servers write `if-idempotent` into both headers.
    (Retry.NEVER, ("never", "false")),
    (Retry.IF_IDEMPOTENT, ("if-idempotent",)),
    (Retry.BACKOFF, ("backoff", "true")),
)


def _advice_of(headers: _Fields, name: str | None) -> Retry | None:
    """The advice in all fields of a header. The most cautious word counts, and unknown words do not."""
    words = {word.lower() for word in _elements(headers, name)}
    return next((retry for retry, known in _ADVICE_WORDS if not words.isdisjoint(known)), None)


def _advice(info: ErrorInfo | None, status: int, wait: float | None) -> Retry:
    known = _advice_of_status(status) if info is None else info.retry
    # A server that names a time expects the request again, though not that it is safe to carry it out twice.
    return Retry.IF_IDEMPOTENT if known is Retry.NEVER and wait is not None else known


def _advice_of_status(status: int) -> Retry:
    # A refusal before any work changed nothing; after a timeout or a proxy's answer it is unknown whether the request went
    # through.
    if status in (425, 429):
        return Retry.BACKOFF
    return Retry.IF_IDEMPOTENT if status in (408, 502, 503, 504) else Retry.NEVER


def _named_wait(headers: _Fields) -> float | None:
    """The wait of `Retry-After`, which is in seconds or a time. Of several values, the longest wait counts."""
    # The server's own clock, which its times go by; ours where it does not tell.
    dates = (moment for value in _times(headers, "date") if (moment := _time_of(value)) is not None)
    now = next(dates, time.time())
    waits: list[float] = []
    for value in _times(headers, "retry-after"):
        if re.fullmatch("[0-9]+", value):
            # Python reads no number of thousands of digits.
            waits.append(int(value[-20:]) if len(value.lstrip("0")) <= 20 else _MAX_WAIT)
        elif (then := _time_of(value)) is not None:
            waits.append(max(then - now, 0))
    return min(max(waits), _MAX_WAIT) if waits else None


_RFC_850: Final = re.compile(
    r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, ([0-9]{2})-([A-Z][a-z]{2})-([0-9]{2}) ([0-9:]{8}) GMT"
)
_ASCTIME: Final = re.compile(r"([A-Z][a-z]{2}) ([A-Z][a-z]{2}) ([ 0-9][0-9]) ([0-9:]{8}) ([0-9]{4})")
_FIXDATE: Final = re.compile(
    r"[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT"
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _time_of(text: str) -> int | None:
    """A time of HTTP in any of its three forms, in seconds since 1970."""
    fixdate = text
    if found := _RFC_850.fullmatch(text):
        weekday, date, month, year, clock = found.groups()
        fixdate = f"{weekday[:3]}, {date} {month} {'20' if year < '70' else '19'}{year} {clock} GMT"
    elif found := _ASCTIME.fullmatch(text):
        weekday, month, date, clock, year = found.groups()
        fixdate = f"{weekday}, {date.replace(' ', '0')} {month} {year} {clock} GMT"
    found = _FIXDATE.fullmatch(fixdate)
    if found is None or found[2] not in _MONTHS or int(found[3]) < 1970:
        return None
    month_number = _MONTHS.index(found[2]) + 1
    try:
        day, hour, minute, second = (int(found[group]) for group in (1, 4, 5, 6))
        moment = datetime(int(found[3]), month_number, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    # There is one way to write a time in this form: the weekday has to be the right one.
    return int(moment.timestamp()) if format_datetime(moment, usegmt=True) == fixdate else None


_Fields: TypeAlias = Mapping[str, list[str]]


def _fields(headers: Headers) -> _Fields:
    """All headers of each name. Header names are case-insensitive."""
    fields: dict[str, list[str]] = {}
    pairs = headers.items() if isinstance(headers, HasItems) else headers
    for name, value in pairs:
        fields.setdefault(name.lower(), []).append(value)
    return fields


def _elements(headers: _Fields, name: str | None) -> list[str]:
    """The elements of a header, without the empty ones. Proxies repeat headers, and they and clients join them with
    commas.
    """
    values = [] if name is None else headers.get(name, [])
    elements = [element.strip(" \t") for value in values for element in value.split(",")]
    return [element for element in elements if element]


def _times(headers: _Fields, name: str) -> Iterator[str]:
    """The elements of a header that contains times: each alone, and each with the next, because a date contains a
    comma.
    """
    for value in headers.get(name, []):
        parts = value.split(",")
        for at, part in enumerate(parts):
            yield part.strip(" \t")
            yield ",".join(parts[at : at + 2]).strip(" \t")


def _header(headers: _Fields, name: str | None) -> str | None:
    """The first element of a header, if it is text."""
    first = next(iter(_elements(headers, name)), None)
    return first if first is not None and re.fullmatch("[\t\x20-\x7e]*", first) else None


def _encoded(body: str) -> bytes:
    # The decoder has put U+FFFD in place of bytes that are not text.
    return body.encode("utf-8", "surrogatepass").replace(b"\xef\xbf\xbd", b"\xff")


def _as_code(text: str | None) -> str | None:
    """A text that is long enough for a code, and short enough."""
    return text if text and len(text.encode()) <= _MAX_CODE else None


def _code_of_problem(kind: str | None) -> str | None:
    """The type of problem details is a URI, which often ends in the code."""
    # A longer text is not a code, and an untrusted text can be long.
    tail = (kind or "")[-_MAX_CODE - 1 :]
    for found in re.finditer("[/#:]", tail):
        code = error_code(tail[found.end() :])
        if code is not None:
            return code
    return _as_code(kind)


def _no_number(word: str) -> object:
    """Python would read `NaN` and `Infinity`, which JSON does not have."""
    raise ValueError(word)


def _details(body: bytes) -> object:
    try:
        root = json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    error = root.get("error") if isinstance(root, dict) else None
    return error.get("details") if isinstance(error, dict) else None


def _violations(details: object) -> Iterator[Violation]:
    found = cast("dict[str, object]", details).get("violations") if isinstance(details, dict) else None
    for entry in cast("list[object]", found) if isinstance(found, list) else []:
        members = cast("dict[str, object]", entry) if isinstance(entry, dict) else {}
        pointer, message = members.get("pointer"), members.get("message")
        if isinstance(pointer, str) and isinstance(message, str):
            yield Violation(pointer=pointer, message=message)


@dataclass
class _Said:
    """What an error says of itself."""

    code: str | None = None
    message: str | None = None
    type: str | None = None
    """The type of problem details."""


_LONE_SURROGATE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)


def _read(body: bytes, is_problem: bool) -> _Said:
    """The parts that can be read. In a text that is cut off or broken, the parts before the fault count."""
    # Bytes that are not UTF-8 become half a surrogate pair, which no text has.
    text = body.decode("utf-8", "surrogateescape")
    said = _Content(text).read(is_problem)
    if said.code is not None and said.message is not None:
        return said
    # One bad character does not spoil the others.
    mended = _LONE_SURROGATE.sub(
        lambda found: "\\ufffd" if found[1] else found[0], body.decode("utf-8", "replace")
    )
    if mended == text:
        return said
    said = _Content(mended).read(is_problem)
    # A code is the text as sent, or it is missing.
    if said.code is not None and "\ufffd" in said.code:
        said.code = None
    if said.type is not None and "\ufffd" in said.type:
        said.type = None
    return said


# A value that says something; any other is None.
_Value: TypeAlias = tuple[Literal["text", "number", "reason"], str] | None


def _text(value: _Value) -> str | None:
    return value[1] if value is not None and value[0] == "text" else None


class _Broken(Exception):
    """The text is not JSON from here on."""


_SPACE: Final = re.compile("[ \t\n\r]*")
_WORD: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![0-9.eE])|true|false|null")
_PLAIN: Final = re.compile(r'[^"\\\x00-\x1f]*')
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_UNIT: Final = re.compile("[0-9a-fA-F]{4}")
_ESCAPES: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class _Content:
    """What the JSON of an error says.

    That is the envelope, problem details (RFC 9457), or an error of Google's APIs, whose code is in an `ErrorInfo`. It
    is filled member by member, so that what was read stays when the rest turns out to be broken.
    """

    def __init__(self, text: str) -> None:
        self._json: Final = text
        self._at = 0
        self._depth = 0
        self._code: _Value = None
        self._message: _Value = None
        self._reason: str | None = None
        self._type: str | None = None
        self._title: str | None = None
        self._detail: str | None = None
        self._has_error = False
        self._has_status = False

    def read(self, is_problem: bool) -> _Said:
        with suppress(_Broken):
            self._members(self._member, holds_code=True)
        if self._has_error:
            return _Said(self._wire_code(self._reason), _text(self._message))
        has_text = self._title is not None or self._detail is not None
        if not is_problem and not (has_text and (self._type is not None or self._has_status)):
            return _Said()
        # `about:blank` stands for no more than the status.
        kind = None if self._type == "about:blank" else self._type
        return _Said(self._wire_code(None), self._title if self._detail is None else self._detail, kind)

    def _wire_code(self, reason: str | None) -> str | None:
        """A number is a code, unless it can be the status of HTTP or gRPC."""
        if self._code is None or self._code[0] == "reason":
            return reason
        kind, text = self._code
        is_code = kind == "text" or (reason is None and int(text) >= 600)
        return text if is_code else reason

    def _member(self, name: str) -> None:
        if name == "error":
            self._envelope()
        # What belongs to the envelope is not overwritten by what stands beside it.
        elif name == "code" and not self._has_error:
            self._code = self._value()
        elif name == "type":
            self._type = _text(self._value())
        elif name == "title":
            self._title = _text(self._value())
        elif name == "detail":
            self._detail = _text(self._value())
        elif name == "status":
            value = self._value()
            self._has_status = value is not None and value[0] == "number"
        else:
            self._skip()

    def _envelope(self) -> None:
        """The value of `error`. Beside problem details it can be a word, or anything else."""
        if self._peek() != "{":
            self._item()
            return
        self._has_error = True
        self._code = self._message = self._reason = None
        self._members(self._envelope_member, holds_code=True)

    def _envelope_member(self, name: str) -> None:
        if name == "code":
            self._code = self._value()
        elif name == "message":
            self._message = self._value()
        elif name == "details":
            value = self._value()
            if value is not None and value[0] == "reason":
                self._reason = value[1]
        else:
            self._skip()

    def _members(self, read: Callable[[str], None], *, holds_code: bool) -> None:
        """Has each member of an object read by its name."""
        self._open("{")
        last: str | None = None
        while self._peek() != "}":
            try:
                if last is not None:
                    self._expect(",")
                last = self._string(is_strict=True)
            except _Broken:
                # Where a text is cut off, a number that stands last may have had more digits.
                if holds_code and last == "code" and self._code is not None and self._code[0] == "number":
                    self._code = None
                raise
            self._expect(":")
            read(last)
        self._close()

    def _value(self) -> _Value:
        """Any value; a list is looked into."""
        if self._peek() != "[":
            return self._item()
        self._open("[")
        found: _Value = None
        is_first = True
        while self._peek() != "]":
            if not is_first:
                self._expect(",")
            is_first = False
            value = self._item()
            if found is None and value is not None and value[0] == "reason":
                found = value
        self._close()
        return found

    def _item(self) -> _Value:
        """Any value; a list is passed over."""
        match self._peek():
            case '"':
                return "text", self._string(is_strict=True)
            case "{":
                return self._error_info()
            case "[":
                if self._depth == _MAX_DEPTH:
                    raise _Broken
                self._skip()
                return None
        word = self._word()
        # A number that is not finite is out of range.
        if word[0] in "-0123456789" and not math.isfinite(float(word)):
            raise _Broken
        is_whole = word.isdigit() and len(word) <= 20 and int(word) < 2**64
        return ("number", word) if is_whole else None

    def _error_info(self) -> _Value:
        said: dict[str, str | None] = {}

        def read(name: str) -> None:
            if name in ("reason", "@type"):
                said[name] = _text(self._item())
            else:
                self._skip()

        self._members(read, holds_code=False)
        reason = said.get("reason")
        is_error_info = (said.get("@type") or "").endswith("google.rpc.ErrorInfo")
        return ("reason", reason) if is_error_info and reason is not None else None

    def _skip(self) -> None:
        """Passes over a value, however deep it is."""
        closers: list[str] = []
        while True:
            opener = self._peek()
            if opener in ("{", "["):
                self._at += 1
                closers.append("}" if opener == "{" else "]")
                if self._peek() != closers[-1]:
                    if opener == "{":
                        self._skip_name()
                    continue
            elif opener == '"':
                self._string(is_strict=False)
            else:
                self._word()
            while closers and self._peek() == closers[-1]:
                self._at += 1
                closers.pop()
            if not closers:
                return
            self._expect(",")
            if closers[-1] == "}":
                self._skip_name()

    def _skip_name(self) -> None:
        self._string(is_strict=False)
        self._expect(":")

    def _word(self) -> str:
        """A number, or one of the three words, as it is written."""
        return self._take(_WORD)

    def _string(self, *, is_strict: bool) -> str:
        """A string. One that is passed over may have characters that are none."""
        self._expect('"')
        parts: list[str] = []
        while True:
            plain = self._take(_PLAIN)
            if is_strict and _SURROGATE.search(plain):
                raise _Broken
            parts.append(plain)
            end = self._json[self._at : self._at + 1]
            self._at += 1
            if end == '"':
                return "".join(parts)
            if end != "\\":
                raise _Broken
            parts.append(self._escape(is_strict))

    def _escape(self, is_strict: bool) -> str:
        escaped = self._json[self._at : self._at + 1]
        self._at += 1
        if escaped != "u":
            if escaped not in _ESCAPES:
                raise _Broken
            return _ESCAPES[escaped]
        unit = int(self._take(_UNIT), 16)
        if not is_strict or not 0xD800 <= unit <= 0xDFFF:
            return chr(unit)
        has_second = unit < 0xDC00 and self._json.startswith("\\u", self._at)
        self._at += 2
        second = int(self._take(_UNIT), 16) if has_second else 0
        if not 0xDC00 <= second <= 0xDFFF:
            raise _Broken
        return chr(0x10000 + ((unit - 0xD800) << 10) + second - 0xDC00)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._json, self._at)
        if found is None:
            raise _Broken
        self._at = found.end()
        return found[0]

    def _open(self, opener: str) -> None:
        """Goes into an object or a list."""
        self._expect(opener)
        if self._depth == _MAX_DEPTH:
            raise _Broken
        self._depth += 1

    def _close(self) -> None:
        self._at += 1
        self._depth -= 1

    def _expect(self, expected: str) -> None:
        if self._peek() != expected:
            raise _Broken
        self._at += 1

    def _peek(self) -> str:
        """The next character that is not a space; an empty text at the end."""
        self._take(_SPACE)
        return self._json[self._at : self._at + 1]
