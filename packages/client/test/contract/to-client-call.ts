import type { CaseRequest } from "@completions-api/contract";
import type { CallOptions, CompletionParameters } from "../../src/index.ts";

/** The arguments of a client's call, and its credential. */
export interface ClientCall {
  readonly credential: string;
  readonly request: CompletionParameters & { readonly stream?: boolean | undefined };
  readonly options: CallOptions;
}

const optionOfHeader = new Map([
  ["extra-parameters", "extraParameters"],
  ["azureml-model-deployment", "deployment"],
]);

/** No client can send a case's request. The message is the reason and completes "a client …". */
export class UnsendableError extends Error {}

/**
 * Converts a request of the contract into a client's call.
 *
 * @throws UnsendableError if no call sends this request.
 */
export function toClientCall({ body, headers = {}, query }: CaseRequest): ClientCall {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new UnsendableError("sends objects");
  const { authorization = "Bearer abcde12345", ...others } = headers;
  const credential = authorization?.match(/^Bearer (\S+)$/)?.[1];
  if (credential === undefined) throw new UnsendableError("always sends a bearer token");
  if (query !== undefined && !/^api-version=[^&]*$/.test(query)) {
    throw new UnsendableError("always sends one api-version");
  }
  const named: Record<string, string> = {};
  const unnamed = new Headers();
  for (const [name, value] of Object.entries(others)) {
    if (value === null || name === "accept") throw new UnsendableError(`sets the ${name} header itself`);
    const option = optionOfHeader.get(name);
    if (option) named[option] = value;
    else unnamed.set(name, value);
  }
  const apiVersion = new URLSearchParams(query).get("api-version") ?? undefined;
  return {
    credential,
    // Some cases send requests that the types forbid, as untyped code can.
    request: body as ClientCall["request"],
    options: { ...named, apiVersion, headers: unnamed },
  };
}
