import type { Config } from "../generated/config.ts";
import { type LogDestination, LogOutput } from "./log-output.ts";

/** The milliseconds that a person waits for a line at most. */
const readersPatience = 50;

/**
 * Opens the log on stderr.
 *
 * @param format - `auto` is `text` on a terminal and `json` elsewhere. Only a terminal gets colors, and not with `NO_COLOR`.
 */
export async function openLog(format: Config["log"]["format"]): Promise<LogDestination> {
  const { fd, isTTY } = process.stderr;
  if (format === "json" || (format === "auto" && !isTTY)) return new LogOutput(fd);
  const { createTextLog } = await import("./text-log.ts");
  const hasColors = isTTY && !process.env.NO_COLOR && process.stderr.hasColors();
  return createTextLog(new LogOutput(fd, readersPatience), { hasColors });
}
