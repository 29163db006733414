// Calls the mock with the client that openapi-generator generates for Go.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	completions "consumer/generated"
)

var client = completions.NewAPIClient(&completions.Configuration{
	Servers: completions.ServerConfigurations{{URL: os.Getenv("BASE_URL")}},
})

var ctx = context.WithValue(context.Background(), completions.ContextAPIKeys, map[string]completions.APIKey{
	"Authorization": {Prefix: "Bearer", Key: os.Getenv("API_KEY")},
})

func completes() error {
	completion, err := complete(requestFor(text("Call me")))
	if err != nil {
		return err
	}
	choices := completion.Choices
	return expect(len(choices) == 1 && choices[0].Text != "" &&
		choices[0].FinishReason == completions.COMPLETIONFINISHREASON_LENGTH &&
		completion.Usage.CompletionTokens == 4, completion)
}

func promptLists() error {
	return expectChoices(2, completions.ArrayOfStringAsPrompt(&[]string{"Call me", "The whale"}))
}

func tokens() error {
	return errors.Join(
		expectChoices(1, completions.ArrayOfInt32AsPrompt(&[]int32{10, 20})),
		expectChoices(2, completions.ArrayOfArrayOfInt32AsPrompt(&[][]int32{{10, 20}, {30}})),
	)
}

func readsError() error {
	request := requestFor(text("Call me"))
	request.SetTemperature(3)
	_, err := complete(request)
	var failure *completions.GenericOpenAPIError
	if !errors.As(err, &failure) {
		return fmt.Errorf("unexpected error: %w", err)
	}
	body, ok := failure.Model().(completions.UnprocessableContentError)
	return expect(ok && body.Status == 422 && body.Message != "" &&
		body.Code == completions.UNPROCESSABLECONTENTERRORCODE_INVALID_PARAMETER &&
		slices.Equal(body.Detail.Loc, []string{"body", "temperature"}), failure.Model())
}

func streams() error {
	request := requestFor(text("Call me"))
	request.SetStream(true)
	_, err := complete(request)
	return err
}

func main() {
	report("completes", completes)
	report("prompt-lists", promptLists)
	report("tokens", tokens)
	report("error", readsError)
	report("stream", streams)
}

func complete(request *completions.CreateCompletionRequest) (*completions.CreateCompletionResponse, error) {
	call := client.CompletionsAPI.Complete(ctx).ApiVersion(os.Getenv("API_VERSION"))
	completion, _, err := call.CreateCompletionRequest(*request).Execute()
	return completion, err
}

func requestFor(prompt completions.Prompt) *completions.CreateCompletionRequest {
	request := completions.NewCreateCompletionRequest(prompt)
	request.SetMaxTokens(4)
	return request
}

func text(value string) completions.Prompt { return completions.StringAsPrompt(&value) }

func expectChoices(count int, prompt completions.Prompt) error {
	completion, err := complete(requestFor(prompt))
	if err != nil {
		return err
	}
	return expect(len(completion.Choices) == count, completion)
}

// expect returns an error with the given value, unless the condition is true.
func expect(condition bool, value any) error {
	if condition {
		return nil
	}
	return fmt.Errorf("unexpected response: %+v", value)
}

// report runs a check, and prints what came out.
func report(name string, check func() error) {
	if err := check(); err != nil {
		fmt.Printf("no %s: %v\n", name, err)
	} else {
		fmt.Printf("ok %s\n", name)
	}
}
