import type { IncomingHttpHeaders } from "node:http";
import type { CompletionRequest } from "@completions-api/protocol";
import type { IHttpRequest } from "@stoplight/prism-http";
import type { Preferences } from "./known-preferences.ts";

/** A request that our own validators accepted, in the form that Prism reads. */
export class CheckedRequest implements IHttpRequest {
  readonly method = "post";
  readonly url: { readonly path: string; readonly query: Record<string, string> };
  readonly headers: Record<string, string>;
  /** The body with defaults applied and without the extra parameters that are ignored. */
  readonly body: object;
  readonly completion: CompletionRequest;
  readonly preferences: Preferences;

  constructor(
    url: URL,
    headers: IncomingHttpHeaders,
    completion: CompletionRequest,
    preferences: Preferences,
  ) {
    this.url = { path: url.pathname, query: Object.fromEntries(url.searchParams) };
    this.headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    this.body = { ...completion.extra, ...completion.parameters };
    this.completion = completion;
    this.preferences = preferences;
  }
}
