import { createSseStream } from "@azure/core-sse";
import { measureReader, textLength } from "./measure-reader.ts";

/** Reads the body of a response as the README of @azure-rest/ai-inference does. */
measureReader(async (body) => {
  let length = 0;
  for await (const { data } of createSseStream(body)) {
    // The README leaves the loop at [DONE]. That fails with a web stream, so this reads to the end.
    if (data !== "[DONE]") length += textLength(JSON.parse(data));
  }
  return length;
});
