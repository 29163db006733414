/**
 * The number of requests that wait for earlier ones of their connections, on all connections together. `node:http` parses all
 * requests of a packet at once, up to 3,600 small ones of some 2 KB of memory each.
 */
export class WaitingRoom {
  #free = 4096;

  /** Takes a place. Returns false if there is none. */
  enter(): boolean {
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }

  /** Frees places. */
  leave(count: number): void {
    this.#free += count;
  }
}
