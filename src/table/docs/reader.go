import (
	"encoding/json"
	"errors"
	"fmt"
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
	_, known := infos[c]
	return known
}

// Info returns what the table says of the code, if this file knows it.
func (c ErrorCode) Info() (ErrorInfo, bool) {
	info, known := infos[c]
	return info, known
}

// Violation is what is wrong with one field of a request.
type Violation struct {
	// Pointer is the JSON pointer of the field (RFC 6901); empty for the whole body.
	Pointer string
	// Message is what is wrong, for people. The text is untrusted, as that of an error is.
	Message string
}

// ReceivedError is the error that a client reads from any response that is not a success.
type ReceivedError struct {
	// Status is the HTTP status of the response, which need not be the one of the table.
	Status int
	// Code is the code as it came, known or not; empty where neither the body nor a header had one.
	Code ErrorCode
	// Message is the technical message of the server. The text is untrusted: escape it before it goes to a page or a log.
	Message string
	// Details is the member details of the envelope as it came, if there is one.
	Details json.RawMessage
	// Violations is what is wrong with which field of the request. Malformed entries are skipped.
	Violations []Violation
	// Retry says whether the request may be sent again: see MayRetry.
	Retry Retry

	wait *time.Duration
}

// Error is one line, also for a text of several lines.
func (e ReceivedError) Error() string {
	line := strconv.Itoa(e.Status)
	if e.Code != "" {
		code := strconv.Quote(string(e.Code))
		line += " " + code[1:len(code)-1]
	}
	if e.Message == "" {
		return line
	}
	return fmt.Sprintf("%s: %q", line, e.Message)
}

// MayRetry says whether a request that got this error may be sent again: the advice says so, and where that is
// RetryIfIdempotent the request is idempotent, by its method or by an idempotency key.
func (e ReceivedError) MayRetry(method string, hasIdempotencyKey bool) bool {
	switch e.Retry {
	case RetryBackoff:
		return true
	case RetryIfIdempotent:
		return hasIdempotencyKey || isIdempotent(method)
	}
	return false
}

// RetryAfter returns the wait that the server asks for, at most a day.
func (e ReceivedError) RetryAfter() (time.Duration, bool) {
	if e.wait == nil {
		return 0, false
	}
	return *e.wait, true
}

// ParseError reads the error of a response. It never fails: parts that cannot be read are empty.
//
// The retry advice is the first of: the advice header of this response; its retry header; the table's, if the code is
// known; what the status allows. If the row or the status says never, a Retry-After makes it RetryIfIdempotent. If a
// header says never, there is no wait.
func ParseError(status int, header http.Header, body []byte) ReceivedError {
	contentType, _, _ := strings.Cut(text(header, "content-type"), ";")
	isProblem := strings.EqualFold(strings.TrimSpace(contentType), "application/problem+json")
	said := read(strings.TrimPrefix(string(body), "\uFEFF"), isProblem)

	code := asCode(said.code)
	if inHeader := text(header, codeHeader); code == "" {
		code = asCode(&inHeader)
	}
	if code == "" {
		code = codeOfProblem(said.kind)
	}
	e := ReceivedError{Status: status, Code: code, Details: details(body)}
	e.Violations = violations(e.Details)
	if said.message != nil {
		e.Message = *said.message
	}
	info, known := code.Info()
	e.wait = namedWait(header)
	var told bool
	if e.Retry, told = adviceOf(header, adviceHeader); !told {
		e.Retry, told = adviceOf(header, retryHeader)
	}
	if !told {
		e.Retry = advice(info, known, status, e.wait != nil)
	}
	if e.wait == nil && info.RetryAfter > 0 {
		e.wait = &info.RetryAfter
	}
	if e.Retry == RetryNever {
		e.wait = nil
	}
	return e
}

func isIdempotent(method string) bool {
	switch strings.ToUpper(method) {
	// A request without a method is a GET, as net/http has it.
	case "", "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY":
		return true
	}
	return false
}

// The advice in all fields of a header. The most cautious word counts, and unknown words do not. Older servers write
// if-idempotent into both headers.
func adviceOf(header http.Header, name string) (Retry, bool) {
	found := map[Retry]bool{}
	for _, word := range elements(header, name) {
		switch strings.ToLower(word) {
		case "never", "false":
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

func advice(info ErrorInfo, known bool, status int, hasWait bool) Retry {
	retry := info.Retry
	if !known {
		retry = adviceOfStatus(status)
	}
	// A server that names a time expects the request again, though not that it is safe to carry it out twice.
	if retry == RetryNever && hasWait {
		return RetryIfIdempotent
	}
	return retry
}

// A refusal before any work changed nothing; after a timeout or a proxy's answer it is unknown whether the request went
// through.
func adviceOfStatus(status int) Retry {
	switch status {
	case 425, 429:
		return RetryBackoff
	case 408, 502, 503, 504:
		return RetryIfIdempotent
	}
	return RetryNever
}

// The longest wait: a server that asks for more is broken, or hostile.
const maxWait = 24 * time.Hour

// The longest code, in bytes.
const maxCode = 128

// How deep a text is looked into: the stack ends somewhere. What is passed over may be deeper.
const maxDepth = 127

var digits = regexp.MustCompile(`^[0-9]+$`)

// The wait of Retry-After, which is in seconds or a time. Of several values, the longest wait counts.
func namedWait(header http.Header) *time.Duration {
	// The server's own clock, which its times go by; ours where it does not tell.
	now := time.Now()
	for _, value := range times(header, "date") {
		if date, ok := timeOf(value); ok {
			now = date
			break
		}
	}
	var longest *time.Duration
	for _, value := range times(header, "retry-after") {
		if wait, ok := waitOf(value, now); ok && (longest == nil || *longest < wait) {
			longest = &wait
		}
	}
	return longest
}

// A wait of at most a day.
func waitOf(value string, now time.Time) (time.Duration, bool) {
	if digits.MatchString(value) {
		// A number beyond 64 bits is longer than any wait.
		if seconds, err := strconv.ParseUint(value, 10, 64); err == nil && seconds < uint64(maxWait/time.Second) {
			return time.Duration(seconds) * time.Second, true
		}
		return maxWait, true
	}
	then, ok := timeOf(value)
	wait := then.Sub(now)
	if wait < 0 {
		wait = 0
	}
	if wait > maxWait {
		wait = maxWait
	}
	return wait, ok
}

var (
	rfc850 = regexp.MustCompile(
		`^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-(\w{3})-(\d\d) ([\d:]{8}) GMT$`,
	)
	asctime = regexp.MustCompile(`^(\w{3}) (\w{3}) ([ \d]\d) ([\d:]{8}) (\d{4})$`)
)

// A time of HTTP in any of its three forms.
func timeOf(text string) (time.Time, bool) {
	fixdate := text
	if found := rfc850.FindStringSubmatch(text); found != nil {
		century := "19"
		if found[4] < "70" {
			century = "20"
		}
		fixdate = found[1][:3] + ", " + found[2] + " " + found[3] + " " + century + found[4] + " " + found[5] + " GMT"
	} else if found := asctime.FindStringSubmatch(text); found != nil {
		day := strings.Replace(found[3], " ", "0", 1)
		fixdate = found[1] + ", " + day + " " + found[2] + " " + found[5] + " " + found[4] + " GMT"
	}
	moment, err := time.Parse(http.TimeFormat, fixdate)
	// There is one way to write a time in this form.
	ok := err == nil && moment.Unix() >= 0 && moment.Format(http.TimeFormat) == fixdate
	return moment, ok
}

// The first element of a header, if it is text.
func text(header http.Header, name string) string {
	found := elements(header, name)
	if len(found) == 0 {
		return ""
	}
	for _, b := range []byte(found[0]) {
		if (b < 0x20 && b != '\t') || b > 0x7E {
			return ""
		}
	}
	return found[0]
}

// The elements of a header, without the empty ones. Proxies repeat headers, and join them with commas.
func elements(header http.Header, name string) []string {
	var found []string
	for _, value := range header.Values(name) {
		for _, element := range strings.Split(value, ",") {
			if element = strings.Trim(element, " \t"); element != "" {
				found = append(found, element)
			}
		}
	}
	return found
}

// The elements of a header that contains times: each alone, and each with the next, because a date contains a comma.
func times(header http.Header, name string) []string {
	var found []string
	for _, value := range header.Values(name) {
		parts := strings.Split(value, ",")
		for at, part := range parts {
			found = append(found, strings.Trim(part, " \t"))
			if at+1 < len(parts) {
				found = append(found, strings.Trim(part+","+parts[at+1], " \t"))
			}
		}
	}
	return found
}

// A text that is long enough for a code, and short enough.
func asCode(text *string) ErrorCode {
	if text == nil || len(*text) > maxCode {
		return ""
	}
	return ErrorCode(*text)
}

// The type of problem details is a URI, which often ends in the code.
func codeOfProblem(kind *string) ErrorCode {
	if kind == nil {
		return ""
	}
	// A longer text is not a code, and an untrusted text can be long.
	tail := *kind
	if len(tail) > maxCode+1 {
		tail = tail[len(tail)-maxCode-1:]
	}
	for at, b := range []byte(tail) {
		if end := ErrorCode(tail[at+1:]); strings.IndexByte("/#:", b) >= 0 && end.Known() {
			return end
		}
	}
	return asCode(kind)
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
		pointer, isPointer := textOf(fields["pointer"])
		message, isMessage := textOf(fields["message"])
		if isPointer && isMessage {
			found = append(found, Violation{Pointer: pointer, Message: message})
		}
	}
	return found
}

// A text, which null is not.
func textOf(value json.RawMessage) (string, bool) {
	var text *string
	if json.Unmarshal(value, &text) != nil || text == nil {
		return "", false
	}
	return *text, true
}

// What an error says of itself; what it does not say is nil. The kind is the type of problem details.
type said struct {
	code, message, kind *string
}

var escapes = regexp.MustCompile(
	`(?s)\\u[dD][89abAB][[:xdigit:]]{2}\\u[dD][c-fC-F][[:xdigit:]]{2}|\\u[dD][89a-fA-F][[:xdigit:]]{2}|\\.`,
)

// The parts that can be read. In a text that is cut off or broken, the parts before the fault count.
func read(body string, isProblem bool) said {
	first := (&content{json: body}).read(isProblem)
	if first.code != nil && first.message != nil {
		return first
	}
	// One bad character does not spoil the others.
	mended := escapes.ReplaceAllStringFunc(decode(body), func(escape string) string {
		if len(escape) == 6 && escape[1] == 'u' {
			return `\ufffd`
		}
		return escape
	})
	if mended == body {
		return first
	}
	second := (&content{json: mended}).read(isProblem)
	return said{asSent(second.code), second.message, asSent(second.kind)}
}

// A code is the text as sent, or it is missing.
func asSent(text *string) *string {
	if text != nil && strings.ContainsRune(*text, utf8.RuneError) {
		return nil
	}
	return text
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

// A value that says something; any other has no kind.
type value struct {
	kind valueKind
	text string
}

type valueKind int

const (
	textValue valueKind = iota + 1
	numberValue
	reasonValue
)

func (v value) textOnly() *string {
	if v.kind != textValue {
		return nil
	}
	return &v.text
}

// What the JSON of an error says: the envelope, problem details (RFC 9457), or an error of Google's APIs, whose code is
// in an ErrorInfo. It is filled member by member, so that what was read stays when the rest turns out to be broken.
type content struct {
	json  string
	at    int
	depth int

	code, message       value
	reason              *string
	kind, title, detail *string
	hasError, hasStatus bool
}

var errBroken = errors.New("no JSON from here on")

func (c *content) read(isProblem bool) said {
	// What came before the fault is all there is to know.
	_ = c.members(true, c.member)
	if c.hasError {
		return said{code: c.wireCode(c.reason), message: c.message.textOnly()}
	}
	hasText := c.title != nil || c.detail != nil
	if !isProblem && !(hasText && (c.kind != nil || c.hasStatus)) {
		return said{}
	}
	found := said{code: c.wireCode(nil), message: c.detail, kind: c.kind}
	if found.message == nil {
		found.message = c.title
	}
	// It stands for no more than the status.
	if c.kind != nil && *c.kind == "about:blank" {
		found.kind = nil
	}
	return found
}

// A number is a code, unless it can be the status of HTTP or gRPC.
func (c *content) wireCode(reason *string) *string {
	isCode := c.code.kind == textValue
	if c.code.kind == numberValue && reason == nil {
		number, err := strconv.ParseUint(c.code.text, 10, 64)
		isCode = err == nil && number >= 600
	}
	if isCode {
		return &c.code.text
	}
	return reason
}

func (c *content) member(name string) error {
	if name == "error" {
		return c.envelope()
	}
	// Members beside the envelope do not overwrite its own.
	isCode := name == "code" && !c.hasError
	if !isCode && name != "type" && name != "title" && name != "detail" && name != "status" {
		return c.skip()
	}
	found, err := c.value()
	if err != nil {
		return err
	}
	switch name {
	case "code":
		c.code = found
	case "type":
		c.kind = found.textOnly()
	case "title":
		c.title = found.textOnly()
	case "detail":
		c.detail = found.textOnly()
	case "status":
		c.hasStatus = found.kind == numberValue
	}
	return nil
}

// The value of error. Beside problem details it can be a word, or anything else.
func (c *content) envelope() error {
	if c.peek() != '{' {
		_, err := c.item()
		return err
	}
	c.hasError = true
	c.code, c.message, c.reason = value{}, value{}, nil
	return c.members(true, func(name string) error {
		if name != "code" && name != "message" && name != "details" {
			return c.skip()
		}
		found, err := c.value()
		switch {
		case err != nil:
			return err
		case name == "code":
			c.code = found
		case name == "message":
			c.message = found
		case found.kind == reasonValue:
			c.reason = &found.text
		}
		return nil
	})
}

// Has each member of an object read by its name.
func (c *content) members(holdsCode bool, read func(name string) error) error {
	if err := c.open('{'); err != nil {
		return err
	}
	last := ""
	for first := true; c.peek() != '}'; first = false {
		name, err := c.name(first)
		if err != nil {
			// Where a text is cut off, a number that stands last may have had more digits.
			if holdsCode && last == "code" && c.code.kind == numberValue {
				c.code = value{}
			}
			return err
		}
		if err := c.expect(':'); err != nil {
			return err
		}
		if err := read(name); err != nil {
			return err
		}
		last = name
	}
	c.close()
	return nil
}

func (c *content) name(first bool) (string, error) {
	if !first {
		if err := c.expect(','); err != nil {
			return "", err
		}
	}
	return c.string(true)
}

// Any value; a list is looked into.
func (c *content) value() (value, error) {
	if c.peek() != '[' {
		return c.item()
	}
	if err := c.open('['); err != nil {
		return value{}, err
	}
	found := value{}
	for first := true; c.peek() != ']'; first = false {
		if !first {
			if err := c.expect(','); err != nil {
				return value{}, err
			}
		}
		item, err := c.item()
		if err != nil {
			return value{}, err
		}
		if found.kind == 0 && item.kind == reasonValue {
			found = item
		}
	}
	c.close()
	return found, nil
}

// Any value; a list is passed over.
func (c *content) item() (value, error) {
	switch c.peek() {
	case '"':
		text, err := c.string(true)
		return value{textValue, text}, err
	case '{':
		return c.errorInfo()
	case '[':
		if c.depth == maxDepth {
			return value{}, errBroken
		}
		return value{}, c.skip()
	}
	word, err := c.word()
	if err != nil || word == "true" || word == "false" || word == "null" {
		return value{}, err
	}
	if _, err := strconv.ParseUint(word, 10, 64); err == nil {
		return value{numberValue, word}, nil
	}
	// A number that is not finite is out of range.
	_, err = strconv.ParseFloat(word, 64)
	return value{}, err
}

func (c *content) errorInfo() (value, error) {
	found := value{}
	isErrorInfo := false
	err := c.members(false, func(name string) error {
		if name != "reason" && name != "@type" {
			return c.skip()
		}
		item, err := c.item()
		isText := item.kind == textValue
		if name == "@type" {
			isErrorInfo = isText && strings.HasSuffix(item.text, "google.rpc.ErrorInfo")
		} else if found = (value{}); isText {
			found = value{reasonValue, item.text}
		}
		return err
	})
	if !isErrorInfo {
		return value{}, err
	}
	return found, err
}

// Passes over a value, however deep it is.
func (c *content) skip() error {
	var closers []byte
	for {
		opener := c.peek()
		switch opener {
		case '{', '[':
			c.at++
			// Each closes with the character after the next.
			closer := opener + 2
			closers = append(closers, closer)
			if c.peek() != closer {
				if err := c.skipName(closer); err != nil {
					return err
				}
				continue
			}
		case '"':
			if _, err := c.string(false); err != nil {
				return err
			}
		default:
			if _, err := c.word(); err != nil {
				return err
			}
		}
		for len(closers) > 0 && c.peek() == closers[len(closers)-1] {
			c.at++
			closers = closers[:len(closers)-1]
		}
		if len(closers) == 0 {
			return nil
		}
		if err := c.expect(','); err != nil {
			return err
		}
		if err := c.skipName(closers[len(closers)-1]); err != nil {
			return err
		}
	}
}

// The name of a member, where what closes is an object.
func (c *content) skipName(closer byte) error {
	if closer != '}' {
		return nil
	}
	if _, err := c.string(false); err != nil {
		return err
	}
	return c.expect(':')
}

var wordPattern = regexp.MustCompile(`^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)`)

// A number, or one of the three words, as it is written.
func (c *content) word() (string, error) {
	word := wordPattern.FindString(c.json[c.at:])
	c.at += len(word)
	if word == "" {
		return "", errBroken
	}
	goesOn := c.at < len(c.json) && strings.IndexByte("0123456789.eE", c.json[c.at]) >= 0
	if isNumber := word[0] <= '9'; isNumber && goesOn {
		return "", errBroken
	}
	return word, nil
}

// A string. One that is passed over may have characters that are none.
func (c *content) string(isStrict bool) (string, error) {
	if err := c.expect('"'); err != nil {
		return "", err
	}
	var text strings.Builder
	for {
		length := strings.IndexFunc(c.json[c.at:], func(r rune) bool { return r == '"' || r == '\\' || r < ' ' })
		if length < 0 {
			return "", errBroken
		}
		plain := c.json[c.at : c.at+length]
		if isStrict && !utf8.ValidString(plain) {
			return "", errBroken
		}
		text.WriteString(plain)
		end := c.json[c.at+length]
		c.at += length + 1
		if end == '"' {
			return text.String(), nil
		}
		if end != '\\' {
			return "", errBroken
		}
		r, err := c.escape(isStrict)
		if err != nil {
			return "", err
		}
		text.WriteRune(r)
	}
}

func (c *content) escape(isStrict bool) (rune, error) {
	if c.at == len(c.json) {
		return 0, errBroken
	}
	escaped := c.json[c.at]
	c.at++
	if escaped != 'u' {
		const names, meant = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
		at := strings.IndexByte(names, escaped)
		if at < 0 {
			return 0, errBroken
		}
		return rune(meant[at]), nil
	}
	unit, err := c.unit()
	if err != nil || !isStrict || !utf16.IsSurrogate(unit) {
		return unit, err
	}
	if !strings.HasPrefix(c.json[c.at:], `\u`) {
		return 0, errBroken
	}
	c.at += 2
	second, err := c.unit()
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
func (c *content) unit() (rune, error) {
	if c.at+4 > len(c.json) {
		return 0, errBroken
	}
	// It takes neither a sign nor an underscore.
	unit, err := strconv.ParseUint(c.json[c.at:c.at+4], 16, 16)
	c.at += 4
	return rune(unit), err
}

// Goes into an object or a list.
func (c *content) open(opener byte) error {
	if err := c.expect(opener); err != nil {
		return err
	}
	if c.depth == maxDepth {
		return errBroken
	}
	c.depth++
	return nil
}

func (c *content) close() {
	c.at++
	c.depth--
}

func (c *content) expect(expected byte) error {
	if c.peek() != expected {
		return errBroken
	}
	c.at++
	return nil
}

// The next byte that is not a space; 0 at the end, which JSON text does not contain.
func (c *content) peek() byte {
	for ; c.at < len(c.json); c.at++ {
		if strings.IndexByte(" \t\n\r", c.json[c.at]) < 0 {
			return c.json[c.at]
		}
	}
	return 0
}
