import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { below, children, resolve } from "../../src/spec-elements/json-pointer.ts";
import { alterJson, isStream } from "./alter-json.ts";
import type { Alteration, ProxiedResponse } from "./altering-proxy.ts";
import { breakInstances } from "./break-instances.ts";

const operation = "#/paths/~1completions/post";

/** Finds the response of the spec that describes a response. */
function responseOf({ status }: ProxiedResponse): ReturnType<typeof resolve> & { readonly status: string } {
  const { responses } = document.paths["/completions"].post;
  const name = Object.hasOwn(responses, status) ? String(status) : "default";
  return { status: name, ...resolve(document, below(operation, "responses", name)) };
}

/** Breaks only `element`: a status, header, media type, example, or what a schema says, in every response that has it. */
export function breakResponse(element: string): Alteration {
  return {
    response: (response) => {
      const { status, pointer } = responseOf(response);
      if (element === below(operation, "responses", status)) return { ...response, status: 418 };
      if (element.startsWith("#/components/examples/")) return breakText(response);

      let { headers } = response;
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
        isStream(response) ? "text/event-stream" : "application/json",
      );
      if (element === mediaType) return { ...response, headers: { ...headers, "content-type": "text/html" } };
      const schema = below(mediaType, isStream(response) ? "x-itemSchema" : "schema");
      return { ...alterJson(response, (json) => breakInstances(schema, json, element)), headers };
    },
  };
}

function without(headers: ProxiedResponse["headers"], name: string): ProxiedResponse["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name.toLowerCase()));
}

function breakText(response: ProxiedResponse): ProxiedResponse {
  return { ...response, body: response.body.replace(/"(text|message)":"/, '"$1":"whale') };
}
