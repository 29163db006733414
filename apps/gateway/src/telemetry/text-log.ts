import { prettyFactory } from "pino-pretty";
import type { LogDestination } from "./log-output.ts";

/** An entry of the log, read from its line of JSON. */
interface LogEntry {
  readonly msg: string;
  readonly [property: string]: unknown;
}

/**
 * Creates a destination that rewrites lines of JSON for people: one row for each entry, for a request with its status, path,
 * deployment, tokens and times. What else an entry has follows as JSON.
 *
 * @param output - receives the rows.
 */
export function createTextLog(
  output: LogDestination,
  { hasColors }: { readonly hasColors: boolean },
): LogDestination {
  const format = prettyFactory({ colorize: hasColors, singleLine: true, translateTime: "SYS:HH:MM:ss.l" });
  return {
    write(line) {
      const entry = JSON.parse(line, (name, value) =>
        typeof value === "string" ? disarm(value, name) : value,
      );
      output.write(format(entry.msg === "request" ? describeRequest(entry) : entry));
    },
    flush: (callback) => output.flush(callback),
  };
}

/** Moves what a reader looks for first from the properties of a request's entry into its message. */
function describeRequest(entry: LogEntry): LogEntry {
  const {
    msg: _,
    method,
    path,
    status = "---",
    errorCode,
    deployment,
    promptTokens,
    completionTokens,
    stream: _stream,
    left,
    durationMs,
    firstTokenMs,
    reason,
    failure = reason,
    ...rest
  } = entry;
  const words = [status, method, path, deployment, errorCode].filter(Boolean).join(" ");
  const facts = [
    words,
    (promptTokens || completionTokens) && `${promptTokens} + ${completionTokens} tokens`,
    `${durationMs} ms`,
    firstTokenMs !== undefined && `first token after ${firstTokenMs} ms`,
    left && "client left",
  ];
  const row = facts.filter(Boolean).join(", ");
  return { ...rest, msg: failure === undefined ? row : `${row}: ${failure}` };
}

/** Control characters, and those that change the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys.
const commands = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** Escapes the characters that a terminal would obey, such as an escape sequence in the code of a server's error. Stacks keep their lines. */
function disarm(text: string, name: string): string {
  return text.replaceAll(commands, (command) =>
    command === "\n" && name === "failure"
      ? command
      : `\\u${command.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
