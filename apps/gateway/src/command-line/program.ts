import { flag, optional, type Program, text, wholeNumber, withDefault } from "@completions-api/command-line";
import packageJson from "../../package.json" with { type: "json" };

/** The options of `completions-gateway`. */
export interface GatewayCommandOptions {
  readonly config: string | undefined;
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly workers: number;
  readonly watch: boolean;
  readonly "without-site": boolean;
  readonly check: boolean;
  readonly probe: boolean;
  readonly "without-environment": boolean;
  readonly schema: boolean;
  readonly "make-key": string | undefined;
}

/** The command line of `completions-gateway`. */
export const program: Program<GatewayCommandOptions> = {
  name: "completions-gateway",
  version: packageJson.version,
  summary:
    "Serves the completions API in front of text generation engines, as described in a configuration file.",
  options: {
    config: optional({
      valueName: "FILE",
      description: "Configuration file, in YAML.",
      defaultText: "one deployment on the embedded engine, and a temporary API key, which is printed",
      read: text("a file"),
    }),
    port: optional({
      valueName: "PORT",
      description: "Port to listen on; 0 picks a free one.",
      defaultText: "the port in the configuration file, otherwise 8080",
      read: wholeNumber(0, 65_535),
    }),
    host: optional({
      valueName: "HOST",
      description:
        "Address to listen on. An address that other machines can reach needs keys or tokens in the file.",
      defaultText:
        "the host in the configuration file, otherwise 127.0.0.1, which only this machine can reach",
      read: text("an address or a host name"),
    }),
    workers: withDefault({
      valueName: "N",
      description: "Number of processes that serve.",
      default: 1,
      read: wholeNumber(1, 1024),
    }),
    watch: flag("Serve what the configuration file says whenever it, or a file that it names, has changed."),
    "without-site": flag(
      "Do not serve the documentation and the playground at /, whatever the configuration file says.",
    ),
    check: flag("Check the configuration file, print every problem with its line, and exit."),
    probe: flag(
      "With --check: ask each server for its models, one token and a stream, and print what does not fit.",
    ),
    "without-environment": flag(
      "With --check: do not check the environment variables that the file names, for example in CI.",
    ),
    schema: flag("Print the JSON Schema of the configuration file, and exit."),
    "make-key": optional({
      valueName: "NAME",
      description: "Create an API key, print it and the entry that admits it in the file, and exit.",
      read: text("a name"),
    }),
  },
  sections: [
    {
      text: "Base URLs, if the gateway listens at http://127.0.0.1:8080:",
      terms: {
        "http://127.0.0.1:8080":
          "For clients of the completions API, with their query parameter api-version.",
        "http://127.0.0.1:8080/v1": "For clients of OpenAI's API, which need only a key.",
      },
    },
    {
      text: "Signals:",
      terms: {
        "SIGTERM, SIGINT": "Finish the requests in progress, then stop. A second signal stops at once.",
        SIGHUP: "Read the configuration file again, and serve what it says.",
      },
    },
  ],
  exitCodes: {
    0: "stopped by a signal, or done",
    1: "--check or --probe found problems, or requests were cut off to stop",
  },
};
