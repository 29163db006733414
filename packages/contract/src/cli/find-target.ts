import { UsageError } from "@completions-api/command-line";
import { Budget, type BudgetOptions } from "../budget.ts";
import { UnreachableTarget } from "../contract-run.ts";
import { type DetectedFace, type DetectFaceOptions, detectFace, FaceNotFound } from "../faces/detect-face.ts";
import type { FaceName } from "../faces/face.ts";
import type { Target } from "../target.ts";
import { makeInert } from "./print.ts";
import type { ContractCommandOptions } from "./program.ts";
import { readToken } from "./read-token.ts";

/** The server that the command line names. */
export interface FoundTarget {
  readonly target: Target & { readonly face: FaceName };
  /** The answer that shows that the server speaks the face. */
  readonly evidence: string;
  /** The time limit of each request, in milliseconds. */
  readonly timeout: number;
  /** The budget of the run, and the part of it that finding the target has used. */
  readonly limits: BudgetOptions;
}

/**
 * Finds out where the server of the command line speaks which face.
 *
 * @throws UsageError if no server answers, or if it speaks no face of the API. A server whose face is stated is tested even if
 * it answers nothing right.
 */
export async function findTarget(url: string, options: ContractCommandOptions): Promise<FoundTarget> {
  const { model, deployment } = options;
  const timeout = options.timeout * 1000;
  const token = readToken(options);
  const given = {
    ...(token !== undefined && { token }),
    ...(model !== undefined && { model }),
    ...(deployment !== undefined && { deployment }),
  };
  const { "max-requests": maxRequests, "max-tokens-total": maxTokens } = options;
  const limits = {
    ...(maxRequests !== undefined && { maxRequests }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
  const budget = new Budget(limits);
  const { evidence, ...found } = await findFace(url, options.face, { ...given, timeout, budget });
  const { requests, tokens } = budget;
  const spent = { requests, tokens };
  return { target: { ...given, ...found }, evidence, timeout, limits: { ...limits, spent } };
}

async function findFace(
  baseUrl: string,
  face: FaceName | undefined,
  options: Omit<DetectFaceOptions, "baseUrl" | "face">,
): Promise<DetectedFace> {
  try {
    return await detectFace({ ...options, baseUrl, ...(face !== undefined && { face }) });
  } catch (error) {
    if (!(error instanceof FaceNotFound)) throw error;
    if (face === undefined) throw new UsageError(makeInert(error.message));
    return {
      baseUrl,
      face,
      evidence: `${baseUrl} is tested on the face ${face}, although: ${error.message}`,
    };
  }
}

/** Returns the error to report for one that a run threw. */
export function toUsageError(error: unknown): unknown {
  return error instanceof UnreachableTarget ? new UsageError(error.message) : error;
}
