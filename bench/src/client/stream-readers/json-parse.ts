import { answerWith } from "../../measuring/contenders.ts";
import { recordChunks } from "../recorded-stream.ts";
import { textLength } from "./measure-reader.ts";

const data = (await recordChunks()).map((chunk) => JSON.stringify(chunk));

/** Parses the data of all events, which every reader must do. It reads no body, so the size of chunks does not matter. */
answerWith(() => {
  let length = 0;
  for (const text of data) length += textLength(JSON.parse(text));
  if (length === 0) throw new Error("The recorded stream has no text.");
  return data.length;
});
