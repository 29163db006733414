import { answersAlways, answersWith, choosesAlways, listsChoices } from "../proxy/answer-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** Servers whose lists of choices are wrong. */
export const brokenChoices: readonly BrokenServer[] = [
  {
    id: "choices-are-missing",
    title: "has no list of choices",
    breaks: "#/components/schemas/CreateCompletionResponse/required/choices",
    alteration: answersWith(({ choices: _choices, ...answer }) => answer),
  },
  {
    id: "choices-are-null",
    title: "has null for choices",
    breaks: "#/components/schemas/CreateCompletionResponse/properties/choices/type",
    alteration: answersAlways({ choices: null }),
  },
  {
    id: "choices-are-empty",
    title: "has an empty list of choices",
    breaks: "choices-follow-prompts",
    alteration: listsChoices(() => []),
  },
  {
    id: "choices-are-an-object",
    title: "has its only choice instead of a list",
    breaks: "#/components/schemas/CreateCompletionResponse/properties/choices/type",
    alteration: listsChoices(([first]) => first),
  },
  {
    id: "choices-lose-the-last",
    title: "loses the last choice",
    breaks: "choices-follow-prompts",
    alteration: listsChoices((choices) => (choices.length > 1 ? choices.slice(0, -1) : choices)),
  },
  {
    id: "choices-are-duplicated",
    title: "has each choice twice",
    breaks: "choices-follow-prompts",
    alteration: listsChoices((choices) => choices.flatMap((choice) => [choice, choice])),
  },
  {
    id: "choices-repeat-the-first",
    title: "has the first choice at each place",
    breaks: "choices-follow-prompts",
    alteration: listsChoices((choices) => choices.map(() => choices[0])),
  },
  {
    id: "choices-all-have-index-0",
    title: "has the index 0 for every choice",
    breaks: "choices-follow-prompts",
    alteration: listsChoices((choices) => choices.map((choice) => ({ ...choice, index: 0 }))),
  },
  {
    id: "choices-have-reverse-indices",
    title: "numbers choices from the last",
    breaks: "choices-follow-prompts",
    alteration: listsChoices((choices) =>
      choices.map((choice, index) => ({ ...choice, index: choices.length - 1 - index })),
    ),
  },
  {
    id: "choices-have-no-index",
    title: "has no index",
    breaks: "#/components/schemas/Choices/required/index",
    alteration: choosesAlways(() => ({ index: undefined })),
  },
  {
    id: "choices-have-text-indices",
    title: "writes indices as strings",
    breaks: "#/components/schemas/Choices/properties/index/type",
    alteration: choosesAlways(({ index }) => ({ index: String(index) })),
  },
  {
    id: "choices-have-messages",
    title: "has the messages of a chat",
    breaks: "#/components/schemas/Choices/required/text",
    alteration: choosesAlways(({ text }) => ({
      text: undefined,
      message: { role: "assistant", content: text },
    })),
  },
  {
    id: "choices-have-generated-text",
    title: "has another name for texts",
    breaks: "#/components/schemas/Choices/required/text",
    alteration: choosesAlways(({ text }) => ({ text: undefined, generated_text: text })),
  },
  {
    id: "choices-have-lists-of-texts",
    title: "has texts as lists",
    breaks: "#/components/schemas/Choices/properties/text/type",
    alteration: choosesAlways(({ text }) => ({ text: [text] })),
  },
];
