import { fileURLToPath } from "node:url";
import { oneOf, optional, type Program, repeatable, text, withDefault } from "@completions-api/command-line";
import { type FaceName, faceNames } from "../../../src/faces/face.ts";
import { type Mode, modes } from "../run/mode.ts";
import { type ServerName, serverNames } from "../run/servers.ts";

/** The options of `mutants`. */
export interface MutantsOptions {
  readonly only: readonly string[];
  readonly face: FaceName | undefined;
  readonly server: ServerName | undefined;
  readonly mode: Mode | undefined;
  readonly report: string;
}

/** The command line of `mutants`. */
export const program: Program<MutantsOptions> = {
  name: "mutants",
  version: "0.0.0",
  summary:
    "Runs the contract suite against broken servers, turns each statement of the spec into its opposite, and prints what nothing notices.",
  options: {
    only: repeatable({
      valueName: "FAMILY|ID",
      description: "Run only this family or this mutant. May be given several times.",
      read: text("a family or the id of a mutant"),
    }),
    face: optional({
      valueName: "NAME",
      description: "Run only this face: completions or openai.",
      read: oneOf(faceNames),
    }),
    server: optional({
      valueName: "NAME",
      description: "Break only this server: mock or gateway.",
      read: oneOf(serverNames),
    }),
    mode: optional({
      valueName: "NAME",
      description: "Run only with the server's capabilities declared (known), or found by asking (stranger).",
      read: oneOf(modes),
    }),
    report: withDefault({
      valueName: "FOLDER",
      description: "Write the reports here, as JSON and as pages.",
      default: fileURLToPath(new URL("../../.mutants", import.meta.url)),
      defaultText: "packages/contract/mutants/.mutants",
      read: text("a folder"),
    }),
  },
  exitCodes: {
    0: "everything that has to be noticed was noticed",
    1: "a mutant was missed, or was noticed although src/argued says that it need not be",
  },
};
