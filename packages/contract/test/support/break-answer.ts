import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { below, children, resolve } from "../../src/spec-elements/json-pointer.ts";
import { alterJson, isStream } from "./alter-json.ts";
import type { Alteration, ProxiedAnswer } from "./altering-proxy.ts";
import { breakInstances } from "./break-instances.ts";

const operation = "#/paths/~1completions/post";

/** The response of the spec that an answer is one of. */
function responseOf({ status }: ProxiedAnswer): ReturnType<typeof resolve> & { readonly status: string } {
  const { responses } = document.paths["/completions"].post;
  const name = Object.hasOwn(responses, status) ? String(status) : "default";
  return { status: name, ...resolve(document, below(operation, "responses", name)) };
}

/** Breaks just `element`, a status, header, media type, example, or what a schema says, in every answer that has it. */
export function breakAnswer(element: string): Alteration {
  return {
    answer: (answer) => {
      const { status, pointer } = responseOf(answer);
      if (element === below(operation, "responses", status)) return { ...answer, status: 418 };
      if (element.startsWith("#/components/examples/")) return breakText(answer);

      let { headers } = answer;
      for (const [name, use] of children(document, below(pointer, "headers"))) {
        const header = resolve(document, use).pointer;
        if ([use, `${use}/required`, `${header}/required`].includes(element))
          headers = without(headers, name);
        const value = headers[name.toLowerCase()];
        if (value === undefined) continue;
        const broken = breakInstances(
          below(header, "schema"),
          /^\d+$/.test(value) ? Number(value) : value,
          element,
        );
        headers = { ...headers, [name.toLowerCase()]: typeof broken === "object" ? "whale" : String(broken) };
      }

      const mediaType = below(
        pointer,
        "content",
        isStream(answer) ? "text/event-stream" : "application/json",
      );
      if (element === mediaType) return { ...answer, headers: { ...headers, "content-type": "text/html" } };
      const schema = below(mediaType, isStream(answer) ? "x-itemSchema" : "schema");
      return { ...alterJson(answer, (json) => breakInstances(schema, json, element)), headers };
    },
  };
}

function without(headers: ProxiedAnswer["headers"], name: string): ProxiedAnswer["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name.toLowerCase()));
}

function breakText(answer: ProxiedAnswer): ProxiedAnswer {
  return { ...answer, body: answer.body.replace(/"(text|message)":"/, '"$1":"whale') };
}
