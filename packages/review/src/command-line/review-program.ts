import { resolve } from "node:path";
import { flag, oneOf, optional, type Program, text, withDefault } from "@completions-api/command-line";
import packageJson from "../../package.json" with { type: "json" };
import { type Format, formats } from "../report/formats.ts";
import { type SubjectOptions, subjectOptions, userFolder } from "./options.ts";

/** The options of `review`. */
export interface ReviewCommandOptions extends SubjectOptions {
  readonly head: string | undefined;
  readonly format: Format;
  readonly output: string | undefined;
  readonly consumers: boolean;
}

/** The command line of `review`. */
export const reviewProgram: Program<ReviewCommandOptions> = {
  name: "review",
  version: packageJson.version,
  summary: "Reviews a change of an OpenAPI document: what it breaks, for whom, and the evidence.",
  options: {
    base: subjectOptions.base,
    head: optional({
      valueName: "REVISION",
      description: "Revision to review, or `worktree` for the files on disk. Default: worktree.",
      read: (given, label) => (given === "worktree" ? undefined : text("a revision")(given, label)),
    }),
    spec: subjectOptions.spec,
    format: withDefault({
      valueName: "FORMAT",
      description: `Form of the report: ${formats.join(", ")}.`,
      default: "text",
      read: oneOf(formats),
    }),
    output: optional({
      valueName: "FILE",
      description: "File for the report. Default: stdout.",
      read: (given, label) => resolve(userFolder, text("a file")(given, label)),
    }),
    consumers: flag("Also run the tests of each side against the other side. This takes about a minute."),
    repository: subjectOptions.repository,
  },
  sections: [
    {
      text: "Commands, each with a --help of its own:",
      terms: {
        "review approve FINGERPRINT --reason TEXT":
          "Accepts a change that breaks a promise or cannot be judged.",
        "review format FILE --format FORMAT": "Formats a report again that was made with --format json.",
      },
    },
  ],
  exitCodes: {
    0: "nothing breaks, or all of it is approved",
    1: "a break or an unknown is not approved, or a version is too low",
  },
};
