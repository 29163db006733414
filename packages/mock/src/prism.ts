import { createRequire } from "node:module";
import { factory } from "@stoplight/prism-core";
import type { IHttpMockConfig, IHttpResponse, PrismHttpComponents } from "@stoplight/prism-http";
// Part by part, not by its `createInstance`: that brings the mocker and the forwarder, half of the time that the start
// takes.
import { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import {
  validateInput,
  validateOutput,
  validateSecurity,
} from "@stoplight/prism-http/dist/validator/index.js";
import { CheckedRequest } from "./checked-request.ts";

/** Prism, with something of ours in the place of its mocker. */
export interface Prism {
  /**
   * Has Prism check a request against the spec, and then has it answered.
   *
   * @throws Error where Prism refuses what our validators accept: they disagree, which is a bug. What the answerer
   * throws.
   */
  ask(request: CheckedRequest): Promise<IHttpResponse>;
  /**
   * Has Prism check a response against the spec.
   *
   * @throws Error where it is none of the operation's.
   */
  check(response: IHttpResponse): void;
}

/**
 * Answers a request in the place of Prism's mocker.
 *
 * @param makeUp - Prism's own mocker: random values that fit the schema.
 */
export type Answerer = (request: CheckedRequest, makeUp: () => IHttpResponse) => IHttpResponse;

/** As Prism knows it. */
export type Operation = Parameters<PrismHttpComponents["mock"]>[0]["resource"];

/** fp-ts's Either. */
type Result<Value, Failure> = { _tag: "Right"; right: Value } | { _tag: "Left"; left: Failure };

const config: IHttpMockConfig = {
  checkSecurity: true,
  validateRequest: true,
  // What the answerer returns may only be the promise of a response. `check` is called once there is one.
  validateResponse: false,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
};

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
 * The operation that the spec has.
 *
 * @param document - the spec. Its references are resolved in place.
 */
export async function readOperation(document: object): Promise<Operation> {
  const [operation] = await getHttpOperationsFromSpec(document);
  if (operation === undefined) throw new Error("The spec has no operation.");
  return operation;
}

export function createPrism(operation: Operation, answer: Answerer): Prism {
  const mock: PrismHttpComponents["mock"] =
    ({ resource, input }) =>
    () =>
      attempt(() => {
        if (!(input.data instanceof CheckedRequest)) throw new TypeError("Prism handed on another request.");
        throwDiagnostics("Prism refuses a request that the validators accept", input.validations);
        const dynamic = { dynamic: true, mediaTypes: ["application/json"] };
        return answer(input.data, () => unwrap(loadMocker()({ resource, input, config: dynamic })(logger)));
      });

  const components: PrismHttpComponents = {
    // There is one operation, and what is not for it does not come here.
    route: () => ({ _tag: "Right", right: operation }),
    validateSecurity({ resource, element }) {
      // It returns `element`; its type forgets what else that is.
      const result = validateSecurity({ resource, element });
      return result._tag === "Left" ? result : { _tag: "Right", right: element };
    },
    validateInput,
    validateOutput,
    mock,
    forward() {
      throw new TypeError("Prism is no proxy here.");
    },
    logger,
  };
  const instance = factory(config, components);
  return {
    ask: async (request) => unwrap(await instance.request(request, [operation])()).output,
    check(response) {
      const result = validateOutput({ resource: operation, element: response });
      if (result._tag === "Left") throwDiagnostics("The response is not the spec's", result.left);
    },
  };
}

/** Prism's own mocker. */
function loadMocker(): PrismHttpComponents["mock"] {
  const require = createRequire(import.meta.url);
  const mocker: typeof import("@stoplight/prism-http/dist/mocker/index.js") = require("@stoplight/prism-http/dist/mocker");
  return mocker.default;
}

function attempt<Value>(run: () => Value): Result<Value, Error> {
  try {
    return { _tag: "Right", right: run() };
  } catch (error) {
    // What is thrown here is ours or a library's, hence always an Error.
    return { _tag: "Left", left: error as Error };
  }
}

function unwrap<Value>(result: Result<Value, Error>): Value {
  if (result._tag === "Left") throw result.left;
  return result.right;
}

/** Warnings, such as that a parameter is deprecated, are none of ours. */
function throwDiagnostics(
  what: string,
  diagnostics: readonly { severity: number; message: string; path?: string[] }[],
): void {
  const errors = diagnostics.filter(({ severity }) => severity === 0);
  if (errors.length === 0) return;
  throw new Error(
    `${what}: ${errors.map(({ path = [], message }) => `${path.join(".")} ${message}`).join("; ")}`,
  );
}
