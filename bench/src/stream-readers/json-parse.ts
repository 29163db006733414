import { answerWith } from "../contenders.ts";
import { recordChunks } from "../recorded-stream.ts";
import { textLength } from "./measure-reader.ts";

const data = (await recordChunks()).map((chunk) => JSON.stringify(chunk));

/** What no reader can do without. It has the data of all events already, so there are no pieces. */
answerWith(() => {
  let length = 0;
  for (const text of data) length += textLength(JSON.parse(text));
  if (length === 0) throw new Error("The recorded stream has no text.");
  return data.length;
});
