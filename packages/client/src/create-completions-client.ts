import type { ExtraParameters } from "@completions-api/types";
import type { CompletionsClient } from "./completions-client.ts";
import { createClient } from "./create-client.ts";
import type { ClientOptions } from "./options.ts";

/**
 * Creates a client of the completions API. Nothing is sent before the first call.
 *
 * @param options - the endpoint's address and credential, and defaults for all calls.
 * @throws TypeError if the address or the credential is missing or cannot be used.
 */
// The type hides the option `checks`, which is for `./validate` only.
export const createCompletionsClient: <Policy extends ExtraParameters = "error">(
  options: ClientOptions<Policy>,
) => CompletionsClient<Policy> = createClient;
