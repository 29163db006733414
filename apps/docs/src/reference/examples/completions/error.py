import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

request = Request(
    f"{os.environ['COMPLETIONS_URL']}/completions?api-version=2024-04-01-preview",
    data=json.dumps({"prompt": "Call me", "temperature": 3}).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['COMPLETIONS_KEY']}",
        "Content-Type": "application/json",
    },
)
try:
    urlopen(request)
except HTTPError as error:
    print(error.status, json.load(error)["code"])
