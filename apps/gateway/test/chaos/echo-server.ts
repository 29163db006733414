import { setTimeout as wait } from "node:timers/promises";
import { encode, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { beginStream, chunk } from "../support/upstream-scripts.ts";

/** The events of each completion. */
const events = 8;

/** The tokens that each request uses. */
export const tokensOfEach: number = 3 + events;

/** Milliseconds between two events, or two bytes of a server that drips. */
const pace = 5;

const usage = { prompt_tokens: 3, completion_tokens: events, total_tokens: tokensOfEach };

/** Returns the text with which an {@link EchoServer} answers. */
export function echoOf(prompt: unknown): string {
  return `${prompt} `.repeat(events);
}

/** A server that answers each prompt with itself, so that a caller can tell the text of another one. */
export class EchoServer implements AsyncDisposable {
  /** True to send the bytes one by one, so slowly that no event becomes whole in time. */
  isDripping = false;
  /** The number of completions that it has sent whole. */
  completed = 0;
  /** The number of completions that were given up while it dripped. */
  givenUp = 0;
  #upstream: ScriptedUpstream | undefined;

  static async start(): Promise<EchoServer> {
    const server = new EchoServer();
    server.#upstream = await ScriptedUpstream.start((...request) => server.#respond(...request));
    return server;
  }

  /** The base URL for engines. */
  get url(): string {
    return this.#upstream?.url ?? "";
  }

  readonly #respond: Script = async (response, { body, abandoned }) => {
    beginStream(response);
    if (this.isDripping) {
      let isOver = false;
      void abandoned.then(() => {
        isOver = true;
        this.givenUp += 1;
      });
      const bytes = Buffer.from(encode(chunk("x".repeat(1_000_000))));
      for (let at = 0; !isOver; at += 1) {
        response.write(bytes.subarray(at, at + 1));
        await wait(pace);
      }
      return;
    }
    for (let event = 0; event < events; event += 1) {
      const isLast = event === events - 1;
      response.write(encode(chunk(`${body.prompt} `, isLast ? "length" : null)));
      await wait(pace);
    }
    response.end(encode({ ...chunk(""), choices: [], usage }) + encode("[DONE]"));
    this.completed += 1;
  };

  /** Closes connections, so that its name is looked up again. */
  closeConnections(): void {
    this.#upstream?.closeConnections();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#upstream?.[Symbol.asyncDispose]();
  }
}
