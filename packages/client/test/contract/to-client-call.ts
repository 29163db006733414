import type { CaseRequest } from "@completions-api/contract";
import type { CallOptions, CompletionParameters } from "../../src/index.ts";

/** What a client is to be called with. */
export interface ClientCall {
  readonly credential: string;
  readonly request: CompletionParameters & { readonly stream?: boolean | undefined };
  readonly options: CallOptions;
}

const optionOfHeader = new Map([
  ["extra-parameters", "extraParameters"],
  ["azureml-model-deployment", "deployment"],
]);

/** No client sends what a case asks for. The message says why, in words that follow "a client". */
export class UnsendableError extends Error {}

/**
 * The call by which a client sends a request of the contract.
 *
 * @throws UnsendableError where there is none.
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
    if (value === null || name === "accept")
      throw new UnsendableError(`decides by itself on the header ${name}`);
    const option = optionOfHeader.get(name);
    if (option) named[option] = value;
    else unnamed.set(name, value);
  }
  const apiVersion = new URLSearchParams(query).get("api-version") ?? undefined;
  return {
    credential,
    // Some cases send what no type allows, as a caller without types can.
    request: body as ClientCall["request"],
    options: { ...named, apiVersion, headers: unnamed },
  };
}
