import type { CodeBlock, Disclosure } from "./document.ts";
import { type Example, type Face, type Media, resolve } from "./spec.ts";

/** Shows the examples of a request's or a response's body, each folded. */
export function exampleBlocks(face: Face, anchor: string, { examples = {} }: Media): Disclosure[] {
  return Object.entries(examples).map(([name, reference]) => {
    const example = resolve<Example>(face, reference);
    const id = `${anchor}.${name}`;
    const request = example["x-request"];
    return {
      type: "disclosure",
      anchor: id,
      inline: example.summary,
      body: [
        ...(request?.body === undefined ? [] : [code(`Request of ${id}`, request.headers, request.body)]),
        code(`Example ${id}`, example["x-headers"], example.value),
      ],
    };
  });
}

function code(label: string, headers: Readonly<Record<string, unknown>> = {}, body: unknown): CodeBlock {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const isText = typeof body === "string";
  const content = isText ? body.trimEnd() : JSON.stringify(body, null, 2);
  return {
    type: "code",
    language: isText || lines.length > 0 ? "http" : "json",
    text: [...lines, ...(lines.length === 0 ? [] : [""]), content].join("\n"),
    label,
  };
}
