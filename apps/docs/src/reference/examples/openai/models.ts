import OpenAI from "openai";

// It reads OPENAI_BASE_URL and OPENAI_API_KEY.
const client = new OpenAI();

for await (const model of client.models.list()) console.log(model.id);
