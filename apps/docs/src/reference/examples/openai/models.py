from openai import OpenAI

# It reads OPENAI_BASE_URL and OPENAI_API_KEY.
client = OpenAI()

for model in client.models.list():
    print(model.id)
