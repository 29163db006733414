import { alterJson } from "../proxy/alter-json.ts";
import { fails } from "../proxy/alterations.ts";
import type { Json } from "../proxy/answer-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** A server whose errors all have this body. */
function failsAs(type: string, body: string) {
  return fails((response) => ({ ...response, headers: { ...response.headers, "content-type": type }, body }));
}

function failsWithJson(alter: (body: Json) => unknown) {
  return fails((response) => alterJson(response, alter));
}

/** Changes the object that describes an error: the body, or on the face for OpenAI's clients its `error`. */
function withAll(body: Json, changes: Json): Json {
  const { error } = body;
  return typeof error === "object" ? { ...body, error: { ...error, ...changes } } : { ...body, ...changes };
}

function withoutAll(body: Json, name: string): Json {
  return withAll(body, { [name]: undefined });
}

/** Servers whose errors have another form. */
export const brokenErrorBodies: readonly BrokenServer[] = [
  {
    id: "error-is-a-page",
    title: "responds to errors with HTML",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsAs("text/html", "<h1>Bad Request</h1>"),
  },
  {
    id: "error-is-text",
    title: "responds to errors with text",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsAs("text/plain", "Bad Request"),
  },
  {
    id: "error-is-html-with-json-type",
    title: "says that a page is JSON",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsAs("application/json", "<h1>Bad Request</h1>"),
  },
  {
    id: "error-is-empty",
    title: "responds to errors with nothing",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsAs("application/json", ""),
  },
  {
    id: "error-is-an-empty-object",
    title: "responds to errors with an empty object",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsAs("application/json", "{}"),
  },
  {
    id: "error-is-null",
    title: "responds to errors with null",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsAs("application/json", "null"),
  },
  {
    id: "error-is-a-problem",
    title: "responds to errors as RFC 9457 has them",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsAs("application/problem+json", '{"title":"Bad Request","status":400}'),
  },
  {
    id: "error-is-of-a-framework",
    title: "responds to errors as FastAPI does",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsAs(
      "application/json",
      '{"detail":[{"loc":["body","prompt"],"msg":"field required","type":"missing"}]}',
    ),
  },
  {
    id: "error-is-a-string",
    title: "has the error as a string",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsAs("application/json", '{"error":"Bad Request"}'),
  },
  {
    id: "error-is-of-the-other-face",
    title: "has the errors of the other face",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithJson((body) =>
      "error" in body && typeof body.error === "object"
        ? { status: 400, error: "No.", message: "No.", code: "invalid_request" }
        : { error: { message: "No.", type: "invalid_request_error", code: "invalid_value", param: null } },
    ),
  },
  {
    id: "error-is-wrapped",
    title: "wraps its errors in `data`",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithJson((body) => ({ data: body })),
  },
  {
    id: "error-is-a-json-string",
    title: "writes the JSON of its errors as a string",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithJson((body) => JSON.stringify(body)),
  },
  {
    id: "error-has-no-message",
    title: "has no message",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithJson((body) => withoutAll(body, "message")),
  },
  {
    id: "error-has-an-empty-message",
    title: "has an empty message",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithJson((body) => withAll(body, { message: "" })),
  },
  {
    id: "error-has-no-code",
    title: "has no code",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithJson((body) => withoutAll(body, "code")),
  },
  {
    id: "error-has-a-numeric-code",
    title: "has the status as its code",
    breaks: "#/components/schemas/ErrorCode/type",
    alteration: failsWithJson((body) => withAll(body, { code: 400 })),
  },
  {
    id: "error-has-an-unknown-code",
    title: "has codes of its own",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithJson((body) => withAll(body, { code: "whale" })),
  },
  {
    id: "error-has-no-param",
    title: "names no parameter",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithJson((body) => withAll(body, { param: null })),
  },
  {
    id: "error-has-a-stack",
    title: "shows a stack instead of a message",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithJson((body) => withAll(body, { message: "Traceback (most recent call last):" })),
  },
  {
    id: "error-is-cut",
    title: "cuts the JSON of its errors",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: fails((response) => ({ ...response, body: response.body.slice(0, -1) })),
  },
  {
    id: "error-has-no-type",
    title: "sends errors without a content type",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: fails(({ headers: { "content-type": _type, ...headers }, ...response }) => ({
      ...response,
      headers,
    })),
  },
  {
    id: "error-has-no-status",
    title: "has no status in the body",
    breaks: "#/components/schemas/ContentFilterError/required/status",
    faces: ["completions"],
    alteration: failsWithJson((body) => withoutAll(body, "status")),
  },
  {
    id: "error-has-a-text-status",
    title: "writes the status as a string",
    breaks: "#/components/schemas/ContentFilterError/properties/status/type",
    faces: ["completions"],
    alteration: failsWithJson((body) => ({ ...body, status: String(body.status) })),
  },
  {
    id: "error-has-no-code-header",
    title: "has no code in its headers",
    breaks: "error-code-header",
    faces: ["completions"],
    alteration: fails(({ headers: { "x-ms-error-code": _code, ...headers }, ...response }) => ({
      ...response,
      headers,
    })),
  },
  {
    id: "error-has-no-detail",
    title: "has no detail",
    breaks: "#/components/schemas/UnprocessableContentError/required/detail",
    faces: ["completions"],
    alteration: failsWithJson(({ detail: _detail, ...body }) => body),
  },
  {
    id: "error-has-a-list-of-details",
    title: "has a list of details",
    breaks: "#/components/schemas/Detail/type",
    faces: ["completions"],
    alteration: failsWithJson(({ detail, ...body }) => ({
      ...body,
      ...(detail !== undefined && { detail: [detail] }),
    })),
  },
  {
    id: "error-detail-has-numbers",
    title: "has numbers in the path of a detail",
    breaks: "#/components/schemas/Detail/properties/loc/items/type",
    faces: ["completions"],
    alteration: failsWithJson(({ detail, ...body }) => ({
      ...body,
      ...(detail !== undefined && { detail: { ...Object(detail), loc: ["body", 0] } }),
    })),
  },
  {
    id: "error-detail-leaves-body-out",
    title: "leaves `body` out of the path of a detail",
    breaks: "#/components/schemas/Detail/properties/loc",
    faces: ["completions"],
    alteration: failsWithJson(({ detail, ...body }) => ({
      ...body,
      ...(detail !== undefined && { detail: { ...Object(detail), loc: Object(detail).loc.slice(1) } }),
    })),
  },
  {
    id: "error-detail-does-not-quote",
    title: "has the value of a detail not as JSON",
    breaks: "#/components/schemas/Detail/properties/value",
    faces: ["completions"],
    alteration: failsWithJson(({ detail, ...body }) => ({
      ...body,
      ...(detail !== undefined && {
        detail: { ...Object(detail), value: String(Object(detail).value).replaceAll('"', "") },
      }),
    })),
  },
  {
    id: "error-type-is-always-invalid-request",
    title: "has one type for all errors",
    breaks: "#/components/schemas/Error/properties/type",
    faces: ["openai"],
    alteration: failsWithJson((body) => withAll(body, { type: "invalid_request_error" })),
  },
  {
    id: "error-type-is-unknown",
    title: "has types of its own",
    breaks: "#/components/schemas/ErrorType/type",
    faces: ["openai"],
    alteration: failsWithJson((body) => withAll(body, { type: "BadRequestError" })),
  },
  {
    id: "error-type-is-null",
    title: "has null for a type",
    breaks: "#/components/schemas/ErrorType/type",
    faces: ["openai"],
    alteration: failsWithJson((body) => withAll(body, { type: null })),
  },
  {
    id: "error-param-is-missing",
    title: "leaves `param` out",
    breaks: "#/components/schemas/Error/required/param",
    faces: ["openai"],
    alteration: failsWithJson((body) => withoutAll(body, "param")),
  },
  {
    id: "error-param-is-a-path",
    title: "has a list for `param`",
    breaks: "#/components/schemas/Error/properties/param/type",
    faces: ["openai"],
    alteration: failsWithJson((body) => withAll(body, { param: ["body", "prompt"] })),
  },
];
