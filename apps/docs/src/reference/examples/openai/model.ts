import OpenAI from "openai";

// It reads OPENAI_BASE_URL and OPENAI_API_KEY.
const client = new OpenAI();

const model = await client.models.retrieve("moby-dick");
console.log(model.id);
