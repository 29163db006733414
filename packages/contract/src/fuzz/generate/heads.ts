import fc from "fast-check";
import type { FaceName } from "../../faces/face.ts";
import { faceFormats } from "../../faces/face-formats.ts";
import type { HttpFuzzRequest } from "../fuzz-request.ts";
import { sometimes } from "./sometimes.ts";

/** A request without its body. */
export type Head = Omit<HttpFuzzRequest, "body">;

function rarely<Value>(...values: readonly Value[]): fc.Arbitrary<Value | undefined> {
  return sometimes(0.03, undefined, fc.constantFrom(...values));
}

const headers: Readonly<Record<string, fc.Arbitrary<string | undefined>>> = {
  "content-type": rarely(
    ...[
      "application/json; charset=utf-8",
      "Application/JSON",
      "application/json;charset=UTF-8",
      "text/plain",
    ],
    ...["application/x-www-form-urlencoded", "application/jsonp", "json", "multipart/form-data"],
  ),
  accept: rarely("*/*", "text/event-stream", "application/json", "text/html", "image/png;q=0.1", ";"),
  "accept-encoding": rarely("identity", "gzip, br", "*;q=0", "whale"),
  "x-whale": rarely("", "%00", "'; --", "w".repeat(4000), "\u00e9"),
  "if-none-match": rarely("*"),
  range: rarely("bytes=0-0"),
};

const headersOfCompletions: typeof headers = {
  "extra-parameters": rarely("error", "ignore", "drop", "pass-through", "", "Error", "ignore, drop", "whale"),
  "azureml-model-deployment": rarely("", "no-such-whale", "../whale", "%2e"),
};

const versions = [
  ...["", "api-version=", "api-version=soon", "api-version=2024-4-1", "api-version=2024-04-01-preview2"],
  ...["API-Version=2024-04-01", "api-version=2024-04-01&api-version=2024-04-01", "api-version[]=2024-04-01"],
  ...[
    "api-version=0000-00-00",
    "=&=null&api-version=2024-04-01",
    "api-version=2031-12-31",
    "api-version=2024-04-01&whale=1",
    "whale=%20&api-version=2024-04-01-preview",
  ],
  // Percent signs that encode nothing are for the server to read.
  "a=%ff&api-version=2024-04-01",
];

/** Generates the parts of requests before the body. Most are those of a valid request. */
export function heads(face: FaceName): fc.Arbitrary<Head> {
  const { query } = faceFormats[face];
  return fc
    .record({
      route: rarely(...["PUT", "GET", "QUERY"].map((method) => [method, "/completions"]), [
        "POST",
        "/completions/whale",
      ]),
      query: face === "openai" ? fc.constant(query) : rarely(...versions),
      headers: fc.record(face === "openai" ? headers : { ...headers, ...headersOfCompletions }),
    })
    .map(({ route: [method = "POST", path = "/completions"] = [], query: odd, headers }) => ({
      method,
      path,
      query: odd ?? query,
      headers: Object.fromEntries(
        Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined),
      ),
      isLoose: odd?.includes("%ff") ?? false,
    }));
}
