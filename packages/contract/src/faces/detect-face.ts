import { Budget } from "../budget.ts";
import { type Answer, Asker, type NoAnswer, textsOfAnswer } from "../capabilities/asker.ts";
import { describeAnswer } from "../capabilities/describe-answer.ts";
import { briefBody } from "../capabilities/questions.ts";
import { isObject } from "../is-object.ts";
import { cutLine } from "../reports/visible-text.ts";
import type { Target } from "../target.ts";
import { explainAttempts, type FailedAttempt } from "./explain-attempts.ts";
import type { FaceName } from "./face.ts";
import { listBaseUrls } from "./list-base-urls.ts";

export interface DetectFaceOptions extends Pick<Target, "face" | "token" | "model" | "deployment"> {
  /** The URL that somebody gave. Its path may be a little off. */
  readonly baseUrl: string;
  /** The time limit of each request, in milliseconds. */
  readonly timeout: number;
  /** The requests and tokens that may be used. By default any number. */
  readonly budget?: Budget;
}

/** A server whose face is known. */
export interface DetectedFace {
  readonly face: FaceName;
  /** The base URL that cases need. */
  readonly baseUrl: string;
  /** The model that was given. If none was, the first one of a server that refuses requests without a model. */
  readonly model?: string;
  /** The answer of the server, in a few words. */
  readonly evidence: string;
}

/** No face of the API was found. The message lists what was tried, and what the server answered. */
export class FaceNotFound extends Error {
  override readonly name = "FaceNotFound";
}

/**
 * Finds out which face of the API a server speaks, and where: the path may be missing, or end after `/completions`. Sends up to
 * 8 requests, most of which are invalid, so that they cost no tokens.
 *
 * @throws FaceNotFound
 */
export async function detectFace(options: DetectFaceOptions): Promise<DetectedFace> {
  const attempts: FailedAttempt[] = [];
  for (const baseUrl of listBaseUrls(options.baseUrl)) {
    const attempt = await tryBaseUrl({ ...options, baseUrl });
    if ("face" in attempt) return attempt;
    attempts.push(attempt);
    // The other URLs have the same address.
    if (attempt.answer.status === undefined) break;
  }
  const { token, timeout } = options;
  throw new FaceNotFound(await explainAttempts(attempts, { hasToken: token !== undefined, timeout }));
}

async function tryBaseUrl(options: DetectFaceOptions): Promise<DetectedFace | FailedAttempt> {
  const { baseUrl, model } = options;
  const url = `${baseUrl}/completions`;
  // Servers for OpenAI's clients ignore the query of the other face.
  const asker = askerOf(options, "completions");
  const refusal = await asker.ask({ body: {} });
  if (!isFromRoute(refusal)) return { url, answer: refusal };
  const face = options.face ?? (await recognizeFace(asker, refusal));
  const answer = await askerOf(options, face).ask({ body: briefBody });
  const evidence = `${url} completes prompts on the face ${face}`;
  if (textsOfAnswer(answer) !== undefined) {
    return { face, baseUrl, ...(model !== undefined && { model }), evidence };
  }
  const models = face === "completions" || model !== undefined ? [] : await listModels(asker);
  const [first] = models;
  if (first === undefined) return { url, model, answer };
  const named = await askerOf({ ...options, model: first }, face).ask({ body: briefBody });
  if (textsOfAnswer(named) === undefined) return { url, model: first, answer: named };
  const choice = `with the model ${cutLine(first, 100)}, the first of ${models.length}; without a model: ${describeAnswer(answer)}`;
  return { face, baseUrl, model: first, evidence: `${evidence} ${choice}` };
}

function askerOf(
  { baseUrl, token, model, deployment, timeout, budget = new Budget({}) }: DetectFaceOptions,
  face: FaceName,
): Asker {
  return new Asker({
    target: {
      ...{ baseUrl, face },
      ...(token !== undefined && { token }),
      ...(model !== undefined && { model }),
      ...(deployment !== undefined && { deployment }),
    },
    timeout,
    budget,
    signal: new AbortController().signal,
  });
}

/** Tells if the answer to an invalid request comes from a route for completions. */
function isFromRoute(answer: Answer | NoAnswer): answer is Answer {
  if (answer.status === undefined) return false;
  const { status, json, text } = answer;
  if (status === 404 || status === 405) return isObject(json) && /\bmodel\b/.test(text);
  const isElsewhere = status >= 300 && status < 400;
  return !isElsewhere && status !== 401 && status !== 403;
}

/** Recognizes a face by its errors, and otherwise by its other routes. */
async function recognizeFace(asker: Asker, { headers, json }: Answer): Promise<FaceName> {
  const { error, message } = isObject(json) ? json : {};
  if (headers.has("x-ms-error-code") || (typeof error === "string" && typeof message === "string"))
    return "completions";
  const isOpenAI =
    isObject(error) || asker.target.baseUrl.endsWith("/v1") || (await listModels(asker)).length > 0;
  return isOpenAI ? "openai" : "completions";
}

async function listModels(asker: Asker): Promise<readonly string[]> {
  const answer = await asker.ask({ method: "GET", path: "/models", query: "" });
  const { data } = answer.status === 200 && isObject(answer.json) ? answer.json : {};
  if (!Array.isArray(data)) return [];
  return data.flatMap((model: unknown) =>
    isObject(model) && typeof model.id === "string" ? [model.id] : [],
  );
}
