import { pipeline, type Transform } from "node:stream";
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";
import type { HttpError } from "@completions-api/protocol";
import { invalidUpstreamResponse } from "../../upstream-error.ts";

/** Receives the bytes of a decoded body. */
export interface DecodedBodyConsumer {
  onData(bytes: Uint8Array): void;
  /** The decoder can take more bytes again. */
  onDrain(): void;
  /** The body is complete. */
  onEnd(): void;
  onFailure(error: HttpError): void;
}

/** The content codings of HTTP's registry (RFC 9110, section 8.4.1; RFC 7932; RFC 8878) that servers use. */
const decoders: Readonly<Record<string, (firstByte: number) => Transform>> = {
  gzip: () => createGunzip(),
  "x-gzip": () => createGunzip(),
  // Some servers leave the header of the zlib format out.
  deflate: (firstByte) => ((firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
  // A server may declare more memory than the 8 MiB that HTTP allows (RFC 9659, section 3).
  zstd: () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 23 } }),
};

/** Names that leave a body as it is: HTTP's own, one that curl knows as well, and a charset in the wrong header. */
const noCodings: ReadonlySet<string> = new Set(["", "identity", "none", "utf-8", "utf8"]);

/**
 * The limit on how far a body may expand. No text comes close to it, and only a long body is checked: one token over and over
 * compresses very well.
 */
const bombLimits = { bytes: 2 ** 26, ratio: 1_000 };

/** The number of codings that a body may have: the server's, and one of each proxy before it. */
const mostCodings = 4;

/**
 * Decodes the body of a server that compresses although it was not asked to. Bytes are decoded as they arrive, so events are
 * not delayed if the server flushes them. Buffers little of the decoded body, however far it expands.
 */
export class BodyDecoder {
  readonly #codings: readonly string[];
  readonly #consumer: DecodedBodyConsumer;
  #first: Transform | undefined;
  #last: Transform | undefined;
  #encodedBytes = 0;
  #decodedBytes = 0;

  /**
   * @param header - the response's `Content-Encoding`.
   * @throws HttpError 502 for a coding that is unknown, and for too many codings.
   */
  constructor(header: string, consumer: DecodedBodyConsumer) {
    this.#codings = header
      .split(",")
      .map((coding) => coding.trim().toLowerCase())
      .filter((coding) => !noCodings.has(coding))
      // The last coding was applied last.
      .reverse();
    const unknown = this.#codings.find((coding) => !Object.hasOwn(decoders, coding));
    if (unknown !== undefined) {
      const name = /^[\w-]{1,32}$/.test(unknown) ? ` ${unknown}` : "";
      throw invalidUpstreamResponse(`a body in the unknown content coding${name}`);
    }
    // Each takes memory and time, whatever it decodes.
    if (this.#codings.length > mostCodings) {
      throw invalidUpstreamResponse(`a body in ${this.#codings.length} content codings`);
    }
    this.#consumer = consumer;
  }

  /** Decodes more bytes. Returns false if the next ones should wait for `onDrain`. */
  write(bytes: Uint8Array): boolean {
    const [firstByte] = bytes;
    if (firstByte === undefined) return true;
    this.#encodedBytes += bytes.length;
    if (this.#codings.length === 0) {
      this.#consumer.onData(bytes);
      return true;
    }
    this.#first ??= this.#start(firstByte);
    return this.#first.write(bytes);
  }

  /** Marks the end of the encoded bytes. */
  end(): void {
    if (this.#first) this.#first.end();
    else this.#consumer.onEnd();
  }

  /** Calls `listener` when everything that was written before is decoded. */
  whenDecoded(listener: () => void): void {
    if (this.#first?.writable) this.#first.write(Buffer.alloc(0), () => listener());
    else listener();
  }

  /** Pauses the delivery of decoded bytes. */
  pause(): void {
    this.#last?.pause();
  }

  resume(): void {
    this.#last?.resume();
  }

  /** Stops decoding. The consumer receives nothing more. */
  destroy(): void {
    this.#first?.destroy();
    this.#last?.removeAllListeners("data").destroy();
  }

  #start(firstByte: number): Transform {
    const transforms = this.#codings.flatMap((coding, position) => {
      // Only the first decoder sees the first byte. The others expect what the standard says.
      return decoders[coding]?.(position === 0 ? firstByte : 8) ?? [];
    });
    const [first] = transforms;
    const last = transforms.at(-1);
    if (!first || !last) throw new Error("There is no decoder for the body.");
    this.#last = last;
    first.on("drain", () => this.#consumer.onDrain());
    last.on("data", (bytes: Buffer) => this.#onDecoded(bytes));
    last.on("end", () => this.#consumer.onEnd());
    // The error's message is about the format only, but it does not help more than the coding's name.
    if (transforms.length === 1) first.on("error", () => this.#fail("is broken"));
    else pipeline(transforms, (error) => error && this.#fail("is broken"));
    return first;
  }

  #onDecoded(bytes: Buffer): void {
    this.#decodedBytes += bytes.length;
    if (this.#decodedBytes > bombLimits.bytes && this.#decodedBytes > this.#encodedBytes * bombLimits.ratio) {
      this.destroy();
      this.#fail(`expands more than ${bombLimits.ratio} times`);
    } else {
      this.#consumer.onData(bytes);
    }
  }

  #fail(what: string): void {
    const codings = this.#codings.join(", ");
    this.#consumer.onFailure(invalidUpstreamResponse(`a body in the content coding ${codings} that ${what}`));
  }
}
