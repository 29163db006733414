import { resolve } from "node:path";
import { oneOf, optional, type Program, required, text } from "@completions-api/command-line";
import packageJson from "../../package.json" with { type: "json" };
import { type Format, formats } from "../report/formats.ts";
import { userFolder } from "./options.ts";

/** The options of `review format`. */
export interface FormatCommandOptions {
  readonly report: string;
  readonly format: Format;
  readonly output: string | undefined;
  readonly "source-url": string | undefined;
}

/** The command line of `review format`. */
export const formatProgram: Program<FormatCommandOptions> = {
  name: "review format",
  version: packageJson.version,
  summary: "Formats a report again that was made with --format json.",
  options: {
    report: required({
      isOperand: true,
      valueName: "report",
      description: "File with the report.",
      read: (given, label) => resolve(userFolder, text("a file")(given, label)),
    }),
    format: required({
      valueName: "FORMAT",
      description: `Form of the report: ${formats.join(", ")}.`,
      read: oneOf(formats),
    }),
    output: optional({
      valueName: "FILE",
      description: "File for the report. Default: stdout.",
      read: (given, label) => resolve(userFolder, text("a file")(given, label)),
    }),
    "source-url": optional({
      valueName: "URL",
      description: "URL of the files, such as https://github.com/OWNER/NAME/blob/COMMIT, for links to lines.",
      read: text("a URL"),
    }),
  },
  exitCodes: {
    0: "nothing breaks, or all of it is approved",
    1: "a break or an unknown is not approved, or a version is too low",
  },
};
