import { distinctHeaders } from "@completions-api/http";
import {
  applyExtraParametersPolicy,
  checkContentType,
  errorFromProblem,
  type HeaderValue,
  JsonText,
  listPrompts,
  parseJsonBody,
  type RequestHead,
  type RequestHeaders,
  readRequestHead,
  splitExtraParameters,
} from "@completions-api/protocol";
import { sharedParameters, splitOpenAIParameters } from "@completions-api/protocol/openai";
import {
  applyCreateCompletionRequestDefaults,
  createCompletionRequestParameters,
  validateCreateCompletionRequest,
} from "@completions-api/validators";
import { checkNesting } from "./check-nesting.ts";
import type { Face, ResponseForm } from "./face.ts";
import { selectByName } from "./select-deployment.ts";

const parsedNames = new Set([...createCompletionRequestParameters, ...sharedParameters]);

const passesNoneAdvice = "Remove them, or set the extra-parameters header to `ignore`.";

/** The API's own face, `POST /completions`, as Azure defines it. */
export const completionsFace: Face = {
  defaults: { n: 1, echo: false, ...applyCreateCompletionRequestDefaults({ prompt: "" }) },
  readHead({ message, url }, policy) {
    const headers = distinctHeaders(message);
    const head = readQueryAndHeaders(url, headers);
    checkContentType(headers["content-type"]);
    if (policy === undefined) return head;
    const isBounded = headers["extra-parameters"] === undefined || head.extraParameters === "pass-through";
    const extraParameters = isBounded ? policy : head.extraParameters;
    return { ...head, extraParameters, passesNone: policy !== "pass-through" };
  },
  readBody(body, { extraParameters, passesNone, deployment }) {
    const validation = validateCreateCompletionRequest(parseJsonBody(body, { parsedNames }));
    if (!validation.valid) throw errorFromProblem(validation.problems[0]);
    const { known, extra } = splitExtraParameters(validation.value);
    const passed = splitOpenAIParameters({
      parameters: applyCreateCompletionRequestDefaults(known),
      extra: applyExtraParametersPolicy(extraParameters, extra, passesNone ? passesNoneAdvice : undefined),
    });
    checkNesting(passed.extra);
    return {
      ...passed,
      prompts: listPrompts(passed.parameters.prompt),
      asksForBest: (passed.parameters.best_of ?? 1) > 1,
      ...(deployment !== undefined && { target: deployment }),
      dropsUnsupported: extraParameters === "ignore",
    };
  },
  select: selectByName,
  toEvents(chunk, form) {
    if (!chunk.usage || !wantsUsageEvent(form)) return [chunk];
    return [
      { ...chunk, usage: null },
      { ...chunk, choices: [] },
    ];
  },
  toBody: (completion) => completion,
};

/** The last that was read. Requests share it, so nobody may change it. */
let latest:
  | {
      readonly url: URL;
      readonly policy: HeaderValue;
      readonly deployment: HeaderValue;
      readonly head: RequestHead;
    }
  | undefined;

/** Reads a request's query and headers. Most requests have the same as the one before: `readUrl` then returns the same object. */
function readQueryAndHeaders(url: URL, headers: RequestHeaders): RequestHead {
  const { "extra-parameters": policy, "azureml-model-deployment": deployment } = headers;
  if (latest?.url !== url || latest.policy !== policy || latest.deployment !== deployment) {
    latest = { url, policy, deployment, head: readRequestHead({ query: url.searchParams, headers }) };
  }
  return latest.head;
}

/** Returns whether a client of OpenAI's API asks for the usage in an event of its own, with a passed-through extra parameter. */
function wantsUsageEvent({ extra }: Pick<ResponseForm, "extra">): boolean {
  const { stream_options: options } = extra;
  return options instanceof JsonText && Object(options.toJSON()).include_usage === true;
}
