import { UsageError } from "@completions-api/command-line";
import { collectRun } from "../collect-run.ts";
import { UnreachableTarget } from "../contract-run.ts";
import { type DetectedFace, type DetectFaceOptions, detectFace, FaceNotFound } from "../faces/detect-face.ts";
import type { RunResult } from "../results.ts";
import { selectCases, UnknownCase } from "../select-cases.ts";
import type { ContractCommandOptions } from "./program.ts";
import { readToken } from "./read-token.ts";
import { createTerminalReport } from "./report.ts";

/**
 * Runs the cases that the command line selects, and prints their results.
 *
 * @throws UsageError if a case does not exist, or the server does not answer.
 */
export async function runCases(url: string, options: ContractCommandOptions): Promise<RunResult> {
  const { json, repeat, deployment } = options;
  const { "max-requests": maxRequests, "max-tokens-total": maxTokens } = options;
  const timeout = options.timeout * 1000;
  const token = readToken(options);
  const target = {
    ...(token !== undefined && { token }),
    ...(options.model !== undefined && { model: options.model }),
    ...(deployment !== undefined && { deployment }),
  };
  try {
    const { evidence, ...found } = await findFace(url, options, { ...target, timeout });
    const { face } = found;
    const cases = selectCases(face, { ...options, only: options.only.flat(), skip: options.skip.flat() });
    const report = json ? undefined : createTerminalReport({ total: cases.length });
    if (!json) console.log(`${evidence}\n`);
    const run = await collectRun({
      target: { ...target, ...found },
      known: Object.fromEntries(options.capability),
      ...{ cases, repeat, timeout },
      ...(maxRequests !== undefined && { maxRequests }),
      ...(maxTokens !== undefined && { maxTokens }),
      onResult(result) {
        if (json) console.log(JSON.stringify({ face, ...result, exchanges: undefined }));
        report?.add(result);
      },
    });
    report?.end(run);
    return run;
  } catch (error) {
    if (error instanceof UnreachableTarget || error instanceof FaceNotFound || error instanceof UnknownCase)
      throw new UsageError(error.message);
    throw error;
  }
}

/** Finds out where a server speaks which face. A server whose face is stated is tested even if it answers nothing right. */
async function findFace(
  baseUrl: string,
  { face }: ContractCommandOptions,
  options: Omit<DetectFaceOptions, "baseUrl">,
): Promise<DetectedFace> {
  if (face === undefined) return detectFace({ ...options, baseUrl });
  try {
    return await detectFace({ ...options, baseUrl, face });
  } catch (error) {
    if (error instanceof FaceNotFound) {
      return {
        baseUrl,
        face,
        evidence: `${baseUrl} is tested on the face ${face}, although: ${error.message}`,
      };
    }
    throw error;
  }
}
