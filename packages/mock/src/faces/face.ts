import type { Engine } from "@completions-api/engine";
import type { ErrorFormat, Routes } from "@completions-api/http";
import type { MockOperation } from "../mock-operation.ts";
import type { Prism } from "../prism.ts";

/** One of the two faces of the API: its operations, and the way in which it writes errors. */
export interface Face {
  readonly routes: Routes<MockOperation>;
  readonly errorFormat: ErrorFormat;
  /** Checks errors, including those of requests that have no operation. */
  readonly prism: Pick<Prism, "checkResponse">;
}

/** Options of both faces. */
export interface FaceOptions {
  readonly engine: Engine;
  /** The deployments that a request may name. */
  readonly deployments: ReadonlySet<string>;
  /** When the mock started: the Unix time in seconds. */
  readonly started: number;
}
