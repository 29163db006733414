import type { ExtraParameters, paths } from "@completions-api/types";
import { aadScopes } from "@completions-api/validators";
import createTransport from "openapi-fetch";
import { defaultSettings, type WithChecks, withOptions } from "./call.ts";
import type { CompletionParameters, CompletionResult, CompletionsClient } from "./completions-client.ts";
import { readToken, type TokenRequest } from "./credential.ts";
import { createLifetime } from "./lifetime.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import { sendWithRetries } from "./send-with-retries.ts";

/** Creates a client for either entry. Only `./validate` passes `checks`. */
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
    async complete<Stream extends CompletionParameters["stream"], CallPolicy extends ExtraParameters>(
      request: CompletionParameters<CallPolicy> & { readonly stream?: Stream },
      callOptions: CallOptions<CallPolicy> = {},
    ) {
      const lifetime = createLifetime([options.signal, callOptions.signal]);
      try {
        const result = await sendWithRetries(
          { ...withOptions(settings, callOptions), transport: raw, request, credential, lifetime },
          getToken,
        );
        if (!request.stream) lifetime.end();
        // `stream` decides which of the two types it is, which the type checker cannot follow.
        return result as CompletionResult<Stream>;
      } catch (error) {
        lifetime.abort(); // Closes what is left of the connection.
        throw error;
      }
    },
  };
}
