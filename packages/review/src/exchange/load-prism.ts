import { createRequire } from "node:module";
import type { PrismHttpComponents } from "@stoplight/prism-http";

type Operations = typeof import("@stoplight/prism-http/dist/utils/operations.js");
type Router = typeof import("@stoplight/prism-http/dist/router/index.js");
type Validator = typeof import("@stoplight/prism-http/dist/validator/index.js");
type Mocker = typeof import("@stoplight/prism-http/dist/mocker/index.js");

/** The parts of Prism that a mock needs. */
export interface Prism
  extends Operations,
    Pick<Validator, "validateInput" | "validateSecurity">,
    Pick<PrismHttpComponents, "route" | "mock"> {}

/**
 * Loads Prism when the first request is sent, because it takes most of a second. It is loaded part by part, without the
 * part that forwards requests. With `require`, because loaders disagree about the default export of its CommonJS.
 */
export function loadPrism(): Prism {
  const require = createRequire(import.meta.url);
  const { getHttpOperationsFromSpec }: Operations = require("@stoplight/prism-http/dist/utils/operations.js");
  const router: Router = require("@stoplight/prism-http/dist/router/index.js");
  const validator: Validator = require("@stoplight/prism-http/dist/validator/index.js");
  const mocker: Mocker = require("@stoplight/prism-http/dist/mocker/index.js");
  const { validateInput, validateSecurity } = validator;
  return {
    getHttpOperationsFromSpec,
    validateInput,
    validateSecurity,
    route: router.default,
    mock: mocker.default,
  };
}
