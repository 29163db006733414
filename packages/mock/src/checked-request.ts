import type { IncomingHttpHeaders } from "node:http";
import type { IHttpRequest } from "@stoplight/prism-http";
import type { Preferences } from "./known-preferences.ts";
import type { ReadRequest } from "./mock-operation.ts";

/** The head of a request. */
interface RequestHead {
  readonly method: string | undefined;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

/** A request that our own validators accepted, in the form that Prism reads. */
export class CheckedRequest implements IHttpRequest {
  readonly method: "get" | "post";
  readonly url: { readonly path: string; readonly query: Record<string, string> };
  readonly headers: Record<string, string>;
  readonly body?: object;
  readonly read: ReadRequest;
  readonly preferences: Preferences;

  constructor({ method, url, headers }: RequestHead, read: ReadRequest, preferences: Preferences) {
    this.method = method === "GET" ? "get" : "post";
    // Prism would read a value with commas as a list.
    const path = url.pathname.replaceAll(",", "%2C");
    this.url = { path, query: Object.fromEntries(url.searchParams) };
    this.headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    if (read.body !== undefined) this.body = read.body;
    this.read = read;
    this.preferences = preferences;
  }
}
