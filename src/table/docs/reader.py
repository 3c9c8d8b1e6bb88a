from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol, TypeAlias, cast, runtime_checkable


class Retry(StrEnum):
    """Whether the same request may be sent again."""

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
    """The code that a server means by a string, if this file knows it: by its own, or by another that stands for it."""
    return _CODES.get(code) if code is not None else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """What is wrong with one field of a request."""

    pointer: str
    """The JSON pointer of the field (RFC 6901); empty for the whole body."""
    message: str
    """What is wrong, for people. The text is untrusted, as that of an error is."""


@dataclass(kw_only=True, repr=False)
class ReceivedError(Exception):
    """The error that a client reads from any response that is not a success.

    Raise it if your function cannot continue. Two errors are equal if all attributes are.
    """

    # It is not frozen, because Python assigns the traceback to an exception that is raised.

    status: int
    """The HTTP status of the response, which need not be the one of the table."""
    code: ErrorCode | None
    """The code, if this file knows it: match on it, and the type checker says which are missing."""
    code_str: AnyErrorCode | None
    """The code, known or not, as it came, or as it is called now; None where neither the body nor a header had one."""
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
    request_id: str | None = None
    """The server's id of this request, for support: the first of `x-request-id` and similar headers."""

    def may_retry(self, method: str, *, has_idempotency_key: bool = False) -> bool:
        """Whether a request that got this error may be sent again.

        The advice says so, and where that is `if-idempotent` the request is idempotent, by its method or by an
        idempotency key.
        """
        is_idempotent = has_idempotency_key or method.upper() in _IDEMPOTENT_METHODS
        return self.retry is Retry.BACKOFF or (self.retry is Retry.IF_IDEMPOTENT and is_idempotent)

    def __str__(self) -> str:
        """One line for a log: the status, the code, the message, and the id of the request.

        If the message has values that a log must not show, the message of the table replaces it.
        """
        line = f"{self.status} {_one_line(self.code_str or _phrase(self.status))}"
        message = self.message
        if self.code is not None and self.code in _PRIVATE:
            message = ERRORS[self.code].message
        if message:
            line += f": {_one_line(message)}"
        return line if self.request_id is None else f"{line} (request {_one_line(self.request_id)})"

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"

    def __hash__(self) -> int:
        # Details can be a list or an object, which have no hash.
        return hash((self.status, self.code_str, self.message))

    def __reduce__(self) -> tuple[object, ...]:
        # An exception is pickled as a call with positional arguments, which this one does not accept.
        return _unpickled, (type(self),), vars(self)


def _unpickled(kind: type[ReceivedError]) -> ReceivedError:
    return kind.__new__(kind)


@runtime_checkable
class HasItems(Protocol):
    """An object with names and values: a mapping, or the headers of `urllib`, which are not a mapping."""

    def items(self) -> Iterable[tuple[str | bytes, object]]:
        """The headers as pairs."""
        ...


Headers: TypeAlias = HasItems | Iterable[tuple[str | bytes, object]] | None
"""Headers as clients have them, or as pairs. A value is a text, bytes, or a list of both."""

Body: TypeAlias = bytes | bytearray | memoryview | str | Mapping[str, object] | Sequence[object] | float | None
"""A body as it came, or the JSON that a client parsed: what `response.json()` returns."""


def parse_error(status: int, headers: Headers = None, body: Body = None) -> ReceivedError:
    """Reads the error of a response. It never raises because of a response: parts that cannot be read are None.

    The retry advice is the first of: the advice header of this response; its retry header; the table's, if the code is
    known; what the status allows. If the row or the status says `never`, a time that the server names makes it
    `if-idempotent`. If a header says `never`, there is no wait. A stored response, with `Idempotent-Replayed: true`, is
    always `never`.
    """
    said = _read(_json_of(body))
    found = _fields(headers)
    sent = said.code or _code_in_header(found) or said.stand_in
    code = error_code(sent)
    info = None if code is None else ERRORS[code]
    asked = _asked(status, found, said.root)
    retry = _advice_of_headers(found) or _advice(info, status, asked)
    retry_after = info.retry_after if asked.wait is None and info is not None else asked.wait
    return ReceivedError(
        status=status,
        code=code,
        code_str=sent if code is None else code.value,
        message=_plain_text(found, body) if said.message is None else said.message,
        details=said.details,
        violations=tuple(_violations(said.details)),
        retry=retry,
        retry_after=None if retry is Retry.NEVER else retry_after,
        request_id=_request_id(found),
    )


def parse_error_json(text: Body) -> ReceivedError | None:
    """Reads an error that is not an error response. None if the text, or the parsed JSON, is not an error.

    Use it for an event of a stream, a line of JSON lines, a message of a WebSocket, or the body of a response that says
    200. An error is a JSON object with a member `error`, which is an object or a text, or with a list `errors` and no
    `data`. It must not be empty.

    The status is that of the code's row, or 500 if this file does not know the code.
    """
    root = _whole_json(text)
    if not _is_error(root):
        return None
    error = parse_error(HTTPStatus.INTERNAL_SERVER_ERROR, None, root)
    return error if error.code is None else parse_error(ERRORS[error.code].status, None, root)


_CODES: Final[Mapping[str, ErrorCode]] = {**{code.value: code for code in ErrorCode}, **_ALIASES}

_IDEMPOTENT_METHODS: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"))


# The text of an error.

_MAX_LINE: Final = 500
"""A person does not read more of a text."""


def _one_line(text: str) -> str:
    """A text as a part of one line. Of a long text the middle is left out: the reason often stands at the end."""
    shown = text if len(text) <= _MAX_LINE else f"{text[:350]}...{text[-150:]}"
    # Some characters would steer the log or the terminal.
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in shown
    )


def _phrase(status: int) -> str:
    """The name of a status."""
    return next((known.phrase for known in HTTPStatus if known == status), "error")


# The retry advice.

_ADVICE_WORDS: Final = (
    # From the most cautious to the least. Other forms of `false` are read, other forms of `true` are not.
    (Retry.NEVER, ("never", "false", "0", "no", "?0")),
    (Retry.IF_IDEMPOTENT, ("if-idempotent",)),
    (Retry.BACKOFF, ("backoff", "true")),
)

_REPLAYED_HEADERS: Final = ("idempotent-replayed", "idempotency-replayed")
"""The headers of a stored response: that of the first request with the same idempotency key. It does not change."""

_YES: Final = frozenset(("true", "1", "yes", "?1"))

_BACKOFF_STATUSES: Final = frozenset((425, 429))
"""The server refused the request before any work, so nothing was changed."""

_IF_IDEMPOTENT_STATUSES: Final = frozenset(
    (408, 420, 502, 503, 504, 509, 520, 521, 522, 523, 524, 525, 527, 529, 530, 598, 599)
)
"""After a timeout or the answer of a proxy, it is not known whether the request was carried out."""


def _advice_of_headers(headers: _Fields) -> Retry | None:
    if any(not _YES.isdisjoint(_words(headers, name)) for name in _REPLAYED_HEADERS):
        return Retry.NEVER
    return _advice_of(headers, _ADVICE_HEADER) or _advice_of(headers, _RETRY_HEADER)


def _advice_of(headers: _Fields, name: str | None) -> Retry | None:
    """The advice in all fields of a header. The most cautious word counts, and unknown words do not."""
    words = _words(headers, name)
    return next((retry for retry, known in _ADVICE_WORDS if not words.isdisjoint(known)), None)


def _words(headers: _Fields, name: str | None) -> set[str]:
    return {_unquoted(_before_semicolon(element)).lower() for element in _elements(headers, name)}


def _advice(info: ErrorInfo | None, status: int, asked: _Asked) -> Retry:
    known = _advice_of_status(status) if info is None else info.retry
    # A server that names a time expects the request again, though not that it is safe to carry it out twice. A quota
    # says less: the row of a known code explains the error better.
    is_expected = asked.is_named or (asked.is_of_quota and info is None)
    return Retry.IF_IDEMPOTENT if known is Retry.NEVER and is_expected else known


def _advice_of_status(status: int) -> Retry:
    if status in _BACKOFF_STATUSES:
        return Retry.BACKOFF
    return Retry.IF_IDEMPOTENT if status in _IF_IDEMPOTENT_STATUSES else Retry.NEVER


# The wait. Waits are in milliseconds here.

_MAX_WAIT: Final = 24 * 60 * 60 * 1000
"""A server that asks for more than a day is broken, or hostile."""

_MILLISECOND_HEADERS: Final = ("retry-after-ms", "x-ms-retry-after-ms")
"""Headers of OpenAI and of Azure."""

_QUOTA_STATUSES: Final = frozenset((403, 429, 503))
"""The statuses with which servers refuse a request for a quota. Every response can describe its quota."""

_QUOTA_HEADERS: Final = (
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
    ("x-rate-limit-remaining", "x-rate-limit-reset"),
)
"""Headers without a standard: what remains, and when it ends."""

_FIRST_EPOCH: Final = 1_000_000_000
"""A number from here on is a time in seconds since 1970: no quota lasts for 30 years."""

_FIRST_EPOCH_IN_MILLISECONDS: Final = 1_000_000_000_000

_WAIT_MEMBERS: Final = (
    ("retry_after", 1000),
    ("retryAfter", 1000),
    ("retry_after_seconds", 1000),
    ("retryAfterSeconds", 1000),
    ("retry_after_ms", 1),
    ("retryAfterMs", 1),
)
"""The members of a body with a wait, and the milliseconds of their unit."""


class _Wait(NamedTuple):
    """A wait as the server wrote it, and the rest of it."""

    asked: int
    left: int
    """Less than `asked` if a cache has kept the response for a while."""


class _Unreadable:
    """A wait that cannot be read."""


_Source: TypeAlias = _Wait | _Unreadable | None
"""What one place says; None if it is absent."""


class _Asked(NamedTuple):
    """The waits of one response."""

    wait: float | None
    """The wait of the first source that can be read, in seconds."""
    is_named: bool
    """Whether the server names a time, readable or not."""
    is_of_quota: bool
    """Whether a quota ends after some time."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """The clock of a response, from which its waits count."""

    date: int | None
    """When the server wrote the response, in seconds since 1970 by its own clock, which its times go by."""
    age: int
    """The seconds for which a cache has kept the response."""

    def after(self, asked: int) -> _Wait:
        return _Wait(asked, max(asked - self.age * 1000, 0))

    def until(self, then: int) -> _Wait:
        """The wait until a time in milliseconds since 1970. The past gives zero."""
        if self.date is not None:
            return self.after(max(then - self.date * 1000, 0))
        asked = max(then - int(time.time() * 1000), 0)
        return _Wait(asked, asked)

    def seconds_or_date(self, text: str) -> _Wait | None:
        """A wait in seconds, or the date of its end: the forms of `Retry-After`."""
        seconds = _seconds(text)
        if seconds is not None:
            return self.after(seconds * 1000)
        then = _date(text)
        return None if then is None else self.until(then * 1000)

    def milliseconds(self, text: str) -> _Wait | None:
        milliseconds = _rounded_up(text)
        return None if milliseconds is None else self.after(milliseconds)


def _asked(status: int, headers: _Fields, root: object) -> _Asked:
    """All waits of a response. A source that is there and cannot be read still names a time."""
    clock = _clock(headers)
    in_headers = [_longest(map(clock.seconds_or_date, _elements(headers, "retry-after")))]
    in_headers += [_longest(map(clock.milliseconds, _elements(headers, name))) for name in _MILLISECOND_HEADERS]
    quota = _quota_wait(headers, clock) if status in _QUOTA_STATUSES else None
    in_body = _body_wait(root, clock)
    found = _first_readable([*in_headers, quota, in_body])
    return _Asked(
        wait=min(found.left, _MAX_WAIT) / 1000 if isinstance(found, _Wait) else None,
        is_named=any(map(_is_named, [*in_headers, in_body])),
        is_of_quota=_is_named(quota),
    )


def _clock(headers: _Fields) -> _Clock:
    dates = (moment for element in _elements(headers, "date") if (moment := _date(element)) is not None)
    age = _header(headers, "age") or ""
    seconds = _natural(age) if _DIGITS.fullmatch(age) else 0
    return _Clock(date=next(dates, None), age=min(seconds, _MAX_WAIT // 1000))


def _is_named(source: _Source) -> bool:
    """A wait of zero names no time: the request can be sent at once, or never."""
    return source.asked > 0 if isinstance(source, _Wait) else source is not None


def _longest(readings: Iterable[_Wait | None]) -> _Source:
    """The longest of the waits that can be read."""
    found = list(readings)
    waits = [wait for wait in found if wait is not None]
    if waits:
        return max(waits)
    return _Unreadable() if found else None


def _first_readable(sources: Iterable[_Source]) -> _Source:
    """The first wait that can be read, or else any source that is there."""
    found: _Source = None
    for source in sources:
        if isinstance(source, _Wait):
            return source
        found = found or source
    return found


def _quota_wait(headers: _Fields, clock: _Clock) -> _Wait | None:
    """When the quota that is used up is there again."""
    waits = _rate_limit(headers, clock) or _rate_limit_reset(headers, clock)
    for remaining, reset in _QUOTA_HEADERS:
        waits = waits or _unofficial_reset(headers, remaining, reset, clock)
    return max(waits, default=None)


def _rate_limit(headers: _Fields, clock: _Clock) -> list[_Wait]:
    """`RateLimit: "default";r=0;t=17` of the IETF draft, and `limit=100, remaining=0, reset=17` of its draft 7."""
    items = _elements(headers, "ratelimit")
    with_rest = {item for item in items if _is_positive(_parameter(item, ("r", "remaining")))}
    # An item of its own speaks for all others.
    if any(";" not in item for item in with_rest):
        return []
    resets = [_seconds(_parameter(item, ("t", "reset"))) for item in items if item not in with_rest]
    return [clock.after(reset * 1000) for reset in resets if reset is not None]


def _parameter(item: str, names: Sequence[str]) -> str:
    """The first parameter with one of these names."""
    pairs = (part.partition("=") for part in item.split(";"))
    values = (value for name, equals, value in pairs if equals and name.strip(_BLANKS).lower() in names)
    return _unquoted(next(values, "").strip(_BLANKS))


def _rate_limit_reset(headers: _Fields, clock: _Clock) -> list[_Wait]:
    """`RateLimit-Reset` of the early versions of the draft."""
    if any(_is_positive(_before_semicolon(element)) for element in _elements(headers, "ratelimit-remaining")):
        return []
    resets = [_seconds(_before_semicolon(element)) for element in _elements(headers, "ratelimit-reset")]
    return [clock.after(reset * 1000) for reset in resets if reset is not None]


def _unofficial_reset(headers: _Fields, remaining: str, reset: str, clock: _Clock) -> list[_Wait]:
    """A reset that is a wait for some servers, and a time for others. It counts only if nothing remains."""
    rests = [_rounded_up(_before_semicolon(element)) for element in _elements(headers, remaining)]
    if not rests or any(rest != 0 for rest in rests):
        return []
    waits = [_reset(_before_semicolon(element), clock) for element in _elements(headers, reset)]
    return [wait for wait in waits if wait is not None]


def _reset(text: str, clock: _Clock) -> _Wait | None:
    number = _rounded_up(text)
    if number is None:
        then = _date(text)
        return None if then is None else clock.until(then * 1000)
    if number < _FIRST_EPOCH:
        return clock.after(number * 1000)
    return clock.until(number if number >= _FIRST_EPOCH_IN_MILLISECONDS else number * 1000)


def _body_wait(root: object, clock: _Clock) -> _Source:
    """The wait in a `RetryInfo` of Google's APIs, or else in the first member that is made for one."""
    error = _member(root, "error")
    details = [detail for place in (error, root) for detail in _items(_member(place, "details"))]
    first = _first_item(_member(root, "errors"))
    places = [error, _member(error, "details"), root]
    places += [_member(root, name) for name in ("details", "parameters", "extensions")]
    places += [first, _member(first, "extensions")]
    infos = [info for detail in details if (info := _retry_info(detail, clock)) is not None]
    return _first_readable(infos[:1] + [_wait_in(place, clock) for place in places])


def _retry_info(detail: object, clock: _Clock) -> _Source:
    """`google.rpc.RetryInfo`, with a duration in one of its two forms."""
    delay = _member(detail, "retryDelay") if _is_of_type(detail, "google.rpc.RetryInfo") else None
    if delay is None:
        return None
    seconds = _seconds(delay) if isinstance(delay, str) else _duration(delay)
    return _Unreadable() if seconds is None else clock.after(seconds * 1000)


def _duration(delay: object) -> int | None:
    """The seconds of `{"seconds": "4", "nanos": 1}`, rounded up."""
    seconds, nanos = _member(delay, "seconds"), _member(delay, "nanos")
    if isinstance(seconds, str):
        seconds = _natural(seconds) if _DIGITS.fullmatch(seconds) else None
    elif seconds is None and isinstance(delay, Mapping):
        seconds = 0
    whole = _whole_number(seconds)
    return None if whole is None else whole + bool(_whole_number(nanos))


def _wait_in(place: object, clock: _Clock) -> _Source:
    return _first_readable(_wait_of(_member(place, name), unit, clock) for name, unit in _WAIT_MEMBERS)


def _wait_of(value: object, unit: int, clock: _Clock) -> _Source:
    if value is None or isinstance(value, bool):
        return None
    wait: _Wait | None = None
    if isinstance(value, str):
        wait = clock.milliseconds(value) if unit == 1 else clock.seconds_or_date(value)
    elif isinstance(value, (int, float)) and 0 <= value < math.inf:
        wait = clock.after(math.ceil(value) * unit)
    return wait or _Unreadable()


# Numbers and dates in texts.

_BLANKS: Final = " \t\n\f\r"

_DIGITS: Final = re.compile("[0-9]+")
_NUMBER: Final = re.compile(r"([0-9]+)(?:\.([0-9]*))?")

_MAX_DIGITS: Final = 19
"""The digits of a number that Python reads fast. A longer one is beyond any clock."""


def _seconds(text: str) -> int | None:
    """Seconds, with or without a fraction, with or without the unit: `2`, `1.5`, `30s`."""
    text = text.strip(_BLANKS)
    return _rounded_up(text[:-1] if text.endswith(("s", "S")) else text)


def _rounded_up(text: str) -> int | None:
    """A number without sign and exponent. A fraction is rounded up, because a client must not come early."""
    found = _NUMBER.fullmatch(text.strip(_BLANKS))
    return None if found is None else _natural(found[1]) + bool((found[2] or "").strip("0"))


def _natural(digits: str) -> int:
    """The number of some digits. One beyond any clock is a large one."""
    digits = digits.lstrip("0")
    return int(digits or "0") if len(digits) <= _MAX_DIGITS else 10**_MAX_DIGITS


def _is_positive(text: str) -> bool:
    return bool(_rounded_up(text))


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ISO: Final = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9:.]+)(.*)")
_TIME: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]*))?)?")
_DAY: Final = re.compile("[0-9]{1,2}")
_YEAR: Final = re.compile("[0-9]{2}|[0-9]{4}")
_ZONE: Final = re.compile("([+-])([0-9]{2}):?([0-9]{2})")

_UTC: Final = frozenset(("", "gmt", "utc", "ut", "z"))
"""Zones without an offset. The names of others have several meanings."""

_MAX_DATE: Final = 64
"""No date of any form is longer. A longer text would only cost time."""

_FIRST_YEAR: Final = 1970


def _date(text: str) -> int | None:
    """A date in seconds since 1970: the three forms of HTTP, and what is nearly one of them.

    The weekday is not read, and a date without a zone is in UTC.
    """
    text = text.strip(_BLANKS)
    if len(text) > _MAX_DATE or not text.isascii():
        return None
    if found := _ISO.fullmatch(text):
        year, month, day, clock, zone = found.groups()
        return _moment(year, int(month), day, clock, zone)
    words = [part for word in re.split("[ \t,]+", text) if word for part in _parts(word)]
    if words and words[0].isalpha() and _month(words[0]) is None:
        del words[0]
    match words:
        case [day, name, year, clock, *rest] if _month(name) is not None:
            zone = rest
        case [name, day, clock, *zone, year]:
            pass
        case _:
            return None
    return _moment(year, _month(name), day, clock, *zone) if len(zone) <= 1 else None


def _parts(word: str) -> list[str]:
    """`06-Nov-94` is three words, `-0800` is one."""
    return [word] if word.startswith(("+", "-")) else word.split("-")


def _month(name: str) -> int | None:
    """The number of a month, from its name or the first letters of it."""
    start = name[:3].lower()
    return _MONTHS.index(start) + 1 if name.isalpha() and start in _MONTHS else None


def _moment(year: str, month: int | None, day: str, clock: str, zone: str = "") -> int | None:
    second, offset = _second_of_day(clock), _offset(zone)
    if month is None or second is None or offset is None or not (_DAY.fullmatch(day) and _YEAR.fullmatch(year)):
        return None
    full_year = int(year) if len(year) > 2 else int(year) + (2000 if year < "70" else 1900)
    try:
        days = date(full_year, month, int(day)).toordinal() - date(_FIRST_YEAR, 1, 1).toordinal()
    except ValueError:
        return None
    moment = days * 86_400 + second - offset
    return moment if full_year >= _FIRST_YEAR and moment >= 0 else None


def _second_of_day(clock: str) -> int | None:
    """`8:49`, `08:49:37` or `08:49:37.5`. A fraction is rounded up."""
    found = _TIME.fullmatch(clock)
    if found is None:
        return None
    hour, minute, second = (int(group or "0") for group in found.group(1, 2, 3))
    if hour > 23 or minute > 59 or second > 60:
        return None
    return hour * 3600 + minute * 60 + second + bool((found[4] or "").strip("0"))


def _offset(zone: str) -> int | None:
    """The seconds by which the clocks of a zone are ahead of UTC."""
    if zone.lower() in _UTC:
        return 0
    found = _ZONE.fullmatch(zone)
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        return None
    return int(found[1] + "1") * (int(found[2]) * 3600 + int(found[3]) * 60)


# Headers.

_Fields: TypeAlias = Mapping[str, list[str]]
"""All fields of each name. The names are in small letters."""

_REQUEST_ID_HEADERS: Final = (
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "correlation-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-trace-id",
    "x-amz-cf-id",
    "cf-ray",
)
"""The headers in which servers, gateways and clouds send the id of a request, the most specific first."""

_MAX_REQUEST_ID: Final = 200
"""A longer value is not an id."""

_VISIBLE: Final = re.compile("[\t\x20-\x7e]+")


def _fields(headers: Headers) -> _Fields:
    fields: dict[str, list[str]] = {}
    pairs = headers.items() if isinstance(headers, HasItems) else headers
    for name, value in pairs or ():
        text = name.decode("latin-1") if isinstance(name, bytes) else name
        fields.setdefault(text.lower(), []).extend(_values(value))
    return fields


def _values(value: object) -> list[str]:
    """The fields in a value. Some clients have bytes, and some have a list for a header that is repeated."""
    if isinstance(value, bytes):
        return [value.decode("latin-1")]
    if isinstance(value, (list, tuple)):
        return [text for item in cast("Sequence[object]", value) for text in _values(item)]
    return [] if value is None else [str(value)]


def _elements(headers: _Fields, name: str | None) -> list[str]:
    """The elements of a header, without the empty ones. Proxies repeat headers, and join them with commas."""
    values = [] if name is None else headers.get(name, [])
    elements = [element.strip(_BLANKS) for value in values for element in value.split(",")]
    return [element for element in elements if element]


def _header(headers: _Fields, name: str | None) -> str | None:
    """The first element of a header, if it is text."""
    first = next(iter(_elements(headers, name)), None)
    return first if first is not None and _VISIBLE.fullmatch(first) else None


def _code_in_header(headers: _Fields) -> str | None:
    return _text_code(_header(headers, _CODE_HEADER))


def _request_id(headers: _Fields) -> str | None:
    """The first id that is there and can be read."""
    firsts = (value.strip(_BLANKS) for name in _REQUEST_ID_HEADERS for value in headers.get(name, [])[:1])
    return next((id_ for id_ in firsts if len(id_) <= _MAX_REQUEST_ID and _VISIBLE.fullmatch(id_)), None)


def _before_semicolon(element: str) -> str:
    return element.partition(";")[0].strip(_BLANKS)


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


# The forms of error bodies: the objects in a body that describe the error, and their members.

_MAX_CODE: Final = 128
"""The longest code, in bytes."""

_MAX_ITEMS: Final = 16
"""The items of a list that are read. Later ones say the same about other fields."""

_CODE: Final = re.compile("[A-Za-z0-9][A-Za-z0-9_.:/-]*")

_CODE_NAMES: Final = ("error_code", "errorCode")
"""Members that are made for codes, beside `code`."""

_MESSAGE_NAMES: Final = (
    "message",
    "Message",
    "detail",
    "error_description",
    "errorMessage",
    "error_message",
    "errorSummary",
    "error_summary",
    "description",
    "msg",
    "faultstring",
    "reason",
    "title",
    "error",
    "errorMessages",
    "errors",
    # What is not a code is a text.
    "code",
)
"""Members with texts for people, the most specific first."""

_ITEM_NAMES: Final = ("message", "detail", "msg", "description", "reason", "title")
"""Members with the text of an item of a list."""


class _Said(NamedTuple):
    """What a body says."""

    root: object
    code: str | None
    stand_in: str | None
    """A code in a member that is not made for codes."""
    message: str | None
    details: object


def _read(bodies: Sequence[_Json]) -> _Said:
    """Reads a body as it is, or else with its bad characters replaced: one bad character does not spoil the others."""
    said = _read_json(bodies[0])
    is_complete = said.code is not None and said.message is not None
    return said if is_complete else _read_json(bodies[-1])


def _read_json(body: _Json) -> _Said:
    # Some APIs send a list of errors.
    root = next(filter(_is_object, _items(body.root)), body.root)
    error = _member(root, "error")
    if _is_object(error):
        coded, described = [error], [error, root]
    else:
        others = [_member(root, "detail"), _member(root, "fault"), _first_object(_member(root, "errors"), error)]
        coded = described = [root, *filter(_is_object, others)]
    names = ("status",) if coded[0] is not root else ("error", "name")
    stand_ins = [_stand_in(coded[0], names), *(_stand_in(place, ()) for place in coded[1:])]
    return _Said(
        root=root,
        code=_first(map(_code_in, coded)),
        stand_in=_first(stand_ins),
        message=_message(described, root),
        details=_member(_member(body.root, "error"), "details") if body.is_whole else None,
    )


def _code_in(place: object) -> str | None:
    """The code in a member that is made for codes."""
    code = _member(place, "code")
    others = [_member(place, name) for name in _CODE_NAMES]
    return (
        _text_code(code)
        or _reason(_member(place, "details"))
        or _number_code(code)
        or _first(_text_code(other) or _number_code(other) for other in others)
        or _text_code(_member(_member(place, "extensions"), "code"))
    )


def _stand_in(place: object, names: Iterable[str]) -> str | None:
    """The code in a member that has other texts in other APIs."""
    kind = _text(_member(place, "__type")) or ""
    return (
        _code_of_type(_text(_member(place, "type")) or "")
        or _first(_as_stand_in(_text(_member(place, name))) for name in names)
        or _as_stand_in(kind.rpartition("#")[2])
    )


def _code_of_type(kind: str) -> str | None:
    """The code in a `type`: for problem details, a URI that often ends in the code."""
    # A longer text is not a code, and an untrusted text can be long.
    tail = kind.removesuffix("/")[-_MAX_CODE - 1 :]
    ends = (tail[found.end() :] for found in re.finditer("[/#:]", tail))
    return _first(map(error_code, ends)) or _as_stand_in(kind)


def _text_code(value: object) -> str | None:
    """A text that is a code: one of the table, or one that a table could have."""
    if not isinstance(value, str):
        return None
    is_code = len(value) <= _MAX_CODE and "://" not in value and bool(_CODE.fullmatch(value))
    return value if value in _CODES or (is_code and not _is_status(value)) else None


def _is_status(text: str) -> bool:
    """A number below 600 is a status of HTTP or gRPC."""
    return text.isdigit() and int(text) < 600


def _number_code(value: object) -> str | None:
    number = _whole_number(value)
    return str(number) if number is not None and 600 <= number < 2**64 else None


def _reason(details: object) -> str | None:
    """The reason in an `ErrorInfo`, which Google's APIs send beside a numeric code (AIP-193)."""
    infos = (info for info in (*_items(details), details) if _is_of_type(info, "google.rpc.ErrorInfo"))
    return _text_code(_member(next(infos, None), "reason"))


def _is_of_type(value: object, kind: str) -> bool:
    """Whether an object is a message of protobuf with this type."""
    return (_text(_member(value, "@type")) or "").endswith(kind)


def _as_stand_in(text: str | None) -> str | None:
    """A text that may be a code, if the table has it, or people would not write it: `Unauthorized` is a text."""
    code = _text_code(text)
    if code is None or code in _CODES:
        return code
    return code if "_" in code or code.startswith("urn:") or code.isupper() else None


def _message(described: Iterable[object], root: object) -> str | None:
    """The text for people."""
    if isinstance(root, str):
        return _unless_blank(_text(root))
    places = list(described)
    found = _first(
        _message_in(name, _member(place, name), is_root=place is root) for place in places for name in _MESSAGE_NAMES
    )
    return _text(_member(places[0], "message")) if found is None else found


def _message_in(name: str, value: object, *, is_root: bool) -> str | None:
    text = _text_of(value)
    match name:
        case "error":
            return text if is_root and _as_stand_in(text) is None else None
        case "errors" if isinstance(value, Mapping):
            return _text_of_fields(cast("Mapping[object, object]", value))
        case "code":
            return text if _text_code(value) is None else None
        case _:
            return text


def _text_of(value: object) -> str | None:
    """The text of a value: of a list, that of its items."""
    if isinstance(value, str):
        return _unless_blank(_text(value))
    return _joined(_text_of_item(item) for item in _items(value))


def _text_of_item(item: object) -> str | None:
    texts = (_text(item), *(_text(_member(item, name)) for name in _ITEM_NAMES))
    return _first(map(_unless_blank, texts))


def _text_of_fields(value: Mapping[object, object]) -> str | None:
    """The texts of an object that has the faults of each field."""
    texts = ((_text(name), _text_of(member)) for name, member in value.items())
    return _joined(f"{name}: {text}" for name, text in texts if name is not None and text is not None)


def _joined(texts: Iterable[str | None]) -> str | None:
    return "; ".join(text for text in texts if text is not None) or None


def _unless_blank(text: str | None) -> str | None:
    return text if text is not None and text.strip() else None


def _is_error(root: object) -> bool:
    """Whether the JSON of a success is an error."""
    error = _member(root, "error")
    has_errors = bool(_items(_member(root, "errors"))) and _member(root, "data") is None
    return has_errors or bool(error.strip() if isinstance(error, str) else _is_object(error) and error)


def _violations(details: object) -> Iterator[Violation]:
    found = _member(details, "violations")
    for entry in cast("list[object]", found) if isinstance(found, list) else []:
        pointer, message = _text(_member(entry, "pointer")), _text(_member(entry, "message"))
        if pointer is not None and message is not None:
            yield Violation(pointer=pointer, message=message)


# Values of JSON, from our parser or another. They can have any type, and any depth.

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _member(value: object, name: str) -> object:
    """The member of an object; None if there is none."""
    return cast("Mapping[str, object]", value).get(name) if isinstance(value, Mapping) else None


def _items(value: object) -> Sequence[object]:
    """The first items of a list; none of anything else."""
    return cast("Sequence[object]", value)[:_MAX_ITEMS] if isinstance(value, (list, tuple)) else ()


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _first_object(*values: object) -> object:
    """The first item of the first of these lists that begins with an object."""
    return next(filter(_is_object, map(_first_item, values)), None)


def _first_item(value: object) -> object:
    return next(iter(_items(value)), None)


def _text(value: object) -> str | None:
    """A text. Half a surrogate pair is no character, and cannot be printed."""
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else None


def _whole_number(value: object) -> int | None:
    """A number without a sign and a fraction."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _first(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text is not None), None)


# The JSON of a body.

_MAX_PLAIN_TEXT: Final = 1024
"""A text of more bytes is a page rather than a message."""

_LONE_SURROGATE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)


class _Json(NamedTuple):
    """The JSON of a text, as far as it can be read."""

    root: object
    is_whole: bool


def _json_of(body: Body) -> Sequence[_Json]:
    """The JSON of a body as it is, and with its bad characters replaced if it has some."""
    sent = _bytes_of(body)
    if sent is None:
        return (_Json(body, is_whole=True),)
    # Bytes that are not UTF-8 become half a surrogate pair, which no text has.
    text = _without_mark(sent.decode("utf-8", "surrogateescape"))
    mended = _LONE_SURROGATE.sub(
        lambda found: "\\ufffd" if found[1] else found[0], _without_mark(sent.decode("utf-8", "replace"))
    )
    if text == mended:
        return (_parse(text),)
    return _Json(_Parser(text).parse(), is_whole=False), _parse(mended)


def _whole_json(body: Body) -> Body:
    """The JSON of a text that is nothing else, or JSON that was parsed before."""
    try:
        if isinstance(body, str):
            return cast("Body", _loads(_without_mark(body)))
        sent = _bytes_of(body)
        return body if sent is None else cast("Body", _loads(_without_mark(sent.decode())))
    except (ValueError, RecursionError):
        return None


def _bytes_of(body: Body) -> bytes | None:
    """The bytes that came; None for JSON that was parsed before."""
    if isinstance(body, str):
        # The decoder has put U+FFFD in place of bytes that are not text.
        return body.encode("utf-8", "surrogatepass").replace(b"\xef\xbf\xbd", b"\xff")
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    return b"" if body is None else None


def _without_mark(text: str) -> str:
    return text.removeprefix("\ufeff")


def _plain_text(headers: _Fields, body: Body) -> str | None:
    """The text of a body that says that it is plain text, if it is as short as a message."""
    sent = _bytes_of(body)
    kind = _before_semicolon(_header(headers, "content-type") or "").lower()
    if sent is None or kind != "text/plain" or len(sent) > _MAX_PLAIN_TEXT:
        return None
    try:
        text = sent.decode().strip()
    except ValueError:
        return None
    return None if text.startswith(("{", "[", "<")) else text or None


def _parse(text: str) -> _Json:
    """Parses a text. The parser of Python is much faster than ours, but reads whole texts only."""
    try:
        return _Json(_loads(text), is_whole=True)
    except (ValueError, RecursionError):
        return _Json(_Parser(text).parse(), is_whole=False)


def _loads(text: str) -> object:
    return json.loads(
        text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_number, parse_int=_number
    )


def _object(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    members: dict[str, object] = {}
    for name, value in pairs:
        _put(members, name, value)
    return members


def _put(members: dict[str, object], name: str, value: object) -> None:
    """Adds a member. Of several with the same name the last counts, but a word does not replace an envelope."""
    if name != "error" or _is_object(value) or not _is_object(members.get(name)):
        members[name] = value


def _no_number(word: str) -> object:
    """Python would read `NaN` and `Infinity`, which JSON does not have."""
    raise ValueError(word)


def _number(word: str) -> float:
    """A number. One that is not finite is out of range, and Python reads no number of thousands of digits."""
    if len(word) <= _MAX_INTEGER and word.removeprefix("-").isdigit():
        return int(word)
    number = float(word)
    if math.isinf(number):
        raise ValueError(word)
    return number


_MAX_INTEGER: Final = 308
"""Any number of so many digits is in the range of a float."""

_MAX_DEPTH: Final = 8
"""The levels of lists and objects that are read in a broken text. Errors have fewer."""

_SPACE: Final = re.compile("[ \t\n\r]*")
_WORD: Final = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_PLAIN: Final = re.compile('[^"\\\\\x00-\x1f]*')
_UNIT: Final = re.compile("[0-9a-fA-F]{4}")
_ESCAPES: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_FIRST_HALF: Final = re.compile("[dD][89abAB]")
_CLOSERS: Final = {"{": "}", "[": "]"}
_NUMBER_STARTS: Final = frozenset("-0123456789")
_WORDS: Final[Mapping[str, object]] = {"true": True, "false": False, "null": None}


class _BrokenError(ValueError):
    """Here the text is cut off, or is not JSON."""


class _Parser:
    """A parser of broken texts. What stands before the fault counts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def parse(self) -> object:
        root: list[object] = []
        with suppress(ValueError):
            self._value(root.append, 1)
        return next(iter(root), None)

    def _value(self, keep: Callable[[object], None], level: int) -> None:
        """Any value. An object or a list is kept before it is filled, so that a fault in it leaves the part before."""
        start = self._peek()
        if start in ("{", "[") and level > _MAX_DEPTH:
            keep(None)
            self._skip()
        elif start == "{":
            members: dict[str, object] = {}
            keep(members)
            self._members(members, level)
        elif start == "[":
            items: list[object] = []
            keep(items)
            self._list(items, level)
        else:
            keep(self._string(is_strict=True) if start == '"' else self._scalar())

    def _members(self, members: dict[str, object], level: int) -> None:
        self._expect("{")
        # Where a text is cut off, a number that stands last may have had more digits.
        number: tuple[str, object] | None = None
        is_first = True
        while (name := self._name(is_first=is_first)) is not None:
            if number is not None:
                _put(members, *number)
            is_first, number = False, None
            self._expect(":")
            if self._peek() in _NUMBER_STARTS:
                number = name, self._scalar()
            else:
                self._value(partial(_put, members, name), level + 1)
        if number is not None:
            _put(members, *number)

    def _name(self, *, is_first: bool) -> str | None:
        """The next name. None at the end of the object."""
        if self._accept("}"):
            return None
        if not is_first:
            self._expect(",")
        return self._string(is_strict=True)

    def _list(self, items: list[object], level: int) -> None:
        self._expect("[")
        count = 0
        while not self._accept("]"):
            if count > 0:
                self._expect(",")
            if count < _MAX_ITEMS:
                self._value(items.append, level + 1)
            else:
                self._skip()
            count += 1

    def _scalar(self) -> object:
        word = self._take(_WORD)
        return _WORDS[word] if word in _WORDS else _number(word)

    def _skip(self) -> None:
        """Passes over a value, however deep it is."""
        closers: list[str] = []
        while True:
            opener = self._peek()
            if opener in _CLOSERS:
                self._at += 1
                closers.append(_CLOSERS[opener])
                if self._peek() != closers[-1]:
                    self._skip_name(closers[-1])
                    continue
            elif opener == '"':
                self._string(is_strict=False)
            else:
                self._take(_WORD)
            while closers and self._accept(closers[-1]):
                closers.pop()
            if not closers:
                return
            self._expect(",")
            self._skip_name(closers[-1])

    def _skip_name(self, closer: str) -> None:
        if closer == "}":
            self._string(is_strict=False)
            self._expect(":")

    def _string(self, *, is_strict: bool) -> str:
        """A string. One that is passed over may have characters that are none."""
        self._expect('"')
        parts: list[str] = []
        while True:
            plain = self._take(_PLAIN)
            if is_strict and _SURROGATE.search(plain):
                raise _BrokenError
            parts.append(plain)
            end = self._next()
            if end == '"':
                return "".join(parts)
            if end != "\\":
                raise _BrokenError
            parts.append(self._escape(is_strict=is_strict))

    def _escape(self, *, is_strict: bool) -> str:
        escaped = self._next()
        if escaped != "u":
            if escaped not in _ESCAPES:
                raise _BrokenError
            return _ESCAPES[escaped]
        units = self._take(_UNIT)
        is_first_half = is_strict and _FIRST_HALF.match(units) is not None
        if is_first_half and self._text.startswith("\\u", self._at):
            self._at += 2
            units += self._take(_UNIT)
        # Half a surrogate pair is out of range with a `ValueError`.
        return bytes.fromhex(units).decode("utf-16-be") if is_strict else ""

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise _BrokenError
        self._at = found.end()
        return found[0]

    def _expect(self, expected: str) -> None:
        if not self._accept(expected):
            raise _BrokenError

    def _accept(self, expected: str) -> bool:
        """Whether this character is next. Then it is taken."""
        is_next = self._peek() == expected
        self._at += is_next
        return is_next

    def _peek(self) -> str:
        """The next character that is not a space; an empty text at the end."""
        character = self._text[self._at : self._at + 1]
        if character.isspace():
            self._take(_SPACE)
            character = self._text[self._at : self._at + 1]
        return character

    def _next(self) -> str:
        """The next character, which is taken."""
        self._at += 1
        return self._text[self._at - 1 : self._at]
