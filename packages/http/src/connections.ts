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
   * @param most - the number of connections from which on another one needs the place of an idle one.
   * @param refuse - called with a new connection for which there is no place, and a 503.
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
    for (const open of this) {
      if (open.exchange === undefined && !open.isOver && open.idleSince < (idlest?.idleSince ?? Infinity))
        idlest = open;
    }
    if (idlest) idlest.socket.destroy();
    else this.#refuse(connection, tooManyConnections());
  }
}

function tooManyConnections(): HttpError {
  return otherError("service_unavailable", "The server has too many connections", {
    advice: "Try again later.",
    retryAfter: 1,
  });
}
