// One client of the official Go SDK. Reads from standard input what it is to do, and writes one JSON line
// for each step: what came back, or that it failed. Its output must not depend on the way to the server.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type call struct {
	Kind      string         `json:"kind"`
	Name      string         `json:"name"`
	Arguments map[string]any `json:"arguments"`
}

type task struct {
	URL   string `json:"url"`
	Key   string `json:"key"`
	Era   string `json:"era"`
	Calls []call `json:"calls"`
}

// withKey adds the API key to each request.
type withKey struct{ key string }

func (w withKey) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+w.key)
	return http.DefaultTransport.RoundTrip(request)
}

func main() {
	var todo task
	if err := json.NewDecoder(os.Stdin).Decode(&todo); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	run(ctx, todo)
}

func run(ctx context.Context, todo task) {
	progress := make(chan float64, 100)
	client := mcp.NewClient(&mcp.Implementation{Name: "go-sdk", Version: "1"}, &mcp.ClientOptions{
		ProgressNotificationHandler: func(_ context.Context, request *mcp.ProgressNotificationClientRequest) {
			progress <- request.Params.Progress
		},
	})
	options := &mcp.ClientSessionOptions{}
	if todo.Era == "legacy" {
		options.ProtocolVersion = "2025-11-25"
	}
	session, err := client.Connect(ctx, &mcp.StreamableClientTransport{
		Endpoint:   todo.URL,
		HTTPClient: &http.Client{Transport: withKey{todo.Key}},
	}, options)
	if err != nil {
		say("connect", nil, err)
		return
	}
	say("connect", session.InitializeResult(), nil)
	say("tools", all(func(yield func(any, error) bool) {
		for tool, err := range session.Tools(ctx, nil) {
			if !yield(tool, err) {
				return
			}
		}
	}), nil)
	for _, call := range todo.Calls {
		result, err := do(ctx, session, call)
		say(call.Kind+" "+call.Name, result, err)
		if call.Kind == "tool" {
			say("progress of "+call.Name, arrived(progress), nil)
		}
	}
	say("close", nil, session.Close())
}

func do(ctx context.Context, session *mcp.ClientSession, call call) (any, error) {
	switch call.Kind {
	case "tool":
		params := &mcp.CallToolParams{Name: call.Name, Arguments: call.Arguments}
		if call.Arguments == nil {
			// The SDK would send null, which is no object.
			params.Arguments = map[string]any{}
		}
		params.SetProgressToken("progress-" + call.Name)
		return session.CallTool(ctx, params)
	case "resource":
		return session.ReadResource(ctx, &mcp.ReadResourceParams{URI: call.Name})
	case "prompt":
		texts := map[string]string{}
		for name, value := range call.Arguments {
			texts[name] = fmt.Sprint(value)
		}
		return session.GetPrompt(ctx, &mcp.GetPromptParams{Name: call.Name, Arguments: texts})
	}
	return nil, fmt.Errorf("no such kind of call: %s", call.Kind)
}

// all collects what an iterator of the SDK yields; the first failure ends it and is the last element.
func all(items func(func(any, error) bool)) []any {
	found := []any{}
	items(func(item any, err error) bool {
		if err != nil {
			found = append(found, err.Error())
			return false
		}
		found = append(found, item)
		return true
	})
	return found
}

// arrived takes the progress that has come so far; the SDK hands it over in the order of arrival.
func arrived(progress chan float64) []float64 {
	values := []float64{}
	for {
		select {
		case value := <-progress:
			values = append(values, value)
		case <-time.After(100 * time.Millisecond):
			return values
		}
	}
}

func say(step string, result any, err error) {
	line := map[string]any{"step": step}
	if err != nil {
		line["error"] = err.Error()
	} else {
		line["result"] = result
	}
	text, _ := json.Marshal(line)
	fmt.Println(string(text))
}
