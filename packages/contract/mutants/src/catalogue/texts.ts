import { chooses, takesBody } from "../proxy/alterations.ts";
import { choosesAlways } from "../proxy/answer-alterations.ts";
import { streamsTexts } from "../proxy/event-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** A server that gives the text of each prompt to the next one, if there are several. */
function swapsTexts() {
  return takesBody(({ prompt, ...sent }) => ({
    ...sent,
    prompt:
      Array.isArray(prompt) && prompt.every((one) => typeof one === "string")
        ? [...prompt.slice(1), ...prompt.slice(0, 1)]
        : prompt,
  }));
}

/** Servers that change the model's text, or give the model another prompt. */
export const brokenTexts: readonly BrokenServer[] = [
  {
    id: "text-is-always-the-same",
    title: "has one text for everything",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/prompt",
    alteration: choosesAlways(() => ({ text: "I am sorry, I cannot do that." })),
  },
  {
    id: "text-is-always-empty",
    title: "has no text",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/prompt",
    alteration: choosesAlways(() => ({ text: "" })),
  },
  {
    id: "text-is-null",
    title: "has null for a text",
    breaks: "#/components/schemas/Choices/properties/text/type",
    alteration: choosesAlways(() => ({ text: null })),
  },
  {
    id: "text-is-upper-case-in-streams",
    title: "streams capitals",
    breaks: "stream-equals-json",
    alteration: streamsTexts((text) => text.toUpperCase()),
  },
  {
    id: "text-has-no-spaces-in-streams",
    title: "trims each piece of a stream",
    breaks: "stream-equals-json",
    alteration: streamsTexts((text) => text.trim()),
  },
  {
    id: "text-has-no-line-breaks-in-streams",
    title: "loses the line breaks of a stream",
    breaks: "stream-equals-json",
    alteration: streamsTexts((text) => text.replaceAll("\n", " ")),
  },
  {
    id: "text-is-escaped-in-streams",
    title: "escapes a text twice in streams",
    breaks: "stream-equals-json",
    alteration: streamsTexts((text) => JSON.stringify(text).slice(1, -1)),
  },
  {
    id: "text-is-html",
    title: "escapes texts for HTML",
    breaks: "stream-equals-json",
    alteration: chooses(({ text }) => ({ text: text.replaceAll("'", "&#39;").replaceAll('"', "&quot;") })),
  },
  {
    id: "text-is-trimmed",
    title: "trims texts, but not in streams",
    breaks: "stream-equals-json",
    alteration: chooses(({ text }) => ({ text: text.trim() })),
  },
  {
    id: "text-has-its-prompt",
    title: "begins each text with its prompt",
    breaks: "stream-equals-json",
    alteration: chooses(({ text }, { prompt }) => ({ text: `${[prompt].flat()[0]}${text}` })),
  },
  {
    id: "text-has-end-token",
    title: "shows the token that ends a text",
    breaks: "stream-equals-json",
    alteration: chooses(({ text }) => ({ text: `${text}<|endoftext|>` })),
  },
  {
    id: "text-has-begin-token",
    title: "shows the token that begins a text",
    breaks: "stream-equals-json",
    alteration: chooses(({ text }) => ({ text: `<s>${text}` })),
  },
  {
    id: "text-is-an-answer",
    title: "answers the prompt as a chat does",
    breaks: "stream-equals-json",
    alteration: chooses(({ text }) => ({ text: `Sure! Here is a continuation:\n\n${text}` })),
  },
  {
    id: "text-is-random",
    title: "adds something to each text, so that none repeats",
    breaks: "seed-repeats",
    alteration: chooses(() => ({ text: crypto.randomUUID() })),
  },
  {
    id: "text-is-random-in-streams",
    title: "streams other texts each time",
    breaks: "seed-repeats",
    alteration: streamsTexts(() => crypto.randomUUID()),
  },
  {
    id: "chat-template-is-applied",
    title: "wraps each prompt in a chat template",
    breaks: "choices-follow-prompts",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: typeof prompt === "string" ? `<|user|>\n${prompt}\n<|assistant|>\n` : prompt,
    })),
  },
  {
    id: "system-prompt-is-added",
    title: "adds a system prompt",
    breaks: "choices-follow-prompts",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: typeof prompt === "string" ? `You are a helpful assistant.\n\n${prompt}` : prompt,
    })),
  },
  {
    id: "prompt-is-lower-case",
    title: "reads prompts in small letters",
    breaks: "choices-follow-prompts",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: typeof prompt === "string" ? prompt.toLowerCase() : prompt,
    })),
  },
  {
    id: "prompt-loses-its-last-word",
    title: "reads only the beginning of a prompt",
    breaks: "choices-follow-prompts",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: typeof prompt === "string" ? prompt.split(" ").slice(0, -1).join(" ") : prompt,
    })),
  },
  {
    id: "choices-swap-texts",
    title: "has the text of each prompt at another index",
    breaks: "choices-follow-prompts",
    alteration: swapsTexts(),
  },
  {
    id: "choices-have-the-first-text",
    title: "has the text of the first prompt at each index",
    breaks: "choices-follow-prompts",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt:
        Array.isArray(prompt) && prompt.every((one) => typeof one === "string")
          ? prompt.map(() => prompt[0])
          : prompt,
    })),
  },
  {
    id: "choices-have-the-last-text",
    title: "has the text of the last prompt at each index",
    breaks: "choices-follow-prompts",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt:
        Array.isArray(prompt) && prompt.every((one) => typeof one === "string")
          ? prompt.map(() => prompt.at(-1))
          : prompt,
    })),
  },
  {
    id: "prompts-are-joined",
    title: "reads a list of prompts as one prompt",
    breaks: "choices-follow-prompts",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt:
        Array.isArray(prompt) && prompt.length > 1 && prompt.every((one) => typeof one === "string")
          ? prompt.join("\n")
          : prompt,
    })),
  },
  {
    id: "prompts-are-cut",
    title: "completes only the first prompt",
    breaks: "choices-follow-prompts",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: Array.isArray(prompt) && typeof prompt[0] === "string" ? prompt.slice(0, 1) : prompt,
    })),
  },
  {
    id: "tokens-are-read-as-text",
    title: "reads a list of tokens as text",
    breaks: "#/components/schemas/Prompt/oneOf/2",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt:
        Array.isArray(prompt) && prompt.length > 0 && prompt.every(Number.isSafeInteger)
          ? prompt.join(" ")
          : prompt,
    })),
  },
  {
    id: "tokens-are-prompts",
    title: "reads each token of a list as a prompt",
    breaks: "#/components/schemas/Prompt/oneOf/2",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt:
        Array.isArray(prompt) && prompt.length > 0 && prompt.every(Number.isSafeInteger)
          ? prompt.map((token) => [token])
          : prompt,
    })),
  },
  {
    id: "last-token-is-lost",
    title: "loses the last token of a list",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt:
        Array.isArray(prompt) && prompt.length > 1 && prompt.every(Number.isSafeInteger)
          ? prompt.slice(0, -1)
          : prompt,
    })),
  },
  {
    id: "empty-prompt-is-refused",
    title: "refuses an empty prompt",
    breaks: "#/components/schemas/Prompt/oneOf/0",
    alteration: takesBody(({ prompt, ...sent }) => ({ ...sent, prompt: prompt === "" ? null : prompt })),
  },
];
