import { decodeEvents } from "@completions-api/protocol";
import { measureReader, textLength } from "./measure-reader.ts";

/** Decodes the events, without a client. */
measureReader(async (body) => {
  let length = 0;
  for await (const event of decodeEvents(body)) {
    if (event !== "[DONE]" && "choices" in event) length += textLength(event);
  }
  return length;
});
