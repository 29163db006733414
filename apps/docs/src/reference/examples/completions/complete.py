import json
import os
from urllib.request import Request, urlopen

request = Request(
    f"{os.environ['COMPLETIONS_URL']}/completions?api-version=2024-04-01-preview",
    data=json.dumps({"prompt": "Call me", "max_tokens": 16, "seed": 2}).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['COMPLETIONS_KEY']}",
        "Content-Type": "application/json",
    },
)
with urlopen(request) as response:
    completion = json.load(response)
print(completion["choices"][0]["text"])
