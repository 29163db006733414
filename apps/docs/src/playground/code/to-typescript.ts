import type { Face } from "../face.ts";
import type { RecordedRequest } from "../run-record.ts";
import { type CodeRequest, isStream, keyVariable, readCodeRequest } from "./code-request.ts";
import { quote, toLiteral, typescript } from "./literal.ts";
import { suitsSdk } from "./sdk-parameters.ts";

/** Writes a request as a program: with the client of its face if the client can send it, otherwise with `fetch`. */
export function toTypeScript(request: RecordedRequest, face: Face): string {
  const read = readCodeRequest(request);
  if (suitsSdk(read, face)) return withOpenAI(read);
  return face === "completions" && read.parameters !== undefined ? withClient(read) : withFetch(read);
}

const readKey = `const { ${keyVariable} = "" } = process.env;\n`;
const printText = "console.log(completion.choices[0]?.text);\n";

function withClient(request: CodeRequest): string {
  const { baseUrl, apiVersion, headers, parameters } = request;
  const {
    "azureml-model-deployment": deployment,
    "extra-parameters": extraParameters,
    "content-type": _,
    accept: _accept,
    ...others
  } = headers;
  const options = {
    baseUrl,
    ...(apiVersion !== undefined && { apiVersion }),
    ...(deployment !== undefined && { deployment }),
    ...(extraParameters !== undefined && { extraParameters }),
    ...(Object.keys(others).length > 0 && { headers: others }),
  };
  const call = `await client.complete(${toLiteral(parameters, typescript)});\n`;
  return `import { createCompletionsClient } from "@completions-api/client";

${readKey}const client = createCompletionsClient(${withKey(options, `credential: ${keyVariable}`)});

${
  isStream(request)
    ? `const stream = ${call}for await (const text of stream.text()) process.stdout.write(text);\n`
    : `const completion = ${call}${printText}`
}`;
}

function withOpenAI(request: CodeRequest): string {
  const { baseUrl, parameters } = request;
  const call = `await client.completions.create(${toLiteral(parameters, typescript)});\n`;
  return `import OpenAI from "openai";

${readKey}const client = new OpenAI(${withKey({ baseURL: baseUrl }, `apiKey: ${keyVariable}`)});

${
  isStream(request)
    ? `const stream = ${call}for await (const { choices } of stream) process.stdout.write(choices[0]?.text ?? "");\n`
    : `const completion = ${call}${printText}`
}`;
}

function withFetch({ method, url, headers, hasKey, body, parameters }: CodeRequest): string {
  const key = `authorization: \`Bearer \${${keyVariable}}\``;
  const sent = parameters
    ? `JSON.stringify(${toLiteral(parameters, typescript, "  ")})`
    : quote(body, typescript);
  return `${hasKey ? readKey : ""}const response = await fetch(${quote(url, typescript)}, {
  method: ${quote(method, typescript)},
  headers: ${hasKey ? withKey(headers, key, "  ") : toLiteral(headers, typescript, "  ")},
${body === "" ? "" : `  body: ${sent},\n`}});
console.log(response.status, await response.text());
`;
}

/** Writes an object with one more property, which has no literal. */
function withKey(options: object, property: string, margin = ""): string {
  const literal = toLiteral(options, typescript, margin);
  const line = `${margin}  ${property},\n${margin}}`;
  return literal === "{}" ? `{\n${line}` : literal.replace(/\s*\}$/, () => `\n${line}`);
}
