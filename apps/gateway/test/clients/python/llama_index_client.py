"""LlamaIndex, which does not ask for the usage of a stream."""

from llama_index.llms.openai_like import OpenAILike


def create(settings, *, prompt, model=None, **body):
    return OpenAILike(
        model=model or settings["model"],
        api_base=settings["baseURL"],
        api_key=settings["apiKey"],
        is_chat_model=False,
        max_retries=0,
        # Here it checks nothing itself.
        additional_kwargs=body,
    )


def complete(settings, body):
    completion = create(settings, **body).complete(body["prompt"])
    return {"text": completion.text, "totalTokens": completion.raw.usage.total_tokens}


def stream(settings, body):
    return {"text": "".join(piece.delta for piece in create(settings, **body).stream_complete(body["prompt"]))}


def choices(settings, body):
    return create(settings, **body).complete(body["prompt"]).raw.model_dump()["choices"]
