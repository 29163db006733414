import { expect, test } from "vitest";
import { readResponse } from "../src/http/read-response.ts";

const completions = { face: "completions" } as const;
const request = { body: { prompt: "Call me Ishmael." } };
const badRequest = { status: 400, code: "invalid_query", error: "Bad Request", message: "No." };
const tooMany = { status: 429, error: "Too Many Requests", message: "Wait." };

function json(status: number, headers: Record<string, string>, body: object): Response {
  return Response.json(body, { status, headers });
}

test("an error is read with its code and Retry-After", async () => {
  const response = json(429, { "x-ms-error-code": "too_many_requests", "retry-after": "7" }, tooMany);
  expect(await readResponse(response, request, completions)).toEqual({
    outcome: "error",
    code: "too_many_requests",
    body: tooMany,
    retryAfter: 7,
  });
});

test.each<[expected: string, actual: string, response: Response]>([
  [
    "application/json",
    "502, content-type text/html: <p>",
    new Response("<p>", { status: 502, headers: { "content-type": "text/html" } }),
  ],
  ["application/json", "500, content-type none: an empty body", new Response(null, { status: 500 })],
  [
    "a JSON body",
    "400, content-type application/json: {",
    new Response("{", { status: 400, headers: { "content-type": "application/json" } }),
  ],
  ["a valid body of the 400", "body: must be an object", json(400, {}, [])],
  [
    "one of the spec's error codes in the header x-ms-error-code",
    "no such header",
    json(400, {}, badRequest),
  ],
  [
    "one of the spec's error codes in the header x-ms-error-code",
    "whale",
    json(400, { "x-ms-error-code": "whale" }, badRequest),
  ],
  [
    "status 400 in the body",
    "500",
    json(400, { "x-ms-error-code": "invalid_query" }, { ...badRequest, status: 500 }),
  ],
  ["status 401 for unauthorized", "400", json(400, { "x-ms-error-code": "unauthorized" }, badRequest)],
  [
    "code invalid_header in the body, as in x-ms-error-code",
    "invalid_query",
    json(400, { "x-ms-error-code": "invalid_header" }, badRequest),
  ],
  [
    "a valid set of headers of the 429",
    "header.retry-after: is required",
    json(429, { "x-ms-error-code": "too_many_requests" }, tooMany),
  ],
  [
    "a valid set of headers of the 429",
    "header.retry-after: must match ^\\d+$",
    json(429, { "x-ms-error-code": "too_many_requests", "retry-after": "1.5" }, tooMany),
  ],
])("where the contract asks for %s, it says that it got %s", async (expected, actual, response) => {
  await expect(readResponse(response, request, completions)).rejects.toMatchObject({
    name: "ContractViolation",
    expected,
    actual,
  });
});

test("rejects a completion for an invalid request", async () => {
  await expect(
    readResponse(json(200, {}, {}), { body: { prompt: null } }, completions),
  ).rejects.toMatchObject({
    expected: "an error, since the request is invalid",
    actual: "status 200",
  });
});
