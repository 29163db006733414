import { createSseStream } from "@azure/core-sse";
import { measureReader, textLength } from "./measure-reader.ts";

/** What the README of @azure-rest/ai-inference does with the body that its client gives. */
measureReader(async (body) => {
  let length = 0;
  for await (const { data } of createSseStream(body)) {
    // It fails where the loop is left, as the README does, if the body is one of the web's streams.
    if (data !== "[DONE]") length += textLength(JSON.parse(data));
  }
  return length;
});
