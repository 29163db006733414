"""Calls the mock with httpx and the models that datamodel-code-generator generates. It generates no client."""

import os
from collections.abc import Callable, Iterator

import httpx
from models import CompletionChunk, CompletionEvent, CreateCompletionRequest, CreateCompletionResponse, UnprocessableContentError

client = httpx.Client(
    base_url=os.environ["BASE_URL"],
    params={"api-version": os.environ["API_VERSION"]},
    headers={"Authorization": f"Bearer {os.environ['API_KEY']}", "Content-Type": "application/json"},
)


def completion(request: CreateCompletionRequest) -> CreateCompletionResponse:
    # Pydantic's ordinary dump sends `null` for what is not set.
    response = client.post("/completions", content=request.model_dump_json())
    assert response.status_code == 200, response.text
    return CreateCompletionResponse.model_validate_json(response.content)


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
    # The model itself refuses this temperature, so the request is made without it.
    response = client.post("/completions", json={"prompt": "Call me", "temperature": 3})
    problem = UnprocessableContentError.model_validate_json(response.content)
    assert problem.status == 422 and problem.code == "invalid_parameter" and problem.message != "", problem
    assert problem.detail.loc == ["body", "temperature"], problem.detail


def events(request: CreateCompletionRequest) -> Iterator[CompletionEvent]:
    with client.stream("POST", "/completions", content=request.model_dump_json()) as response:
        for line in response.iter_lines():
            if line == "data: [DONE]":
                return
            if line.startswith("data: "):
                yield CompletionEvent.model_validate_json(line.removeprefix("data: "))
    raise ValueError("The stream is truncated.")


def stream() -> None:
    chunks = [event.root for event in events(CreateCompletionRequest(prompt="Call me", max_tokens=4, stream=True))]
    assert len(chunks) > 1 and all(isinstance(chunk, CompletionChunk) for chunk in chunks), chunks


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
