import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { isStream } from "./alter-json.ts";
import type { Alteration } from "./alteration.ts";

/** A server that never ends the streams for which `matches` is true of their text and the request's body. */
export function keepsOpen(matches: (text: string, request: Record<string, unknown>) => boolean): Alteration {
  return {
    deliver: (response, { body }) =>
      isStream(response) && matches(response.body, JSON.parse(body))
        ? (to, { status, headers, bytes }) => void to.writeHead(status, headers).write(bytes)
        : undefined,
  };
}

/** A server that fails to generate 3 tokens once a client has left in the middle of a stream of up to 32. */
export function failsOnceLeft(): Alteration {
  let hasLeft = false;
  return {
    deliver: (response, { body }) => {
      if (isStream(response) && body.includes(`"max_tokens":32`)) {
        return async (to, { status, headers, bytes }) => {
          const firstEnd = bytes.indexOf("\n\n") + 2;
          to.writeHead(status, headers).write(bytes.subarray(0, firstEnd));
          const closed = once(to, "close").then(() => true);
          if (await Promise.race([closed, setTimeout(1000, false)])) hasLeft = true;
          else to.end(bytes.subarray(firstEnd));
        };
      }
      if (!body.includes(`"max_tokens":3}`)) return undefined;
      return async (to, { status, headers, bytes }) => {
        // The end of the other connection may arrive a little later than this request.
        await setTimeout(50);
        to.writeHead(hasLeft ? 503 : status, headers).end(bytes);
        hasLeft = false;
      };
    },
  };
}

/** A server that mixes up two completions of up to 6 tokens that it generates at the same time. */
export function swapsCompletions(): Alteration {
  const waiting: { readonly bytes: Buffer; readonly resolve: (bytes: Buffer) => void }[] = [];
  /** Returns the bytes of the next completion, or these if none comes soon. */
  async function exchange(bytes: Buffer): Promise<Buffer> {
    const other = waiting.pop();
    other?.resolve(bytes);
    if (other) return other.bytes;
    const next = new Promise<Buffer>((resolve) => void waiting.push({ bytes, resolve }));
    const received = await Promise.race([next, setTimeout(100, bytes)]);
    waiting.length = 0;
    return received;
  }
  return {
    deliver: (response, { body }) =>
      response.status === 200 && !isStream(response) && body.includes(`"max_tokens":6`)
        ? async (to, { status, headers, bytes }) => {
            const sent = await exchange(bytes);
            to.writeHead(status, headers).end(sent);
          }
        : undefined,
  };
}
