// Calls the mock with the client that oapi-codegen generates.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"

	completions "consumer/generated"
)

var (
	ctx       = context.Background()
	params    = &completions.CompleteParams{ApiVersion: os.Getenv("API_VERSION")}
	maxTokens = 4
)

func completes() error {
	response, err := newClient().CompleteWithResponse(ctx, params, requestFor(text("Call me")))
	if err != nil {
		return err
	}
	completion := response.JSON200
	return expect(completion != nil && len(completion.Choices) == 1 && completion.Choices[0].Text != "" &&
		completion.Choices[0].FinishReason == completions.CompletionFinishReasonLength &&
		completion.Usage.CompletionTokens == maxTokens, response.Body)
}

func promptLists() error {
	return expectChoices(2, newPrompt((*completions.Prompt).FromPrompt1, []string{"Call me", "The whale"}))
}

func tokens() error {
	return errors.Join(
		expectChoices(1, newPrompt((*completions.Prompt).FromPrompt2, []int{10, 20})),
		expectChoices(2, newPrompt((*completions.Prompt).FromPrompt3, [][]int{{10, 20}, {30}})),
	)
}

func readsError() error {
	request, temperature := requestFor(text("Call me")), float32(3)
	request.Temperature = &temperature
	response, err := newClient().CompleteWithResponse(ctx, params, request)
	if err != nil {
		return err
	}
	failure := response.JSON422
	return expect(failure != nil && failure.Status == 422 && failure.Message != "" &&
		failure.Code == completions.UnprocessableContentErrorCodeInvalidParameter &&
		slices.Equal(failure.Detail.Loc, []string{"body", "temperature"}), response.Body)
}

func streams() error {
	request, stream := requestFor(text("Call me")), true
	request.Stream = &stream
	// Unlike `CompleteWithResponse`, this returns before the body has arrived.
	response, err := newClient().ClientInterface.Complete(ctx, params, request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	completion := ""
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		data, isData := strings.CutPrefix(lines.Text(), "data: ")
		if data == "[DONE]" {
			return expect(completion != "", completion)
		}
		if !isData {
			continue
		}
		var event completions.CompletionEvent
		if err := json.Unmarshal([]byte(data), &event); err != nil {
			return err
		}
		chunk, err := event.AsCompletionChunk()
		if err != nil {
			return err
		}
		completion += chunk.Choices[0].Text
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

func newClient() *completions.ClientWithResponses {
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("API_KEY"))
		return nil
	}
	client, err := completions.NewClientWithResponses(os.Getenv("BASE_URL"), completions.WithRequestEditorFn(authorize))
	if err != nil {
		panic(err)
	}
	return client
}

// newPrompt returns a prompt in the form that one of the methods of Prompt sets.
func newPrompt[Value any](set func(*completions.Prompt, Value) error, value Value) completions.Prompt {
	var prompt completions.Prompt
	if err := set(&prompt, value); err != nil {
		panic(err)
	}
	return prompt
}

func text(value string) completions.Prompt {
	return newPrompt((*completions.Prompt).FromPrompt0, value)
}

func requestFor(prompt completions.Prompt) completions.CreateCompletionRequest {
	return completions.CreateCompletionRequest{Prompt: prompt, MaxTokens: &maxTokens}
}

func expectChoices(count int, prompt completions.Prompt) error {
	response, err := newClient().CompleteWithResponse(ctx, params, requestFor(prompt))
	if err != nil {
		return err
	}
	return expect(response.JSON200 != nil && len(response.JSON200.Choices) == count, response.Body)
}

// expect returns an error with the body of a response, unless the condition is true.
func expect[Body string | []byte](condition bool, body Body) error {
	if condition {
		return nil
	}
	return fmt.Errorf("unexpected response: %s", body)
}

// report runs a check, and prints what came out.
func report(name string, check func() error) {
	if err := check(); err != nil {
		fmt.Printf("no %s: %v\n", name, err)
	} else {
		fmt.Printf("ok %s\n", name)
	}
}
