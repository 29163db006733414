import OpenAI from "openai";

/** Completes a prompt. The SDK tries again when the server is busy. */
export async function ask(url: string, prompt: string): Promise<string> {
  const client = new OpenAI({ apiKey: "any-key", baseURL: `${url}/v1` });
  const completion = await client.completions.create({ model: "moby-dick", prompt, max_tokens: 32 });
  return completion.choices[0]?.text ?? "";
}

/** Completes a prompt as a stream. If the connection breaks off, the text ends with an ellipsis. */
export async function askAsStream(url: string, prompt: string): Promise<string> {
  const client = new OpenAI({ apiKey: "any-key", baseURL: `${url}/v1` });
  let text = "";
  try {
    const events = await client.completions.create({ model: "moby-dick", prompt, stream: true });
    for await (const event of events) text += event.choices[0]?.text ?? "";
  } catch {
    return `${text}…`;
  }
  return text;
}
