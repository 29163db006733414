import type { FaceName } from "../faces/face-name.ts";
import { isDeep } from "../json/is-deep.ts";
import type { CutReason } from "../mock-response.ts";
import type { AnswerViolation } from "../recording/answer-violation.ts";
import type { ResponseSource } from "../responses/chosen-response.ts";
import type { Fault } from "../responses/faults.ts";
import type { JournalEntry } from "./journal-entry.ts";
import type { Mask } from "./mask-secrets.ts";

/** A request that the mock received, and its response as far as it has been sent. */
export interface LoggedRequest {
  /** Counts the requests of the session, from 1, in the order in which their bodies arrived. */
  readonly number: number;
  /** The session's id. Absent from requests that name no session. */
  readonly session?: string;
  /** The time when its body had arrived, in ISO 8601 and UTC. */
  readonly receivedAt: string;
  readonly method: string;
  /**
   * The request target as it was sent, usually a path and a query. `***` replaces the values of query parameters that hold
   * secrets, and a user and password before the host.
   */
  readonly url: string;
  /** Values by lower-case name. `***` replaces secrets, but not a scheme before them: `Bearer ***`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON document, or the text if it is not JSON or is nested more than 1,000 levels deep. Absent if it is empty. */
  readonly body?: unknown;
  readonly face: FaceName;
  /** The deployment or, under `/v1/`, the model that a valid request for a completion names. */
  readonly deployment?: string;
  /** The prompt of a valid request for a completion, or the list of its prompts if there are several. */
  readonly prompt?: Prompt | readonly Prompt[];
  /** True if a valid request for a completion asks for a stream. */
  readonly stream?: boolean;
  /** Absent until the response begins. */
  readonly response?: LoggedResponse;
  /** When the client left before the end of the response: milliseconds since the request. */
  readonly clientLeftAt?: number;
}

/** A prompt: a text, or its tokens. */
type Prompt = string | readonly number[];

/** The response to a request. */
export interface LoggedResponse {
  /** 0 if a fault closed the connection before the response began. */
  readonly status: number;
  /** Values by lower-case name, without those that the server adds, such as `date`. `***` replaces secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent if the request was refused before anything decided. */
  readonly decidedBy?: ResponseSource;
  /** The reply that decided. */
  readonly reply?: { readonly id: number; readonly name?: string };
  /** The code of the error with which the request was refused, or with which the stream ended. */
  readonly errorCode?: string;
  /** The fault that a reply, the mock's setting or the `Prefer` header asked for. */
  readonly fault?: Fault;
  /** The reason why the text of a reply was cut. */
  readonly cutAt?: CutReason;
  /** The ways in which the answer of a real server breaks the contract, if a proxy found any. */
  readonly violations?: readonly AnswerViolation[];
  /** The parts of the body in the order in which they were written, one for each event of a stream. */
  readonly writes: readonly LoggedWrite[];
  /** The number of writes, also of those that are not kept. */
  readonly writeCount: number;
  /** True if the response was longer than 4 MiB and `writes` has only its beginning. */
  readonly isTruncated?: true;
  /** When the response ended: milliseconds since the request. Absent from one that is still being sent. */
  readonly endedAt?: number;
}

/** A part of a response's body. */
export interface LoggedWrite {
  /** Milliseconds since the request. */
  readonly at: number;
  readonly text: string;
}

/** Formats an entry of the journal. */
export function toLoggedRequest(entry: JournalEntry, session: string, mask: Mask): LoggedRequest {
  const { number, receivedAt, request, face, call, clientLeftAt } = entry;
  const response = toLoggedResponse(entry, mask);
  return {
    number,
    ...(session !== "" && { session }),
    receivedAt: new Date(receivedAt).toISOString(),
    method: request.method,
    url: mask.url(request.target),
    headers: mask.headers(request.headers),
    ...(request.body.length > 0 && { body: parseBody(new TextDecoder().decode(request.body)) }),
    face,
    ...(call && {
      ...(call.deployment !== undefined && { deployment: call.deployment }),
      prompt: toPrompt(call.request.prompts.map(({ prompt }) => prompt)),
      stream: call.form.stream,
    }),
    ...(response && { response }),
    ...(clientLeftAt !== undefined && { clientLeftAt: since(entry, clientLeftAt) }),
  };
}

function toLoggedResponse(entry: JournalEntry, mask: Mask): LoggedResponse | undefined {
  const { chosen, errorCode, cutAt, violations, endedAt } = entry;
  const { writes, writtenAt, writeCount, isTruncated } = entry;
  const head = entry.head ?? (endedAt === undefined ? undefined : { status: 0, headers: {} });
  if (head === undefined) return undefined;
  const { reply, fault } = chosen ?? {};
  return {
    status: head.status,
    headers: mask.headers(head.headers),
    ...(chosen && { decidedBy: chosen.source }),
    ...(reply && { reply: { id: reply.id, ...(reply.name !== undefined && { name: reply.name }) } }),
    ...(errorCode !== undefined && { errorCode }),
    ...(fault && { fault: fault.type }),
    ...(cutAt && { cutAt }),
    ...(violations.length > 0 && { violations }),
    writeCount,
    writes: writes.map((text, index) => ({ at: since(entry, writtenAt[index] ?? 0), text })),
    ...(isTruncated && { isTruncated }),
    ...(endedAt !== undefined && { endedAt: since(entry, endedAt) }),
  };
}

/** Returns the milliseconds since a request, rounded to hundredths. */
function since({ startedAt }: JournalEntry, time: number): number {
  return Math.round(100 * (time - startedAt)) / 100;
}

function toPrompt(prompts: readonly Prompt[]): Prompt | readonly Prompt[] {
  const [first, ...others] = prompts;
  return first === undefined || others.length > 0 ? prompts : first;
}

function parseBody(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return isDeep(document) ? text : document;
  } catch {
    return text;
  }
}
