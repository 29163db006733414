import {
  flag,
  oneOf,
  optional,
  type Program,
  repeatable,
  text,
  UsageError,
  wholeNumber,
  withDefault,
} from "@completions-api/command-line";
import packageJson from "../../package.json" with { type: "json" };
import type { Level } from "../contract-case.ts";
import { type FaceName, faceNames } from "../faces/face.ts";
import { findReportKind, reportKinds } from "../reports/report-kinds.ts";
import { type Capability, capabilities, capabilityNames, isCapability } from "../target.ts";

/** The options of `completions-contract`. */
export interface ContractCommandOptions {
  readonly url: string | undefined;
  /** Undefined to find out. */
  readonly face: FaceName | undefined;
  readonly token: string | undefined;
  readonly "key-env": string | undefined;
  readonly deployment: string | undefined;
  readonly model: string | undefined;
  /** Lists of ids of cases. */
  readonly only: readonly (readonly string[])[];
  /** Lists of ids of cases. */
  readonly skip: readonly (readonly string[])[];
  readonly level: Level;
  readonly capability: readonly KnownCapability[];
  readonly repeat: number;
  readonly "max-requests": number | undefined;
  readonly "max-tokens-total": number | undefined;
  readonly concurrency: number;
  /** Seconds. */
  readonly timeout: number;
  /** Files of reports. */
  readonly report: readonly string[];
  readonly har: string | undefined;
  readonly "from-har": string | undefined;
  readonly expect: string | undefined;
  readonly "update-expect": boolean;
  /** The number of requests. */
  readonly fuzz: number | undefined;
  readonly seed: number | undefined;
  readonly path: string | undefined;
  readonly list: boolean;
  readonly json: boolean;
}

/** A capability that the server is known to have or to lack. */
type KnownCapability = readonly [Capability, boolean];

const readIds = (text: string): readonly string[] => text.split(",");

/** The command line of `completions-contract`. */
export const program: Program<ContractCommandOptions> = {
  name: "completions-contract",
  version: packageJson.version,
  summary: "Tests whether a server follows the contract of the completions API.",
  options: {
    url: optional({
      isOperand: true,
      valueName: "url",
      description: "URL of the server, without /completions. For OpenAI's clients it usually ends with /v1.",
      read: readUrl,
    }),
    face: optional({
      valueName: "NAME",
      description: "Face of the API to test: completions is its own, openai the one for OpenAI's clients.",
      defaultText: "the one that the server speaks",
      read: oneOf(faceNames),
    }),
    token: optional({
      valueName: "TOKEN",
      description:
        "Bearer token that the server accepts. A token of 8 or more characters never appears in the output.",
      read: readToken,
    }),
    "key-env": optional({
      valueName: "NAME",
      description: "Environment variable with the bearer token, instead of --token.",
      read: text("the name of a variable"),
    }),
    deployment: optional({
      valueName: "NAME",
      description: "Deployment to ask, on the face completions.",
      defaultText: "the server's",
      read: text("the name of a deployment"),
    }),
    model: optional({
      valueName: "NAME",
      description: "Model to ask, on the face openai.",
      defaultText: "the server's",
      read: text("the name of a model"),
    }),
    only: repeatable({
      valueName: "IDS",
      description: "Run this case, or these, separated by commas.",
      defaultText: "all cases of the face",
      read: readIds,
    }),
    skip: repeatable({
      valueName: "IDS",
      description: "Leave this case out, or these, separated by commas.",
      read: readIds,
    }),
    level: withDefault({
      valueName: "LEVEL",
      description: "must or should. must leaves out the cases whose statements are only recommended.",
      default: "should",
      read: oneOf<Level>(["must", "should"]),
    }),
    capability: repeatable({
      valueName: "NAME",
      description:
        "Capability that the server has, from the list below, or lacks, as in no-logprobs. Repeat it for several.",
      defaultText: "what the server's answers show",
      read: readCapability,
    }),
    repeat: withDefault({
      valueName: "COUNT",
      description: "Run each case this many times, and report a case whose verdicts differ as flipped.",
      default: 1,
      read: wholeNumber(1, 1000),
    }),
    "max-requests": optional({
      valueName: "COUNT",
      description: "Send at most this many requests. Cases that need more are inconclusive.",
      read: wholeNumber(1, 1_000_000),
    }),
    "max-tokens-total": optional({
      valueName: "COUNT",
      description: "Use at most this many tokens of prompts and completions. Cases that need few run first.",
      read: wholeNumber(1, 1_000_000_000),
    }),
    concurrency: withDefault({
      valueName: "COUNT",
      description: "Run this many cases at once.",
      default: 8,
      read: wholeNumber(1, 100),
    }),
    timeout: withDefault({
      valueName: "SECONDS",
      description: "Time limit of each request.",
      default: 10,
      read: wholeNumber(1, 86_400),
    }),
    report: repeatable({
      valueName: "FILE",
      description:
        "Write a report of the run. The end of the name decides its form: see the list below. Repeat it for several.",
      read: readReportFile,
    }),
    har: optional({
      valueName: "FILE",
      description: "Write every exchange as an HTTP Archive.",
      read: text("a file"),
    }),
    "from-har": optional({
      valueName: "FILE",
      description: "Judge the exchanges of an HTTP Archive by the same rules, instead of asking a server.",
      read: text("a file"),
    }),
    expect: optional({
      valueName: "FILE",
      description:
        "Exit with 1 only if a case ends otherwise than this file says: the JSON report of an earlier run, or one that --update-expect wrote.",
      read: text("a file"),
    }),
    "update-expect": flag("Write the outcomes to the file of --expect, and keep its reasons and links."),
    fuzz: optional({
      valueName: "COUNT",
      description:
        "Send this many generated requests instead of the cases, valid ones and others, until one gets a wrong response.",
      read: wholeNumber(1, 1_000_000),
    }),
    seed: optional({
      valueName: "SEED",
      description: "The same seed generates the same requests.",
      defaultText: "a random one",
      read: wholeNumber(0, 2 ** 31 - 1),
    }),
    path: optional({
      valueName: "PATH",
      description: "With --seed, send only the request that a failure names, and smaller ones.",
      read: text("a path"),
    }),
    list: flag("Print the cases instead of running them. With --json, as data to port them from."),
    json: flag("Print each result as a JSON object on its own line."),
  },
  sections: [
    { text: "Capabilities:", terms: capabilities },
    {
      text: "Reports:",
      terms: Object.fromEntries(reportKinds.map(({ name, description }) => [name, description])),
    },
  ],
  exitCodes: {
    0: "no case failed, or, with --expect, each ended as expected",
    1: "a case failed, or, with --expect, one ended otherwise",
  },
};

function readReportFile(file: string, label: string): string {
  findReportKind(file, label);
  return file;
}

function readCapability(text: string, label: string): KnownCapability {
  const name = text.replace(/^no-/, "");
  if (isCapability(name)) return [name, name === text];
  throw new UsageError(
    `${label} must be one of ${capabilityNames.join(", ")}, or one of them after "no-", not ${JSON.stringify(text)}.`,
  );
}

function readToken(text: string, label: string): string {
  // The message does not quote the token: it is a secret.
  if (!/^[!-~]+$/.test(text)) throw new UsageError(`${label} must be visible ASCII characters.`);
  return text;
}

function readUrl(text: string, label: string): string {
  if (!URL.canParse(text) || !/^https?:/i.test(text)) {
    throw new UsageError(
      `${label} must be a URL that begins with http:// or https://, not ${JSON.stringify(text)}.`,
    );
  }
  const { username, password, search, hash } = new URL(text);
  // The message does not quote the URL: it may contain a password.
  if (username || password) throw new UsageError(`${label} must not contain a user name or a password.`);
  if (search || hash) throw new UsageError(`${label} must end before ${JSON.stringify(search || hash)}.`);
  return text;
}
