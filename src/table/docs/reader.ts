/**
 * May the same request be sent again?
 *
 * - `never`: no, it cannot succeed until the request, the account or the service is changed.
 * - `backoff`: yes, after a wait; the failed attempt changed nothing.
 * - `if-idempotent`: yes, after a wait, if a second attempt does no harm; the first may have been carried out.
 */
export type Retry = "never" | "backoff" | "if-idempotent";

/** The row of a code. */
export interface ErrorInfo {
  /** The HTTP status that it is sent with. */
  readonly status: number;
  readonly retry: Retry;
  /** The typical cause. */
  readonly cause: string;
  /** The default message of a response. */
  readonly message: string;
  /** What the caller does about it. */
  readonly remedy?: string;
  /** How many seconds to wait before the next attempt. */
  readonly retryAfter?: number;
}

//<table>

/** A code that this file knows: match on it, and the compiler says which are missing. */
export type ErrorCode = keyof typeof ERRORS;

/** Any code that a server may send, for it may be newer than this file. */
export type AnyErrorCode = ErrorCode | (string & {});

/** Whether this file knows a code. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.prototype.hasOwnProperty.call(ERRORS, code);
}

/** The code that a server means by a string, if this file knows it: the string itself, or the code that it stands for now. */
export function toErrorCode(code: string | null): ErrorCode | null {
  if (code === null || isErrorCode(code)) return code;
  return Object.hasOwn(ALIASES, code) ? (ALIASES[code] ?? null) : null;
}

/** What is wrong with one field of a request. */
export interface Violation {
  /** The JSON pointer of the field (RFC 6901); empty for the whole body. */
  readonly pointer: string;
  /** What is wrong, for people. The text is untrusted, as that of an error is. */
  readonly message: string;
}

/** What a `ReceivedError` is made of. */
export interface ReceivedErrorParts {
  readonly status: number;
  readonly code: ErrorCode | null;
  readonly codeString: AnyErrorCode | null;
  readonly serverMessage: string | null;
  readonly details: unknown;
  readonly violations: readonly Violation[];
  readonly retry: Retry;
  readonly retryAfter: number | null;
  readonly requestId: string | null;
}

/** The error that a client reads from any response that is not a success. It can be thrown. `message` is one line for a log. */
export class ReceivedError extends Error implements ReceivedErrorParts {
  /** The HTTP status of the response, which need not be the one of the table. */
  readonly status: number;
  /** The code, if this file knows it. */
  readonly code: ErrorCode | null;
  /** The code, known or not, as it came, or as it is called now; null where neither the body nor a header had one. */
  readonly codeString: AnyErrorCode | null;
  /** The text of the server for people. It is untrusted: escape it before it goes to a page or a log. */
  readonly serverMessage: string | null;
  /** The member `details` of the envelope as it came, if there is one. */
  readonly details: unknown;
  /** What is wrong with which field of the request. Malformed entries are skipped. */
  readonly violations: readonly Violation[];
  /** Whether the request may be sent again: see `mayRetry`. */
  readonly retry: Retry;
  /** The wait that the server asks for, in seconds, at most a day. */
  readonly retryAfter: number | null;
  /** The server's id of the request, for support. */
  readonly requestId: string | null;

  constructor(parts: ReceivedErrorParts) {
    super(oneLine(parts));
    this.name = "ReceivedError";
    this.status = parts.status;
    this.code = parts.code;
    this.codeString = parts.codeString;
    this.serverMessage = parts.serverMessage;
    this.details = parts.details;
    this.violations = parts.violations;
    this.retry = parts.retry;
    this.retryAfter = parts.retryAfter;
    this.requestId = parts.requestId;
  }

  /** For `JSON.stringify`, which leaves out the message of an error. */
  toJSON(): ReceivedErrorParts & { readonly name: string; readonly message: string } {
    return { ...this, name: this.name, message: this.message };
  }
}

/** Status, code, text and request id. Whatever would steer a log or a terminal is escaped. */
function oneLine({ status, codeString, serverMessage, requestId }: ReceivedErrorParts): string {
  const shown = (text: string): string =>
    (text.length > 500 ? `${text.slice(0, 350)}...${text.slice(-150)}` : text).replace(
      /[\p{C}\u2028\u2029]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
  const code = codeString === null ? "" : ` ${codeString}`;
  const text = serverMessage ? `: ${shown(serverMessage)}` : "";
  return `${status}${code}${text}${requestId === null ? "" : ` (request ${shown(requestId)})`}`;
}

/** Headers as `fetch`, axios and Node.js have them, as pairs, or as an object. */
export type ResponseHeaders =
  | Iterable<readonly [string, unknown]>
  | { readonly [name: string]: unknown }
  | null
  | undefined;

/**
 * Reads the error of a response. No body makes it throw: parts that cannot be read are null.
 *
 * The body is a text, bytes, or JSON that a client has parsed. The retry advice is the first of: the advice header of
 * this response; its retry header; the table's, if the code is known; what the status allows. If the row or the status
 * says `never`, a time that the server names makes it `if-idempotent`. If a header says `never`, there is no wait. A
 * stored response, with `Idempotent-Replayed: true`, is always `never`.
 */
export function parseError(status: number, headers: ResponseHeaders, body?: unknown): ReceivedError {
  const content = contentOf(body);
  const said = content.said;
  const sent = said.code ?? codeInHeader(headers) ?? said.standIn;
  const code = toErrorCode(sent);
  const codeString = code ?? sent;
  const info: ErrorInfo | null = code === null ? null : ERRORS[code];
  const asked = askedWait(status, headers, content.root);
  const retry = adviceOfHeaders(headers) ?? advice(info, status, asked);
  const details = content.details;
  return new ReceivedError({
    status,
    code,
    codeString,
    serverMessage: said.message ?? plainText(headers, content),
    details,
    violations: violationsOf(details),
    retry,
    retryAfter: retry === "never" ? null : (asked.wait ?? info?.retryAfter ?? null),
    requestId: requestIdOf(headers),
  });
}

/**
 * Reads an error that is not an error response: an event of a stream, a line of JSON lines, a message of a WebSocket, or
 * the body of a response that says 200. Null if the text, or the parsed JSON, is not an error.
 *
 * An error is a JSON object with a member `error`, which is an object or a text, or with a list `errors` and no `data`.
 * It must not be empty. The status is that of the code's row, or 500 if this file does not know the code.
 */
export function parseErrorJson(body: unknown): ReceivedError | null {
  const content = contentOf(body);
  const error = get(content.root, "error");
  const hasError = typeof error === "string" ? !isBlank(error) : isObject(error) && Object.keys(error).length > 0;
  const hasData = (get(content.root, "data") ?? null) !== null;
  const hasErrors = !hasData && items(get(content.root, "errors")).length > 0;
  if (!content.isWhole || !isObject(content.root) || !(hasError || hasErrors) || content.isList) return null;
  const { code } = parseError(500, null, body);
  return parseError(code === null ? 500 : ERRORS[code].status, null, body);
}

/**
 * Whether a request that got this error may be sent again: the advice says so, and where that is `if-idempotent` the
 * request is idempotent, by its method or by an idempotency key.
 */
export function mayRetry(error: ReceivedErrorParts, method: string, hasIdempotencyKey = false): boolean {
  const isIdempotent = hasIdempotencyKey || IDEMPOTENT_METHODS.includes(method.toUpperCase());
  return error.retry === "backoff" || (error.retry === "if-idempotent" && isIdempotent);
}

const IDEMPOTENT_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];

// The retry advice.

/** The words of the two headers, from the most cautious to the least. Other forms of `false` are read, those of `true` are not. */
const ADVICE_WORDS: readonly (readonly [Retry, readonly string[]])[] = [
  ["never", ["never", "false", "0", "no", "?0"]],
  ["if-idempotent", ["if-idempotent"]],
  ["backoff", ["backoff", "true"]],
];

/** After a timeout or the answer of a proxy it is unknown whether the request was carried out. */
const IF_IDEMPOTENT_STATUSES: readonly number[] = [
  408, 420, 502, 503, 504, 509, 520, 521, 522, 523, 524, 525, 527, 529, 530, 598, 599,
];

/** The headers of a stored response: that of the first request with the same idempotency key. It does not change. */
const REPLAYED_HEADERS: readonly string[] = ["idempotent-replayed", "idempotency-replayed"];

function adviceOfHeaders(headers: ResponseHeaders): Retry | null {
  const isReplayed = REPLAYED_HEADERS.flatMap((name) => words(headers, name)).some((word) => /^(?:true|1|yes|\?1)$/.test(word));
  return isReplayed ? "never" : (adviceOf(headers, ADVICE_HEADER) ?? adviceOf(headers, RETRY_HEADER));
}

/** The advice in all fields of a header. The most cautious word counts, and unknown words do not. */
function adviceOf(headers: ResponseHeaders, name: string | null): Retry | null {
  const found = words(headers, name);
  return ADVICE_WORDS.find(([, known]) => found.some((word) => known.includes(word)))?.[0] ?? null;
}

function words(headers: ResponseHeaders, name: string | null): string[] {
  return elements(headers, name).map((word) => unquoted(beforeSemicolon(word)).toLowerCase());
}

function advice(info: ErrorInfo | null, status: number, asked: AskedWait): Retry {
  const known = info === null ? adviceOfStatus(status) : info.retry;
  // A server that names a time expects the request again, though not that it is safe to carry it out twice. A quota says
  // less: the row of a known code explains the error better.
  const isExpected = asked.isNamed || (asked.isOfQuota && info === null);
  return known === "never" && isExpected ? "if-idempotent" : known;
}

/** A refusal before any work changed nothing. */
function adviceOfStatus(status: number): Retry {
  if (status === 425 || status === 429) return "backoff";
  return IF_IDEMPOTENT_STATUSES.includes(status) ? "if-idempotent" : "never";
}

// The wait. All are in milliseconds.

/** The longest wait: a server that asks for more is broken, or hostile. */
const MAX_WAIT = 24 * 60 * 60 * 1000;

/** The statuses with which servers refuse a request for a quota. Every response can describe its quota. */
const QUOTA_STATUSES: readonly number[] = [403, 429, 503];

/** Headers without a standard: what remains of a quota, and when it ends. */
const QUOTA_HEADERS: readonly (readonly [string, string])[] = [
  ["x-ratelimit-remaining", "x-ratelimit-reset"],
  ["x-rate-limit-remaining", "x-rate-limit-reset"],
];

/** The members of a body with a wait, and the milliseconds of their unit. */
const WAIT_MEMBERS: readonly (readonly [string, number])[] = [
  ["retry_after", 1000],
  ["retryAfter", 1000],
  ["retry_after_seconds", 1000],
  ["retryAfterSeconds", 1000],
  ["retry_after_ms", 1],
  ["retryAfterMs", 1],
];

/** A wait as the server wrote it, and the rest of it, which is less if a cache has kept the response for a while. */
interface Wait {
  readonly asked: number;
  readonly left: number;
}

/** What one place says: a wait, one that cannot be read, or nothing. */
type Source = Wait | "unreadable" | null;

/** The waits of one response. */
interface AskedWait {
  /** The wait of the first source that can be read, in seconds. */
  readonly wait: number | null;
  /** Whether the server names a time, readable or not. */
  readonly isNamed: boolean;
  /** Whether a quota ends after some time. */
  readonly isOfQuota: boolean;
}

/** The clock of a response, from which its waits count. */
class Clock {
  /** When the server wrote the response, by its own clock, which its times go by. */
  private readonly date: number | null;
  /** For how long a cache has kept it. */
  private readonly age: number;

  constructor(headers: ResponseHeaders) {
    this.date = elements(headers, "date").map(dateOf).find((date) => date !== null) ?? null;
    const age = header(headers, "age") ?? "";
    this.age = /^[0-9]+$/.test(age) ? Math.min(Number(age) * 1000, MAX_WAIT) : 0;
  }

  after(asked: number): Wait {
    return { asked, left: Math.max(asked - this.age, 0) };
  }

  /** The wait until a time in milliseconds since 1970. The past gives zero. */
  until(then: number): Wait {
    if (this.date !== null) return this.after(Math.max(then - this.date, 0));
    const asked = Math.max(then - Date.now(), 0);
    return { asked, left: asked };
  }

  /** A wait in seconds, or the date of its end: the forms of `Retry-After`. */
  secondsOrDate(text: string): Wait | null {
    const seconds = secondsOf(text);
    if (seconds !== null) return this.after(seconds * 1000);
    const date = dateOf(text);
    return date === null ? null : this.until(date);
  }

  milliseconds(text: string): Wait | null {
    const milliseconds = roundedUp(text);
    return milliseconds === null ? null : this.after(milliseconds);
  }
}

/** All waits of a response. A source that is there and cannot be read still names a time. */
function askedWait(status: number, headers: ResponseHeaders, root: unknown): AskedWait {
  const clock = new Clock(headers);
  const inMilliseconds = (name: string): Source =>
    longest(elements(headers, name).map((text) => clock.milliseconds(text)));
  const inHeaders = [
    longest(elements(headers, "retry-after").map((text) => clock.secondsOrDate(text))),
    inMilliseconds("retry-after-ms"),
    inMilliseconds("x-ms-retry-after-ms"),
  ];
  const quota = QUOTA_STATUSES.includes(status) ? quotaWait(headers, clock) : null;
  const inBody = bodyWait(root, clock);
  const found = firstReadable([...inHeaders, quota, inBody]);
  return {
    wait: isWait(found) ? Math.min(found.left, MAX_WAIT) / 1000 : null,
    isNamed: [...inHeaders, inBody].some(isNamed),
    isOfQuota: isNamed(quota),
  };
}

function isWait(source: Source): source is Wait {
  return source !== null && source !== "unreadable";
}

/** A wait of zero names no time: the request can be sent at once, or never. */
function isNamed(source: Source): boolean {
  return isWait(source) ? source.asked > 0 : source !== null;
}

/** The longest of the waits that can be read. */
function longest(readings: readonly (Wait | null)[]): Source {
  const none: Source = readings.length > 0 ? "unreadable" : null;
  return readings.reduce<Source>((found, wait) => {
    if (wait === null) return found;
    return isWait(found) && found.asked >= wait.asked ? found : wait;
  }, none);
}

/** The first wait that can be read, or else any source that is there. */
function firstReadable(sources: readonly Source[]): Source {
  return sources.find(isWait) ?? sources.find((source) => source !== null) ?? null;
}

/** When the quota that is used up is there again. */
function quotaWait(headers: ResponseHeaders, clock: Clock): Wait | null {
  const places = [rateLimit(headers, clock), rateLimitReset(headers, clock)];
  places.push(...QUOTA_HEADERS.map(([remaining, reset]) => unofficialReset(headers, remaining, reset, clock)));
  const found = firstReadable(places.map((waits) => (waits.length > 0 ? longest(waits) : null)));
  return isWait(found) ? found : null;
}

/** `RateLimit: "default";r=0;t=17` of the IETF draft, and `limit=100, remaining=0, reset=17` of its draft 7. */
function rateLimit(headers: ResponseHeaders, clock: Clock): Wait[] {
  const list = elements(headers, "ratelimit").map((element) => ({
    isAlone: !element.includes(";"),
    parameters: new Map(
      element.split(";").flatMap((part) => {
        const at = part.indexOf("=");
        return at < 0 ? [] : [[part.slice(0, at).trim().toLowerCase(), unquoted(part.slice(at + 1).trim())] as const];
      }),
    ),
  }));
  const hasRest = ({ parameters }: { readonly parameters: ReadonlyMap<string, string> }): boolean =>
    isPositive(parameters.get("r") ?? parameters.get("remaining") ?? "");
  // An item of its own speaks for all others.
  if (list.some((item) => item.isAlone && hasRest(item))) return [];
  return list.flatMap((item) => {
    const seconds = secondsOf(item.parameters.get("t") ?? item.parameters.get("reset") ?? "");
    return seconds === null || hasRest(item) ? [] : [clock.after(seconds * 1000)];
  });
}

/** `RateLimit-Reset` of the early versions of the draft. */
function rateLimitReset(headers: ResponseHeaders, clock: Clock): Wait[] {
  if (elements(headers, "ratelimit-remaining").some((text) => isPositive(beforeSemicolon(text)))) return [];
  return elements(headers, "ratelimit-reset").flatMap((text) => {
    const seconds = secondsOf(beforeSemicolon(text));
    return seconds === null ? [] : [clock.after(seconds * 1000)];
  });
}

/** A reset that is a wait for some servers, and a time for others. It counts only if nothing remains. */
function unofficialReset(headers: ResponseHeaders, remaining: string, reset: string, clock: Clock): Wait[] {
  const rests = elements(headers, remaining).map((text) => roundedUp(beforeSemicolon(text)));
  if (rests.length === 0 || rests.some((rest) => rest !== 0)) return [];
  return elements(headers, reset).flatMap((element) => {
    const text = beforeSemicolon(element);
    const number = roundedUp(text);
    const date = number === null ? dateOf(text) : null;
    if (date !== null) return [clock.until(date)];
    if (number === null) return [];
    // No quota lasts for 30 years.
    if (number < 1e9) return [clock.after(number * 1000)];
    return [clock.until(number < 1e12 ? number * 1000 : number)];
  });
}

/** The wait in a `RetryInfo` of Google's APIs, or else in the first member that is made for one. */
function bodyWait(root: unknown, clock: Clock): Source {
  const error = get(root, "error");
  const first = items(get(root, "errors"))[0];
  const infos = [error, root].flatMap((place) => items(get(place, "details")));
  const places = [
    error,
    get(error, "details"),
    root,
    ...["details", "parameters", "extensions"].map((name) => get(root, name)),
    first,
    get(first, "extensions"),
  ];
  const inInfo = infos.map((info) => retryInfo(info, clock)).find((source) => source !== null) ?? null;
  const members = places.map((place) =>
    firstReadable(WAIT_MEMBERS.map(([name, unit]) => waitOf(get(place, name), unit, clock))),
  );
  return firstReadable([inInfo, ...members]);
}

/** `google.rpc.RetryInfo`, with a duration in one of its two forms. */
function retryInfo(info: unknown, clock: Clock): Source {
  const delay = get(info, "retryDelay");
  if (delay === undefined || !isOfType(info, "google.rpc.RetryInfo")) return null;
  const seconds = typeof delay === "string" ? secondsOf(delay) : durationOf(delay);
  return seconds === null ? "unreadable" : clock.after(seconds * 1000);
}

/** The seconds of `{"seconds": "4", "nanos": 1}`, rounded up. */
function durationOf(delay: unknown): number | null {
  if (!isObject(delay)) return null;
  const seconds = get(delay, "seconds") ?? 0;
  const text = typeof seconds === "string" && /^[0-9]+$/.test(seconds) ? Number(seconds) : numberOf(seconds);
  const nanos = numberOf(get(delay, "nanos")) ?? 0;
  return text === null || text < 0 || !Number.isInteger(text) ? null : text + (nanos > 0 ? 1 : 0);
}

function waitOf(value: unknown, unit: number, clock: Clock): Source {
  if (value === undefined || value === null || typeof value === "boolean") return null;
  if (typeof value === "string") {
    return (unit === 1 ? clock.milliseconds(value) : clock.secondsOrDate(value)) ?? "unreadable";
  }
  const number = numberOf(value);
  return number === null || number < 0 ? "unreadable" : clock.after(Math.ceil(number) * unit);
}

/** Seconds, with or without a fraction, with or without the unit: `2`, `1.5`, `30s`. */
function secondsOf(text: string): number | null {
  return roundedUp(text.trim().replace(/[sS]$/, ""));
}

/** A number without sign and exponent. A fraction is rounded up, because a client must not come early. */
function roundedUp(text: string): number | null {
  const found = /^([0-9]+)(?:\.([0-9]*))?$/.exec(text.trim());
  // The numbers of JavaScript lose digits, but not the fraction of a small one.
  return found === null ? null : Number(found[1]) + (/[1-9]/.test(found[2] ?? "") ? 1 : 0);
}

function isPositive(text: string): boolean {
  return (roundedUp(text) ?? 0) > 0;
}

const MONTHS: readonly string[] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A date in milliseconds since 1970: the forms of HTTP, and what is nearly one. The weekday is not read. */
function dateOf(date: string): number | null {
  const text = date.trim();
  // No date of any form is longer. A longer text would only cost time.
  if (text.length > 64) return null;
  const iso = /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9:.]+)(.*)$/.exec(text);
  if (iso !== null) return momentOf(iso[3], Number(iso[2]), iso[1], iso[4], iso[5]);
  const words = text
    .split(/[ \t,]+/)
    .filter((word) => word !== "")
    .flatMap((word) => (/^[-+]/.test(word) ? [word] : word.split("-")));
  if (/^[A-Za-z]*$/.test(words[0] ?? "") && monthOf(words[0]) === 0) words.shift();
  if (words.length < 4 || words.length > 5) return null;
  const [first, second, third] = words;
  if (monthOf(second) > 0) return momentOf(first, monthOf(second), third, words[3], words[4]);
  const zone = words.length === 5 ? words[3] : "";
  return momentOf(second, monthOf(first), words[words.length - 1], third, zone);
}

/** The number of a month, from its name or the first letters of it; 0 if it is none. */
function monthOf(name: string | undefined): number {
  return name !== undefined && /^[A-Za-z]{3,}$/.test(name) ? MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1 : 0;
}

function momentOf(
  dayText: string | undefined,
  month: number,
  yearText: string | undefined,
  time: string | undefined,
  zone: string | undefined,
): number | null {
  const clock = /^([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]*))?)?$/.exec(time ?? "");
  const offset = offsetOf(zone ?? "");
  if (clock === null || offset === null) return null;
  if (!/^[0-9]{1,2}$/.test(dayText ?? "") || !/^(?:[0-9]{2}|[0-9]{4})$/.test(yearText ?? "")) return null;
  const [day, number] = [Number(dayText), Number(yearText)];
  const year = yearText?.length === 2 ? number + (number < 70 ? 2000 : 1900) : number;
  const [hour, minute, second] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 60) return null;
  const fraction = /[1-9]/.test(clock[4] ?? "") ? 1 : 0;
  const moment = date.getTime() + ((hour * 60 + minute) * 60 + second + fraction - offset) * 1000;
  return moment < 0 ? null : moment;
}

/** The seconds by which the clocks of a zone are ahead of UTC. Names of other zones have several meanings. */
function offsetOf(zone: string): number | null {
  if (/^(?:GMT|UTC|UT|Z|)$/i.test(zone)) return 0;
  const found = /^([-+])([0-9]{2}):?([0-9]{2})$/.exec(zone);
  const [hours, minutes] = [Number(found?.[2]), Number(found?.[3])];
  if (found === null || hours > 23 || minutes > 59) return null;
  return (found[1] === "-" ? -60 : 60) * (hours * 60 + minutes);
}

// Headers.

/** Headers in which servers, gateways and clouds send the id of a request, the most specific first. */
const REQUEST_ID_HEADERS: readonly string[] = [
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
];

function requestIdOf(headers: ResponseHeaders): string | null {
  const ids = REQUEST_ID_HEADERS.flatMap((name) => fields(headers, name).slice(0, 1));
  return ids.find((id) => /^[\t\x20-\x7e]{1,200}$/.test(id)) ?? null;
}

/** The first element of a header, if it is text. */
function header(headers: ResponseHeaders, name: string | null): string | null {
  const first = elements(headers, name)[0];
  return first !== undefined && /^[\t\x20-\x7e]*$/.test(first) ? first : null;
}

function codeInHeader(headers: ResponseHeaders): string | null {
  const text = header(headers, CODE_HEADER);
  return text !== null && isCode(text) ? text : null;
}

/** The elements of a header, without the empty ones. Proxies repeat headers, and they and `fetch` join them with commas. */
function elements(headers: ResponseHeaders, name: string | null): string[] {
  const list = fields(headers, name).flatMap((field) => field.split(","));
  return list.map((element) => element.trim()).filter((element) => element !== "");
}

/** All headers of that name. Header names are case-insensitive. */
function fields(headers: ResponseHeaders, name: string | null): string[] {
  if (headers === null || headers === undefined) return [];
  const pairs: Iterable<readonly [string, unknown]> =
    Symbol.iterator in headers ? (headers as Iterable<readonly [string, unknown]>) : Object.entries(headers);
  return [...pairs]
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .flatMap((value) => (typeof value === "string" || typeof value === "number" ? [String(value)] : []));
}

function beforeSemicolon(text: string): string {
  return (text.split(";")[0] ?? "").trim();
}

function unquoted(text: string): string {
  return /^".*"$/.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

// The body.

/** The longest code, in bytes. */
const MAX_CODE = 128;

/** What an error says of itself. */
interface Said {
  readonly code: string | null;
  /** A code in a member that is not made for codes. */
  readonly standIn: string | null;
  readonly message: string | null;
}

interface Content {
  readonly said: Said;
  readonly details: unknown;
  /** The JSON, as far as it can be read. */
  readonly root: unknown;
  readonly isWhole: boolean;
  /** Whether the root is an item of a list. */
  readonly isList: boolean;
  /** The text, if it is one. */
  readonly text: string | null;
}

/** Whether a text is a code: one of the table, or one that a table could have. A number below 600 is a status. */
function isCode(text: string): boolean {
  if (toErrorCode(text) !== null) return true;
  const isLegal = text.length <= MAX_CODE && /^[A-Za-z0-9][-A-Za-z0-9_.:/]*$/.test(text) && !text.includes("://");
  return isLegal && !(/^[0-9]+$/.test(text) && Number(text) < 600);
}

/** Whether a text that may be a code is one. So `Unauthorized`, `error` and `Not Found` are texts. */
function isStandIn(text: string): boolean {
  if (toErrorCode(text) !== null) return true;
  const isConstant = /[A-Z]/.test(text) && !/[a-z]/.test(text);
  return isCode(text) && (text.includes("_") || text.startsWith("urn:") || isConstant);
}

/** Members with texts for people, the most specific first. What is not a code is a text. */
const MESSAGE_NAMES: readonly string[] = [
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
  "code",
];

/** Members with the text of an item of a list. */
const ITEM_NAMES: readonly string[] = ["message", "detail", "msg", "description", "reason", "title"];

/** Members that have a code in some APIs and something else in others. */
const STAND_IN_NAMES: readonly string[] = ["type", "status", "error", "name", "__type"];

/** Finds code and message in the forms of error bodies that servers, frameworks and intermediaries write. */
function saidBy(root: unknown): Said {
  if (typeof root === "string") return { code: null, standIn: null, message: isBlank(root) ? null : root };
  const error = get(root, "error");
  const [first] = [...items(get(root, "errors")).slice(0, 1), ...items(error).slice(0, 1)].filter(isObject);
  const others = [root, get(root, "detail"), get(root, "fault"), first].filter(isObject);
  const coded = isObject(error) ? [error] : others;
  const described = isObject(error) ? [error, root] : others;
  const blank = get(described[0], "message");
  return {
    code: firstOf(coded, codeOf),
    standIn: firstOf(coded, (object) => standInOf(object, object === root, isObject(error))),
    message:
      firstOf(described, (object) => messageOf(object, object === root)) ?? (typeof blank === "string" ? blank : null),
  };
}

function firstOf<T>(list: readonly T[], read: (item: T) => string | null): string | null {
  for (const item of list) {
    const found = read(item);
    if (found !== null) return found;
  }
  return null;
}

/** The code in a member that is made for codes. */
function codeOf(object: unknown): string | null {
  const code = get(object, "code");
  const info = detailsIn(object).find((detail) => isOfType(detail, "google.rpc.ErrorInfo"));
  const reason = textCode(get(info, "reason"));
  const others = ["error_code", "errorCode"].map((name) => get(object, name));
  return (
    textCode(code) ??
    reason ??
    numberCode(code) ??
    firstOf(others, (value) => textCode(value) ?? numberCode(value)) ??
    textCode(get(get(object, "extensions"), "code"))
  );
}

function detailsIn(object: unknown): readonly unknown[] {
  const details = get(object, "details");
  return [...items(details), details];
}

function isOfType(object: unknown, kind: string): boolean {
  const type = get(object, "@type");
  return typeof type === "string" && type.endsWith(kind);
}

function textCode(value: unknown): string | null {
  return typeof value === "string" && isCode(value) ? value : null;
}

function numberCode(value: unknown): string | null {
  const isWhole = typeof value === "bigint" || Number.isInteger(value);
  return isWhole && (value as number | bigint) >= 600 && (value as number | bigint) < 2n ** 64n ? String(value) : null;
}

function standInOf(object: unknown, isRoot: boolean, hasError: boolean): string | null {
  return firstOf(STAND_IN_NAMES, (name) => {
    const text = get(object, name);
    if (typeof text !== "string") return null;
    if (name === "type") return codeOfType(text);
    if (name === "status" && !hasError) return null;
    if ((name === "error" || name === "name") && !isRoot) return null;
    const code = name === "__type" ? text.slice(text.lastIndexOf("#") + 1) : text;
    return isStandIn(code) ? code : null;
  });
}

/** The code in a `type`: for problem details, a URI that often ends in the code. */
function codeOfType(type: string): string | null {
  const uri = type.endsWith("/") ? type.slice(0, -1) : type;
  // A longer text is not a code, and an untrusted text can be long.
  const tail = uri.slice(-MAX_CODE - 1);
  for (const match of tail.matchAll(/[/#:]/g)) {
    const end = tail.slice(match.index + 1);
    if (toErrorCode(end) !== null) return end;
  }
  return isStandIn(type) ? type : null;
}

function messageOf(object: unknown, isRoot: boolean): string | null {
  return firstOf(MESSAGE_NAMES, (name) => {
    const value = get(object, name);
    const text = textOf(value);
    if (name === "error") return text !== null && isRoot && !isStandIn(text) ? text : null;
    if (name === "errors" && isObject(value)) return textOfFields(value);
    return name === "code" && textCode(value) !== null ? null : text;
  });
}

/** The text of a value: of a list, that of its items. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return isBlank(value) ? null : value;
  const texts = items(value).map((item) => {
    const own = [item, ...ITEM_NAMES.map((name) => get(item, name))];
    return own.find((text) => typeof text === "string" && !isBlank(text));
  });
  const found = texts.filter((text) => text !== undefined);
  return found.length > 0 ? found.join("; ") : null;
}

/** The texts of an object that has the faults of each field. */
function textOfFields(value: { readonly [name: string]: unknown }): string | null {
  const texts = Object.keys(value).flatMap((name) => {
    const text = textOf(value[name]);
    return text === null ? [] : [`${name}: ${text}`];
  });
  return texts.length > 0 ? texts.join("; ") : null;
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Float);
}

function get(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The items of a list that are looked at. Later ones say the same about other fields. */
const MAX_ITEMS = 16;

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]).slice(0, MAX_ITEMS) : [];
}

function numberOf(value: unknown): number | null {
  if (typeof value === "bigint") return Number(value);
  const number = value instanceof Float ? value.value : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** What a body says, be it text, bytes or parsed JSON. */
function contentOf(body: unknown): Content {
  const isBytes = body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  if (typeof body !== "string" && !isBytes) {
    const said = saidBy(rootOf(body));
    const details = get(get(body, "error"), "details");
    return { said, details, root: rootOf(body), isWhole: true, isList: Array.isArray(body), text: null };
  }
  const { text, isSound } = decode(body);
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const read = new Parser(json, isSound).read();
  const mended = read.isWhole ? null : mend(json, isSound);
  const better = mended === null ? read : new Parser(mended, true).read();
  const first = saidBy(rootOf(read.value));
  return {
    said: first.code !== null && first.message !== null ? first : saidBy(rootOf(better.value)),
    details: detailsOf(text),
    root: rootOf(better.value),
    isWhole: read.isWhole,
    isList: Array.isArray(read.value),
    text: isSound ? text : null,
  };
}

/** Some APIs send a list of errors. */
function rootOf(value: unknown): unknown {
  return items(value).find(isObject) ?? value;
}

/** The text of a body that says that it is plain text, if it is as short as a message. */
function plainText(headers: ResponseHeaders, { text }: Content): string | null {
  const type = beforeSemicolon(header(headers, "content-type") ?? "").toLowerCase();
  if (text === null || type !== "text/plain" || new TextEncoder().encode(text).length > 1024) return null;
  const message = text.trim();
  return message === "" || /^[{[<]/.test(message) ? null : message;
}

/** The text of a body, and whether all of it was one. A text that was decoded before may tell by U+FFFD that it was not. */
function decode(body: string | ArrayBuffer | ArrayBufferView): { text: string; isSound: boolean } {
  if (typeof body === "string") return { text: body, isSound: !body.includes("\uFFFD") };
  try {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(body), isSound: true };
  } catch {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(body), isSound: false };
  }
}

/** A text with U+FFFD for each half of a surrogate pair; null if nothing in it can be mended. */
function mend(json: string, isSound: boolean): string | null {
  const mended = json.replace(
    /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[dD][89a-fA-F][\da-fA-F]{2}|\\[^]/g,
    (escape) => (escape.length === 6 ? "\\ufffd" : escape),
  );
  return mended === json && isSound ? null : mended;
}

function detailsOf(text: string): unknown {
  try {
    const { error } = JSON.parse(text) as { error?: { details?: unknown } };
    return error?.details ?? undefined;
  } catch {
    return undefined;
  }
}

function violationsOf(details: unknown): Violation[] {
  const list = (details as { violations?: unknown } | null | undefined)?.violations;
  if (!Array.isArray(list)) return [];
  return (list as unknown[]).flatMap((entry) => {
    const { pointer, message } = (entry ?? {}) as { pointer?: unknown; message?: unknown };
    return typeof pointer === "string" && typeof message === "string" ? [{ pointer, message }] : [];
  });
}

/** A number that is not written as a whole one. */
class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** The text is not JSON from here on. */
class Broken extends Error {}

/** How deep lists and objects are read. Errors have fewer levels. What is passed over may be deeper. */
const MAX_DEPTH = 8;

/** Reads JSON member by member, so that what was read stays when the rest turns out to be broken. */
class Parser {
  private readonly json: string;
  /** Whether U+FFFD is a character like any other, or stands for what could not be decoded. */
  private readonly isSound: boolean;
  private at = 0;

  constructor(json: string, isSound: boolean) {
    this.json = json;
    this.isSound = isSound;
  }

  read(): { value: unknown; isWhole: boolean } {
    let value: unknown;
    try {
      this.value(0, (read) => (value = read));
      if (this.peek() !== "") throw new Broken();
      return { value, isWhole: true };
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      return { value, isWhole: false };
    }
  }

  /** Any value. It is put into its place before it is filled. */
  private value(depth: number, put: (value: unknown) => void): void {
    const next = this.peek();
    if (next === "{" || next === "[") {
      if (depth === MAX_DEPTH) {
        this.skip();
        put(null);
      } else if (next === "{") this.object(depth + 1, put);
      else this.list(depth + 1, put);
      return;
    }
    put(next === '"' ? this.string(true) : this.scalar());
  }

  private object(depth: number, put: (value: unknown) => void): void {
    const object = Object.create(null) as { [name: string]: unknown };
    put(object);
    this.expect("{");
    let replaced: unknown;
    for (let last: string | null = null; this.peek() !== "}"; ) {
      let name: string;
      try {
        if (last !== null) this.expect(",");
        name = this.string(true);
      } catch (broken) {
        // Where a text is cut off, a number that stands last may have had more digits.
        if (last !== null && numberOf(object[last]) !== null) object[last] = replaced;
        throw broken;
      }
      this.expect(":");
      replaced = object[name];
      this.value(depth, (value) => {
        // Beside an object, a member `error` of another kind says less.
        if (name !== "error" || isObject(value) || !isObject(object[name])) object[name] = value;
      });
      last = name;
    }
    this.at++;
  }

  private list(depth: number, put: (value: unknown) => void): void {
    const list: unknown[] = [];
    put(list);
    this.expect("[");
    for (let count = 0; this.peek() !== "]"; count++) {
      if (count > 0) this.expect(",");
      if (count < MAX_ITEMS) this.value(depth, (value) => (list[count] = value));
      else this.skip();
    }
    this.at++;
  }

  private scalar(): unknown {
    const word = this.word();
    if (/^[a-z]/.test(word)) return word === "null" ? null : word === "true";
    const number = Number(word);
    // A number that is not finite is out of range.
    if (!Number.isFinite(number)) throw new Broken();
    if (!/^\d+$/.test(word)) return new Float(number);
    return Number.isSafeInteger(number) ? number : BigInt(word);
  }

  /** Passes over a value, however deep it is. */
  private skip(): void {
    const closers: string[] = [];
    const name = (): void => {
      this.string(false);
      this.expect(":");
    };
    for (;;) {
      const next = this.peek();
      if (next === "{" || next === "[") {
        this.at++;
        const closer = next === "{" ? "}" : "]";
        closers.push(closer);
        if (this.peek() !== closer) {
          if (closer === "}") name();
          continue;
        }
      } else if (next === '"') this.string(false);
      else this.word();

      while (closers.length > 0 && this.peek() === closers[closers.length - 1]) {
        this.at++;
        closers.pop();
      }
      if (closers.length === 0) return;
      this.expect(",");
      if (closers[closers.length - 1] === "}") name();
    }
  }

  /** A number, or one of the three words, as it is written. */
  private word(): string {
    const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\d.eE])|true|false|null/y;
    pattern.lastIndex = this.at;
    const word = pattern.exec(this.json)?.[0];
    if (word === undefined) throw new Broken();
    this.at += word.length;
    return word;
  }

  /** A string. One that is passed over may have characters that are none. */
  private string(isStrict: boolean): string {
    this.expect('"');
    let text = "";
    for (;;) {
      const next = this.json.charAt(this.at++);
      if (next === '"') return text;
      // So is the end: an empty text comes before any other.
      if (next < " ") throw new Broken();
      if (next === "\uFFFD" && isStrict && !this.isSound) throw new Broken();
      text += next === "\\" ? this.escape(isStrict) : next;
    }
  }

  private escape(isStrict: boolean): string {
    const next = this.json.charAt(this.at++);
    if (next !== "u") {
      const at = '"\\/bfnrt'.indexOf(next || " ");
      if (at < 0) throw new Broken();
      return '"\\/\b\f\n\r\t'.charAt(at);
    }
    const unit = this.unit();
    if (!isStrict || unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit);
    const hasSecond = unit < 0xdc00 && this.json.startsWith("\\u", this.at);
    this.at += 2;
    const second = hasSecond ? this.unit() : 0;
    if (second < 0xdc00 || second > 0xdfff) throw new Broken();
    return String.fromCharCode(unit, second);
  }

  /** The UTF-16 unit behind an escape. */
  private unit(): number {
    const digits = this.json.slice(this.at, this.at + 4);
    if (!/^[\da-fA-F]{4}$/.test(digits)) throw new Broken();
    this.at += 4;
    return Number.parseInt(digits, 16);
  }

  private expect(expected: string): void {
    if (this.peek() !== expected) throw new Broken();
    this.at++;
  }

  /** The next character that is not a space; an empty text at the end. */
  private peek(): string {
    for (;;) {
      const next = this.json.charAt(this.at);
      if (next !== " " && next !== "\t" && next !== "\n" && next !== "\r") return next;
      this.at++;
    }
  }
}
