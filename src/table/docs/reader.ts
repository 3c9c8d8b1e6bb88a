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

/** What is wrong with one field of a request. */
export interface Violation {
  /** The JSON pointer of the field (RFC 6901); empty for the whole body. */
  readonly pointer: string;
  /** What is wrong, for people. The text is untrusted, as that of an error is. */
  readonly message: string;
}

/** The error that a client reads from any response that is not a success. */
export interface ReceivedError {
  /** The HTTP status of the response, which need not be the one of the table. */
  readonly status: number;
  /** The code, if this file knows it. */
  readonly code: ErrorCode | null;
  /** The code as it came, known or not; null where neither the body nor a header had one. */
  readonly codeString: AnyErrorCode | null;
  /** The technical message of the server. The text is untrusted: escape it before it goes to a page or a log. */
  readonly message: string | null;
  /** The member `details` of the envelope as it came, if there is one. */
  readonly details: unknown;
  /** What is wrong with which field of the request. Malformed entries are skipped. */
  readonly violations: readonly Violation[];
  /** Whether the request may be sent again: see `mayRetry`. */
  readonly retry: Retry;
  /** The wait that the server asks for, in seconds, at most a day. */
  readonly retryAfter: number | null;
}

/** Headers as `fetch` has them, as pairs, or as an object. */
export type ResponseHeaders =
  | Iterable<readonly [string, string]>
  | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * Reads the error of a response. It never throws: parts that cannot be read are null.
 *
 * The retry advice is the first of: the advice header of this response; its retry header; the table's, if the code is
 * known; what the status allows. If the row or the status says `never`, a `Retry-After` makes it `if-idempotent`. If a
 * header says `never`, there is no wait.
 */
export function parseError(status: number, headers: ResponseHeaders, body: string | Uint8Array): ReceivedError {
  const { text, isSound } = decode(body);
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const type = header(headers, "content-type")?.split(";")[0]?.trim().toLowerCase();
  const said = read(json, isSound, type === "application/problem+json");

  const codeString = asCode(said.code) ?? asCode(header(headers, CODE_HEADER)) ?? codeOfProblem(said.type);
  const code = isErrorCode(codeString) ? codeString : null;
  const info: ErrorInfo | null = code === null ? null : ERRORS[code];
  const wait = namedWait(headers);
  const hint = adviceOf(headers, ADVICE_HEADER) ?? adviceOf(headers, RETRY_HEADER);
  const retry = hint ?? advice(info, status, wait);
  const retryAfter = retry === "never" ? null : (wait ?? info?.retryAfter ?? null);
  const details = detailsOf(text);
  const violations = violationsOf(details);
  return { status, code, codeString, message: said.message, details, violations, retry, retryAfter };
}

/**
 * Whether a request that got this error may be sent again: the advice says so, and where that is `if-idempotent` the
 * request is idempotent, by its method or by an idempotency key.
 */
export function mayRetry(error: ReceivedError, method: string, hasIdempotencyKey = false): boolean {
  const isIdempotent = hasIdempotencyKey || IDEMPOTENT_METHODS.includes(method.toUpperCase());
  return error.retry === "backoff" || (error.retry === "if-idempotent" && isIdempotent);
}

const IDEMPOTENT_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];

/** The longest wait, in seconds: a server that asks for more is broken, or hostile. */
const MAX_WAIT = 24 * 60 * 60;

/** The longest code, in bytes. */
const MAX_CODE = 128;

/** How deep a text is looked into: the stack ends somewhere. What is passed over may be deeper. */
const MAX_DEPTH = 127;

/** The words of the two headers, from the most cautious to the least. Older servers write `if-idempotent` into both. */
const ADVICE_WORDS: readonly (readonly [Retry, readonly string[]])[] = [
  ["never", ["never", "false"]],
  ["if-idempotent", ["if-idempotent"]],
  ["backoff", ["backoff", "true"]],
];

/** The advice in all fields of a header. The most cautious word counts, and unknown words do not. */
function adviceOf(headers: ResponseHeaders, name: string | null): Retry | null {
  const words = elements(headers, name).map((word) => word.toLowerCase());
  return ADVICE_WORDS.find(([, known]) => words.some((word) => known.includes(word)))?.[0] ?? null;
}

function advice(info: ErrorInfo | null, status: number, wait: number | null): Retry {
  const known = info === null ? adviceOfStatus(status) : info.retry;
  // A server that names a time expects the request again, though not that it is safe to carry it out twice.
  return known === "never" && wait !== null ? "if-idempotent" : known;
}

/** A refusal before any work changed nothing; after a timeout or a proxy's answer it is unknown whether the request went through. */
function adviceOfStatus(status: number): Retry {
  if (status === 425 || status === 429) return "backoff";
  return [408, 502, 503, 504].includes(status) ? "if-idempotent" : "never";
}

/** The wait of `Retry-After`, which is in seconds or a time. Of several values, the longest wait counts. */
function namedWait(headers: ResponseHeaders): number | null {
  // The server's own clock, which its times go by; ours where it does not tell.
  const now = times(headers, "date").map(timeOf).find((time) => time !== null) ?? Date.now();
  const waits = times(headers, "retry-after").flatMap((value) => {
    if (/^[0-9]+$/.test(value)) return Number(value);
    const then = timeOf(value);
    return then === null ? [] : Math.max(then - now, 0) / 1000;
  });
  return waits.length === 0 ? null : waits.reduce((longest, wait) => Math.min(Math.max(longest, wait), MAX_WAIT), 0);
}

/** A time of HTTP in any of its three forms, in milliseconds since 1970. */
function timeOf(text: string): number | null {
  const fixdate = text
    .replace(
      /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-(\w{3})-(\d\d) ([\d:]{8}) GMT$/,
      (_, weekday: string, day: string, month: string, year: string, time: string) =>
        `${weekday.slice(0, 3)}, ${day} ${month} ${year < "70" ? "20" : "19"}${year} ${time} GMT`,
    )
    .replace(
      /^(\w{3}) (\w{3}) ([ \d]\d) ([\d:]{8}) (\d{4})$/,
      (_, weekday: string, month: string, day: string, time: string, year: string) =>
        `${weekday}, ${day.replace(" ", "0")} ${month} ${year} ${time} GMT`,
    );
  // There is one way to write a time in this form, but for years beyond four digits.
  const time = fixdate.length === 29 ? Date.parse(fixdate) : Number.NaN;
  return time >= 0 && new Date(time).toUTCString() === fixdate ? time : null;
}

/** The first element of a header, if it is text. */
function header(headers: ResponseHeaders, name: string | null): string | null {
  const first = elements(headers, name)[0];
  return first !== undefined && /^[\t\x20-\x7e]*$/.test(first) ? first : null;
}

/** The elements of a header, without the empty ones. Proxies repeat headers, and they and `fetch` join them with commas. */
function elements(headers: ResponseHeaders, name: string | null): string[] {
  return fields(headers, name).flatMap((field) => field.split(",").map(strip).filter((element) => element !== ""));
}

/** The elements of a header that contains times: each alone, and each with the next, because a date contains a comma. */
function times(headers: ResponseHeaders, name: string): string[] {
  return fields(headers, name).flatMap((field) => {
    const parts = field.split(",");
    return parts.flatMap((part, at) => [strip(part), strip(parts.slice(at, at + 2).join(","))]);
  });
}

function strip(text: string): string {
  return text.replace(/^[ \t]+/, "").replace(/[ \t]+$/, "");
}

/** All headers of that name. Header names are case-insensitive. */
function fields(headers: ResponseHeaders, name: string | null): string[] {
  const pairs: Iterable<readonly [string, string | readonly string[] | undefined]> =
    Symbol.iterator in headers ? (headers as Iterable<readonly [string, string]>) : Object.entries(headers);
  return [...pairs].filter(([key]) => key.toLowerCase() === name).flatMap(([, value]) => value ?? []);
}

/** A text that is long enough for a code, and short enough. */
function asCode(text: string | null): string | null {
  const isCode = text !== null && text !== "" && new TextEncoder().encode(text).length <= MAX_CODE;
  return isCode ? text : null;
}

/** The type of problem details is a URI, which often ends in the code. */
function codeOfProblem(type: string | null): string | null {
  // A longer text is not a code, and an untrusted text can be long.
  const tail = (type ?? "").slice(-MAX_CODE - 1);
  for (const match of tail.matchAll(/[/#:]/g)) {
    const end = tail.slice(match.index + 1);
    if (isErrorCode(end)) return end;
  }
  return asCode(type);
}

/** The text of a body, and whether all of it was one. A text that was decoded before may tell by U+FFFD that it was not. */
function decode(body: string | Uint8Array): { text: string; isSound: boolean } {
  if (typeof body === "string") return { text: body, isSound: !body.includes("\uFFFD") };
  try {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(body), isSound: true };
  } catch {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(body), isSound: false };
  }
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

/** What an error says of itself. */
interface Said {
  code: string | null;
  message: string | null;
  /** The type of problem details. */
  type: string | null;
}

/** The parts that can be read. In a text that is cut off or broken, the parts before the fault count. */
function read(json: string, isSound: boolean, isProblem: boolean): Said {
  const said = new Content(json, isSound).read(isProblem);
  if (said.code !== null && said.message !== null) return said;
  // One bad character does not spoil the others.
  const mended = json.replace(
    /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[dD][89a-fA-F][\da-fA-F]{2}|\\[^]/g,
    (escape) => (escape.length === 6 ? "\\ufffd" : escape),
  );
  if (mended === json && isSound) return said;
  const { code, message, type } = new Content(mended, true).read(isProblem);
  // A code is the text as sent, or it is missing.
  const isSent = (text: string | null): boolean => text !== null && !text.includes("\uFFFD");
  return { code: isSent(code) ? code : null, message, type: isSent(type) ? type : null };
}

/** A value that says something; any other is null. */
type Value = { readonly kind: "text" | "number" | "reason"; readonly text: string } | null;

const textOf = (value: Value): string | null => (value?.kind === "text" ? value.text : null);

/** The text is not JSON from here on. */
class Broken extends Error {}

/**
 * What the JSON of an error says: the envelope, problem details (RFC 9457), or an error of Google's APIs, whose code is
 * in an `ErrorInfo`. It is filled member by member, so that what was read stays when the rest turns out to be broken.
 */
class Content {
  private readonly json: string;
  /** Whether U+FFFD is a character like any other, or stands for what could not be decoded. */
  private readonly isSound: boolean;
  private at = 0;
  private depth = 0;

  private code: Value = null;
  private message: Value = null;
  private reason: string | null = null;
  private type: string | null = null;
  private title: string | null = null;
  private detail: string | null = null;
  private hasError = false;
  private hasStatus = false;

  constructor(json: string, isSound: boolean) {
    this.json = json;
    this.isSound = isSound;
  }

  read(isProblem: boolean): Said {
    try {
      this.whole();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
    }
    if (this.hasError) {
      return { code: this.wireCode(this.reason), message: textOf(this.message), type: null };
    }
    const hasText = this.title !== null || this.detail !== null;
    if (!isProblem && !(hasText && (this.type !== null || this.hasStatus))) {
      return { code: null, message: null, type: null };
    }
    // `about:blank` stands for no more than the status.
    const type = this.type === "about:blank" ? null : this.type;
    return { code: this.wireCode(null), message: this.detail ?? this.title, type };
  }

  /** A number is a code, unless it can be the status of HTTP or gRPC. */
  private wireCode(reason: string | null): string | null {
    if (this.code?.kind === "text") return this.code.text;
    const isCode = this.code?.kind === "number" && reason === null && Number(this.code.text) >= 600;
    return isCode ? (this.code?.text ?? null) : reason;
  }

  private whole(): void {
    for (const name of this.members(true)) {
      if (name === "error") this.envelope();
      // Members beside the envelope do not overwrite its own.
      else if (name === "code" && !this.hasError) this.code = this.value();
      else if (name === "type") this.type = textOf(this.value());
      else if (name === "title") this.title = textOf(this.value());
      else if (name === "detail") this.detail = textOf(this.value());
      else if (name === "status") this.hasStatus = this.value()?.kind === "number";
      else this.skip();
    }
  }

  /** The value of `error`. Beside problem details it can be a word, or anything else. */
  private envelope(): void {
    if (this.peek() !== "{") {
      this.item();
      return;
    }
    this.hasError = true;
    this.code = this.message = this.reason = null;
    for (const name of this.members(true)) {
      if (name === "code") this.code = this.value();
      else if (name === "message") this.message = this.value();
      else if (name === "details") {
        const value = this.value();
        if (value?.kind === "reason") this.reason = value.text;
      } else this.skip();
    }
  }

  /** The names of an object, and whether it holds `code`. The caller reads the value before it asks for the next name. */
  private *members(holdsCode: boolean): Generator<string, void> {
    this.open("{");
    for (let last: string | null = null; this.peek() !== "}"; ) {
      try {
        if (last !== null) this.expect(",");
        last = this.string(true);
      } catch (broken) {
        // Where a text is cut off, a number that stands last may have had more digits.
        if (holdsCode && last === "code" && this.code?.kind === "number") this.code = null;
        throw broken;
      }
      this.expect(":");
      yield last;
    }
    this.close();
  }

  /** Any value; a list is looked into. */
  private value(): Value {
    if (this.peek() !== "[") return this.item();
    this.open("[");
    let found: Value = null;
    for (let first = true; this.peek() !== "]"; first = false) {
      if (!first) this.expect(",");
      const value = this.item();
      if (found === null && value?.kind === "reason") found = value;
    }
    this.close();
    return found;
  }

  /** Any value; a list is passed over. */
  private item(): Value {
    const next = this.peek();
    if (next === '"') return { kind: "text", text: this.string(true) };
    if (next === "{") return this.errorInfo();
    if (next === "[") {
      if (this.depth === MAX_DEPTH) throw new Broken();
      this.skip();
      return null;
    }
    const word = this.word();
    // A number that is not finite is out of range.
    if (/^[-\d]/.test(word) && !Number.isFinite(Number(word))) throw new Broken();
    const isWhole = /^\d{1,20}$/.test(word) && (word.length < 20 || word <= "18446744073709551615");
    return isWhole ? { kind: "number", text: word } : null;
  }

  private errorInfo(): Value {
    let reason: string | null = null;
    let isErrorInfo = false;
    for (const name of this.members(false)) {
      if (name === "reason") reason = textOf(this.item());
      else if (name === "@type") isErrorInfo = textOf(this.item())?.endsWith("google.rpc.ErrorInfo") ?? false;
      else this.skip();
    }
    return isErrorInfo && reason !== null ? { kind: "reason", text: reason } : null;
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

  /** Goes into an object or a list. */
  private open(opener: string): void {
    this.expect(opener);
    if (this.depth === MAX_DEPTH) throw new Broken();
    this.depth++;
  }

  private close(): void {
    this.at++;
    this.depth--;
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
