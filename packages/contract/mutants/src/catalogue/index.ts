import type { FaceName } from "../../../src/index.ts";
import { brokenAuthorization } from "./authorization.ts";
import type { BrokenServer } from "./broken-server.ts";
import { brokenCharacters } from "./characters.ts";
import { brokenChoices } from "./choices.ts";
import { brokenCompletions } from "./completions.ts";
import { brokenErrorBodies } from "./error-bodies.ts";
import { brokenErrors } from "./errors.ts";
import { brokenFinishReasons } from "./finish-reasons.ts";
import { brokenHeaders } from "./headers.ts";
import { brokenHeldStreams } from "./held-streams.ts";
import { brokenIdentity } from "./identity.ts";
import { brokenJson } from "./json.ts";
import { brokenLogprobs } from "./logprobs.ts";
import { brokenModels } from "./models.ts";
import { brokenOpenAIRequests } from "./openai-requests.ts";
import { brokenOpenAIResponses } from "./openai-responses.ts";
import { brokenParameters } from "./parameters.ts";
import { brokenRegressions } from "./regressions.ts";
import { brokenRequests } from "./requests.ts";
import { brokenStatuses } from "./statuses.ts";
import { brokenStops } from "./stops.ts";
import { brokenStreamEvents } from "./stream-events.ts";
import { brokenStreams } from "./streams.ts";
import { brokenTexts } from "./texts.ts";
import { brokenUsage } from "./usage.ts";
import { brokenWire } from "./wire.ts";

/** The broken servers by family. The list of a family is in the file of the same name. */
export const families: Readonly<Record<string, readonly BrokenServer[]>> = {
  requests: brokenRequests,
  parameters: brokenParameters,
  authorization: brokenAuthorization,
  completions: brokenCompletions,
  choices: brokenChoices,
  identity: brokenIdentity,
  texts: brokenTexts,
  characters: brokenCharacters,
  stops: brokenStops,
  "finish-reasons": brokenFinishReasons,
  usage: brokenUsage,
  streams: brokenStreams,
  "stream-events": brokenStreamEvents,
  "held-streams": brokenHeldStreams,
  errors: brokenErrors,
  "error-bodies": brokenErrorBodies,
  statuses: brokenStatuses,
  headers: brokenHeaders,
  json: brokenJson,
  wire: brokenWire,
  "openai-requests": brokenOpenAIRequests,
  "openai-responses": brokenOpenAIResponses,
  logprobs: brokenLogprobs,
  models: brokenModels,
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
