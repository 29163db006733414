import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { knownPreferences } from "./known-preferences.ts";

const width = 100;

/** What `completions-mock --help` prints. */
export function formatHelp(): string {
  const preferences = Object.entries(knownPreferences).map(([name, { value, meaning }]) => {
    return `  ${name}=${value}\n${wrap(meaning, "      ")}`;
  });
  return `Usage: completions-mock [options]

A mock server of the completions API: it answers any prompt, streams, and keeps to the contract.

Options:
  --port PORT        The port to listen on, 0 for any. Default: 4010.
  --host HOST        The address to listen on. Default: 127.0.0.1, which only this machine reaches.
  --deployment NAME  A name that azureml-model-deployment may give. Repeat it for several.
                     Default: the spec's example, ${spec.components.parameters.Deployment.example}.
  --help             Print this.
  --version          Print the version.

Any token will do: -H 'Authorization: Bearer abc'.
GET /__mock/requests lists what the mock was asked, DELETE /__mock/requests empties the list.

A request is answered as its header Prefer says, for instance -H 'Prefer: ttft=300, itl=20':
${preferences.join("\n")}

Exit codes: 0 stopped by a signal, 2 could not run.
`;
}

function wrap(text: string, indent: string): string {
  const lines = [indent];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + word.length >= width) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = last === indent ? `${indent}${word}` : `${last} ${word}`;
  }
  return lines.join("\n");
}
