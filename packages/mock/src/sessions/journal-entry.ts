import type { HttpError } from "@completions-api/protocol";
import type { FaceName } from "../faces/face-name.ts";
import type { ReadCompletion } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { CutReason, OutgoingResponse } from "../mock-response.ts";
import type { AnswerViolation } from "../recording/answer-violation.ts";
import type { ChosenResponse } from "../responses/chosen-response.ts";

/** The parts of a request that the journal keeps. */
export type KeptRequest = Pick<MockRequest, "method" | "target" | "headers" | "body">;

/** The journal that an entry belongs to. */
interface EntryOwner {
  /** Called once it is known whether the entry is a valid request for a completion. */
  onRead(entry: JournalEntry): void;
  /** Called when the entry's size has grown by a number of bytes. */
  onGrow(entry: JournalEntry, bytes: number): void;
  /** Called once, when the response has ended or the client has left. */
  onEnd(entry: JournalEntry): void;
}

/** In bytes: an estimate of what an entry takes besides bodies, mostly for headers. */
const headSize = 2048;

/** In bytes: an estimate of what a write takes besides its text. */
const writeSize = 64;

/** The number of bytes after which the size of writes is counted: 4 KiB. To count each of them would take longer. */
const countedTogether = 2 ** 12;

/** The most characters that are kept of a response: 4 Mi. */
const mostKept = 4 * 2 ** 20;

/**
 * A request and the response to it, as far as it has been sent. It only collects facts, because it is on the path of every request:
 * `toLoggedRequest` formats them if somebody looks.
 */
export class JournalEntry {
  readonly number: number;
  readonly request: KeptRequest;
  readonly face: FaceName;
  readonly #owner: EntryOwner;
  /** A Unix time in milliseconds. */
  readonly receivedAt: number = Date.now();
  /** The same time on the clock of `performance.now()`, which the times below are on. */
  readonly startedAt: number = performance.now();
  /** True once it is known whether the request is a valid request for a completion. */
  isRead = false;
  /** The valid request for a completion, if it is one. */
  call: ReadCompletion | undefined;
  /** The decision about the response. Undefined if the request was refused before. */
  chosen: Pick<ChosenResponse, "source" | "reply" | "fault"> | undefined;
  errorCode: string | undefined;
  cutAt: CutReason | undefined;
  /** The ways in which the answer of a real server breaks the contract, if one answered. */
  violations: readonly AnswerViolation[] = [];
  /** The beginning of the response, once it is sent. */
  head: Pick<OutgoingResponse, "status" | "headers"> | undefined;
  /** The texts of the response's body, as they were written. */
  readonly writes: string[] = [];
  /** The time of each write. */
  readonly writtenAt: number[] = [];
  /** The number of writes, also of those that are not kept. */
  writeCount = 0;
  isTruncated = false;
  endedAt: number | undefined;
  clientLeftAt: number | undefined;
  /** In bytes, about, and without the last writes. */
  size: number;
  #uncounted = 0;

  constructor(request: MockRequest, face: FaceName, number: number, owner: EntryOwner) {
    const { method, target, headers, body } = request;
    this.number = number;
    this.request = { method, target, headers, body };
    this.face = face;
    this.#owner = owner;
    this.size = headSize + body.length;
  }

  /** Records whether the request is a valid request for a completion. */
  read(call: ReadCompletion | undefined): void {
    if (this.isRead) return;
    this.isRead = true;
    this.call = call;
    this.#owner.onRead(this);
  }

  /** Records what decides the response. */
  choose({ source, reply, fault }: Pick<ChosenResponse, "source" | "reply" | "fault">): void {
    // A copy, because the rest would keep the completion alive.
    this.chosen = { source, fault, ...(reply && { reply }) };
  }

  /** Records the error with which the request is refused, or with which a stream ends. */
  fail({ code }: HttpError): void {
    this.errorCode = code;
    this.read(undefined);
  }

  /** Records that the response begins. */
  begin({ status, headers }: Pick<OutgoingResponse, "status" | "headers">): void {
    this.head = { status, headers };
  }

  /** Records that a part of the body is sent. */
  write(text: string): void {
    this.writeCount += 1;
    this.isTruncated ||= this.size > mostKept;
    if (this.isTruncated) return;
    this.writes.push(text);
    this.writtenAt.push(performance.now());
    this.#uncounted += text.length + writeSize;
    if (this.#uncounted > countedTogether) this.#count();
  }

  /** Keeps nothing more of the response, because the journal has forgotten the request. */
  forget(): void {
    this.isTruncated = true;
    this.writes.length = 0;
    this.writtenAt.length = 0;
  }

  /** Records that the response has ended. */
  end(): void {
    if (this.hasEnded) return;
    this.endedAt = performance.now();
    this.#count();
    this.#owner.onEnd(this);
  }

  /** Records that the client has left before the end. */
  leave(): void {
    if (this.hasEnded) return;
    this.clientLeftAt = performance.now();
    this.#count();
    this.#owner.onEnd(this);
  }

  #count(): void {
    this.size += this.#uncounted;
    this.#owner.onGrow(this, this.#uncounted);
    this.#uncounted = 0;
  }

  /** True once the response has ended or the client has left. */
  get hasEnded(): boolean {
    return this.endedAt !== undefined || this.clientLeftAt !== undefined;
  }
}
