import type { CaseRequest, Expectation } from "@completions-api/contract";
import {
  contentFiltered,
  HttpError,
  listPrompts,
  readBearerToken,
  readCompletionRequest,
  unauthorized,
  unknownDeployment,
} from "@completions-api/protocol";
import type { OptionalParameter } from "../../src/backends/backend.ts";
import { azureFace } from "../../src/completions/azure-face.ts";
import { checkContextLength, fitParameters } from "../../src/completions/fit-request.ts";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import { token } from "../support/start-gateway.ts";
import { contextLength, terms } from "./requests.ts";

const filter = createTermFilter(terms);
const unsupported: Readonly<Record<string, ReadonlySet<OptionalParameter>>> = {
  small: new Set(),
  other: new Set(["presence_penalty", "seed"]),
};

/** Returns the outcome that a request must have, which follows from the request and the configuration alone. */
export function expectationOf(request: CaseRequest): Expectation {
  try {
    refuse(request);
    return { outcome: "completion" };
  } catch (thrown) {
    if (!(thrown instanceof HttpError)) throw thrown;
    const { code, body } = thrown;
    return {
      outcome: "error",
      code,
      ...("detail" in body && { loc: body.detail.loc }),
      ...("param" in body && body.param !== undefined && { param: body.param }),
    };
  }
}

function refuse({ body, headers = {}, query }: CaseRequest): void {
  // `fetch` sends a body without a type as text.
  const usual = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent: Record<string, string> = { ...usual };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== null) sent[name] = value;
    else delete sent[name];
  }
  sent["content-type"] ??= "text/plain";
  if (readBearerToken(sent.authorization) !== token) throw unauthorized("It is not the key");
  const {
    parameters,
    extraParameters,
    deployment = "small",
  } = readCompletionRequest({
    query: new URLSearchParams(query),
    headers: sent,
    body: Buffer.from(JSON.stringify(body)),
  });
  const prompts = listPrompts(parameters.prompt);
  if (prompts.some(({ prompt }) => typeof prompt === "string" && !filter.allowsPrompt(prompt))) {
    throw contentFiltered();
  }
  if (!Object.hasOwn(unsupported, deployment)) throw unknownDeployment(deployment);
  const fitted = fitParameters({ unsupported: unsupported[deployment] ?? new Set() }, azureFace, {
    parameters: { ...azureFace.defaults, ...parameters },
    dropsUnsupported: extraParameters === "ignore",
  });
  checkContextLength({ contextLength }, { prompts, maxTokens: fitted.max_tokens });
}
