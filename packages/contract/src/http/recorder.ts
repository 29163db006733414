import {
  type BodyPiece,
  bodyOf,
  hideToken,
  type RecordedExchange,
  type RecordedRequest,
} from "@completions-api/protocol/recorded";
import { ContractViolation } from "../contract-violation.ts";
import { describeFailure } from "../describe-failure.ts";
import { limitResponse } from "./response-limit.ts";

/** A {@link RecordedExchange} that is not over, with the token in it. */
type Recording = { -readonly [Name in keyof RecordedExchange]: RecordedExchange[Name] };

/** Keeps the exchanges of one case in the order in which they began. */
export class Recorder {
  readonly #token: string | undefined;
  readonly #recordings: Recording[] = [];

  /** @param token - replaced by `***` in the exchanges. */
  constructor(token?: string) {
    this.#token = token;
  }

  get exchanges(): readonly RecordedExchange[] {
    return this.#recordings.map((recording) => this.#mask(recording));
  }

  /**
   * Records an exchange.
   *
   * @param send - sends the request. Its errors are recorded and thrown.
   * @param onEnd - called once the response has been read to its end, or was cut off.
   * @returns the response, whose body is recorded as it is read.
   */
  async record(
    request: RecordedRequest,
    send: () => Promise<Response>,
    onEnd?: (exchange: RecordedExchange) => void,
  ): Promise<Response> {
    const start = performance.now();
    const elapsed = (): number => performance.now() - start;
    const recording: Recording = { startedAt: Date.now(), request, durationMs: 0 };
    this.#recordings.push(recording);
    try {
      const response = await send();
      recording.headAt = elapsed();
      recording.durationMs = recording.headAt;
      return tap(response, { recording, elapsed, onEnd: () => onEnd?.(recording) });
    } catch (error) {
      recording.durationMs = elapsed();
      recording.error = describeFailure(error);
      onEnd?.(recording);
      throw error;
    }
  }

  #mask(recording: Recording): RecordedExchange {
    const hide = (text: string): string => hideToken(text, this.#token);
    const hideAll = (headers: RecordedRequest["headers"]) =>
      headers.map(([name, value]) => [name, hide(value)] as const);
    const { request, response, error, ...rest } = recording;
    const { url, headers, body, ...sent } = request;
    return {
      ...rest,
      request: {
        ...sent,
        url: hide(url),
        headers: hideAll(headers),
        ...(body !== undefined && { body: hide(body) }),
      },
      ...(response && {
        response: {
          status: response.status,
          headers: hideAll(response.headers),
          pieces: hidesWithinPieces(response.pieces, hide)
            ? response.pieces.map(({ at, text }) => ({ at, text: hide(text) }))
            : [{ at: recording.durationMs, text: hide(bodyOf(recording)) }],
        },
      }),
      ...(error !== undefined && { error: hide(error) }),
    };
  }
}

/** Returns false if a token spans two pieces. */
function hidesWithinPieces(pieces: readonly BodyPiece[], hide: (text: string) => string): boolean {
  const texts = pieces.map(({ text }) => text);
  return texts.map(hide).join("") === hide(texts.join(""));
}

/** Returns the same response with a body that is recorded as it is read. */
function tap(
  response: Response,
  { recording, elapsed, onEnd }: { recording: Recording; elapsed: () => number; onEnd: () => void },
): Response {
  const pieces = new Pieces();
  recording.response = { status: response.status, headers: [...response.headers], pieces: pieces.list };
  const { status } = response;
  if (status < 200 || status > 599) {
    void response.body?.cancel();
    throw new ContractViolation("a status from 200 to 599", `status ${status}`);
  }
  if (response.body === null) {
    onEnd();
    return response;
  }
  const countBytes = limitResponse();
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        recording.durationMs = elapsed();
        const text = decoder.decode(value, { stream: !done });
        pieces.add({ at: recording.durationMs, text });
        if (cancelled) return;
        countBytes(value?.length ?? 0);
        if (!done) return controller.enqueue(value);
        onEnd();
        controller.close();
      } catch (error) {
        if (cancelled) return;
        recording.durationMs = elapsed();
        recording.error = describeFailure(error);
        if (error instanceof ContractViolation) {
          pieces.cut();
          await reader.cancel(error).catch(() => undefined);
        }
        onEnd();
        controller.error(error);
      }
    },
    cancel(reason) {
      cancelled = true;
      recording.leftAt = elapsed();
      onEnd();
      return reader.cancel(reason);
    },
  });
  return new Response(body, response);
}

/** The UTF-16 code units that are kept of a response that is too long to be read. */
const longestStart = 16_384;

/** Keeps the pieces of a body. Their number stays small although a server may send each byte alone. */
class Pieces {
  readonly list: { readonly at: number; text: string }[] = [];

  add(piece: BodyPiece): void {
    if (piece.text === "") return;
    const last = this.list.at(-1);
    if (last !== undefined && piece.at - last.at < 1) last.text += piece.text;
    else this.list.push({ ...piece });
  }

  /** Keeps only the start of the body. */
  cut(): void {
    const start = { at: this.list[0]?.at ?? 0, text: "" };
    for (const { text } of this.list) start.text += text.slice(0, longestStart - start.text.length);
    this.list.splice(0, this.list.length, start);
  }
}
