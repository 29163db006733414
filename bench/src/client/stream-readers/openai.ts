import OpenAI from "openai";
import { measureReader, toResponse } from "./measure-reader.ts";

/** Reads the stream with the whole client, from the call to the last event. */
measureReader(async (body) => {
  const client = new OpenAI({
    baseURL: "http://localhost",
    apiKey: "abcde12345",
    fetch: async () => toResponse(body),
  });
  let length = 0;
  const stream = await client.completions.create({ model: "any", prompt: "Once upon a time", stream: true });
  for await (const { choices } of stream) for (const { text } of choices) length += text.length;
  return length;
});
