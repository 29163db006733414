import OpenAI from "openai";

// It reads OPENAI_BASE_URL and OPENAI_API_KEY.
const client = new OpenAI();

const stream = await client.completions.create({
  model: "moby-dick",
  prompt: "Call me",
  max_tokens: 16,
  seed: 2,
  stream: true,
});
for await (const { choices } of stream) process.stdout.write(choices[0]?.text ?? "");
