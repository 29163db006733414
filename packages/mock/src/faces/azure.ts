import { type RequestForEngine, toEngineRequest } from "@completions-api/engine";
import {
  type CompletionRequest,
  errorResponse,
  HttpError,
  readCompletionRequest,
  toErrorEvent,
  unauthorized,
  unknownDeployment,
} from "@completions-api/protocol";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import type { ErrorBody } from "@completions-api/types";
import {
  applyCreateCompletionRequestDefaults,
  errorStatuses,
  validateCreateCompletionRequest,
} from "@completions-api/validators";
import { generate } from "../generate.ts";
import { listStatuses } from "../known-preferences.ts";
import { loadSpec } from "../load-spec.ts";
import type { CompletionForm } from "../mock-operation.ts";
import { toFixedResponse } from "../mock-response.ts";
import type { Face, FaceOptions } from "./face.ts";

const errorFormat = { toResponse: errorResponse, toEvent: toErrorEvent };
const form: Omit<CompletionForm, "stream"> = {
  toEvents: (chunk) => [chunk],
  toBody: (completion) => completion,
};

/** Creates the API's own face: `POST /completions`. */
export async function createAzureFace({ engine, deployments }: FaceOptions): Promise<Face> {
  const load = await loadSpec(spec, {
    readBody: applyDefaults,
    // The tests of the spec check that its examples are valid.
    readError: (body, headers) => toFixedResponse(toHttpError(body as ErrorBody, headers), errorFormat),
  });
  const complete = await load("complete");
  return {
    errorFormat,
    prism: complete.prism,
    routes: {
      "/completions": {
        POST: {
          ...complete,
          comparedHeaders: ["azureml-model-deployment"],
          statuses: listStatuses(errorStatuses),
          async read({ url, message, body }) {
            const request = readCompletionRequest({
              query: url.searchParams,
              headers: message.headersDistinct,
              body,
            });
            const { deployment, parameters, extra } = request;
            if (deployment !== undefined && !deployments.has(deployment)) throw unknownDeployment(deployment);
            const { stream } = parameters;
            const engineRequest = toEngineRequest(await findOpenAIParameters(request));
            return {
              body: { ...extra, ...parameters },
              form: { ...form, stream },
              respond: ({ itl }) =>
                generate(engine, engineRequest, { batched: !stream && itl === undefined }),
            };
          },
        },
      },
    },
  };
}

/**
 * Finds the parameters of OpenAI's clients among the extra parameters of a request.
 *
 * @throws HttpError 422 for the first one that is wrong.
 */
async function findOpenAIParameters(request: CompletionRequest): Promise<RequestForEngine> {
  if (Object.keys(request.extra).length === 0) return request;
  // Loaded late, because few requests have extra parameters.
  const { splitOpenAIParameters } = await import("@completions-api/protocol/openai");
  return splitOpenAIParameters(request);
}

function applyDefaults(body: unknown): unknown {
  const request = validateCreateCompletionRequest(body);
  return request.valid ? applyCreateCompletionRequestDefaults(request.value) : body;
}

function toHttpError(body: ErrorBody, headers: Readonly<Record<string, string>>): HttpError {
  if ("code" in body) return new HttpError(body.code, body, { headers });
  switch (body.status) {
    case 401:
      // Adds the challenge that a 401 needs.
      return new HttpError("unauthorized", body, {
        headers: { ...unauthorized(body.error).headers, ...headers },
      });
    case 404:
      return new HttpError("not_found", body, { headers });
    case 429:
      return new HttpError("too_many_requests", body, { headers });
  }
}
