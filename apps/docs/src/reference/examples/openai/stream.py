from openai import OpenAI

# It reads OPENAI_BASE_URL and OPENAI_API_KEY.
client = OpenAI()

stream = client.completions.create(
    model="moby-dick", prompt="Call me", max_tokens=16, seed=2, stream=True
)
for event in stream:
    print("".join(choice.text for choice in event.choices), end="", flush=True)
