import { readFileSync } from "node:fs";
import type { CassetteLine } from "@completions-api/protocol/cassette";
import { CassetteError } from "@completions-api/protocol/cassette";
import { type CheckedExchange, printExchange } from "./checked-exchange.ts";
import { createProxy, type ProxyOptions } from "./create-proxy.ts";
import { createRecorder } from "./create-recorder.ts";
import type { ReplayOptions } from "./load-replayer.ts";
import { createPassOn, type PassOn } from "./pass-on.ts";

/** Options of a mock that stands before a real server, or that answers from a cassette. */
export interface RecordingOptions {
  /** A real server to stand before: it answers in place of the mock, and each answer is checked against the contract. */
  readonly proxy?: MockProxyOptions;
  /** A cassette to answer from: its file, or the options. */
  readonly replay?: string | MockReplayOptions;
}

/** Options of a mock that stands before a real server. */
export interface MockProxyOptions extends ProxyOptions {
  /**
   * The file of a cassette to append the exchanges to. It is created if it does not exist. Without it, they are not recorded unless
   * `replay` says so.
   */
  readonly cassette?: string;
  /** Called when an exchange has ended. By default its violations are printed to stderr. It must not throw. */
  readonly onExchange?: (exchange: CheckedExchange) => void;
}

/** Options of a mock that answers from a cassette. */
export interface MockReplayOptions extends Pick<ReplayOptions, "speed"> {
  /** The file of the cassette. */
  readonly file: string;
  /**
   * The way to treat a request that no recording fits: `fail` with a 404 that lists the nearest recordings, `generate` a
   * completion as without a cassette, or `record` the answer of the server that `proxy` names. By default `fail`.
   */
  readonly onMiss?: "fail" | "generate" | "record";
}

/** The parts of a mock that record and replay. */
export interface Recording {
  readonly replay?: ReplayOptions;
  readonly passOn?: PassOn;
}

/**
 * Loads the parts of a mock that record and replay.
 *
 * @param onRecorded - called with each exchange that was appended to a cassette.
 * @throws TypeError for options that do not fit together; CassetteError if a cassette cannot be used.
 */
export function loadRecording(
  { proxy, replay }: RecordingOptions,
  onRecorded: (line: CassetteLine) => void,
): Recording {
  const { file, onMiss = "fail", speed } = typeof replay === "string" ? { file: replay } : (replay ?? {});
  const records = onMiss === "record";
  if (records !== (replay !== undefined && proxy !== undefined))
    throw new TypeError(
      '`onMiss: "record"` needs `proxy`, and `replay` with `proxy` needs `onMiss: "record"`.',
    );
  // First, because it creates or mends the file.
  const passOn =
    proxy && loadPassOn({ ...proxy, ...(records && file !== undefined && { cassette: file }) }, onRecorded);
  return {
    ...(passOn && { passOn }),
    ...(file !== undefined && {
      replay: {
        file,
        cassette: readText(file),
        ...(onMiss !== "record" && { onMiss }),
        ...(speed !== undefined && { speed }),
      },
    }),
  };
}

function loadPassOn(
  { cassette, onExchange = printExchange, ...options }: MockProxyOptions,
  onRecorded: (line: CassetteLine) => void,
): PassOn {
  const proxy = createProxy(options, { keepsEvents: cassette !== undefined });
  const record = cassette === undefined ? undefined : createRecorder(cassette, proxy.url, onRecorded);
  return createPassOn(proxy, { onExchange, record });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CassetteError(file, undefined, `The cassette cannot be read: ${reason}.`, { cause });
  }
}
