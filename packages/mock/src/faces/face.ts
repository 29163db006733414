import type { Engine } from "@completions-api/engine";
import type { Routes } from "@completions-api/http/routing";
import type { MockOperation } from "../mock-operation.ts";
import type { FaceContract } from "./contracts.ts";
import type { FaceName } from "./face-name.ts";

/** One of the two faces of the API: its contract and its operations. */
export interface Face extends FaceContract {
  readonly name: FaceName;
  readonly routes: Routes<MockOperation>;
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
