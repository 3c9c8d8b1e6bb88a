import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Retry says whether the same request may be sent again.
type Retry string

const (
	// RetryNever means no: it cannot succeed until the request, the account or the service is changed.
	RetryNever Retry = "never"
	// RetryBackoff means yes, after a wait: the failed attempt changed nothing.
	RetryBackoff Retry = "backoff"
	// RetryIfIdempotent means yes, after a wait, if a second attempt does no harm: the first may have been carried out.
	RetryIfIdempotent Retry = "if-idempotent"
)

// ErrorInfo is what the table says of a code.
type ErrorInfo struct {
	// Status is the HTTP status that it is sent with.
	Status int
	Retry  Retry
	// Cause is what typically brings it about.
	Cause string
	// Message is what a response says where its author says no more.
	Message string
	// Remedy is what the caller does about it, if the table says so.
	Remedy string
	// RetryAfter is how long to wait before the next attempt, if the table says so.
	RetryAfter time.Duration
}

// ErrorCode is a code of the table, or any other that a server may send, for it may be newer than this file.
type ErrorCode string

//<table>

// Known says whether this file knows the code.
func (c ErrorCode) Known() bool {
	_, known := infos[c.current()]
	return known
}

// Info returns what the table says of the code, if this file knows it.
func (c ErrorCode) Info() (ErrorInfo, bool) {
	info, known := infos[c.current()]
	return info, known
}

// current returns the code as the table has it, where it came as another string.
func (c ErrorCode) current() ErrorCode {
	if code, found := aliases[c]; found {
		return code
	}
	return c
}

// Error returns the code. A code is an error, so that it can be the target of errors.Is.
func (c ErrorCode) Error() string {
	return string(c)
}

// Violation is what is wrong with one field of a request.
type Violation struct {
	// Pointer is the JSON pointer of the field (RFC 6901); empty for the whole body.
	Pointer string
	// Message is what is wrong, for people. The text is untrusted, as that of an error is.
	Message string
}

// ReceivedError is the error that a client reads from any response that is not a success. errors.Is compares it by its
// code: errors.Is(err, SomeCode).
type ReceivedError struct {
	// Status is the HTTP status of the response, which need not be the one of the table.
	Status int
	// Code is the code, known or not, as it came, or as it is called now; empty where neither the body nor a header had one.
	Code ErrorCode
	// Message is the text of the server for people. It is untrusted: escape it before it goes to a page or a log.
	Message string
	// Details is the member details of the envelope as it came, if there is one.
	Details json.RawMessage
	// Violations is what is wrong with which field of the request. Malformed entries are skipped.
	Violations []Violation
	// Retry says whether the request may be sent again: see MayRetry.
	Retry Retry
	// RequestID is the server's id of the request, for support.
	RequestID string

	wait *time.Duration
}

// Error is one line for a log. A text of several lines is escaped, and the middle of a long one is left out.
func (e *ReceivedError) Error() string {
	line := strconv.Itoa(e.Status)
	if e.Code != "" {
		code := strconv.Quote(string(e.Code))
		line += " " + code[1:len(code)-1]
	}
	if e.Message != "" {
		line += fmt.Sprintf(": %q", shortened(e.Message))
	}
	if e.RequestID != "" {
		line += fmt.Sprintf(" (request %s)", e.RequestID)
	}
	return line
}

func shortened(text string) string {
	characters := []rune(text)
	if len(characters) <= 500 {
		return text
	}
	return string(characters[:350]) + "..." + string(characters[len(characters)-150:])
}

// Is says whether the error has this code.
func (e *ReceivedError) Is(target error) bool {
	code, ok := target.(ErrorCode)
	return ok && code != "" && code == e.Code
}

// MayRetry says whether a request that got this error may be sent again: the advice says so, and where that is
// RetryIfIdempotent the request is idempotent, by its method or by an idempotency key.
func (e *ReceivedError) MayRetry(method string, hasIdempotencyKey bool) bool {
	switch e.Retry {
	case RetryBackoff:
		return true
	case RetryIfIdempotent:
		return hasIdempotencyKey || isIdempotent(method)
	}
	return false
}

// RetryAfter returns the wait that the server asks for, at most a day.
func (e *ReceivedError) RetryAfter() (time.Duration, bool) {
	if e.wait == nil {
		return 0, false
	}
	return *e.wait, true
}

// ParseError reads the error of a response. It never fails: parts that cannot be read are empty.
//
// The retry advice is the first of: the advice header of this response; its retry header; the table's, if the code is
// known; what the status allows. If the row or the status says never, a time that the server names makes it
// RetryIfIdempotent. If a header says never, there is no wait. A stored response, with Idempotent-Replayed: true, is
// always RetryNever.
func ParseError(status int, header http.Header, body []byte) *ReceivedError {
	return newError(status, header, contentOf(body), body)
}

// ParseErrorJSON reads an error that is not an error response: an event of a stream, a line of JSON lines, a message of
// a WebSocket, or the body of a response that says 200. It returns false if the text is not an error.
//
// An error is a JSON object with a member error, which is an object or a text, or with a list errors and no data. It
// must not be empty. The status is that of the code's row, or 500 if this file does not know the code.
func ParseErrorJSON(body []byte) (*ReceivedError, bool) {
	found := contentOf(body)
	if !found.isWhole || !isError(found.value) {
		return nil, false
	}
	e := newError(http.StatusInternalServerError, nil, found, body)
	if info, known := e.Code.Info(); known {
		e = newError(info.Status, nil, found, body)
	}
	return e, true
}

func newError(status int, header http.Header, found content, body []byte) *ReceivedError {
	e := &ReceivedError{Status: status, Details: details(body), RequestID: requestID(header)}
	e.Violations = violations(e.Details)
	inHeader := text(header, codeHeader)
	if !isCode(inHeader) {
		inHeader = ""
	}
	e.Code = ErrorCode(first(found.said.code, inHeader, found.said.standIn)).current()
	e.Message = found.said.message
	if e.Message == "" {
		e.Message = plainText(header, body)
	}
	info, known := e.Code.Info()
	asked := askedWait(status, header, rootOf(found.value))
	var told bool
	if e.Retry, told = adviceOfHeaders(header); !told {
		e.Retry = advice(info, known, status, asked)
	}
	e.wait = asked.wait
	if e.wait == nil && info.RetryAfter > 0 {
		e.wait = &info.RetryAfter
	}
	if e.Retry == RetryNever {
		e.wait = nil
	}
	return e
}

// The first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func isIdempotent(method string) bool {
	switch strings.ToUpper(method) {
	// A request without a method is a GET, as net/http has it.
	case "", "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY":
		return true
	}
	return false
}

func adviceOfHeaders(header http.Header) (Retry, bool) {
	// A stored response, that of the first request with the same idempotency key, does not change.
	for _, name := range []string{"idempotent-replayed", "idempotency-replayed"} {
		for _, word := range words(header, name) {
			switch word {
			case "true", "1", "yes", "?1":
				return RetryNever, true
			}
		}
	}
	if retry, told := adviceOf(header, adviceHeader); told {
		return retry, true
	}
	return adviceOf(header, retryHeader)
}

func words(header http.Header, name string) []string {
	found := elements(header, name)
	for at, element := range found {
		found[at] = strings.ToLower(unquoted(beforeSemicolon(element)))
	}
	return found
}

// The advice in all fields of a header. The most cautious word counts, and unknown words do not. Other forms of false are
// read, those of true are not.
func adviceOf(header http.Header, name string) (Retry, bool) {
	found := map[Retry]bool{}
	for _, word := range words(header, name) {
		switch word {
		case "never", "false", "0", "no", "?0":
			found[RetryNever] = true
		case "if-idempotent":
			found[RetryIfIdempotent] = true
		case "backoff", "true":
			found[RetryBackoff] = true
		}
	}
	for _, retry := range []Retry{RetryNever, RetryIfIdempotent, RetryBackoff} {
		if found[retry] {
			return retry, true
		}
	}
	return RetryNever, false
}

func advice(info ErrorInfo, known bool, status int, asked asked) Retry {
	retry := info.Retry
	if !known {
		retry = adviceOfStatus(status)
	}
	// A server that names a time expects the request again, though not that it is safe to carry it out twice. A quota
	// says less: the row of a known code explains the error better.
	if retry == RetryNever && (asked.isNamed || (asked.isOfQuota && !known)) {
		return RetryIfIdempotent
	}
	return retry
}

// A refusal before any work changed nothing; after a timeout or the answer of a proxy it is unknown whether the request
// was carried out.
func adviceOfStatus(status int) Retry {
	switch status {
	case 425, 429:
		return RetryBackoff
	case 408, 420, 502, 503, 504, 509, 520, 521, 522, 523, 524, 525, 527, 529, 530, 598, 599:
		return RetryIfIdempotent
	}
	return RetryNever
}

// The longest wait: a server that asks for more is broken, or hostile.
const maxWait = 24 * time.Hour

// The longest wait that is told from a longer one.
const maxAsked = 100 * 365 * 24 * time.Hour

// A wait as the server wrote it, and the rest of it, which is less if a cache has kept the response for a while.
type wait struct {
	asked, left time.Duration
}

// What one place says: a wait, one that cannot be read, or nothing.
type source struct {
	isThere, isWait bool
	wait
}

func unreadable() source {
	return source{isThere: true}
}

func read(found wait, ok bool) source {
	return source{true, ok, found}
}

// A wait of zero names no time: the request can be sent at once, or never.
func (s source) isNamed() bool {
	return s.isThere && !(s.isWait && s.asked == 0)
}

// The longest of the waits that can be read.
func longest(sources []source) source {
	var found source
	for _, s := range sources {
		if !found.isThere || (s.isWait && (!found.isWait || s.asked > found.asked)) {
			found = s
		}
	}
	return found
}

// The first wait that can be read, or else any source that is there.
func firstReadable(sources []source) source {
	var found source
	for _, s := range sources {
		if s.isWait {
			return s
		}
		if s.isThere {
			found = s
		}
	}
	return found
}

// The waits of one response.
type asked struct {
	// The wait of the first source that can be read.
	wait *time.Duration
	// Whether the server names a time, readable or not.
	isNamed bool
	// Whether a quota ends after some time.
	isOfQuota bool
}

// All waits of a response. A source that is there and cannot be read still names a time.
func askedWait(status int, header http.Header, root any) asked {
	now := clockOf(header)
	each := func(name string, read func(string) source) source {
		var found []source
		for _, element := range elements(header, name) {
			found = append(found, read(element))
		}
		return longest(found)
	}
	said := []source{
		each("retry-after", now.secondsOrDate),
		each("retry-after-ms", now.milliseconds),
		each("x-ms-retry-after-ms", now.milliseconds),
	}
	quota, inBody := quotaWait(status, header, now), bodyWait(root, now)
	result := asked{isNamed: inBody.isNamed(), isOfQuota: quota.isWait && quota.isNamed()}
	for _, s := range said {
		result.isNamed = result.isNamed || s.isNamed()
	}
	if found := firstReadable(append(said, quota, inBody)); found.isWait {
		left := found.left
		if left > maxWait {
			left = maxWait
		}
		result.wait = &left
	}
	return result
}

// The clock of a response, from which its waits count.
type clock struct {
	// When the server wrote the response, by its own clock, which its times go by.
	date    time.Time
	hasDate bool
	// For how long a cache has kept it.
	age time.Duration
}

func clockOf(header http.Header) clock {
	var c clock
	for _, element := range elements(header, "date") {
		if c.date, c.hasDate = dateOf(element); c.hasDate {
			break
		}
	}
	if age := text(header, "age"); digits.MatchString(age) {
		seconds, _ := roundedUp(age)
		c.age = times(seconds, time.Second)
	}
	if c.age > maxWait {
		c.age = maxWait
	}
	return c
}

func (c clock) after(asked time.Duration) wait {
	left := asked - c.age
	if left < 0 {
		left = 0
	}
	return wait{asked, left}
}

// The wait until a moment. The past gives zero.
func (c clock) until(then time.Time) wait {
	now := c.date
	if !c.hasDate {
		now = time.Now()
	}
	asked := then.Sub(now)
	if asked < 0 {
		asked = 0
	}
	if c.hasDate {
		return c.after(asked)
	}
	return wait{asked, asked}
}

func (c clock) seconds(text string) source {
	seconds, ok := secondsOf(text)
	return read(c.after(times(seconds, time.Second)), ok)
}

// A wait in seconds, or the date of its end: the forms of Retry-After.
func (c clock) secondsOrDate(text string) source {
	if s := c.seconds(text); s.isWait {
		return s
	}
	date, ok := dateOf(text)
	if !ok {
		return unreadable()
	}
	return read(c.until(date), true)
}

func (c clock) milliseconds(text string) source {
	milliseconds, ok := roundedUp(text)
	return read(c.after(times(milliseconds, time.Millisecond)), ok)
}

// When the quota that is used up is there again. Every response can describe its quota; with these statuses servers
// refuse a request for it.
func quotaWait(status int, header http.Header, now clock) source {
	if status != http.StatusForbidden && status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable {
		return source{}
	}
	found := firstReadable([]source{
		rateLimit(header, now),
		rateLimitReset(header, now),
		unofficialReset(header, "x-ratelimit-remaining", "x-ratelimit-reset", now),
		unofficialReset(header, "x-rate-limit-remaining", "x-rate-limit-reset", now),
	})
	if !found.isWait {
		return source{}
	}
	return found
}

// RateLimit: "default";r=0;t=17 of the IETF draft, and limit=100, remaining=0, reset=17 of its draft 7.
func rateLimit(header http.Header, now clock) source {
	var found []source
	for _, item := range elements(header, "ratelimit") {
		parameters := map[string]string{}
		for _, part := range strings.Split(item, ";") {
			if name, value, ok := strings.Cut(part, "="); ok {
				parameters[strings.ToLower(trim(name))] = unquoted(trim(value))
			}
		}
		hasRest := isPositive(first(parameters["r"], parameters["remaining"]))
		if hasRest && !strings.Contains(item, ";") {
			// An item of its own speaks for all others.
			return source{}
		}
		if reset := first(parameters["t"], parameters["reset"]); !hasRest && reset != "" {
			found = append(found, now.seconds(reset))
		}
	}
	return longest(found)
}

// RateLimit-Reset of the early versions of the draft.
func rateLimitReset(header http.Header, now clock) source {
	for _, element := range elements(header, "ratelimit-remaining") {
		if isPositive(beforeSemicolon(element)) {
			return source{}
		}
	}
	var found []source
	for _, element := range elements(header, "ratelimit-reset") {
		found = append(found, now.seconds(beforeSemicolon(element)))
	}
	return longest(found)
}

// A reset that is a wait for some servers, and a time for others. It counts only if nothing remains.
func unofficialReset(header http.Header, remaining, reset string, now clock) source {
	rests := elements(header, remaining)
	for _, element := range rests {
		if rest, ok := roundedUp(beforeSemicolon(element)); !ok || rest != 0 {
			return source{}
		}
	}
	if len(rests) == 0 {
		return source{}
	}
	var found []source
	for _, element := range elements(header, reset) {
		found = append(found, now.reset(beforeSemicolon(element)))
	}
	return longest(found)
}

func (c clock) reset(text string) source {
	number, ok := roundedUp(text)
	if !ok {
		date, ok := dateOf(text)
		return read(c.until(date), ok)
	}
	switch {
	// No quota lasts for 30 years.
	case number < 1e9:
		return read(c.after(times(number, time.Second)), true)
	case number < 1e12:
		return read(c.until(time.Unix(int64(number), 0)), true)
	}
	return read(c.until(time.UnixMilli(int64(math.Min(number, 1<<53)))), true)
}

// The members of a body with a wait, and their unit.
var waitMembers = []struct {
	name string
	unit time.Duration
}{
	{"retry_after", time.Second},
	{"retryAfter", time.Second},
	{"retry_after_seconds", time.Second},
	{"retryAfterSeconds", time.Second},
	{"retry_after_ms", time.Millisecond},
	{"retryAfterMs", time.Millisecond},
}

// The wait in a RetryInfo of Google's APIs, or else in the first member that is made for one.
func bodyWait(root any, now clock) source {
	problem, item := get(root, "error"), firstItem(get(root, "errors"))
	var sources []source
	for _, place := range []any{problem, root} {
		for _, info := range items(get(place, "details")) {
			// The first that is there counts.
			if s := retryInfo(info, now); s.isThere && len(sources) == 0 {
				sources = append(sources, s)
			}
		}
	}
	for _, place := range []any{
		problem,
		get(problem, "details"),
		root,
		get(root, "details"),
		get(root, "parameters"),
		get(root, "extensions"),
		item,
		get(item, "extensions"),
	} {
		for _, member := range waitMembers {
			sources = append(sources, waitOf(get(place, member.name), member.unit, now))
		}
	}
	return firstReadable(sources)
}

// A google.rpc.RetryInfo, with a duration in one of its two forms.
func retryInfo(info any, now clock) source {
	delay := get(info, "retryDelay")
	if delay == nil || !isOfType(info, "google.rpc.RetryInfo") {
		return source{}
	}
	if text, ok := delay.(string); ok {
		return now.seconds(text)
	}
	seconds, ok := durationOf(delay)
	return read(now.after(times(seconds, time.Second)), ok)
}

// The seconds of {"seconds": "4", "nanos": 1}, rounded up.
func durationOf(delay any) (float64, bool) {
	if _, ok := delay.(*object); !ok {
		return 0, false
	}
	nanos, _ := numberOf(get(delay, "nanos"))
	var seconds float64
	switch value := get(delay, "seconds").(type) {
	case nil:
	case string:
		if !digits.MatchString(value) {
			return 0, false
		}
		seconds, _ = roundedUp(value)
	default:
		number, ok := numberOf(value)
		if !ok || number < 0 || number != math.Trunc(number) {
			return 0, false
		}
		seconds = number
	}
	if nanos > 0 {
		seconds++
	}
	return seconds, true
}

func waitOf(value any, unit time.Duration, now clock) source {
	switch value := value.(type) {
	case nil, bool:
		return source{}
	case string:
		if unit == time.Millisecond {
			return now.milliseconds(value)
		}
		return now.secondsOrDate(value)
	}
	number, ok := numberOf(value)
	return read(now.after(times(math.Ceil(number), unit)), ok && number >= 0)
}

// A wait of so many units.
func times(count float64, unit time.Duration) time.Duration {
	if count >= float64(maxAsked/unit) {
		return maxAsked
	}
	return time.Duration(count) * unit
}

var (
	digits  = regexp.MustCompile(`^[0-9]+$`)
	decimal = regexp.MustCompile(`^([0-9]+)(?:\.([0-9]*))?$`)
)

// Seconds, with or without a fraction, with or without the unit: 2, 1.5, 30s.
func secondsOf(text string) (float64, bool) {
	text = trim(text)
	if strings.HasSuffix(text, "s") || strings.HasSuffix(text, "S") {
		text = text[:len(text)-1]
	}
	return roundedUp(text)
}

// A number without sign and exponent. A fraction is rounded up, because a client must not come early.
func roundedUp(text string) (float64, bool) {
	found := decimal.FindStringSubmatch(trim(text))
	if found == nil {
		return 0, false
	}
	// A number that is out of range is infinite.
	number, _ := strconv.ParseFloat(found[1], 64)
	if strings.Trim(found[2], "0") != "" {
		number++
	}
	return number, true
}

func isPositive(text string) bool {
	number, _ := roundedUp(text)
	return number > 0
}

var (
	isoDate  = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9:.]+)(.*)$`)
	timeOf   = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]*))?)?$`)
	zone     = regexp.MustCompile(`^([-+])([0-9]{2}):?([0-9]{2})$`)
	dayText  = regexp.MustCompile(`^[0-9]{1,2}$`)
	yearText = regexp.MustCompile(`^(?:[0-9]{2}|[0-9]{4})$`)
	letters  = regexp.MustCompile(`^[A-Za-z]*$`)
)

// A date: the forms of HTTP, and what is nearly one. The weekday is not read.
func dateOf(date string) (time.Time, bool) {
	date = trim(date)
	// No date of any form is longer. A longer text would only cost time.
	if len(date) > 64 {
		return time.Time{}, false
	}
	if iso := isoDate.FindStringSubmatch(date); iso != nil {
		month, _ := strconv.Atoi(iso[2])
		return momentOf(iso[3], month, iso[1], iso[4], iso[5])
	}
	var words []string
	for _, word := range strings.FieldsFunc(date, func(r rune) bool { return strings.ContainsRune(" \t,", r) }) {
		if word[0] == '-' || word[0] == '+' {
			words = append(words, word)
		} else {
			words = append(words, strings.Split(word, "-")...)
		}
	}
	if len(words) > 0 && letters.MatchString(words[0]) && monthOf(words[0]) == 0 {
		words = words[1:]
	}
	if len(words) < 4 || len(words) > 5 {
		return time.Time{}, false
	}
	if month := monthOf(words[1]); month > 0 {
		zone := append(words, "")[4]
		return momentOf(words[0], month, words[2], words[3], zone)
	}
	zone, year := "", words[len(words)-1]
	if len(words) == 5 {
		zone = words[3]
	}
	return momentOf(words[1], monthOf(words[0]), year, words[2], zone)
}

// The number of a month, from its name or the first letters of it; 0 if it is none.
func monthOf(name string) int {
	if len(name) < 3 || !letters.MatchString(name) {
		return 0
	}
	at := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name[:3]))
	if at < 0 || at%3 != 0 {
		return 0
	}
	return at/3 + 1
}

func momentOf(day string, month int, year, clock, zone string) (time.Time, bool) {
	found := timeOf.FindStringSubmatch(clock)
	offset, ok := offsetOf(zone)
	if found == nil || !ok || !dayText.MatchString(day) || !yearText.MatchString(year) {
		return time.Time{}, false
	}
	number := func(digits string) int {
		// They are digits, and few; what is left out is zero.
		number, _ := strconv.Atoi(digits)
		return number
	}
	y := number(year)
	if len(year) == 2 && y < 70 {
		y += 2000
	} else if len(year) == 2 {
		y += 1900
	}
	date := time.Date(y, time.Month(month), number(day), 0, 0, 0, 0, time.UTC)
	exists := y >= 1970 && int(date.Month()) == month && date.Day() == number(day)
	hour, minute, second := number(found[1]), number(found[2]), number(found[3])
	if !exists || hour > 23 || minute > 59 || second > 60 {
		return time.Time{}, false
	}
	if strings.Trim(found[4], "0") != "" {
		second++
	}
	moment := date.Add(time.Duration((hour*60+minute)*60+second-offset) * time.Second)
	return moment, moment.Unix() >= 0
}

// The seconds by which the clocks of a zone are ahead of UTC. Names of other zones have several meanings.
func offsetOf(name string) (int, bool) {
	switch strings.ToUpper(name) {
	case "GMT", "UTC", "UT", "Z", "":
		return 0, true
	}
	found := zone.FindStringSubmatch(name)
	if found == nil || found[2] > "23" || found[3] > "59" {
		return 0, false
	}
	hours, _ := strconv.Atoi(found[2])
	minutes, _ := strconv.Atoi(found[3])
	if found[1] == "-" {
		return -(hours*60 + minutes) * 60, true
	}
	return (hours*60 + minutes) * 60, true
}

// Headers in which servers, gateways and clouds send the id of a request, the most specific first.
var requestIDHeaders = []string{
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
}

func requestID(header http.Header) string {
	for _, name := range requestIDHeaders {
		if id := header.Get(name); id != "" && len(id) <= 200 && isVisible(id) {
			return id
		}
	}
	return ""
}

// The first element of a header, if it is text.
func text(header http.Header, name string) string {
	found := elements(header, name)
	if len(found) == 0 || !isVisible(found[0]) {
		return ""
	}
	return found[0]
}

// Whether a text has nothing but visible ASCII, spaces and tabs.
func isVisible(text string) bool {
	for _, b := range []byte(text) {
		if (b < 0x20 && b != '\t') || b > 0x7E {
			return false
		}
	}
	return true
}

func trim(text string) string {
	return strings.Trim(text, " \t")
}

func beforeSemicolon(text string) string {
	before, _, _ := strings.Cut(text, ";")
	return trim(before)
}

func unquoted(text string) string {
	if len(text) > 1 && strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) {
		return text[1 : len(text)-1]
	}
	return text
}

// The elements of a header, without the empty ones. Proxies repeat headers, and join them with commas.
func elements(header http.Header, name string) []string {
	var found []string
	for _, value := range header.Values(name) {
		for _, element := range strings.Split(value, ",") {
			if element = trim(element); element != "" {
				found = append(found, element)
			}
		}
	}
	return found
}

// The longest code, in bytes.
const maxCode = 128

// What an error says of itself.
type said struct {
	code string
	// A code in a member that is not made for codes.
	standIn string
	message string
}

// The JSON of a body, as far as it can be read, and what it says.
type content struct {
	said    said
	value   any
	isWhole bool
}

func contentOf(body []byte) content {
	json := strings.TrimPrefix(string(body), "\uFEFF")
	found, isWhole := (&parser{json: json}).read()
	result := content{saidBy(rootOf(found)), found, isWhole}
	if isWhole {
		return result
	}
	// One bad character does not spoil the others.
	if mended := mend(json); mended != json {
		result.value, _ = (&parser{json: mended}).read()
		if result.said.code == "" || result.said.message == "" {
			result.said = saidBy(rootOf(result.value))
		}
	}
	return result
}

// Whether the JSON of a success is an error.
func isError(root any) bool {
	members, ok := root.(*object)
	if !ok {
		return false
	}
	switch problem := members.get("error").(type) {
	case string:
		if !isBlank(problem) {
			return true
		}
	case *object:
		if len(problem.names) > 0 {
			return true
		}
	}
	return members.get("data") == nil && len(items(members.get("errors"))) > 0
}

// Some APIs send a list of errors.
func rootOf(value any) any {
	for _, item := range items(value) {
		if _, ok := item.(*object); ok {
			return item
		}
	}
	return value
}

var codeText = regexp.MustCompile(`^[A-Za-z0-9][-A-Za-z0-9_.:/]*$`)

// Whether a text is a code: one of the table, or one that a table could have. A number below 600 is a status.
func isCode(text string) bool {
	if ErrorCode(text).Known() {
		return true
	}
	if len(text) > maxCode || strings.Contains(text, "://") || !codeText.MatchString(text) {
		return false
	}
	number, _ := strconv.ParseFloat(text, 64)
	return !digits.MatchString(text) || number >= 600
}

// Whether a text that may be a code is one. So Unauthorized, error and Not Found are texts.
func isStandIn(text string) bool {
	if ErrorCode(text).Known() {
		return true
	}
	isConstant := strings.ToUpper(text) == text && strings.ToLower(text) != text
	return isCode(text) && (strings.Contains(text, "_") || strings.HasPrefix(text, "urn:") || isConstant)
}

// Finds code and message in the forms of error bodies that servers, frameworks and intermediaries write.
func saidBy(root any) said {
	if text, ok := root.(string); ok {
		return said{message: unlessBlank(text)}
	}
	problem := get(root, "error")
	coded, described := []any{problem}, []any{problem, root}
	_, hasError := problem.(*object)
	if !hasError {
		item := firstItem(get(root, "errors"))
		if item == nil {
			item = firstItem(problem)
		}
		coded = objects(root, get(root, "detail"), get(root, "fault"), item)
		described = coded
	}
	var found said
	for _, place := range coded {
		found.code = first(found.code, codeOf(place))
		found.standIn = first(found.standIn, standInOf(place, place == root, hasError))
	}
	for _, place := range described {
		found.message = first(found.message, messageOf(place, place == root))
	}
	if found.message == "" && len(described) > 0 {
		found.message, _ = get(described[0], "message").(string)
	}
	return found
}

// The code in a member that is made for codes.
func codeOf(place any) string {
	code, details := get(place, "code"), get(place, "details")
	found := textCode(code)
	for _, info := range append([]any{details}, items(details)...) {
		if isOfType(info, "google.rpc.ErrorInfo") {
			found = first(found, textCode(get(info, "reason")))
			break
		}
	}
	found = first(found, numberCode(code))
	for _, name := range []string{"error_code", "errorCode"} {
		found = first(found, textCode(get(place, name)), numberCode(get(place, name)))
	}
	return first(found, textCode(get(get(place, "extensions"), "code")))
}

func isOfType(value any, kind string) bool {
	name, _ := get(value, "@type").(string)
	return strings.HasSuffix(name, kind)
}

func textCode(value any) string {
	if text, ok := value.(string); ok && isCode(text) {
		return text
	}
	return ""
}

func numberCode(value any) string {
	word, ok := value.(number)
	if !ok {
		return ""
	}
	// Nothing else than digits, and within 64 bits.
	if whole, err := strconv.ParseUint(string(word), 10, 64); err != nil || whole < 600 {
		return ""
	}
	return string(word)
}

// The code in a member that has one in some APIs and something else in others.
func standInOf(place any, isRoot, hasError bool) string {
	for _, name := range []string{"type", "status", "error", "name", "__type"} {
		text, ok := get(place, name).(string)
		found := ""
		switch {
		case !ok:
		case name == "type":
			found = codeOfType(text)
		case name == "status" && !hasError, (name == "error" || name == "name") && !isRoot:
		case name == "__type":
			found = asStandIn(text[strings.LastIndexByte(text, '#')+1:])
		default:
			found = asStandIn(text)
		}
		if found != "" {
			return found
		}
	}
	return ""
}

func asStandIn(text string) string {
	if isStandIn(text) {
		return text
	}
	return ""
}

// The code in a type: for problem details, a URI that often ends in the code.
func codeOfType(kind string) string {
	// A longer text is not a code, and an untrusted text can be long.
	tail := strings.TrimSuffix(kind, "/")
	if len(tail) > maxCode+1 {
		tail = tail[len(tail)-maxCode-1:]
	}
	for at, b := range []byte(tail) {
		if end := tail[at+1:]; strings.IndexByte("/#:", b) >= 0 && ErrorCode(end).Known() {
			return end
		}
	}
	return asStandIn(kind)
}

// Members with texts for people, the most specific first. What is not a code is a text.
var messageNames = []string{
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
}

func messageOf(place any, isRoot bool) string {
	for _, name := range messageNames {
		value := get(place, name)
		text := textOf(value)
		fields, isObject := value.(*object)
		switch {
		case name == "error" && (!isRoot || isStandIn(text)), name == "code" && textCode(value) != "":
			text = ""
		case name == "errors" && isObject:
			text = textOfFields(fields)
		}
		if text != "" {
			return text
		}
	}
	return ""
}

// The text of a value: of a list, that of its items.
func textOf(value any) string {
	if text, ok := value.(string); ok {
		return unlessBlank(text)
	}
	var texts []string
	for _, item := range items(value) {
		own, _ := item.(string)
		found := unlessBlank(own)
		for _, name := range []string{"message", "detail", "msg", "description", "reason", "title"} {
			text, _ := get(item, name).(string)
			found = first(found, unlessBlank(text))
		}
		if found != "" {
			texts = append(texts, found)
		}
	}
	return strings.Join(texts, "; ")
}

// The texts of an object that has the faults of each field.
func textOfFields(fields *object) string {
	var texts []string
	for _, name := range fields.names {
		if text := textOf(fields.members[name]); text != "" {
			texts = append(texts, name+": "+text)
		}
	}
	return strings.Join(texts, "; ")
}

func unlessBlank(text string) string {
	if isBlank(text) {
		return ""
	}
	return text
}

func isBlank(text string) bool {
	return strings.TrimSpace(text) == ""
}

// The text of a body that says that it is plain text, if it is as short as a message.
func plainText(header http.Header, body []byte) string {
	kind := beforeSemicolon(text(header, "content-type"))
	if !strings.EqualFold(kind, "text/plain") || len(body) > 1024 || !utf8.Valid(body) {
		return ""
	}
	message := strings.TrimSpace(string(body))
	if message != "" && strings.IndexByte("{[<", message[0]) >= 0 {
		return ""
	}
	return message
}

func details(body []byte) json.RawMessage {
	// Names of members are compared as they are, which those of a struct are not.
	var root, inner map[string]json.RawMessage
	if !utf8.Valid(body) || json.Unmarshal(body, &root) != nil || json.Unmarshal(root["error"], &inner) != nil {
		return nil
	}
	if found := inner["details"]; string(found) != "null" {
		return found
	}
	return nil
}

func violations(details json.RawMessage) []Violation {
	var members map[string]json.RawMessage
	var list []json.RawMessage
	if json.Unmarshal(details, &members) != nil || json.Unmarshal(members["violations"], &list) != nil {
		return nil
	}
	var found []Violation
	for _, entry := range list {
		var fields map[string]json.RawMessage
		if json.Unmarshal(entry, &fields) != nil {
			continue
		}
		pointer, isPointer := rawText(fields["pointer"])
		message, isMessage := rawText(fields["message"])
		if isPointer && isMessage {
			found = append(found, Violation{Pointer: pointer, Message: message})
		}
	}
	return found
}

// A text, which null is not.
func rawText(value json.RawMessage) (string, bool) {
	var text *string
	if json.Unmarshal(value, &text) != nil || text == nil {
		return "", false
	}
	return *text, true
}

var escapes = regexp.MustCompile(
	`(?s)\\u[dD][89abAB][[:xdigit:]]{2}\\u[dD][c-fC-F][[:xdigit:]]{2}|\\u[dD][89a-fA-F][[:xdigit:]]{2}|\\.`,
)

// A text with U+FFFD for what is not UTF-8, and for each half of a surrogate pair.
func mend(json string) string {
	return escapes.ReplaceAllStringFunc(decode(json), func(escape string) string {
		if len(escape) == 6 && escape[1] == 'u' {
			return `\ufffd`
		}
		return escape
	})
}

// The text with U+FFFD for each part that is not UTF-8. A part is as long as it could still have become a character.
func decode(body string) string {
	var text strings.Builder
	for len(body) > 0 {
		r, size := utf8.DecodeRuneInString(body)
		if r == utf8.RuneError && size == 1 {
			for size < len(body) && !utf8.FullRuneInString(body[:size+1]) {
				size++
			}
		}
		text.WriteRune(r)
		body = body[size:]
	}
	return text.String()
}

// An object of JSON, in the order of its members.
type object struct {
	names   []string
	members map[string]any
}

func (o *object) get(name string) any {
	return o.members[name]
}

func (o *object) set(name string, value any) {
	before, isThere := o.members[name]
	_, was := before.(*object)
	// Beside an object, a member error of another kind says less.
	if _, is := value.(*object); name == "error" && was && !is {
		return
	}
	if !isThere {
		o.names = append(o.names, name)
	}
	o.members[name] = value
}

// A list of JSON.
type list struct {
	items []any
}

// A number of JSON, as it is written.
type number string

func numberOf(value any) (float64, bool) {
	word, ok := value.(number)
	if !ok {
		return 0, false
	}
	found, err := strconv.ParseFloat(string(word), 64)
	return found, err == nil
}

// A member of an object; nil if the value is none, or has none.
func get(value any, name string) any {
	if o, ok := value.(*object); ok {
		return o.get(name)
	}
	return nil
}

func items(value any) []any {
	if l, ok := value.(*list); ok {
		return l.items
	}
	return nil
}

// The first item of a list, if it is an object.
func firstItem(value any) any {
	if found := items(value); len(found) > 0 {
		if o, ok := found[0].(*object); ok {
			return o
		}
	}
	return nil
}

// The values that are objects.
func objects(values ...any) []any {
	var found []any
	for _, value := range values {
		if _, ok := value.(*object); ok {
			found = append(found, value)
		}
	}
	return found
}

// How deep lists and objects are read. Errors have fewer levels. What is passed over may be deeper.
const maxDepth = 8

// The items of a list that are looked at. Later ones say the same about other fields.
const maxItems = 16

// Reads JSON member by member, so that what was read stays when the rest turns out to be broken.
type parser struct {
	json string
	at   int
}

var errBroken = errors.New("no JSON from here on")

func (p *parser) read() (found any, isWhole bool) {
	err := p.value(0, func(read any) { found = read })
	return found, err == nil && p.peek() == 0 && p.at == len(p.json)
}

// Any value. It is put into its place before it is filled.
func (p *parser) value(depth int, put func(any)) error {
	switch next := p.peek(); {
	case (next == '{' || next == '[') && depth == maxDepth:
		put(nil)
		return p.skip()
	case next == '{':
		o := &object{members: map[string]any{}}
		put(o)
		return p.object(depth+1, o)
	case next == '[':
		l := &list{}
		put(l)
		return p.list(depth+1, l)
	case next == '"':
		text, err := p.string(true)
		if err == nil {
			put(text)
		}
		return err
	}
	found, err := p.scalar()
	if err == nil {
		put(found)
	}
	return err
}

func (p *parser) object(depth int, o *object) error {
	p.at++
	last := ""
	var replaced any
	for first := true; p.peek() != '}'; first = false {
		name, err := p.name(first)
		if err != nil {
			// Where a text is cut off, a number that stands last may have had more digits.
			if _, isNumber := o.get(last).(number); isNumber && !first {
				o.members[last] = replaced
			}
			return err
		}
		if err := p.expect(':'); err != nil {
			return err
		}
		replaced = o.get(name)
		if err := p.value(depth, func(value any) { o.set(name, value) }); err != nil {
			return err
		}
		last = name
	}
	p.at++
	return nil
}

// The name of a member, with what stands before and behind it.
func (p *parser) name(first bool) (string, error) {
	if !first {
		if err := p.expect(','); err != nil {
			return "", err
		}
	}
	return p.string(true)
}

func (p *parser) list(depth int, l *list) error {
	p.at++
	for count := 0; p.peek() != ']'; count++ {
		if count > 0 {
			if err := p.expect(','); err != nil {
				return err
			}
		}
		if count >= maxItems {
			if err := p.skip(); err != nil {
				return err
			}
			continue
		}
		if err := p.value(depth, func(value any) { l.items = append(l.items, value) }); err != nil {
			return err
		}
	}
	p.at++
	return nil
}

func (p *parser) scalar() (any, error) {
	word, err := p.word()
	switch {
	case err != nil, word == "null":
		return nil, err
	case word == "true", word == "false":
		return word == "true", nil
	}
	// A number that is not finite is out of range.
	if _, err := strconv.ParseFloat(word, 64); err != nil {
		return nil, err
	}
	return number(word), nil
}

// Passes over a value, however deep it is.
func (p *parser) skip() error {
	var closers []byte
	for {
		opener := p.peek()
		switch opener {
		case '{', '[':
			p.at++
			// Each closes with the character after the next.
			closer := opener + 2
			closers = append(closers, closer)
			if p.peek() != closer {
				if err := p.skipName(closer); err != nil {
					return err
				}
				continue
			}
		case '"':
			if _, err := p.string(false); err != nil {
				return err
			}
		default:
			if _, err := p.word(); err != nil {
				return err
			}
		}
		for len(closers) > 0 && p.peek() == closers[len(closers)-1] {
			p.at++
			closers = closers[:len(closers)-1]
		}
		if len(closers) == 0 {
			return nil
		}
		if err := p.expect(','); err != nil {
			return err
		}
		if err := p.skipName(closers[len(closers)-1]); err != nil {
			return err
		}
	}
}

// The name of a member, where what closes is an object.
func (p *parser) skipName(closer byte) error {
	if closer != '}' {
		return nil
	}
	if _, err := p.string(false); err != nil {
		return err
	}
	return p.expect(':')
}

var wordPattern = regexp.MustCompile(`^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)`)

// A number, or one of the three words, as it is written.
func (p *parser) word() (string, error) {
	word := wordPattern.FindString(p.json[p.at:])
	p.at += len(word)
	if word == "" {
		return "", errBroken
	}
	goesOn := p.at < len(p.json) && strings.IndexByte("0123456789.eE", p.json[p.at]) >= 0
	if isNumber := word[0] <= '9'; isNumber && goesOn {
		return "", errBroken
	}
	return word, nil
}

// A string. One that is passed over may have characters that are none.
func (p *parser) string(isStrict bool) (string, error) {
	if err := p.expect('"'); err != nil {
		return "", err
	}
	var text strings.Builder
	for {
		length := strings.IndexFunc(p.json[p.at:], func(r rune) bool { return r == '"' || r == '\\' || r < ' ' })
		if length < 0 {
			return "", errBroken
		}
		plain := p.json[p.at : p.at+length]
		if isStrict && !utf8.ValidString(plain) {
			return "", errBroken
		}
		text.WriteString(plain)
		end := p.json[p.at+length]
		p.at += length + 1
		if end == '"' {
			return text.String(), nil
		}
		if end != '\\' {
			return "", errBroken
		}
		r, err := p.escape(isStrict)
		if err != nil {
			return "", err
		}
		text.WriteRune(r)
	}
}

func (p *parser) escape(isStrict bool) (rune, error) {
	if p.at == len(p.json) {
		return 0, errBroken
	}
	escaped := p.json[p.at]
	p.at++
	if escaped != 'u' {
		const names, meant = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
		at := strings.IndexByte(names, escaped)
		if at < 0 {
			return 0, errBroken
		}
		return rune(meant[at]), nil
	}
	unit, err := p.unit()
	if err != nil || !isStrict || !utf16.IsSurrogate(unit) {
		return unit, err
	}
	if !strings.HasPrefix(p.json[p.at:], `\u`) {
		return 0, errBroken
	}
	p.at += 2
	second, err := p.unit()
	if err != nil {
		return 0, err
	}
	// Half a pair is not a character.
	if pair := utf16.DecodeRune(unit, second); pair != utf8.RuneError {
		return pair, nil
	}
	return 0, errBroken
}

// The UTF-16 unit behind an escape.
func (p *parser) unit() (rune, error) {
	if p.at+4 > len(p.json) {
		return 0, errBroken
	}
	// It takes neither a sign nor an underscore.
	unit, err := strconv.ParseUint(p.json[p.at:p.at+4], 16, 16)
	p.at += 4
	return rune(unit), err
}

func (p *parser) expect(expected byte) error {
	if p.peek() != expected {
		return errBroken
	}
	p.at++
	return nil
}

// The next byte that is not a space; 0 at the end, which JSON text does not contain.
func (p *parser) peek() byte {
	for ; p.at < len(p.json); p.at++ {
		if strings.IndexByte(" \t\n\r", p.json[p.at]) < 0 {
			return p.json[p.at]
		}
	}
	return 0
}
