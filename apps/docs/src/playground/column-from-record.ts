import { createEventDecoder, hasChoices } from "@completions-api/protocol";
import type { CompletionUsage } from "@completions-api/types";
import { addChoice, type Column, type ReceivedChoice } from "./column.ts";
import type { RunRecord } from "./run-record.ts";

interface ReceivedChunk {
  readonly choices: readonly ReceivedChoice[];
  readonly usage?: CompletionUsage | null;
}

/** Makes a column of a record that was not run here. What is not a completion in it is left to the panel of the wire. */
export function columnFromRecord(record: RunRecord): Column {
  const request: unknown = parse(record.request.body);
  const { prompt } = Object(request);
  let column: Column = {
    id: `imported-${record.startedAt}-${record.events.length}`,
    label: "Imported",
    overrides: {},
    prompt: typeof prompt === "string" ? prompt : "",
    hasEcho: Object(request).echo === true,
    index: 0,
    text: "",
    tokens: [],
    isRunning: false,
    record,
  };
  for (const { choices, usage } of readChunks(record)) {
    for (const choice of choices) if (choice.index === 0) column = addChoice(column, choice);
    if (usage) column = { ...column, usage };
  }
  return column;
}

function readChunks({ events }: RunRecord): ReceivedChunk[] {
  const [first] = events;
  const whole = events.length === 1 && first ? parse(first.text) : undefined;
  // The rest of a completion is shown, not computed with.
  if (hasChoices(whole)) return [whole as ReceivedChunk];
  const bytes = new TextEncoder().encode(events.map(({ text }) => `${text}\n\n`).join(""));
  const decoded = createEventDecoder().feed(bytes).events;
  return decoded.filter((event) => typeof event === "object" && "choices" in event);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
