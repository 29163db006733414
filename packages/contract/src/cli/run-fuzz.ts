import type { FaceName } from "../faces/face.ts";
import { type FuzzResult, fuzz } from "../fuzz/fuzz.ts";
import { colorsOf } from "./colors.ts";
import { findTarget, toUsageError } from "./find-target.ts";
import { printJson, printText } from "./print.ts";
import type { ContractCommandOptions } from "./program.ts";
import { formatFailure } from "./report.ts";

/**
 * Sends generated requests to a server, and prints the smallest one found that gets a wrong response.
 *
 * @param runs - the number of requests.
 * @returns true if there is one.
 * @throws UsageError if the server does not answer.
 */
export async function runFuzz(url: string, runs: number, options: ContractCommandOptions): Promise<boolean> {
  const { seed, path, json } = options;
  const { target, evidence, timeout, limits } = await findTarget(url, options);
  if (!json) printText(`${evidence}\n`);
  const showProgress = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
  };
  try {
    const result = await fuzz({
      ...{ target, timeout, runs, ...limits },
      ...(seed !== undefined && { seed }),
      ...(path !== undefined && { path }),
      onProgress: ({ requests, isShrinking }) =>
        showProgress(
          isShrinking ? `${requests} requests, looking for a smaller one` : `${requests} of ${runs}`,
        ),
    });
    showProgress("");
    if (json) printJson(result);
    else printText(formatResult(result, url, target.face));
    return result.failure !== undefined;
  } catch (error) {
    throw toUsageError(error);
  }
}

function formatResult({ seed, requests, failure, stopped }: FuzzResult, url: string, face: FaceName): string {
  const counted = `${requests} requests of the seed ${seed}`;
  const end = stopped === undefined ? [] : [`The run ended early: ${stopped}`];
  if (failure === undefined)
    return [...end, `${counted}, and every response follows the contract`].join("\n");
  return [
    ...formatFailure(failure.result, face, colorsOf(process.stdout, process.env)),
    "",
    ...end,
    `${counted}. This is the smallest one found whose response breaks the contract. To send it again:`,
    `completions-contract ${url} --face ${face} --fuzz 1 --seed ${seed} --path ${failure.path}`,
  ].join("\n");
}
