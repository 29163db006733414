"""Calls the mock with the client that openapi-python-client generates."""

import os
from collections.abc import Callable, Iterable

from generated import AuthenticatedClient
from generated.api.completions import complete
from generated.models import CreateCompletionRequest, CreateCompletionResponse, UnprocessableContentError

client = AuthenticatedClient(base_url=os.environ["BASE_URL"], token=os.environ["API_KEY"])


def send(body: CreateCompletionRequest) -> object:
    return complete.sync(client=client, body=body, api_version=os.environ["API_VERSION"])


def completion(body: CreateCompletionRequest) -> CreateCompletionResponse:
    answer = send(body)
    assert isinstance(answer, CreateCompletionResponse), answer
    return answer


def completes() -> None:
    answer = completion(CreateCompletionRequest(prompt="Call me", max_tokens=4, seed=1))
    [choice] = answer.choices
    assert choice.text != "" and choice.finish_reason == "length", choice
    assert answer.usage.completion_tokens == 4, answer.usage


def prompt_lists() -> None:
    answer = completion(CreateCompletionRequest(prompt=["Call me", "The whale"], max_tokens=4))
    assert [choice.index for choice in answer.choices] == [0, 1], answer.choices


def tokens() -> None:
    one = completion(CreateCompletionRequest(prompt=[10, 20], max_tokens=4))
    two = completion(CreateCompletionRequest(prompt=[[10, 20], [30]], max_tokens=4))
    assert [len(one.choices), len(two.choices)] == [1, 2], (one, two)


def error() -> None:
    answer = send(CreateCompletionRequest(prompt="Call me", temperature=3))
    assert isinstance(answer, UnprocessableContentError), answer
    assert answer.status == 422 and answer.code == "invalid_parameter" and answer.message != "", answer
    assert answer.detail.loc == ["body", "temperature"], answer.detail


def stream() -> None:
    answer = send(CreateCompletionRequest(prompt="Call me", max_tokens=4, stream=True))
    assert isinstance(answer, Iterable), answer


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
