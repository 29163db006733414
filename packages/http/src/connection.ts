import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { HttpError } from "@completions-api/protocol";
import type { ErrorFormat } from "./error-format.ts";
import { endAndLinger } from "./linger.ts";
import { Progress } from "./progress.ts";
import type { WaitingRoom } from "./waiting-room.ts";

/** A request that is being handled, and its response. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** The format of its errors, as far as it is known yet. */
  readonly errorFormat: ErrorFormat | undefined;
  /** Called once, when its response has been sent or its connection is lost. */
  onClose(): void;
  /** Ends it with an error that its handler did not throw. */
  cutOff(error: HttpError): void;
}

/** A request that waits for an earlier one of its connection, and its response. */
interface WaitingRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The number of waiting requests from which on a connection is not read any more. What it sends waits in the kernel. */
const holdThreshold = 16;

/** A client's connection. One of its requests is handled at a time, in the order in which they came. */
export class Connection {
  readonly socket: Socket;
  /** The request that is being handled. */
  exchange: Exchange | undefined;
  /** The fault of bytes that came after the requests so far, which get their responses first. */
  fault: HttpError | undefined;
  /** True if the connection has had its last response. Whatever it still sends is dropped. */
  isOver = false;
  /** The number of refused requests since the last one that was not. */
  refusals = 0;
  /** The time by `performance.now()` at which its latest request began or ended. */
  changedAt: number = performance.now();
  /** The bytes that the client has read, while others wait for it. */
  readonly sending: Progress = new Progress();
  /** The bytes that the client has sent of a body. */
  readonly receiving: Progress = new Progress();
  readonly #room: WaitingRoom;
  #waiting: WaitingRequest[] = [];
  #isHeld = false;

  constructor(socket: Socket, room: WaitingRoom) {
    this.socket = socket;
    this.#room = room;
  }

  /** True if a further request has to wait. */
  get isBusy(): boolean {
    return this.exchange !== undefined || this.#waiting.length > 0;
  }

  /** True while it is handling a request that has not fully arrived. */
  get isArriving(): boolean {
    const { exchange } = this;
    return exchange !== undefined && !exchange.message.complete && !exchange.response.headersSent;
  }

  /** True while the server does not read what the client sends. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Keeps a request for later, or closes the connection if too many wait. */
  postpone(item: WaitingRequest): void {
    if (!this.#room.enter()) {
      this.socket.destroy();
      return;
    }
    this.#waiting.push(item);
    if (this.#waiting.length < holdThreshold || this.#isHeld) return;
    this.#isHeld = true;
    this.socket.on("resume", pause);
    this.socket.pause();
  }

  /** Takes the request that is to be handled next. */
  takeWaiting(): WaitingRequest | undefined {
    const item = this.#waiting.shift();
    if (item) this.#room.leave(1);
    return item;
  }

  /** Forgets the last request if it has not fully arrived, because the rest of it cannot be parsed. */
  dropIncomplete(): void {
    if (this.#waiting.at(-1)?.request.complete !== false) return;
    this.#waiting.pop();
    this.#room.leave(1);
  }

  /** Forgets all requests that wait. */
  dropWaiting(): void {
    this.#room.leave(this.#waiting.length);
    this.#waiting = [];
    this.release();
  }

  /** Reads again what the client sends, if few enough requests wait. Returns true if it was not read before. */
  release(): boolean {
    if (!this.#isHeld || this.#waiting.length >= holdThreshold) return false;
    this.#isHeld = false;
    this.socket.off("resume", pause);
    this.socket.resume();
    return true;
  }

  /** Makes a response the last one, so that the client can send further requests elsewhere. */
  closeAfter(response: ServerResponse): void {
    response.setHeader("connection", "close");
    // Called by `node:http` after the last response.
    this.socket.destroySoon = () => this.end();
  }

  /** Ends a connection that has had its last response. */
  end(): void {
    this.isOver = true;
    this.dropWaiting();
    endAndLinger(this.socket);
  }
}

/** Undoes what `node:http` does to read the rest of a request, which has arrived long before. */
function pause(this: Socket): void {
  this.pause();
}
