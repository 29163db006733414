import OpenAI, { APIError } from "openai";

// It reads OPENAI_BASE_URL and OPENAI_API_KEY.
const client = new OpenAI();

try {
  await client.completions.create({ model: "moby-dick", prompt: "Call me", temperature: 3 });
} catch (error) {
  if (!(error instanceof APIError)) throw error;
  console.log(error.status, error.code);
}
