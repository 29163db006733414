from openai import APIStatusError, OpenAI

# It reads OPENAI_BASE_URL and OPENAI_API_KEY.
client = OpenAI()

try:
    client.completions.create(model="moby-dick", prompt="Call me", temperature=3)
except APIStatusError as error:
    print(error.status_code, error.code)
