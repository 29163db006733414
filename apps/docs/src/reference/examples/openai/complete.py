from openai import OpenAI

# It reads OPENAI_BASE_URL and OPENAI_API_KEY.
client = OpenAI()

completion = client.completions.create(
    model="moby-dick", prompt="Call me", max_tokens=16, seed=2
)
print(completion.choices[0].text)
