import { toEngineRequest } from "@completions-api/engine";
import type { ErrorFormat } from "@completions-api/http";
import { checkContentType, parseJsonBody, readBearerToken, unauthorized } from "@completions-api/protocol";
import {
  readOpenAIParameters,
  toOpenAIChunks,
  toOpenAICompletion,
  toOpenAIErrorBody,
  toOpenAIErrorResponse,
  unknownModel,
} from "@completions-api/protocol/openai";
import spec from "@completions-api/spec/openai.json" with { type: "json" };
import type { ErrorResponse, ModelDescription, ModelList } from "@completions-api/types/openai";
import {
  applyCreateCompletionRequestDefaults,
  errorStatuses,
  validateCreateCompletionRequest,
} from "@completions-api/validators/openai";
import { generate } from "../generate.ts";
import { listStatuses } from "../known-preferences.ts";
import { loadSpec } from "../load-spec.ts";
import type { MockOperation, MockRequest, ReadRequest } from "../mock-operation.ts";
import { type FixedResponse, toFixedResponse } from "../mock-response.ts";
import type { Face, FaceOptions } from "./face.ts";

const errorFormat: ErrorFormat = { toResponse: toOpenAIErrorResponse, toEvent: toOpenAIErrorBody };
const howToAllowModel =
  "To allow this one, start the mock with `--deployment NAME`, or list it in the option `deployments` of `startMock`.";

const common = {
  comparedHeaders: [],
  statuses: listStatuses(errorStatuses),
} satisfies Partial<MockOperation>;

/** Creates the face for OpenAI's clients: the routes under `/v1/`. */
export async function createOpenAIFace({ engine, deployments, started }: FaceOptions): Promise<Face> {
  const load = await loadSpec(spec, { readBody: applyDefaults, readError });
  const [complete, listModels, retrieveModel] = await Promise.all([
    load("complete"),
    load("listModels"),
    load("retrieveModel"),
  ]);
  const models = new Set([...deployments, engine.model]);

  function findModel(name: string): ModelDescription {
    if (!models.has(name)) throw unknownModel(name, howToAllowModel);
    return { id: name, object: "model", created: started, owned_by: "system" };
  }

  function readCompletion({ message, body }: MockRequest): ReadRequest {
    readBearerToken(message.headersDistinct.authorization);
    checkContentType(message.headersDistinct["content-type"]);
    const request = readOpenAIParameters(parseJsonBody(body));
    const { model, stream, stream_options, logprobs } = request.parameters;
    const asked = {
      logprobs: logprobs !== undefined,
      includeUsage: stream_options?.include_usage ?? false,
    };
    return {
      body: { ...request.extra, ...request.parameters },
      form: {
        stream,
        toEvents: (chunk) => toOpenAIChunks(chunk, asked),
        toBody: (completion) => toOpenAICompletion(completion, asked),
      },
      respond({ itl }) {
        // Only now: the examples of the spec name a model that the mock may not have.
        if (model !== undefined) findModel(model);
        return generate(engine, toEngineRequest(request), { batched: !stream && itl === undefined });
      },
    };
  }

  function readModelList({ message }: MockRequest): ReadRequest {
    readBearerToken(message.headersDistinct.authorization);
    const list: ModelList = { object: "list", data: Array.from(models, findModel) };
    return { respond: () => ({ status: 200, headers: {}, body: list }) };
  }

  function readModel({ message, parameter }: MockRequest): ReadRequest {
    readBearerToken(message.headersDistinct.authorization);
    return { respond: () => ({ status: 200, headers: {}, body: findModel(parameter) }) };
  }

  return {
    errorFormat,
    prism: complete.prism,
    routes: {
      "/v1/completions": { POST: { ...common, ...complete, read: readCompletion } },
      "/v1/models": { GET: { ...common, ...listModels, read: readModelList } },
      "/v1/models/{model}": { GET: { ...common, ...retrieveModel, read: readModel } },
    },
  };
}

function applyDefaults(body: unknown): unknown {
  const request = validateCreateCompletionRequest(body);
  return request.valid ? applyCreateCompletionRequestDefaults(request.value) : body;
}

function readError(value: object, headers: Readonly<Record<string, string>>): FixedResponse {
  // The tests of the spec check that its examples are valid.
  const body = value as ErrorResponse;
  const status = errorStatuses[body.error.code];
  // Adds the challenge that a 401 needs.
  const challenge =
    status === 401 ? toFixedResponse(unauthorized(body.error.message), errorFormat).headers : {};
  return { status, headers: { ...challenge, ...headers }, body };
}
