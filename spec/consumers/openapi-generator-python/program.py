"""Calls the mock with the client that openapi-generator generates for Python."""

import os
from collections.abc import Callable

from openapi_client import (
    ApiClient,
    CompletionEvent,
    CompletionsApi,
    Configuration,
    CreateCompletionRequest,
    CreateCompletionResponse,
    Prompt,
    UnprocessableContentError,
)
from openapi_client.exceptions import UnprocessableEntityException

api_version = os.environ["API_VERSION"]
configuration = Configuration(
    host=os.environ["BASE_URL"],
    api_key={"Authorization": os.environ["API_KEY"]},
    api_key_prefix={"Authorization": "Bearer"},
)
api = CompletionsApi(ApiClient(configuration))


def completion(request: CreateCompletionRequest) -> CreateCompletionResponse:
    return api.complete(api_version, request)


def completes() -> None:
    answer = completion(CreateCompletionRequest(prompt=Prompt("Call me"), max_tokens=4, seed=1))
    [choice] = answer.choices
    assert choice.text != "" and choice.finish_reason == "length", choice
    assert answer.usage.completion_tokens == 4, answer.usage


def prompt_lists() -> None:
    answer = completion(CreateCompletionRequest(prompt=Prompt(["Call me", "The whale"]), max_tokens=4))
    assert [choice.index for choice in answer.choices] == [0, 1], answer.choices


def tokens() -> None:
    one = completion(CreateCompletionRequest(prompt=Prompt([10, 20]), max_tokens=4))
    two = completion(CreateCompletionRequest(prompt=Prompt([[10, 20], [30]]), max_tokens=4))
    assert [len(one.choices), len(two.choices)] == [1, 2], (one, two)


def error() -> None:
    # The model refuses values out of range when it is made, but not when it is copied.
    request = CreateCompletionRequest(prompt=Prompt("Call me")).model_copy(update={"temperature": 3})
    try:
        api.complete_with_http_info(api_version, request)
    except UnprocessableEntityException as exception:
        problem = exception.data
        assert isinstance(problem, UnprocessableContentError), exception
        assert problem.status == 422 and problem.code == "invalid_parameter" and problem.message != "", problem
        assert problem.detail.loc == ["body", "temperature"], problem.detail
    else:
        raise AssertionError("The request was accepted.")


def stream() -> None:
    request = CreateCompletionRequest(prompt=Prompt("Call me"), max_tokens=4, stream=True)
    response = api.complete_without_preload_content(api_version, request)
    lines = [line.decode() for line in response if line != b"\n"]
    events = [CompletionEvent.from_json(line.removeprefix("data: ")) for line in lines[:-1]]
    assert len(events) > 1 and lines[-1] == "data: [DONE]\n", lines


checks: dict[str, Callable[[], None]] = {
    "completes": completes,
    "prompt-lists": prompt_lists,
    "tokens": tokens,
    "error": error,
    "stream": stream,
}
for name, check in checks.items():
    try:
        check()
        print(f"ok {name}")
    except Exception as problem:
        print(f"no {name}: {type(problem).__name__}: {problem}".splitlines()[0])
