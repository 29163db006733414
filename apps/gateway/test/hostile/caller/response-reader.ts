/** A response that has arrived, or was cut off. */
export interface ReadResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** The first and the last bytes of the body. */
  readonly start: string;
  readonly end: string;
  /** False if the connection was lost before the end. */
  readonly whole: boolean;
}

/** The bytes of a body that are kept at either end. A flood must not fill the memory of the evil caller. */
const keptBytes = 16_384;

type State = "head" | "sized" | "size" | "chunk" | "after-chunk" | "until-close";

/** Reads the responses of one connection as they arrive, and keeps little of long ones. */
export class ResponseReader {
  readonly #onResponse: (response: ReadResponse) => void;
  #state: State = "head";
  /** Bytes of a line or head that has not arrived as a whole. */
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of the body or chunk that are still due. */
  #due = 0;
  #status = 0;
  #headers = new Map<string, string>();
  #start = "";
  #end = "";

  constructor(onResponse: (response: ReadResponse) => void) {
    this.#onResponse = onResponse;
  }

  /** True within a response. */
  get isReading(): boolean {
    return this.#state !== "head" || this.#rest.length > 0;
  }

  push(bytes: Buffer): void {
    let left = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    this.#rest = Buffer.alloc(0);
    while (left.length > 0 || (this.#state === "sized" && this.#due === 0)) {
      const next = this.#readPart(left);
      if (next === undefined) {
        this.#rest = left;
        return;
      }
      left = next;
    }
  }

  /** Reports a response that is cut off, or that ends with the connection. */
  finish(): void {
    if (this.#state === "until-close") this.#report(true);
    else if (this.isReading) this.#report(false);
  }

  /** @returns the bytes after the part, or undefined if the part has not arrived. */
  #readPart(bytes: Buffer): Buffer | undefined {
    switch (this.#state) {
      case "head":
        return this.#readHead(bytes);
      case "size": {
        const end = bytes.indexOf("\r\n");
        if (end < 0) return undefined;
        this.#due = Number.parseInt(bytes.toString("latin1", 0, end), 16);
        this.#state = this.#due === 0 ? "after-chunk" : "chunk";
        return bytes.subarray(end + 2);
      }
      case "after-chunk": {
        if (bytes.length < 2) return undefined;
        this.#state = "size";
        if (this.#due === 0) this.#report(true);
        return bytes.subarray(2);
      }
      case "until-close":
        this.#keep(bytes);
        return bytes.subarray(bytes.length);
      case "sized":
      case "chunk": {
        const part = bytes.subarray(0, this.#due);
        this.#keep(part);
        this.#due -= part.length;
        if (this.#due === 0 && this.#state === "sized") this.#report(true);
        else if (this.#due === 0) {
          this.#state = "after-chunk";
          // Tells the end of a chunk from that of the body.
          this.#due = -1;
        }
        return bytes.subarray(part.length);
      }
    }
  }

  #readHead(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const [statusLine = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
    this.#status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1] ?? 0);
    this.#headers = new Map(
      lines.map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const length = this.#headers.get("content-length");
    if (this.#status >= 100 && this.#status < 200) this.#report(true);
    else if (this.#headers.has("transfer-encoding")) this.#state = "size";
    else if (length !== undefined || this.#status === 204) {
      this.#state = "sized";
      this.#due = Number(length ?? 0);
    } else this.#state = "until-close";
    return bytes.subarray(end + 4);
  }

  #keep(part: Buffer): void {
    const room = keptBytes - this.#start.length;
    if (room > 0) this.#start += part.toString("latin1", 0, room);
    this.#end = (this.#end + part.toString("latin1", Math.max(0, part.length - keptBytes))).slice(-keptBytes);
  }

  #report(whole: boolean): void {
    this.#onResponse({
      status: this.#status,
      headers: this.#headers,
      start: Buffer.from(this.#start, "latin1").toString(),
      end: Buffer.from(this.#end, "latin1").toString(),
      whole,
    });
    this.#state = "head";
    this.#start = "";
    this.#end = "";
  }
}
