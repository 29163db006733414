import { InStreamError, ResponseError } from "@completions-api/client";
import type { RecordedEvent, RunError } from "./run-record.ts";

type Properties = Readonly<Record<string, unknown>>;

/**
 * Reads an error of the client, of either face.
 *
 * @param error - the error that the client threw.
 * @param events - the recorded response, whose body the client has only if the error is one of the `completions` face.
 */
export function readRunError(error: unknown, events: readonly RecordedEvent[]): RunError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InStreamError) return { ...readBody({ error: error.body }), message };
  if (!(error instanceof ResponseError)) return { message };
  const body = parse(events.at(-1)?.text ?? "");
  return { message, code: codeHeader(error.headers), ...readBody(body), status: error.status };
}

/** Reads the body of an error: its `error` is a text on the `completions` face, and an object on `openai` and in a stream. */
function readBody(body: unknown): Partial<RunError> {
  if (!isObject(body)) return {};
  const inner = isObject(body.error) ? body.error : body;
  const detail = isObject(inner.detail) ? inner.detail : {};
  const parameter = textOf(inner.param) ?? pathOf(detail.loc);
  const found = { code: textOf(inner.code), message: textOf(inner.message), parameter };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Writes `["body", "stop", "1"]` as `stop[1]`. */
function pathOf(location: unknown): string | undefined {
  if (!Array.isArray(location)) return;
  const [place, ...path] = location;
  const steps: unknown[] = place === "body" ? path : location;
  // The spec has all steps as texts, even the positions in a list.
  return steps
    .map((step, index) => (index === 0 ? `${step}` : /^\d+$/.test(`${step}`) ? `[${step}]` : `.${step}`))
    .join("");
}

function codeHeader(headers: Headers): string | undefined {
  return headers.get("x-ms-error-code") ?? undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
