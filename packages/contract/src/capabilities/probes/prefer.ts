import type { Answer, NoAnswer } from "../asker.ts";
import { describeAnswer } from "../describe-answer.ts";
import { found, missing, type Probe, unknown } from "../probe.ts";
import { briefBody } from "../questions.ts";
import { findTroubleOfAll } from "../refusal.ts";

// A server that breaks one kind of error may still have the other.
const statuses = [429, 503];
const retryAfter = 7;

/**
 * Asks for two errors with the header `Prefer`. A busy server may answer 429 or 503, too, and Prism obeys `code` alone. The
 * mock has the preferred `Retry-After`, and names the preferences that it follows (RFC 7240, section 3).
 */
export const prefer: Probe = {
  capability: "prefer",
  find: async (asker) => {
    const answers = await Promise.all(
      statuses.map((status) => asker.ask({ body: briefBody, headers: { prefer: preferError(status) } })),
    );
    const obeyed = statuses.find((status, index) => obeys(answers[index], status));
    if (obeyed !== undefined) return found(`the server obeyed Prefer: ${preferError(obeyed)}`);
    if (answers.every(({ status }, index) => status === statuses[index]))
      return missing("the server obeys Prefer: code=…, but not retry-after");
    const trouble = await findTroubleOfAll(asker, answers);
    if (trouble !== undefined) return unknown(trouble);
    const described = answers.map(describeAnswer).join(", and ");
    return missing(`Prefer: code=${statuses.join(" and code=")} got ${described}`);
  },
};

function preferError(status: number): string {
  return `code=${status}, retry-after=${retryAfter}`;
}

function obeys(answer: Answer | NoAnswer | undefined, status: number): boolean {
  if (answer?.status === undefined) return false;
  const { headers } = answer;
  const applied = headers.get("preference-applied") ?? "";
  return (
    applied.includes(`code=${status}`) ||
    (answer.status === status && headers.get("retry-after") === String(retryAfter))
  );
}
