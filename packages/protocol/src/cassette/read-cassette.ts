import { cassetteVersion, cutReasons, type RecordedExchange } from "./cassette.ts";
import { CassetteError } from "./cassette-error.ts";

/** A recorded exchange, and its place. */
export interface CassetteLine {
  /** Counts from 1. The head is line 1. */
  readonly line: number;
  readonly exchange: RecordedExchange;
}

/** A cassette that was read. */
export interface Cassette {
  readonly lines: readonly CassetteLine[];
  /** True if a recorder was stopped while it wrote the last line, which is therefore left out. */
  readonly isLastLineBroken: boolean;
}

/**
 * Reads the text of a cassette.
 *
 * @param file - its name for messages.
 * @throws CassetteError for the first line that is damaged, or if another version of the format is needed.
 */
export function readCassette(text: string, file: string): Cassette {
  // Some editors begin a file with a byte order mark.
  const all = text.replace(/^\uFEFF/, "").split("\n");
  const rest = all.pop() ?? "";
  const isLastLineBroken = rest.trim() !== "" && parse(rest) === undefined;
  if (!isLastLineBroken) all.push(rest);
  const [head = "", ...others] = all;
  if (head.trim() === "") throw new CassetteError(file, 1, "The file has no head, so it is not a cassette.");
  checkHead(parse(head), file);
  const lines = others.flatMap((line, index) =>
    line.trim() === "" ? [] : [{ line: index + 2, exchange: readExchange(line, file, index + 2) }],
  );
  return { lines, isLastLineBroken };
}

function checkHead(head: unknown, file: string): void {
  const { cassette } = Object(head);
  if (cassette === cassetteVersion) return;
  const remedy = cassette > cassetteVersion ? "Update the program, or record again" : "Record again";
  throw new CassetteError(
    file,
    1,
    typeof cassette === "number"
      ? `This is a cassette of version ${cassette}, and this program reads version ${cassetteVersion}. ${remedy}.`
      : `This is not the head of a cassette, which begins with {"cassette":${cassetteVersion},`,
  );
}

function readExchange(text: string, file: string, line: number): RecordedExchange {
  const value = parse(text);
  const problem = value === undefined ? "is not JSON" : findProblem(value);
  if (problem !== undefined)
    throw new CassetteError(file, line, `The line ${problem}. Remove the line, or record again.`);
  // `findProblem` has checked everything that reading relies on.
  return value as RecordedExchange;
}

/** Finds what keeps a value from being a recorded exchange, worded to follow "The line". */
function findProblem(value: unknown): string | undefined {
  const { request, response } = Object(value);
  const { method, target, headers } = Object(request);
  if (typeof method !== "string" || typeof target !== "string" || !target.startsWith("/"))
    return "has no request with a method and a target";
  if (!isTexts(headers)) return "has no request headers that are texts";
  const { status, headers: responseHeaders, at, events, cut } = Object(response);
  if (!Number.isInteger(status) || !isTexts(responseHeaders))
    return "has no response with a status and headers that are texts";
  if (events === undefined)
    return typeof at === "number" && "body" in response
      ? undefined
      : "has a response without `at` and `body`";
  if (cut !== undefined && !(typeof cut === "string" && Object.hasOwn(cutReasons, cut)))
    return `has a stream whose \`cut\` is not one of ${Object.keys(cutReasons).join(", ")}`;
  return Array.isArray(events) && events.every(isEvent) ? undefined : "has an event without `at` and `data`";
}

function isEvent(value: unknown): boolean {
  const { at, data } = Object(value);
  return typeof at === "number" && (data === "[DONE]" || (typeof data === "object" && data !== null));
}

function isTexts(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((item) => typeof item === "string")
  );
}

/** Parses a JSON document. Returns undefined for any other text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
