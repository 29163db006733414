import { createRequire } from "node:module";
import type { IHttpRequest, IHttpResponse, PrismHttpComponents } from "@stoplight/prism-http";
// Imported part by part: `createInstance` would also load the mocker and the forwarder, which takes half of the startup time.
import { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import {
  validateInput,
  validateOutput,
  validateSecurity,
} from "@stoplight/prism-http/dist/validator/index.js";
import type { FixedResponse } from "../mock-response.ts";

/** Prism, which checks every request and response against the spec. */
export interface Prism {
  /**
   * Checks a request against the spec.
   *
   * @throws Error if Prism refuses the request. Our own validators have accepted it before, so this is a bug.
   */
  checkRequest(request: IHttpRequest): void;
  /**
   * Checks a response against the spec.
   *
   * @throws Error if the spec has no such response.
   */
  checkResponse(response: IHttpResponse): void;
  /** Creates a response with random values that fit the schema. Uses Prism's own mocker. */
  createDynamicResponse(request: IHttpRequest): FixedResponse;
}

/** An operation of a spec, in the form that Prism reads. */
export type Operation = Parameters<PrismHttpComponents["mock"]>[0]["resource"];

/** A problem that Prism found. */
interface Diagnostic {
  /** 0 is an error. */
  readonly severity: number;
  readonly message: string;
  readonly path?: string[];
}

const silent = () => {};
const logger = {
  child: () => logger,
  success: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
};

/**
 * Reads the operations of a spec. The `iid` of each is its `operationId`.
 *
 * @param document - the spec. Its references are resolved in place.
 */
export function readOperations(document: object): Promise<Operation[]> {
  return getHttpOperationsFromSpec(document);
}

/** Creates the checks for one operation. */
export function createPrism(operation: Operation): Prism {
  return {
    checkRequest(request) {
      const results = [
        validateSecurity({ resource: operation, element: withUsualScheme(request) }),
        validateInput({ resource: operation, element: request }),
      ];
      const diagnostics = results.flatMap((result) => (result._tag === "Left" ? result.left : []));
      throwErrors("Prism refuses a request that the validators accept", diagnostics);
    },
    checkResponse(response) {
      const result = validateOutput({ resource: operation, element: response });
      if (result._tag === "Left") throwErrors("The response does not match the spec", result.left);
    },
    createDynamicResponse(request) {
      const result = loadMocker()({
        resource: operation,
        input: { data: request, validations: [] },
        config: { dynamic: true, mediaTypes: ["application/json"] },
      })(logger);
      if (result._tag === "Left") throw result.left;
      return { status: result.right.statusCode, headers: {}, body: result.right.body };
    },
  };
}

/** Writes the scheme `Bearer` as Prism expects it. Its case does not matter (RFC 9110, section 11.1). */
function withUsualScheme(request: IHttpRequest): IHttpRequest {
  const { authorization, ...headers } = request.headers ?? {};
  if (authorization === undefined) return request;
  return {
    ...request,
    headers: { ...headers, authorization: authorization.replace(/^bearer /i, "Bearer ") },
  };
}

/** Loads Prism's own mocker, which only `createDynamicResponse` needs. */
function loadMocker(): PrismHttpComponents["mock"] {
  const require = createRequire(import.meta.url);
  const mocker: typeof import("@stoplight/prism-http/dist/mocker/index.js") = require("@stoplight/prism-http/dist/mocker");
  return mocker.default;
}

/** Throws if there are errors among the diagnostics. Ignores warnings, for example about a deprecated parameter. */
function throwErrors(summary: string, diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 0);
  if (errors.length === 0) return;
  const problems = errors.map(({ path = [], message }) => `${path.join(".")} ${message}`);
  throw new Error(`${summary}: ${problems.join("; ")}`);
}
