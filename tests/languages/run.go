// Runs the vectors beside it through the reader in package apierror.
package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"
	"time"

	"example.org/errors/apierror"
)

type vector struct {
	Name    string
	Status  int
	Headers [][2]string
	Body    json.RawMessage
	Expect  map[string]any
}

type event struct {
	Name   string
	Text   string
	Expect map[string]any
}

var wrong int

func check(what string, concluded, expected any) {
	if !reflect.DeepEqual(concluded, expected) {
		wrong++
		fmt.Printf("%s: expected %v, concluded %v\n", what, expected, concluded)
	}
}

func main() {
	var file struct {
		Vectors []vector
		Events  []event
	}
	text, err := os.ReadFile("vectors.json")
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for _, v := range file.Vectors {
		header := http.Header{}
		for _, pair := range v.Headers {
			header.Add(pair[0], pair[1])
		}
		e := apierror.ParseError(v.Status, header, body(v))
		check(v.Name, conclude(e, v.Expect), v.Expect)
	}
	for _, v := range file.Events {
		e, ok := apierror.ParseErrorJSON([]byte(v.Text))
		check(v.Name, ok, v.Expect != nil)
		if !ok {
			continue
		}
		concluded := conclude(e, v.Expect)
		concluded["status"] = float64(e.Status)
		check(v.Name, concluded, v.Expect)
	}
	itIsAnError()
	nothingTakesLong()
	if wrong > 0 || len(file.Vectors) == 0 || len(file.Events) == 0 {
		fmt.Println(wrong, "disagree")
		os.Exit(1)
	}
	fmt.Println(len(file.Vectors)+len(file.Events), "vectors agree")
}

func itIsAnError() {
	header := http.Header{"X-Request-Id": {"r\u202e7"}, "Cf-Ray": {"8"}}
	var err error = apierror.ParseError(404, header, []byte(`{"error":{"code":"NEWER","message":"a\nb"}}`))
	err = fmt.Errorf("to ask: %w", err)
	check("its line", err.Error(), `to ask: 404 NEWER: "a\nb" (request 8)`)
	check("its code", errors.Is(err, apierror.ErrorCode("NEWER")), true)
	check("another code", errors.Is(err, apierror.ErrorCode("OLDER")), false)
	var e *apierror.ReceivedError
	check("the error", errors.As(err, &e) && e.RequestID == "8" && errors.Is(err, e), true)

	for _, nothing := range [][]byte{nil, {}} {
		e := apierror.ParseError(502, nil, nothing)
		check("no body", []any{e.Code, e.Message, e.Retry}, []any{
			apierror.ErrorCode(""), "", apierror.RetryIfIdempotent,
		})
		check("no code", errors.Is(e, apierror.ErrorCode("")), false)
		_, ok := apierror.ParseErrorJSON(nothing)
		check("no event", ok, false)
	}
	long := apierror.ParseError(404, nil, []byte(`{"message":"`+strings.Repeat("ä", 10_000)+`"}`))
	check("a long message", long.Error(), `404: "`+strings.Repeat("ä", 350)+"..."+strings.Repeat("ä", 150)+`"`)
}

// Each of these could be where a code begins, or how a wait goes on: a reader that looks at all of them takes hours.
func nothingTakesLong() {
	took := func(what, part string, ask func(text string)) {
		started := time.Now()
		ask(strings.Repeat(part, 1_000_000/len(part)))
		check(fmt.Sprintf("%s of %q takes long", what, part), time.Since(started) < 30*time.Second, true)
	}
	for _, part := range []string{"/", "1", "://", `\\ud83d`, `\ud83d`, "[", " ", "a-", "-"} {
		for _, form := range []string{`{"type":"%s","title":"t"}`, `{"retry_after":"%s","title":"t"}`, `{"title":"t","x":"%s`} {
			took(form, part, func(text string) {
				e := apierror.ParseError(404, nil, []byte(fmt.Sprintf(form, text)))
				check(form, e.Message, "t")
			})
		}
	}
	for _, part := range []string{"[", `{"a":`, "0,", "[],", `""`} {
		took("a list", part, func(text string) {
			e := apierror.ParseError(404, nil, []byte(`{"title":"t","x":[`+text))
			check("a list", e.Message, "t")
		})
	}
	for _, part := range []string{",", ";", "=", "1", `"`, "Sun Nov 6 ", "- ", "a;r=1;t=1,", "r=0;t=1,"} {
		took("a header", part, func(text string) {
			header := http.Header{}
			for _, name := range []string{"retry-after", "ratelimit", "x-retry-advice", "date", "age"} {
				header.Set(name, text)
			}
			apierror.ParseError(429, header, nil)
		})
	}
}

func conclude(e *apierror.ReceivedError, expect map[string]any) map[string]any {
	concluded := map[string]any{
		"code":             orNull(string(e.Code)),
		"known":            e.Code.Known(),
		"message":          orNull(e.Message),
		"retry":            string(e.Retry),
		"may_retry_safe":   e.MayRetry("GET", false),
		"may_retry_unsafe": e.MayRetry("POST", false),
		"retry_after":      nil,
	}
	// An empty message and none are the same in Go.
	if expect["message"] == "" {
		expect["message"] = nil
	}
	if wait, ok := e.RetryAfter(); ok {
		concluded["retry_after"] = wait.Seconds()
	}
	if _, ok := expect["violations"]; ok {
		found := []any{}
		for _, violation := range e.Violations {
			found = append(found, map[string]any{"pointer": violation.Pointer, "message": violation.Message})
		}
		concluded["violations"] = found
	}
	if _, ok := expect["params"]; ok {
		concluded["params"] = params(e)
	}
	if e.MayRetry("POST", true) != (e.Retry != apierror.RetryNever) {
		concluded["may_retry_unsafe"] = "not with a key"
	}
	if strings.ContainsAny(e.Error(), "\r\n\x1b\u202e") {
		concluded["message"] = "a line that is none"
	}
	return concluded
}

func body(v vector) []byte {
	var text string
	if json.Unmarshal(v.Body, &text) == nil {
		return []byte(text)
	}
	var encoded struct{ Base64 string }
	if err := json.Unmarshal(v.Body, &encoded); err != nil {
		panic(err)
	}
	decoded, err := base64.StdEncoding.DecodeString(encoded.Base64)
	if err != nil {
		panic(err)
	}
	return decoded
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// The values that the one method returns that belongs to the code.
func params(e *apierror.ReceivedError) any {
	methods := reflect.ValueOf(e)
	for at := 0; at < methods.NumMethod(); at++ {
		if !strings.HasSuffix(methods.Type().Method(at).Name, "Params") {
			continue
		}
		returned := methods.Method(at).Call(nil)
		if !returned[1].Bool() {
			continue
		}
		text, err := json.Marshal(returned[0].Interface())
		if err != nil {
			panic(err)
		}
		var values any
		if err := json.Unmarshal(text, &values); err != nil {
			panic(err)
		}
		return values
	}
	return nil
}
