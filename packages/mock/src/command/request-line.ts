import { quantity } from "@completions-api/protocol";
import type { LoggedRequest, LoggedResponse } from "../sessions/logged-request.ts";
import { withoutSession } from "../sessions/session-store.ts";

/** The facts about a request that a log may show: not its prompt, not its completion, and no secret. */
interface RequestFacts {
  readonly type: "request";
  readonly receivedAt: string;
  readonly number: number;
  readonly session?: string;
  readonly method: string;
  /** Without the query, because that may hold secrets. */
  readonly path: string;
  readonly response?: {
    readonly status: number;
    readonly decidedBy?: string;
    readonly reply?: { readonly id: number; readonly name?: string };
    readonly errorCode?: string;
    readonly fault?: string;
    readonly cutAt?: string;
    readonly violations?: LoggedResponse["violations"];
    /** The number of events of a stream. */
    readonly events?: number;
  };
  /** Milliseconds from the request to the end of its response, or until the client left. */
  readonly duration: number;
  readonly clientLeft: boolean;
}

/** The codes that begin and end a style at a terminal. `styleText` of Node needs 20.12. */
const styles = { dim: [2, 22], green: [32, 39], yellow: [33, 39], red: [31, 39] } as const;

/** The most characters of a path on a line for people. */
const longestPath = 100;

/** Formats a request that has ended as a line of JSON. */
export function formatJsonLine(request: LoggedRequest): string {
  return JSON.stringify(collectFacts(request));
}

/** Formats a request that has ended as a line for people. */
export function formatRequestLine(
  request: LoggedRequest,
  { hasColors }: { readonly hasColors: boolean },
): string {
  const { receivedAt, session, method, path, response, duration, clientLeft } = collectFacts(request);
  const { status, events, ...decision } = response ?? {};
  const style = (name: keyof typeof styles, text: string) => {
    const [begin, end] = styles[name];
    return hasColors ? `\x1b[${begin}m${text}\x1b[${end}m` : text;
  };
  const details = [
    ...describe(decision),
    ...(events === undefined ? [] : [quantity(events, "event")]),
    `${Math.round(duration)} ms`,
    ...(clientLeft ? ["client left"] : []),
    ...(session === undefined ? [] : [`session ${session}`]),
  ];
  const time = new Date(receivedAt).toTimeString().slice(0, 8);
  const shortPath = path.length > longestPath ? `${path.slice(0, longestPath)}…` : path;
  return [
    style("dim", time),
    method,
    escapeControls(shortPath),
    // A connection that a fault closed has the status 0.
    ...(status ? [style(chooseColor(status), String(status))] : []),
    style("dim", escapeControls(details.join(", "))),
  ].join(" ");
}

function collectFacts({
  receivedAt,
  number,
  session,
  method,
  url,
  response,
  clientLeftAt,
}: LoggedRequest): RequestFacts {
  const { status, decidedBy, reply, errorCode, fault, cutAt, violations, writeCount, headers, endedAt } =
    response ?? {};
  const isStream = headers?.["content-type"]?.startsWith("text/event-stream");
  return {
    type: "request",
    receivedAt,
    number,
    ...(session !== undefined && { session }),
    method,
    path: withoutSession(url.replace(/^\w+:\/\/[^/]*/, "").replace(/\?.*/s, "")),
    ...(status !== undefined && {
      response: {
        status,
        ...(decidedBy && { decidedBy }),
        ...(reply && { reply }),
        ...(errorCode && { errorCode }),
        ...(fault && { fault }),
        ...(cutAt && { cutAt }),
        ...(violations && { violations }),
        ...(isStream && { events: writeCount ?? 0 }),
      },
    }),
    duration: endedAt ?? clientLeftAt ?? 0,
    clientLeft: clientLeftAt !== undefined,
  };
}

/** Says what decided a response, and what happened to it. Returns nothing if the response has not begun. */
function describe({
  decidedBy,
  reply,
  errorCode,
  fault,
  cutAt,
}: Partial<NonNullable<RequestFacts["response"]>>): string[] {
  const name = reply && `reply ${reply.name === undefined ? reply.id : JSON.stringify(reply.name)}`;
  const parts = [name ?? decidedBy, errorCode, fault && `fault ${fault}`, cutAt && `cut at ${cutAt}`];
  return parts.filter((part) => part !== undefined);
}

function chooseColor(status: number): "green" | "yellow" | "red" {
  if (status < 400) return "green";
  return status < 500 ? "yellow" : "red";
}

/** Escapes characters that could control the terminal. */
function escapeControls(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
