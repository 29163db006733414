"""Sends requests with OpenAI's client, and prints the errors that it raises as JSON.

The argument is a JSON object: the options of the client, and a list with those of each request.
"""

import json
import sys

import openai

options = json.loads(sys.argv[1])
client = openai.OpenAI(max_retries=0, **options["client"])
errors = []
for request in options["requests"]:
    try:
        client.completions.create(**request)
    except openai.APIStatusError as error:
        errors.append({"status": error.status_code, "text": str(error), "body": error.body})
print(json.dumps(errors))
