// Calls the mock with the client that ogen generates.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	completions "consumer/generated"
	"github.com/ogen-go/ogen/ogenerrors"
)

const maxTokens = 4

var (
	ctx    = context.Background()
	params = completions.CompleteParams{APIVersion: os.Getenv("API_VERSION")}
)

// credentials is where the client gets the API key.
type credentials struct{}

func (credentials) Authorization(context.Context, completions.OperationName) (completions.Authorization, error) {
	return completions.Authorization{APIKey: "Bearer " + os.Getenv("API_KEY")}, nil
}

func (credentials) AADToken(context.Context, completions.OperationName) (completions.AADToken, error) {
	return completions.AADToken{}, ogenerrors.ErrSkipClientSecurity
}

// complete sends a request, and returns one of the responses that the spec describes.
func complete(request completions.CreateCompletionRequest) (completions.CompleteRes, error) {
	client, err := completions.NewClient(os.Getenv("BASE_URL"), credentials{})
	if err != nil {
		return nil, err
	}
	return client.Complete(ctx, &request, params)
}

func completes() error {
	response, err := complete(requestFor("Call me"))
	completion, ok := response.(*completions.CreateCompletionResponseHeaders)
	if err != nil || !ok {
		return unexpected(response, err)
	}
	choices := completion.Response.Choices
	return expect(len(choices) == 1 && choices[0].Text != "" &&
		choices[0].FinishReason == completions.CompletionFinishReasonLength &&
		completion.Response.Usage.CompletionTokens == maxTokens, completion)
}

func promptLists() error {
	return expectChoices(2, []string{"Call me", "The whale"})
}

func tokens() error {
	return errors.Join(expectChoices(1, []int{10, 20}), expectChoices(2, [][]int{{10, 20}, {30}}))
}

func readsError() error {
	request := requestFor("Call me")
	request.Temperature = completions.NewOptNilFloat64(3)
	response, err := complete(request)
	failure, ok := response.(*completions.UnprocessableContentHeaders)
	if err != nil || !ok {
		return unexpected(response, err)
	}
	body := failure.Response
	return expect(body.Status == 422 && body.Message != "" &&
		body.Code == completions.UnprocessableContentErrorCodeInvalidParameter &&
		slices.Equal(body.Detail.Loc, []string{"body", "temperature"}), body)
}

func streams() error {
	request := requestFor("Call me")
	request.Stream = completions.NewOptNilBool(true)
	response, err := complete(request)
	stream, ok := response.(*completions.CompleteOKRawTextEventStream)
	if err != nil || !ok {
		return unexpected(response, err)
	}
	defer stream.Response.Body.Close()
	text := ""
	for lines := bufio.NewScanner(stream.Response.Body); lines.Scan(); {
		data, isData := strings.CutPrefix(lines.Text(), "data: ")
		if data == "[DONE]" {
			return expect(text != "", text)
		}
		if !isData {
			continue
		}
		var event struct{ Choices []struct{ Text string } }
		if err := json.Unmarshal([]byte(data), &event); err != nil {
			return err
		}
		text += event.Choices[0].Text
	}
	return errors.New("the stream has no [DONE]")
}

func main() {
	report("completes", completes)
	report("prompt-lists", promptLists)
	report("tokens", tokens)
	report("error", readsError)
	report("stream", streams)
}

// requestFor returns a request for a prompt in any of its forms.
func requestFor(prompt any) completions.CreateCompletionRequest {
	text, err := json.Marshal(prompt)
	if err != nil {
		panic(err)
	}
	return completions.CreateCompletionRequest{
		Prompt:    completions.Prompt(text),
		MaxTokens: completions.NewOptNilInt(maxTokens),
	}
}

func expectChoices(count int, prompt any) error {
	response, err := complete(requestFor(prompt))
	completion, ok := response.(*completions.CreateCompletionResponseHeaders)
	if err != nil || !ok {
		return unexpected(response, err)
	}
	return expect(len(completion.Response.Choices) == count, completion)
}

func unexpected(response any, err error) error {
	return fmt.Errorf("unexpected result: %T %w", response, err)
}

// expect returns an error with the given value, unless the condition is true.
func expect(condition bool, value any) error {
	if condition {
		return nil
	}
	return fmt.Errorf("unexpected result: %+v", value)
}

// report runs a check, and prints what came out.
func report(name string, check func() error) {
	if err := check(); err != nil {
		fmt.Printf("no %s: %v\n", name, err)
	} else {
		fmt.Printf("ok %s\n", name)
	}
}
