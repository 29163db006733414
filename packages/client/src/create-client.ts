import type { ExtraParameters, paths } from "@completions-api/types";
import { aadScopes } from "@completions-api/validators";
import createTransport from "openapi-fetch";
import type { CompletionParameters, CompletionResult, CompletionsClient } from "./client.ts";
import { readToken, type TokenRequest } from "./credential.ts";
import { createLifetime } from "./lifetime.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import { send } from "./send.ts";
import { defaultSettings, type WithChecks, withOptions } from "./settings.ts";

/** What both entries create clients with; only that of `./validate` gives them checks. */
export function createClient<Policy extends ExtraParameters>(
  options: ClientOptions<Policy> & WithChecks,
): CompletionsClient<Policy> {
  const { baseUrl, credential, scopes = aadScopes } = options;
  const settings = withOptions(defaultSettings, options);
  const getToken = (request: TokenRequest) => readToken(credential, scopes, request);

  const raw = createTransport<paths, "application/json">({
    baseUrl: String(baseUrl),
    headers: settings.headers,
    async fetch(request) {
      const token = await getToken({ abortSignal: request.signal });
      request.headers.set("authorization", `Bearer ${token}`);
      return (options.fetch ?? fetch)(request);
    },
  });

  return {
    raw,
    async complete<Stream extends boolean, CallPolicy extends ExtraParameters>(
      request: CompletionParameters<CallPolicy> & { readonly stream?: Stream | undefined },
      callOptions: CallOptions<CallPolicy> = {},
    ) {
      const lifetime = createLifetime([options.signal, callOptions.signal]);
      try {
        const answer = await send(
          { ...withOptions(settings, callOptions), transport: raw, request, credential, lifetime },
          getToken,
        );
        if (!request.stream) lifetime.end();
        // Which of the two it is depends on `stream`, which the checker cannot follow.
        return answer as CompletionResult<Stream>;
      } catch (error) {
        lifetime.abort(); // Whatever of the connection is left.
        throw error;
      }
    },
  };
}
