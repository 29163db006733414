import { optional, type Program, required, text, UsageError } from "@completions-api/command-line";
import packageJson from "../../package.json" with { type: "json" };
import { isDay } from "../approvals/parse-approvals.ts";
import { type SubjectOptions, subjectOptions } from "./options.ts";

/** The options of `review approve`. */
export interface ApproveCommandOptions extends SubjectOptions {
  readonly fingerprint: string;
  readonly reason: string;
  readonly who: string | undefined;
  readonly expires: string | undefined;
}

/** The command line of `review approve`. */
export const approveProgram: Program<ApproveCommandOptions> = {
  name: "review approve",
  version: packageJson.version,
  summary:
    "Accepts a change of the work tree that breaks a promise or cannot be judged: adds it to approvals.yaml.",
  options: {
    fingerprint: required({
      isOperand: true,
      valueName: "fingerprint",
      description: "The change, as the report names it.",
      read: text("a fingerprint"),
    }),
    reason: required({
      valueName: "TEXT",
      description: "Why the change is acceptable.",
      read: text("a reason"),
    }),
    who: optional({
      valueName: "NAME",
      description: "Who approves. Default: your name in git.",
      read: text("a name"),
    }),
    expires: optional({
      valueName: "YYYY-MM-DD",
      description: "Last day on which the approval counts. Default: 90 days from now.",
      read: readDay,
    }),
    ...subjectOptions,
  },
  exitCodes: { 0: "the change is approved" },
};

function readDay(given: string, label: string): string {
  if (isDay(given)) return given;
  throw new UsageError(`${label} must be a day, such as 2030-12-31, not ${JSON.stringify(given)}.`);
}
