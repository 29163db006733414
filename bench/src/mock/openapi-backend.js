/**
 * A mock on a bare `node:http` server, as the documentation of openapi-backend shows it. ajv checks each request. Argument: port.
 *
 * `quick` compiles ajv's functions when a request first needs them, and leaves out the check of the spec, which rejects
 * OpenAPI 3.1. The body is passed on parsed, as from `express.json()`: openapi-backend would parse a string more than once.
 */
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { OpenAPIBackend } from "openapi-backend";

const api = new OpenAPIBackend({
  definition: spec,
  quick: true,
  handlers: {
    notImplemented({ api, operation }, response) {
      const { status, mock } = api.mockResponseForOperation(operation.operationId);
      respond(response, status, mock);
    },
    notFound(_, response) {
      respond(response, 404, { error: "There is no such route." });
    },
    methodNotAllowed(_, response) {
      respond(response, 405, { error: "The route has no such method." });
    },
    validationFail({ validation }, response) {
      respond(response, 422, validation.errors);
    },
  },
});
await api.init();

const server = createServer(async (request, response) => {
  const { method, url, headers } = request;
  const [path, search] = url.split("?");
  const query = Object.fromEntries(new URLSearchParams(search));
  const body = parse(await text(request));
  if (body === undefined) respond(response, 400, { error: "The body is not JSON." });
  else await api.handleRequest({ method, path, query, headers, body }, response);
});
server.listen(Number(process.argv[2]), "127.0.0.1");

function respond(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
