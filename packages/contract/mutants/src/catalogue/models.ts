import { isObject } from "../../../src/is-object.ts";
import { alterJson } from "../proxy/alter-json.ts";
import { type Alteration, acceptedToken } from "../proxy/alteration.ts";
import { takesHeaders } from "../proxy/alterations.ts";
import type { Json } from "../proxy/answer-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

type List = Json & { readonly data: readonly Json[] };

/** A server that answers with other descriptions of models. */
function describes(alter: (body: Json) => unknown): Alteration {
  return {
    response: (response, { method, path }) =>
      method === "GET" && response.status === 200 && path.includes("/models")
        ? alterJson(response, alter)
        : response,
  };
}

function lists(alter: (list: List) => object): Alteration {
  return describes((body) => (Array.isArray(body.data) ? { ...body, ...alter(body as List) } : body));
}

function everyModel(alter: (model: Json) => object): Alteration {
  const change = (model: unknown) => (isObject(model) ? { ...model, ...alter(model) } : model);
  return describes((body) =>
    Array.isArray(body.data) ? { ...body, data: body.data.map(change) } : change(body),
  );
}

/** Servers that describe their models wrongly. */
export const brokenModels: readonly BrokenServer[] = [
  {
    id: "model-list-is-empty",
    title: "lists no model",
    breaks: "model-selects-deployment",
    faces: ["openai"],
    alteration: lists(() => ({ data: [] })),
  },
  {
    id: "model-list-is-missing",
    title: "has no list",
    breaks: "#/components/schemas/ModelList/required/data",
    faces: ["openai"],
    alteration: lists(() => ({ data: undefined })),
  },
  {
    id: "model-list-is-bare",
    title: "has a list without an object around it",
    breaks: "#/components/schemas/ModelList/type",
    faces: ["openai"],
    alteration: describes((body) => body.data ?? body),
  },
  {
    id: "model-list-has-names",
    title: "lists names only",
    breaks: "#/components/schemas/ModelDescription/type",
    faces: ["openai"],
    alteration: lists(({ data }) => ({ data: data.map(({ id }) => id) })),
  },
  {
    id: "model-list-has-no-object",
    title: "has no `object`",
    breaks: "#/components/schemas/ModelList/required/object",
    faces: ["openai"],
    alteration: lists(() => ({ object: undefined })),
  },
  {
    id: "model-list-is-called-models",
    title: "names its list `models`",
    breaks: "#/components/schemas/ModelList/required/data",
    faces: ["openai"],
    alteration: lists(({ data }) => ({ data: undefined, models: data })),
  },
  {
    id: "model-list-has-another-model",
    title: "lists a model that it does not have",
    breaks: "model-selects-deployment",
    faces: ["openai"],
    alteration: lists(({ data }) => ({ data: [...data, { ...data[0], id: "whale" }] })),
  },
  {
    id: "models-have-no-id",
    title: "has models without ids",
    breaks: "#/components/schemas/ModelDescription/required/id",
    faces: ["openai"],
    alteration: everyModel(() => ({ id: undefined })),
  },
  {
    id: "models-have-empty-ids",
    title: "has models with empty ids",
    breaks: "#/components/schemas/ModelDescription/properties/id/minLength",
    faces: ["openai"],
    alteration: everyModel(() => ({ id: "" })),
  },
  {
    id: "models-have-other-ids",
    title: "describes a model under another id",
    breaks: "#/paths/~1v1~1models~1{model}/get",
    faces: ["openai"],
    alteration: describes((body) =>
      "data" in body ? body : { ...body, ...(typeof body.id === "string" && { id: "whale" }) },
    ),
  },
  {
    id: "models-are-created-in-milliseconds",
    title: "counts milliseconds in `created`",
    breaks: "#/components/schemas/ModelDescription/properties/created",
    faces: ["openai"],
    alteration: everyModel(({ created }) => ({ created: Number(created) * 1000 })),
  },
  {
    id: "models-are-created-at-a-date",
    title: "writes the date of `created`",
    breaks: "#/components/schemas/ModelDescription/properties/created",
    faces: ["openai"],
    alteration: everyModel(() => ({ created: "2024-04-01" })),
  },
  {
    id: "models-have-no-time",
    title: "has models without `created`",
    breaks: "#/components/schemas/ModelDescription/required/created",
    faces: ["openai"],
    alteration: everyModel(() => ({ created: undefined })),
  },
  {
    id: "models-have-no-owner",
    title: "has models without an owner",
    breaks: "#/components/schemas/ModelDescription/required/owned_by",
    faces: ["openai"],
    alteration: everyModel(() => ({ owned_by: undefined })),
  },
  {
    id: "models-have-a-null-owner",
    title: "has null for an owner",
    breaks: "#/components/schemas/ModelDescription/properties/owned_by/type",
    faces: ["openai"],
    alteration: everyModel(() => ({ owned_by: null })),
  },
  {
    id: "models-are-called-engines",
    title: "has another `object` for models",
    breaks: "#/components/schemas/ModelDescription/properties/object/enum/model",
    faces: ["openai"],
    alteration: everyModel(() => ({ object: "engine" })),
  },
  {
    id: "models-need-no-token",
    title: "lists models without a token",
    breaks: "#/paths/~1v1~1models/get/responses/401",
    faces: ["openai"],
    alteration: takesHeaders((headers) => ({ authorization: `Bearer ${acceptedToken}`, ...headers })),
  },
  {
    id: "unknown-models-are-described",
    title: "describes models that it does not have",
    breaks: "#/paths/~1v1~1models~1{model}/get/responses/404",
    faces: ["openai"],
    alteration: {
      request: (sent) => ({ ...sent, path: sent.path.replace(/\/models\/moby-dick-9000$/, "/models/") }),
      response: (response, { path }) =>
        path.endsWith("/models/")
          ? {
              ...response,
              status: 200,
              body: '{"id":"moby-dick-9000","object":"model","created":1,"owned_by":"whale"}',
            }
          : response,
    },
  },
  {
    id: "unknown-models-are-bad-requests",
    title: "responds with 400 for an unknown model",
    breaks: "#/paths/~1v1~1models~1{model}/get/responses/404",
    faces: ["openai"],
    alteration: {
      response: (response, { path }) =>
        path.includes("/models/") && response.status === 404 ? { ...response, status: 400 } : response,
    },
  },
  {
    id: "models-are-text",
    title: "sends models as text/plain",
    breaks: "#/components/responses/ListedModels/content/application~1json",
    faces: ["openai"],
    alteration: {
      response: (response, { path }) =>
        path.endsWith("/models")
          ? { ...response, headers: { ...response.headers, "content-type": "text/plain" } }
          : response,
    },
  },
  {
    id: "a-model-is-text",
    title: "sends the description of a model as text/plain",
    breaks: "#/components/responses/RetrievedModel/content/application~1json",
    faces: ["openai"],
    alteration: {
      response: (response, { path }) =>
        path.includes("/models/")
          ? { ...response, headers: { ...response.headers, "content-type": "text/plain" } }
          : response,
    },
  },
];
