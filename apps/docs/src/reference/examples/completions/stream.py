import json
import os
from urllib.request import Request, urlopen

request = Request(
    f"{os.environ['COMPLETIONS_URL']}/completions?api-version=2024-04-01-preview",
    data=json.dumps({"prompt": "Call me", "max_tokens": 16, "seed": 2, "stream": True}).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['COMPLETIONS_KEY']}",
        "Content-Type": "application/json",
    },
)
with urlopen(request) as response:
    for line in response:
        data = line.decode().removeprefix("data: ").strip()
        if data == "[DONE]":
            break
        if line.startswith(b"data: "):
            event = json.loads(data)
            if "error" in event:
                raise RuntimeError(event["error"]["message"])
            print("".join(choice["text"] for choice in event["choices"]), end="", flush=True)
