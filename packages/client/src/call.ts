import type { CreateCompletionRequest, paths } from "@completions-api/types";
import type { Client } from "openapi-fetch";
import type { Credential } from "./credential.ts";
import type { Lifetime } from "./lifetime.ts";
import type { Settings } from "./settings.ts";

/** What every attempt of a call has in common. */
export interface Call extends Settings {
  readonly transport: Client<paths, "application/json">;
  readonly request: CreateCompletionRequest;
  readonly credential: Credential;
  readonly lifetime: Lifetime;
}
