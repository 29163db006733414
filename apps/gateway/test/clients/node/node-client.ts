import type { TestRequest } from "../requests.ts";
import type { ClientSettings } from "../servers.ts";

/** The content of a response, as the client gives it to its user. */
export interface ClientCompletion {
  readonly text: string;
  /** The usage, if the client tells it. */
  readonly totalTokens?: number | undefined;
}

/** Sends a request as the client's users do. Rejects with the client's error. */
export type Call = (settings: ClientSettings, request: TestRequest) => Promise<ClientCompletion>;

/** A client of OpenAI's API. */
export interface NodeClient {
  readonly complete: Call;
  /** The same with a stream. Reads it to its end. */
  readonly stream: Call;
}
