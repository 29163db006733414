import type { FaceName } from "../../../src/index.ts";
import type { BrokenServer } from "./broken-server.ts";
import { brokenCompletions } from "./completions.ts";
import { brokenErrors } from "./errors.ts";
import { brokenOpenAIRequests } from "./openai-requests.ts";
import { brokenOpenAIResponses } from "./openai-responses.ts";
import { brokenRegressions } from "./regressions.ts";
import { brokenRequests } from "./requests.ts";
import { brokenStreams } from "./streams.ts";

/** The broken servers by family. The list of a family is in the file of the same name. */
export const families: Readonly<Record<string, readonly BrokenServer[]>> = {
  requests: brokenRequests,
  completions: brokenCompletions,
  streams: brokenStreams,
  errors: brokenErrors,
  "openai-requests": brokenOpenAIRequests,
  "openai-responses": brokenOpenAIResponses,
  regressions: brokenRegressions,
};

/** Tells if a broken server exists on a face. */
export function isOnFace({ faces }: BrokenServer, face: FaceName): boolean {
  return faces === undefined || faces.includes(face);
}

/** A broken server and its family. */
export interface FamilyMember {
  readonly family: string;
  readonly broken: BrokenServer;
}

/** Lists all broken servers. */
export function listMembers(): readonly FamilyMember[] {
  return Object.entries(families).flatMap(([family, servers]) =>
    servers.map((broken) => ({ family, broken })),
  );
}
