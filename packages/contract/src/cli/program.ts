import {
  flag,
  oneOf,
  type Program,
  repeatable,
  required,
  UsageError,
  wholeNumber,
  withDefault,
} from "@completions-api/command-line";
import packageJson from "../../package.json" with { type: "json" };
import { defaultFace, type FaceName } from "../faces/face.ts";
import { type Capability, capabilities } from "../target.ts";

/** The options of `completions-contract`. */
export interface ContractCommandOptions {
  readonly "base-url": string;
  readonly token: string;
  readonly face: FaceName;
  /** Ids of cases. */
  readonly only: readonly string[];
  readonly capability: readonly Capability[];
  /** Seconds. */
  readonly timeout: number;
  readonly json: boolean;
}

/** The command line of `completions-contract`. */
export const program: Program<ContractCommandOptions> = {
  name: "completions-contract",
  version: packageJson.version,
  summary: "Tests whether a server follows the contract of the completions API.",
  options: {
    "base-url": required({
      isOperand: true,
      valueName: "base-url",
      description: "URL of the server, without /completions. With --face openai it usually ends with /v1.",
      read: readBaseUrl,
    }),
    token: required({
      valueName: "TOKEN",
      description:
        "Bearer token that the server accepts. A token of 8 or more characters never appears in the output.",
      read: readToken,
    }),
    face: withDefault({
      valueName: "NAME",
      description: "Face of the API to test: completions is its own, openai the one for OpenAI's clients.",
      default: defaultFace,
      read: oneOf<FaceName>(["completions", "openai"]),
    }),
    only: repeatable({
      valueName: "ID",
      description: "Run this case. Repeat it for several.",
      defaultText: "all cases of the face",
      read: (id) => id,
    }),
    capability: repeatable({
      valueName: "NAME",
      description:
        "Capability of the server, from the list below. Repeat it for several. Cases that need other capabilities are skipped.",
      read: oneOf(Object.keys(capabilities).filter(isCapability)),
    }),
    timeout: withDefault({
      valueName: "SECONDS",
      description: "Time limit of each case.",
      default: 10,
      read: wholeNumber(1, 86_400),
    }),
    json: flag("Print each result as a JSON object on its own line."),
  },
  sections: [{ text: "Capabilities:", terms: capabilities }],
  exitCodes: { 0: "no case failed", 1: "a case failed" },
};

function isCapability(name: string): name is Capability {
  return Object.hasOwn(capabilities, name);
}

function readToken(text: string, label: string): string {
  // The message does not quote the token: it is a secret.
  if (!/^[!-~]+$/.test(text)) throw new UsageError(`${label} must be visible ASCII characters.`);
  return text;
}

function readBaseUrl(text: string, label: string): string {
  if (!URL.canParse(text) || !/^https?:/i.test(text)) {
    throw new UsageError(`${label} must be an http or https URL, not ${JSON.stringify(text)}.`);
  }
  const { username, password, search, hash } = new URL(text);
  // The message does not quote the URL: it may contain a password.
  if (username || password) throw new UsageError(`${label} must not contain a user name or a password.`);
  if (search || hash) throw new UsageError(`${label} must end before ${JSON.stringify(search || hash)}.`);
  return text;
}
