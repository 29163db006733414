import { toEngineRequest } from "@completions-api/engine";
import { readOnly } from "@completions-api/http/routing";
import { checkContentType, parseJsonBody, readBearerToken, unauthorized } from "@completions-api/protocol";
import {
  readOpenAIParameters,
  toOpenAIChunks,
  toOpenAICompletion,
  unknownModel,
} from "@completions-api/protocol/openai";
import spec from "@completions-api/spec/openai.json" with { type: "json" };
import type { ErrorResponse, ModelDescription, ModelList } from "@completions-api/types/openai";
import {
  applyCreateCompletionRequestDefaults,
  errorStatuses,
  validateCreateCompletionRequest,
  validateModelDescription,
  validateModelList,
} from "@completions-api/validators/openai";
import type { MockOperation, ReadRequest } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import { type FixedResponse, toFixedResponse } from "../mock-response.ts";
import { listStatuses } from "../preferences/known-preferences.ts";
import { readSpec } from "../spec/load-spec.ts";
import { contracts } from "./contracts.ts";
import type { Face, FaceOptions } from "./face.ts";

const contract = contracts.openai;
const howToAllowModel =
  "To allow this one, start the mock with `--deployment NAME`, or list it in the option `deployments` of `startMock`.";

const common = {
  comparedHeaders: [],
  statuses: listStatuses(errorStatuses),
} satisfies Partial<MockOperation>;

/** Creates the face for OpenAI's clients: the routes under `/v1/`. */
export function createOpenAIFace({ loadEngine, deployments, started }: FaceOptions): Face {
  const load = readSpec(spec, { readBody: applyDefaults, readError });
  const describeModel = (id: string): ModelDescription => ({
    id,
    object: "model",
    created: started,
    owned_by: "system",
  });

  async function findModel(name: string): Promise<ModelDescription> {
    if (!deployments.has(name) && name !== (await loadEngine()).model)
      throw unknownModel(name, howToAllowModel);
    return describeModel(name);
  }

  function readCompletion({ headers, body }: MockRequest): ReadRequest {
    readBearerToken(headers.authorization);
    checkContentType(headers["content-type"]);
    const request = readOpenAIParameters(parseJsonBody(body));
    const { model, stream, stream_options, logprobs } = request.parameters;
    const asked = {
      logprobs: logprobs !== undefined,
      includeUsage: stream_options?.include_usage ?? false,
    };
    return {
      completion: {
        face: "openai",
        body: { ...request.extra, ...request.parameters },
        deployment: model,
        request: toEngineRequest(request),
        form: {
          stream,
          toEvents: (chunk) => toOpenAIChunks(chunk, asked),
          toBody: (completion) => toOpenAICompletion(completion, asked),
        },
      },
    };
  }

  function readModelList({ headers }: MockRequest): ReadRequest {
    readBearerToken(headers.authorization);
    return {
      async respond() {
        const models = new Set([...deployments, (await loadEngine()).model]);
        const list: ModelList = { object: "list", data: Array.from(models, describeModel) };
        return { status: 200, headers: {}, body: list };
      },
    };
  }

  function readModel({ headers }: MockRequest, parameter: string): ReadRequest {
    readBearerToken(headers.authorization);
    return { respond: async () => ({ status: 200, headers: {}, body: await findModel(parameter) }) };
  }

  return {
    ...contract,
    name: "openai",
    async checkDeployment(name) {
      await findModel(name);
    },
    routes: {
      "/v1/completions": {
        POST: {
          ...common,
          ...load("complete"),
          read: readCompletion,
          validateBody: contract.validateCompletion,
        },
      },
      "/v1/models": readOnly({
        ...common,
        ...load("listModels"),
        read: readModelList,
        validateBody: validateModelList,
      }),
      "/v1/models/{model}": readOnly({
        ...common,
        ...load("retrieveModel"),
        read: readModel,
        validateBody: validateModelDescription,
      }),
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
    status === 401 ? toFixedResponse(unauthorized(body.error.message), contract.errorFormat).headers : {};
  return { status, headers: { ...challenge, ...headers }, body };
}
