"""LiteLLM."""

import litellm

litellm.suppress_debug_info = True


def create(settings, *, model=None, **body):
    return litellm.text_completion(
        model=f"text-completion-openai/{model or settings['model']}",
        api_base=settings["baseURL"],
        api_key=settings["apiKey"],
        num_retries=0,
        **body,
    )


def complete(settings, body):
    completion = create(settings, **body)
    return {"text": completion.choices[0].text, "totalTokens": completion.usage.total_tokens}


def stream(settings, body):
    text = ""
    for chunk in create(settings, **body, stream=True, stream_options={"include_usage": True}):
        text += "".join(choice.text or "" for choice in chunk.choices)
    return {"text": text, "totalTokens": chunk.usage.total_tokens}


def choices(settings, body):
    return create(settings, **body).model_dump()["choices"]
