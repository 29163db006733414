import { type RequestForEngine, toEngineRequest } from "@completions-api/engine";
import {
  type CompletionRequest,
  HttpError,
  readCompletionRequest,
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
import type { CompletionForm, ReadRequest } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import { toFixedResponse } from "../mock-response.ts";
import { listStatuses } from "../preferences/known-preferences.ts";
import { readSpec } from "../spec/load-spec.ts";
import { contracts } from "./contracts.ts";
import type { Face, FaceOptions } from "./face.ts";

const contract = contracts.completions;
const form: Omit<CompletionForm, "stream"> = {
  toEvents: (chunk) => [chunk],
  toBody: (completion) => completion,
};

/** Creates the API's own face: `POST /completions`. */
export function createCompletionsFace({ deployments }: FaceOptions): Face {
  const load = readSpec(spec, {
    readBody: applyDefaults,
    // The tests of the spec check that its examples are valid.
    readError: (body, headers) =>
      toFixedResponse(toHttpError(body as ErrorBody, headers), contract.errorFormat),
  });

  function readCompletion({ url, headers, body }: MockRequest): ReadRequest | Promise<ReadRequest> {
    const request = readCompletionRequest({ query: url.searchParams, headers, body });
    const { deployment, parameters, extra } = request;
    const create = (all: RequestForEngine): ReadRequest => ({
      completion: {
        face: "completions",
        body: { ...extra, ...parameters },
        deployment,
        request: toEngineRequest(all),
        form: { ...form, stream: parameters.stream },
      },
    });
    // Requests without extra parameters, which are most, do not wait.
    return Object.keys(extra).length === 0 ? create(request) : findOpenAIParameters(request).then(create);
  }

  return {
    ...contract,
    name: "completions",
    checkDeployment(name) {
      if (!deployments.has(name)) throw unknownDeployment(name);
    },
    routes: {
      "/completions": {
        POST: {
          ...load("complete"),
          comparedHeaders: ["azureml-model-deployment"],
          statuses: listStatuses(errorStatuses),
          read: readCompletion,
          validateBody: contract.validateCompletion,
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
