import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type HttpError, otherError } from "@completions-api/protocol";
import { Connection } from "./connection.ts";
import { WaitingRoom } from "./waiting-room.ts";

/** The open connections of a server. */
export class Connections {
  /** True if each connection is closed after its next response. */
  areClosing = false;
  /** The number of connections that there have been. */
  accepted = 0;
  readonly #bySocket = new Map<Duplex, Connection>();
  readonly #room = new WaitingRoom();
  readonly #most: number;
  readonly #refuse: (connection: Connection, error: HttpError) => void;

  /**
   * @param most - the number of connections from which on another one needs the place of an idle one, or of one that is slow to send
   * its request.
   * @param refuse - called with a connection that is to be closed, and a 503: the slow one or, if there is none, the new one.
   */
  constructor(most: number, refuse: (connection: Connection, error: HttpError) => void) {
    this.#most = most;
    this.#refuse = refuse;
  }

  /** Adds a connection until it is closed. */
  add(socket: Socket): void {
    this.accepted += 1;
    const connection = new Connection(socket, this.#room);
    if (this.#bySocket.size >= this.#most) this.#makePlaceFor(connection);
    this.#bySocket.set(socket, connection);
    socket.once("close", () => {
      this.#bySocket.delete(socket);
      connection.dropWaiting();
    });
  }

  /** Returns a socket's connection, undefined once it is closed. */
  find(socket: Duplex): Connection | undefined {
    return this.#bySocket.get(socket);
  }

  /** Closes all connections at once. */
  destroy(): void {
    for (const { socket } of this) socket.destroy();
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.#bySocket.values();
  }

  #makePlaceFor(connection: Connection): void {
    let idlest: Connection | undefined;
    let slowest: Connection | undefined;
    for (const open of this) {
      if (open.isOver) continue;
      if (open.exchange === undefined) idlest = findEarlier(open, idlest);
      else if (open.isArriving) slowest = findEarlier(open, slowest);
    }
    if (idlest) idlest.socket.destroy();
    else this.#refuse(slowest ?? connection, tooManyConnections());
  }
}

/** Returns the connection whose latest request began or ended first. */
function findEarlier(connection: Connection, other: Connection | undefined): Connection {
  return other === undefined || connection.changedAt < other.changedAt ? connection : other;
}

function tooManyConnections(): HttpError {
  return otherError("service_unavailable", "The server has too many connections", {
    advice: "Try again later.",
    retryAfter: 1,
  });
}
