import type { FaceName } from "../../../src/index.ts";
import { below, children, type Pointer, resolve } from "../../../src/spec-elements/json-pointer.ts";
import { alterJson, isStream } from "../proxy/alter-json.ts";
import type { Alteration, ProxiedRequest, ProxiedResponse } from "../proxy/alteration.ts";
import { breakInstances } from "./break-instances.ts";
import { operations, specs } from "./specs.ts";

/** Finds the operation that answers a request; any other route has the errors of the first one. */
function operationOf(face: FaceName, { path }: ProxiedRequest): Pointer {
  if (path.startsWith("/v1/models/")) return "#/paths/~1v1~1models~1{model}/get";
  return path === "/v1/models" ? "#/paths/~1v1~1models/get" : operations[face];
}

/** Finds the pointer to the response of the spec that describes a response. */
function responseOf(face: FaceName, { status }: ProxiedResponse, request: ProxiedRequest): Pointer {
  const responses = below(operationOf(face, request), "responses");
  const isListed = children(specs[face], responses).some(([name]) => name === String(status));
  return below(responses, isListed ? status : "default");
}

/**
 * Breaks only `element`: a status, header, media type, example, or what a schema says, in every response that has it.
 *
 * @param alterInstances - changes the instances of a schema's keyword. By default it breaks them.
 */
export function breakResponse(
  face: FaceName,
  element: string,
  alterInstances: typeof breakInstances = breakInstances,
): Alteration {
  const document = specs[face];
  return {
    response: (response, request) => {
      const status = responseOf(face, response, request);
      if (element === status) return { ...response, status: 418 };
      const { pointer } = resolve(document, status);
      if (element.startsWith("#/components/examples/")) return breakText(response);

      let { headers } = response;
      for (const [name, use] of children(document, below(pointer, "headers"))) {
        const { pointer: header, value: declared } = resolve(document, use);
        if ([use, `${use}/required`, `${header}/required`].includes(element) && declared.required === true)
          headers = without(headers, name);
        // No declared header may be empty.
        else if (element === use) headers = { ...headers, [name.toLowerCase()]: "" };
        // A server may leave out an optional header, but not send a wrong one.
        const sent = headers[name.toLowerCase()];
        const value = sent ?? String(declared.example);
        const broken = alterInstances(
          { document, start: below(header, "schema") },
          /^\d+$/.test(value) ? Number(value) : value,
          element,
        );
        const text = typeof broken === "object" ? "whale" : String(broken);
        if (text !== value) headers = { ...headers, [name.toLowerCase()]: text };
      }

      // The header of a status that has few codes does not refer to the schema of all codes.
      const code = headers["x-ms-error-code"];
      if (code !== undefined && element === below("#/components/schemas/ErrorCode/enum", code))
        headers = { ...headers, "x-ms-error-code": "whale" };

      const mediaType = below(
        pointer,
        "content",
        isStream(response) ? "text/event-stream" : "application/json",
      );
      if (element === mediaType) return { ...response, headers: { ...headers, "content-type": "text/html" } };
      const start = below(mediaType, isStream(response) ? "x-itemSchema" : "schema");
      return {
        ...alterJson(response, (json) => alterInstances({ document, start }, json, element)),
        headers,
      };
    },
  };
}

function without(headers: ProxiedResponse["headers"], name: string): ProxiedResponse["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name.toLowerCase()));
}

function breakText(response: ProxiedResponse): ProxiedResponse {
  return { ...response, body: response.body.replace(/"(text|message|owned_by)":"/, '"$1":"whale') };
}
