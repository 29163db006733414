import type { IHttpRequest } from "@stoplight/prism-http";
import type { ReadRequest } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";

/** Returns a request that our own validators accepted in the form that Prism reads. */
export function toPrismRequest(
  { method, url, headers }: Pick<MockRequest, "method" | "url" | "headers">,
  read: ReadRequest,
): IHttpRequest {
  return {
    method: method === "POST" ? "post" : "get",
    // Prism would read a value with commas as a list.
    url: { path: url.pathname.replaceAll(",", "%2C"), query: Object.fromEntries(url.searchParams) },
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, values = []]) => [name, values.join(", ")]),
    ),
    ...("completion" in read && { body: read.completion.body }),
  };
}
