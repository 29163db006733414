from openai import OpenAI

# It reads OPENAI_BASE_URL and OPENAI_API_KEY.
client = OpenAI()

model = client.models.retrieve("moby-dick")
print(model.id)
