import { createCompletionsClient } from "@completions-api/client";
import { measureReader, textLength, toResponse } from "./measure-reader.ts";

/** The whole client, from its call to the completion. */
measureReader(async (body) => {
  const client = createCompletionsClient({
    baseUrl: "http://localhost",
    credential: "abcde12345",
    fetch: async () => toResponse(body),
  });
  let length = 0;
  const stream = await client.complete({ prompt: "Once upon a time", stream: true });
  for await (const chunk of stream) length += textLength(chunk);
  return length;
});
