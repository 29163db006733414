import { readBody } from "@completions-api/http";
import { parseJsonBody } from "@completions-api/protocol";
import type { Exchange } from "../exchange.ts";

/**
 * Reads a request's body.
 *
 * @throws HttpError 413, 415 where it is compressed, 400 `invalid_json`.
 */
export async function parse({ message }: Exchange): Promise<unknown> {
  return parseJsonBody(await readBody(message));
}
