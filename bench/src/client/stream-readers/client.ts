/** Reads the stream with a whole client, from the call to the completion. Argument: the client's entry module. */
import { measureReader, textLength, toResponse } from "./measure-reader.ts";

const { createCompletionsClient }: typeof import("@completions-api/client") = await import(
  `${process.argv[2]}`
);

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
