import type { ExtraParameters } from "@completions-api/types";
import { aadScopes } from "@completions-api/validators";
import { readBaseUrl } from "./base-url.ts";
import { defaultSettings, type WithChecks, withOptions } from "./call.ts";
import { createCompletionPromise, type Sent } from "./completion-promise.ts";
import type { CompletionParameters, CompletionResult, CompletionsClient } from "./completions-client.ts";
import { checkCredential, readToken, type TokenRequest } from "./credential.ts";
import { createLifetime } from "./lifetime.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import { sendWithRetries } from "./send-with-retries.ts";

/** Creates a client for either entry. Only `./validate` passes `checks`. */
export function createClient<Policy extends ExtraParameters>(
  options: ClientOptions<Policy> & WithChecks,
): CompletionsClient<Policy> {
  const { credential, scopes = aadScopes } = options;
  const baseUrl = readBaseUrl(options.baseUrl);
  checkCredential(credential);
  const settings = withOptions(defaultSettings, options);
  const getToken = (request: TokenRequest) => readToken(credential, scopes, request);

  async function send<Stream extends CompletionParameters["stream"]>(
    request: CompletionParameters<ExtraParameters> & { readonly stream?: Stream },
    callOptions: CallOptions,
    callSite: Error,
  ): Promise<Sent<CompletionResult<Stream>>> {
    const lifetime = createLifetime([options.signal, callOptions.signal]);
    try {
      const call = {
        ...withOptions(settings, callOptions),
        baseUrl,
        clientHeaders: settings.headers,
        request,
        credential,
        lifetime,
        callSite,
      };
      const sent = await sendWithRetries(call, getToken);
      if (!request.stream) lifetime.end();
      // `stream` decides which of the two types the data is, which the type checker cannot follow.
      return sent as Sent<CompletionResult<Stream>>;
    } catch (error) {
      lifetime.abort(); // Closes what is left of the connection.
      throw error;
    }
  }

  return {
    complete(request, callOptions = {}) {
      return createCompletionPromise(send(request, callOptions, new Error()));
    },
  };
}
