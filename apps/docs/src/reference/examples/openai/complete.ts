import OpenAI from "openai";

// It reads OPENAI_BASE_URL and OPENAI_API_KEY.
const client = new OpenAI();

const completion = await client.completions.create({
  model: "moby-dick",
  prompt: "Call me",
  max_tokens: 16,
  seed: 2,
});
console.log(completion.choices[0]?.text);
