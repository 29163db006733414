"""Calls servers with each client, and prints what it gets as JSON.

Reads a JSON object from the first argument: the `servers` by name, the body of the `request` that they complete, those that
they refuse, and `choices`, more parameters of a request. Without an argument it does nothing.
"""

import json
import sys

import litellm_client
import llama_index_client
import openai_client

clients = {"OpenAI's client": openai_client, "LiteLLM": litellm_client, "LlamaIndex": llama_index_client}


def failure(call, *arguments):
    try:
        return f"It returned {call(*arguments)}"
    except Exception as error:
        return str(error)


def results(client, settings, *, request, refused, choices):
    return {
        "completes": client.complete(settings, request),
        "streams": client.stream(settings, request),
        "choices": client.choices(settings, {**request, **choices}),
        "refuses": [failure(client.complete, settings, body) for body in refused],
        "refusesToStream": [failure(client.stream, settings, body) for body in refused],
    }


if len(sys.argv) > 1:
    options = json.loads(sys.argv[1])
    servers = options.pop("servers")
    print(
        json.dumps(
            {
                server: {name: results(client, settings, **options) for name, client in clients.items()}
                for server, settings in servers.items()
            }
        )
    )
