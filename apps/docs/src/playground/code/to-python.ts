import type { Face } from "../face.ts";
import type { RecordedRequest } from "../run-record.ts";
import { type CodeRequest, isStream, keyVariable, readCodeRequest } from "./code-request.ts";
import { python, quote, toLiteral } from "./literal.ts";
import { suitsSdk } from "./sdk-parameters.ts";

/** Writes a request as a program: with the client of OpenAI if it can send it, otherwise with Python's own library. */
export function toPython(request: RecordedRequest, face: Face): string {
  const read = readCodeRequest(request);
  return suitsSdk(read, face) ? withOpenAI(read) : withLibrary(read);
}

function withOpenAI(request: CodeRequest): string {
  const { baseUrl, parameters = {} } = request;
  const named = Object.entries(parameters).map(
    ([name, value]) => `    ${name}=${toLiteral(value, python, "    ")},\n`,
  );
  const call = `client.completions.create(\n${named.join("")})\n`;
  return `import os

from openai import OpenAI

client = OpenAI(base_url=${quote(baseUrl, python)}, api_key=os.environ["${keyVariable}"])

${
  isStream(request)
    ? `stream = ${call}for event in stream:
    if event.choices:
        print(event.choices[0].text, end="", flush=True)
`
    : `completion = ${call}print(completion.choices[0].text)\n`
}`;
}

function withLibrary(request: CodeRequest): string {
  const { method, url, headers, hasKey, body, parameters } = request;
  const key = hasKey ? [`        "Authorization": f"Bearer {os.environ['${keyVariable}']}",\n`] : [];
  const others = Object.entries(headers).map(
    ([name, value]) => `        ${quote(name, python)}: ${quote(value, python)},\n`,
  );
  const isJson = parameters !== undefined;
  const data = isJson
    ? `json.dumps(${toLiteral(parameters, python, "    ")}).encode()`
    : `${quote(body, python)}.encode()`;
  return `${isJson ? "import json\n" : ""}${hasKey ? "import os\n" : ""}from urllib.request import Request, urlopen

request = Request(
    ${quote(url, python)},
    method=${quote(method, python)},
    headers={
${[...key, ...others].join("")}    },
${body === "" ? "" : `    data=${data},\n`})
with urlopen(request) as response:
${readResponse(request)}`;
}

function readResponse(request: CodeRequest): string {
  if (isStream(request)) {
    return `    for line in response:
        print(line.decode(), end="", flush=True)
`;
  }
  return request.parameters
    ? `    completion = json.load(response)
print(completion["choices"][0]["text"])
`
    : "    print(response.read().decode())\n";
}
