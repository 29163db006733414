import { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import { validateInput, validateOutput } from "@stoplight/prism-http/dist/validator/index.js";
import { Ajv2020 } from "ajv/dist/2020.js";

/** Checks an engine's requests and responses against its OpenAPI document. */
export interface Inspector {
  /** Lists the problems of a request's body and the keywords that it violates. */
  readonly checkRequest: (body: unknown) => readonly Problem[];
  readonly checkResponse: (status: number, headers: Headers, body: unknown) => readonly Problem[];
  /** Lists the problems of an event, which Prism cannot check. */
  readonly checkEvent: (event: unknown) => readonly Problem[];
}

export interface Problem {
  readonly keyword: string;
  readonly message: string;
}

type Headers = Readonly<Record<string, string>>;

/** The part of an engine's document that is read here. */
export interface EngineDocument {
  readonly paths: {
    readonly "/v1/completions": {
      readonly post: {
        readonly responses: {
          readonly "200": { readonly content: { readonly "text/event-stream": { "x-itemSchema": object } } };
        };
      };
    };
  };
}

/** @param document - is modified. */
export async function createInspector(document: EngineDocument): Promise<Inspector> {
  const stream = document.paths["/v1/completions"].post.responses["200"].content["text/event-stream"];
  const validateEvent = new Ajv2020({ strict: false }).compile(stream["x-itemSchema"]);
  const [resource] = await getHttpOperationsFromSpec(document);
  if (resource === undefined) throw new Error("The document has no operation.");
  return {
    checkRequest: (body) =>
      readDiagnostics(
        validateInput({
          resource,
          element: {
            method: "post",
            url: { path: "/v1/completions", query: {} },
            headers: { "content-type": "application/json" },
            body,
          },
        }),
      ),
    checkResponse: (statusCode, headers, body) =>
      readDiagnostics(validateOutput({ resource, element: { statusCode, headers, body } })),
    checkEvent(event) {
      if (validateEvent(event)) return [];
      return (validateEvent.errors ?? []).map(({ keyword, instancePath, message }) => ({
        keyword,
        message: `${instancePath} ${message}`,
      }));
    },
  };
}

/** Reads problems, including warnings, from an Either of fp-ts. */
function readDiagnostics(result: ReturnType<typeof validateInput | typeof validateOutput>): Problem[] {
  if (result._tag === "Right") return [];
  return result.left.map(({ code, path = [], message }) => ({
    keyword: String(code),
    message: `${path.join(".")} ${message}`,
  }));
}
