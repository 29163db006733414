"""OpenAI's client."""

import openai


def create(settings, **body):
    client = openai.OpenAI(base_url=settings["baseURL"], api_key=settings["apiKey"], max_retries=0)
    return client.completions.create(**{"model": settings["model"], **body})


def complete(settings, body):
    completion = create(settings, **body)
    return {"text": completion.choices[0].text, "totalTokens": completion.usage.total_tokens}


def stream(settings, body):
    text = ""
    for chunk in create(settings, **body, stream=True, stream_options={"include_usage": True}):
        text += "".join(choice.text for choice in chunk.choices)
    return {"text": text, "totalTokens": chunk.usage.total_tokens}


def choices(settings, body):
    return create(settings, **body).model_dump()["choices"]
