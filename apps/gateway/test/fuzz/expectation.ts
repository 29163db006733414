import type { CaseRequest, Expectation } from "@completions-api/contract";
import {
  checkContentType,
  contentFiltered,
  HttpError,
  listPrompts,
  parseJsonBody,
  readBearerToken,
  readCompletionRequest,
  unauthorized,
  unknownDeployment,
} from "@completions-api/protocol";
import { readOpenAIParameters, splitOpenAIParameters, unknownModel } from "@completions-api/protocol/openai";
import { type OptionalParameter, optionalParameters } from "../../src/backends/backend.ts";
import { completionsFace } from "../../src/completions/completions-face.ts";
import type { ReadRequest } from "../../src/completions/face.ts";
import { checkContextLength, fitParameters } from "../../src/completions/fit-request.ts";
import { openAIFace } from "../../src/completions/openai-face.ts";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import type { FaceName } from "../../src/server/routes.ts";
import { token } from "../support/start-gateway.ts";
import { contextLength, supportedByOther, terms } from "./requests.ts";

const filter = createTermFilter(terms);
const other = optionalParameters.filter((name) => !supportedByOther.includes(name));
const unsupported: Readonly<Record<string, ReadonlySet<OptionalParameter>>> = {
  small: new Set(),
  other: new Set(other),
};

/** Returns the outcome that a request to a face must have, which follows from the request and the configuration alone. */
export function expectationOf(request: CaseRequest, face: FaceName): Expectation {
  try {
    refuse(request, face);
    return { outcome: "completion" };
  } catch (thrown) {
    if (!(thrown instanceof HttpError)) throw thrown;
    const { code, body, param } = thrown;
    return {
      outcome: "error",
      code,
      ...("detail" in body ? { loc: body.detail.loc } : param !== undefined && { param }),
    };
  }
}

function refuse(request: CaseRequest, face: FaceName): void {
  const headers = listHeaders(request);
  if (readBearerToken(headers.authorization) !== token) throw unauthorized("It is not the key");
  const read = face === "completions" ? readCompletions(request, headers) : readOpenAI(request, headers);
  const { parameters, deployment, dropsUnsupported } = read;
  const prompts = listPrompts(parameters.prompt);
  if (prompts.some(({ prompt }) => typeof prompt === "string" && !filter.allowsPrompt(prompt))) {
    throw contentFiltered();
  }
  if (!filter.allowsPrompt(parameters.suffix ?? "")) throw contentFiltered("suffix");
  if (deployment instanceof HttpError) throw deployment;
  const missing = unsupported[deployment] ?? new Set();
  const { defaults } = face === "completions" ? completionsFace : openAIFace;
  const fitted = fitParameters({ unsupported: missing }, { defaults }, { parameters, dropsUnsupported });
  checkContextLength({ contextLength }, { prompts, maxTokens: fitted.max_tokens });
}

function listHeaders({ headers = {} }: CaseRequest): Record<string, string> {
  // `fetch` sends a body without a type as text.
  const usual = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent: Record<string, string> = { ...usual };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== null) sent[name] = value;
    else delete sent[name];
  }
  sent["content-type"] ??= "text/plain";
  return sent;
}

type Read = Pick<ReadRequest, "parameters" | "dropsUnsupported"> & {
  /** The name of the deployment, or the error for one that the caller does not have. */
  readonly deployment: string | HttpError;
};

function readCompletions({ body, query }: CaseRequest, headers: Record<string, string>): Read {
  const read = readCompletionRequest({
    query: new URLSearchParams(query),
    headers,
    body: Buffer.from(JSON.stringify(body)),
  });
  const { deployment = "small" } = read;
  return {
    parameters: splitOpenAIParameters(read).parameters,
    dropsUnsupported: read.extraParameters === "ignore",
    deployment: Object.hasOwn(unsupported, deployment) ? deployment : unknownDeployment(deployment),
  };
}

function readOpenAI({ body }: CaseRequest, headers: Record<string, string>): Read {
  checkContentType(headers["content-type"]);
  const { parameters } = readOpenAIParameters(parseJsonBody(Buffer.from(JSON.stringify(body))));
  const { model = "small" } = parameters;
  const name = model === "moby-dick" ? "small" : model;
  return {
    parameters,
    dropsUnsupported: false,
    deployment: Object.hasOwn(unsupported, name) ? name : unknownModel(model),
  };
}
