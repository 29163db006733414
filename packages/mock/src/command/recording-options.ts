import {
  oneOf,
  optional,
  type Program,
  type ReadText,
  text,
  UsageError,
} from "@completions-api/command-line";
import type { MockProxyOptions, RecordingOptions } from "../recording/load-recording.ts";

const onViolation = ["report", "refuse"] as const;
const onMiss = ["fail", "generate", "record"] as const;

/** The options of `completions-mock` for recording and replaying. */
export interface RecordingCommandOptions {
  readonly proxy: string | undefined;
  readonly record: string | undefined;
  readonly cassette: string | undefined;
  readonly "on-violation": (typeof onViolation)[number] | undefined;
  readonly replay: string | undefined;
  readonly "on-miss": (typeof onMiss)[number] | undefined;
  readonly speed: number | undefined;
}

const serverUrl: ReadText<string> = (given, label) => {
  if (URL.canParse(given) && /^https?:/i.test(given)) return given;
  // The text may have a password, so it is not quoted.
  throw new UsageError(`${label} must be the base URL of a server, such as http://127.0.0.1:8000/v1.`);
};

const speed: ReadText<number> = (given, label) => {
  if (/^\d+(?:\.\d+)?$/.test(given)) return Number(given);
  throw new UsageError(`${label} must be a number of at least 0, such as 2, not ${JSON.stringify(given)}.`);
};

/** The lines of the command's table. */
export const recordingCommandOptions: Program<RecordingCommandOptions>["options"] = {
  proxy: optional({
    valueName: "URL",
    description:
      "Stand before the real server with this base URL, and check each of its answers and events against the contract.",
    read: serverUrl,
  }),
  "on-violation": optional({
    valueName: "ACTION",
    description:
      "With --proxy or --record: what to do with an answer that breaks the contract. report passes it on unchanged; refuse responds with 502 or ends the stream with an error event.",
    defaultText: "report",
    read: oneOf(onViolation),
  }),
  record: optional({
    valueName: "URL",
    description: "Do the same as --proxy, and record the exchanges.",
    read: serverUrl,
  }),
  cassette: optional({
    valueName: "FILE",
    description:
      "With --record: the file to append the exchanges to. It contains prompts and completions, but no keys.",
    defaultText: "cassette.jsonl",
    read: text("a file"),
  }),
  replay: optional({
    valueName: "FILE",
    description: "Answer requests for completions from this recording.",
    read: text("a file"),
  }),
  "on-miss": optional({
    valueName: "ACTION",
    description:
      "With --replay: what to do with a request that no recording fits. fail responds with 404 and lists the nearest ones; generate lets the engine answer; record asks the server of --record, and appends its answer.",
    defaultText: "fail",
    read: oneOf(onMiss),
  }),
  speed: optional({
    valueName: "NUMBER",
    description: "With --replay: 1 keeps the recorded times, 2 halves them, and 0 sends everything at once.",
    defaultText: "1",
    read: speed,
  }),
};

/**
 * Converts the options of the command to those of `startMock`.
 *
 * @throws UsageError if they do not fit together.
 */
export function readRecordingOptions(
  given: RecordingCommandOptions,
  onExchange: NonNullable<MockProxyOptions["onExchange"]>,
): RecordingOptions {
  const { proxy, record, cassette, replay, speed } = given;
  const url = proxy ?? record;
  const refuseIf = (isWrong: boolean, message: string) => {
    if (isWrong) throw new UsageError(message);
  };
  refuseIf(
    proxy !== undefined && record !== undefined,
    "--record does all that --proxy does. Choose one of them.",
  );
  refuseIf(proxy !== undefined && replay !== undefined, "--proxy and --replay exclude each other.");
  refuseIf(
    given["on-violation"] !== undefined && url === undefined,
    "--on-violation needs --proxy or --record.",
  );
  refuseIf(
    cassette !== undefined && (record === undefined || replay !== undefined),
    "--cassette needs --record, without --replay.",
  );
  refuseIf(given["on-miss"] !== undefined && replay === undefined, "--on-miss needs --replay.");
  refuseIf(speed !== undefined && replay === undefined, "--speed needs --replay.");
  refuseIf(
    (given["on-miss"] === "record") !== (record !== undefined && replay !== undefined),
    "--on-miss record needs both --replay and --record, and both of them need --on-miss record.",
  );
  return {
    ...(url !== undefined && {
      proxy: {
        url,
        onExchange,
        ...(given["on-violation"] && { onViolation: given["on-violation"] }),
        ...(record !== undefined && replay === undefined && { cassette: cassette ?? "cassette.jsonl" }),
      },
    }),
    ...(replay !== undefined && {
      replay: {
        file: replay,
        ...(given["on-miss"] && { onMiss: given["on-miss"] }),
        ...(speed !== undefined && { speed }),
      },
    }),
  };
}
