// Runs the vectors beside it through the reader in package apierror.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"

	"example.org/errors/apierror"
)

type vector struct {
	Name    string
	Status  int
	Headers [][2]string
	Body    json.RawMessage
	Expect  map[string]any
}

func main() {
	var file struct{ Vectors []vector }
	text, err := os.ReadFile("vectors.json")
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	wrong := 0
	for _, v := range file.Vectors {
		if concluded := conclude(v); !reflect.DeepEqual(concluded, v.Expect) {
			wrong++
			fmt.Printf("%s: expected %v, concluded %v\n", v.Name, v.Expect, concluded)
		}
	}
	// Each of these could be where a code begins: a reader that looks at all of them takes hours.
	slashes := strings.Repeat("/", 10_000_000)
	long := apierror.ParseError(404, nil, []byte(`{"type":"`+slashes+`","title":"t"}`))
	if long.Code != "" || long.Message != "t" {
		wrong++
		fmt.Printf("a long type: concluded %q, %q\n", long.Code, long.Message)
	}
	if wrong > 0 || len(file.Vectors) == 0 {
		fmt.Println(wrong, "disagree")
		os.Exit(1)
	}
	fmt.Println(len(file.Vectors), "vectors agree")
}

func conclude(v vector) map[string]any {
	header := http.Header{}
	for _, pair := range v.Headers {
		header.Add(pair[0], pair[1])
	}
	e := apierror.ParseError(v.Status, header, body(v))
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
	if v.Expect["message"] == "" {
		v.Expect["message"] = nil
	}
	if wait, ok := e.RetryAfter(); ok {
		concluded["retry_after"] = wait.Seconds()
	}
	if _, ok := v.Expect["violations"]; ok {
		found := []any{}
		for _, violation := range e.Violations {
			found = append(found, map[string]any{"pointer": violation.Pointer, "message": violation.Message})
		}
		concluded["violations"] = found
	}
	if _, ok := v.Expect["params"]; ok {
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
func params(e apierror.ReceivedError) any {
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
