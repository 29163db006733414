import {
  flag,
  oneOf,
  optional,
  type Program,
  repeatable,
  text,
  wholeNumber,
  withDefault,
} from "@completions-api/command-line";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import packageJson from "../../package.json" with { type: "json" };
import { knownPreferences } from "../preferences/known-preferences.ts";
import { type RefereeName, refereeNames } from "../referee/referee.ts";
import { type RecordingCommandOptions, recordingCommandOptions } from "./recording-options.ts";

/** The options of `completions-mock`. */
interface MockCommandOptions extends RecordingCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly deployment: readonly string[];
  readonly script: string | undefined;
  readonly strict: boolean;
  readonly referee: RefereeName | undefined;
  readonly "without-site": boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly "reveal-secrets": boolean;
}

const preferences = Object.entries(knownPreferences).map(([name, { value, meaning }]) => [
  `${name}=${value}`,
  meaning,
]);

/** The command line of `completions-mock`. */
export const program: Program<MockCommandOptions> = {
  name: "completions-mock",
  version: packageJson.version,
  summary: "Mock server of the completions API. It completes any prompt, streams, and follows the contract.",
  options: {
    port: withDefault({
      valueName: "PORT",
      description: "Port to listen on; 0 picks a free one.",
      default: 4010,
      read: wholeNumber(0, 65_535),
    }),
    host: withDefault({
      valueName: "HOST",
      description: "Address or host name to listen on.",
      default: "127.0.0.1",
      defaultText: "127.0.0.1, which only this machine can reach",
      read: text("an address or a host name"),
    }),
    deployment: repeatable({
      valueName: "NAME",
      description:
        "Deployment that requests may name in the azureml-model-deployment header or, under /v1/, as their model. Repeat for several.",
      defaultText: `the example in the spec, ${spec.components.parameters.Deployment.example}`,
      read: text("a name"),
    }),
    script: optional({
      valueName: "FILE",
      description:
        "File of replies and settings in YAML or JSON. It is read again when it changes. The README shows one.",
      read: text("a file"),
    }),
    strict: flag("Refuse requests that no reply fits. By default they get an example or generated text."),
    referee: optional({
      valueName: "NAME",
      description:
        "Let Prism check every exchange a second time: prism responds with 500 to what it refuses, prism:observe only reports it. Needs the package @stoplight/prism-http.",
      defaultText: "the environment variable COMPLETIONS_MOCK_REFEREE",
      read: oneOf(refereeNames),
    }),
    "without-site": flag("Do not serve the documentation, the playground and the journal as pages at /."),
    quiet: flag("Print no line for each request. Without it, there is one if stdout is a terminal."),
    json: flag(
      "Print one line of JSON when the mock listens, and one for each request, even without a terminal.",
    ),
    "reveal-secrets": flag(
      "Show secrets, such as API keys, in the journal. By default they are masked in headers and URLs.",
    ),
    ...recordingCommandOptions,
  },
  optionGroups: { "A real server: check, record, replay": Object.keys(recordingCommandOptions) },
  sections: [
    {
      text:
        "The mock accepts any bearer token: -H 'Authorization: Bearer abc'.\n" +
        "OpenAI's clients need the base URL http://127.0.0.1:4010/v1 and any key.\n" +
        "Other programs can add replies and read the requests over HTTP: GET /__mock lists how.",
    },
    {
      text: "The Prefer header of a request controls the response, for example -H 'Prefer: ttft=300, itl=20':",
      terms: Object.fromEntries(preferences),
    },
  ],
  exitCodes: {
    0: "stopped by a signal",
    1: "stopped by a signal; a real server broke the contract, or a strict session has unused replies",
  },
};
