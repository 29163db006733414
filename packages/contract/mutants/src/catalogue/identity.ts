import { answersAlways, answersWith } from "../proxy/answer-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** Servers that describe their completions wrongly. */
export const brokenIdentity: readonly BrokenServer[] = [
  {
    id: "id-is-empty",
    title: "has an empty id",
    breaks: "#/components/schemas/CreateCompletionResponse/required/id",
    alteration: answersAlways({ id: "" }),
  },
  {
    id: "id-is-a-number",
    title: "numbers its completions",
    breaks: "#/components/schemas/CompletionId/type",
    alteration: answersAlways({ id: 7 }),
  },
  {
    id: "id-is-null",
    title: "has null for an id",
    breaks: "#/components/schemas/CompletionId/type",
    alteration: answersAlways({ id: null }),
  },
  {
    id: "id-is-in-capitals",
    title: "has `ID` instead of `id`",
    breaks: "#/components/schemas/CreateCompletionResponse/required/id",
    alteration: answersWith(({ id, ...answer }) => ({ ...answer, ID: id })),
  },
  {
    id: "id-repeats-in-streams",
    title: "gives all streams and completions one id",
    breaks: "#/components/schemas/CreateCompletionResponse/properties/id",
    alteration: answersAlways({ id: "cmpl-1" }),
  },
  {
    id: "created-is-a-fraction",
    title: "has fractions of a second",
    breaks: "#/components/schemas/Created/type",
    alteration: answersWith((answer) => ({ ...answer, created: Number(answer.created) + 0.5 })),
  },
  {
    id: "created-is-a-date",
    title: "writes a date",
    breaks: "#/components/schemas/Created/type",
    alteration: answersAlways({ created: "2024-04-01T00:00:00Z" }),
  },
  {
    id: "created-is-in-the-past",
    title: "counts seconds since it started",
    breaks: "#/components/schemas/CreateCompletionResponse/properties/created",
    alteration: answersAlways({ created: 12 }),
  },
  {
    id: "created-is-a-year-ahead",
    title: "has a clock that is a year ahead",
    breaks: "#/components/schemas/CreateCompletionResponse/properties/created",
    alteration: answersWith((answer) => ({ ...answer, created: Number(answer.created) + 31_536_000 })),
  },
  {
    id: "created-is-negative",
    title: "counts below 0",
    breaks: "#/components/schemas/Created/minimum",
    alteration: answersAlways({ created: -1 }),
  },
  {
    id: "object-is-a-chat",
    title: "says that it is a chat",
    breaks: "#/components/schemas/TextCompletionObject/enum/text_completion",
    alteration: answersAlways({ object: "chat.completion" }),
  },
  {
    id: "object-is-missing",
    title: "has no `object`",
    breaks: "#/components/schemas/CreateCompletionResponse/required/object",
    alteration: answersWith(({ object: _object, ...answer }) => answer),
  },
  {
    id: "model-is-empty",
    title: "has an empty model",
    breaks: "#/components/schemas/Model/minLength",
    alteration: answersAlways({ model: "" }),
  },
  {
    id: "model-is-null",
    title: "has null for a model",
    breaks: "#/components/schemas/Model/type",
    alteration: answersAlways({ model: null }),
  },
  {
    id: "model-is-missing",
    title: "names no model",
    breaks: "#/components/schemas/CreateCompletionResponse/required/model",
    alteration: answersWith(({ model: _model, ...answer }) => answer),
  },
  {
    id: "fingerprint-is-empty",
    title: "has an empty fingerprint",
    breaks: "#/components/schemas/SystemFingerprint/minLength",
    alteration: answersAlways({ system_fingerprint: "" }),
  },
  {
    id: "fingerprint-is-null",
    title: "has null for a fingerprint",
    breaks: "#/components/schemas/SystemFingerprint/type",
    alteration: answersAlways({ system_fingerprint: null }),
  },
  {
    id: "fingerprint-is-a-number",
    title: "numbers its configurations",
    breaks: "#/components/schemas/SystemFingerprint/type",
    alteration: answersAlways({ system_fingerprint: 7 }),
  },
  {
    id: "answer-is-wrapped",
    title: "wraps its completions in `data`",
    breaks: "#/components/schemas/CreateCompletionResponse/required/id",
    alteration: answersWith((answer) => ({ data: answer })),
  },
  {
    id: "answer-is-a-list",
    title: "has its completions in a list",
    breaks: "#/components/schemas/CreateCompletionResponse/type",
    alteration: answersWith((answer) => [answer]),
  },
];
