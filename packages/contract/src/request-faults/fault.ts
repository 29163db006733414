import type { ExpectedError } from "../contract-case.ts";

/** An error that a request deserves, without what every expectation has. */
export type Fault = Omit<ExpectedError, "outcome">;
