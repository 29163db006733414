import type { TimedEvent } from "@completions-api/protocol/cassette";
import { readCompletionContract } from "../faces/completion-contract.ts";
import type { Face } from "../faces/face.ts";
import type { MockOperation, ReadRequest } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import { type AnswerViolation, quote, schemaViolation } from "./answer-violation.ts";
import { type AnswerContract, checkDocument, checkHead } from "./check-document.ts";
import { type CheckedEvent, StreamChecker } from "./stream-checker.ts";
import type { UpstreamAnswer } from "./upstream.ts";

/** A request of one of the contract's operations that keeps the contract. */
export interface ValidRequest {
  readonly face: Face;
  readonly operation: MockOperation;
  readonly read: ReadRequest;
}

/** The end of an exchange: with the whole answer, or because one side broke it off or the proxy refused the rest. */
export type ExchangeEnd = "whole" | "server-left" | "client-left" | "refused";

/** The most bytes of a body that is not a stream: 16 MiB. A longer one is not checked. */
const bodyLimit = 16 * 2 ** 20;

/** The facts about an exchange that are known once the headers of the answer have arrived. */
export interface ExchangeStart extends Pick<ProxiedExchange, "request" | "valid"> {
  readonly answer: Pick<UpstreamAnswer, "status" | "headers">;
  /** When the request was sent, on the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly keepsEvents: boolean;
}

/** One exchange with the real server: collects the answer, and checks it while it passes. */
export class ProxiedExchange {
  readonly request: MockRequest;
  /** Undefined if the request breaks the contract, or if the contract has no such route. Its answer is then not checked. */
  readonly valid: ValidRequest | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** True for an answer with a stream of events that can be read. */
  readonly isStream: boolean;
  /** The events that could be read, if they are kept. */
  readonly events: TimedEvent[] = [];
  readonly #startedAt: number;
  readonly #keepsEvents: boolean;
  readonly #violations: AnswerViolation[] = [];
  readonly #contract: AnswerContract | undefined;
  readonly #checker: StreamChecker | undefined;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  /** The time of the body's end, in milliseconds since the request. */
  endedAt = 0;

  constructor({ request, valid, answer: { status, headers }, startedAt, keepsEvents }: ExchangeStart) {
    this.request = request;
    this.valid = valid;
    this.status = status;
    this.headers = headers;
    this.#startedAt = startedAt;
    this.#keepsEvents = keepsEvents;
    const { "content-encoding": encoding = "identity", "content-type": type = "" } = headers;
    const isReadable = encoding.toLowerCase() === "identity";
    this.isStream = isReadable && status === 200 && /^text\/event-stream\b/i.test(type);
    if (valid === undefined) return;
    if (!isReadable) {
      const problem = `The content-encoding is ${quote(encoding)}, although the request accepts only identity.`;
      this.#add([schemaViolation(problem)]);
      return;
    }
    const { face, operation, read } = valid;
    const completion = "completion" in read ? readCompletionContract(read.completion) : undefined;
    this.#contract = { face, operation, completion };
    if (!this.isStream) return;
    this.#add(checkHead(this, face, "text/event-stream"));
    if (completion?.options.stream) this.#checker = new StreamChecker(completion, face.name);
    else this.#add([schemaViolation("The answer is a stream, which the request does not ask for.")]);
  }

  /** Everything that is wrong with the answer so far, each rule once. */
  get violations(): readonly AnswerViolation[] {
    return this.#violations;
  }

  /** The bytes of a body that is checked and not a stream, or undefined if they are too many. */
  get body(): Uint8Array | undefined {
    return this.#bytes > bodyLimit ? undefined : Buffer.concat(this.#pieces);
  }

  /** Takes the next bytes of the answer. Returns the events that they complete. */
  receive(piece: Uint8Array): CheckedEvent[] {
    if (this.#checker) return this.#take(this.#checker.feed(piece));
    if (this.#contract === undefined || this.isStream) return [];
    this.#bytes += piece.length;
    if (this.#bytes <= bodyLimit) this.#pieces.push(piece);
    else this.#pieces = [];
    return [];
  }

  /** Takes the end of the answer. Returns the events that it completes. */
  receiveEnd(): CheckedEvent[] {
    this.endedAt = this.#now();
    if (this.#checker) return this.#take(this.#checker.end());
    if (this.#contract === undefined || this.isStream) return [];
    const bytes = this.body;
    // The answer to HEAD has no body.
    if (this.request.method === "HEAD") this.#add(checkHead(this, this.#contract.face, "application/json"));
    else if (bytes === undefined)
      this.#add([schemaViolation(`The body is longer than ${bodyLimit} bytes, and is not checked.`)]);
    else this.#add(checkDocument({ status: this.status, headers: this.headers, bytes }, this.#contract));
    return [];
  }

  #take(checked: CheckedEvent[]): CheckedEvent[] {
    const at = this.#now();
    for (const { event, violations } of checked) {
      if (event !== undefined && this.#keepsEvents) this.events.push({ at, data: event });
      this.#add(violations);
    }
    return checked;
  }

  #add(violations: readonly AnswerViolation[]): void {
    for (const violation of violations) {
      const kind = kindOf(violation);
      // A server that breaks a rule in one event usually does so in all of them.
      if (!this.#violations.some((known) => kindOf(known) === kind)) this.#violations.push(violation);
    }
  }

  #now(): number {
    return Math.round(performance.now() - this.#startedAt);
  }
}

/** Returns what a violation has in common with the same one in other events. */
function kindOf({ rule, message }: AnswerViolation): string {
  return `${rule}: ${message.replaceAll(/\d+/g, "0")}`;
}
