"""Completes a prompt with OpenAI's client, and prints the text as it arrives."""

import argparse
import os
import sys

from openai import APIStatusError, OpenAI

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("prompt")
parser.add_argument("--temperature", type=float, default=1)
arguments = parser.parse_args()

client = OpenAI(base_url=f"{os.environ['COMPLETIONS_URL']}/v1", api_key=os.environ["COMPLETIONS_KEY"])

try:
    with client.completions.create(
        model="moby-dick",
        prompt=arguments.prompt,
        temperature=arguments.temperature,
        max_tokens=200,
        stream=True,
    ) as stream:
        for chunk in stream:
            print(chunk.choices[0].text, end="", flush=True)
    print()
except APIStatusError as error:
    sys.exit(error.body["message"])
except KeyboardInterrupt:
    sys.exit(130)
