import { EventSourceParserStream } from "eventsource-parser/stream";
import { measureReader, textLength } from "./measure-reader.ts";

/** Decodes the events, without a client. */
measureReader(async (body) => {
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  let length = 0;
  for await (const { data } of events) {
    if (data === "[DONE]") break;
    length += textLength(JSON.parse(data));
  }
  return length;
});
