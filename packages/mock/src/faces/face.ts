import type { Engine } from "@completions-api/engine";
import type { ErrorFormat, Routes } from "@completions-api/http/routing";
import type { Validation } from "@completions-api/validators";
import type { MockOperation } from "../mock-operation.ts";
import type { FaceName } from "./face-name.ts";

/** One of the two faces of the API: its operations, and the way in which it writes errors. */
export interface Face {
  readonly name: FaceName;
  readonly routes: Routes<MockOperation>;
  readonly errorFormat: ErrorFormat;
  /** Validates the body of an error. */
  readonly validateError: (status: number, body: unknown) => Validation<unknown>;
  /** Validates the headers of a response. */
  readonly validateHeaders: (
    status: number,
    headers: Readonly<Record<string, string>>,
  ) => Validation<unknown>;
  /**
   * Checks that a deployment exists.
   *
   * @throws HttpError 404 if it does not.
   */
  readonly checkDeployment: (name: string) => void | Promise<void>;
}

/** Options of both faces. */
export interface FaceOptions {
  /** Loads the engine, which few tests need. */
  readonly loadEngine: () => Promise<Engine>;
  /** The deployments that a request may name. */
  readonly deployments: ReadonlySet<string>;
  /** When the mock started: the Unix time in seconds. */
  readonly started: number;
}
