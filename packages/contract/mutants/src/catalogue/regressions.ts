import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import { isStream } from "../proxy/alter-json.ts";
import type { Alteration } from "../proxy/alteration.ts";
import { chooses, completes, streams, streamsText, takesBody } from "../proxy/alterations.ts";
import { failsOnceLeft, keepsOpen, swapsCompletions } from "../proxy/timed-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

const promptTokens = "#/components/schemas/CompletionUsage/properties/prompt_tokens";
const stop = "#/components/schemas/CreateCompletionRequest/properties/stop";
const text = "#/components/schemas/Choices/properties/text";

/** Returns the stop sequences of a request's body. */
function stopsOf({ stop }: Record<string, unknown>): string[] {
  return [stop ?? []].flat().map(String);
}

/** A server whose text has another end if it is streamed. `request` is the request's body. */
function streamsEnd(alter: (text: string, request: Record<string, unknown>) => string): Alteration {
  return {
    response: (response, { body }) => {
      if (!isStream(response)) return response;
      const chunks = [...response.body.matchAll(/^data: (\{.*)$/gm)].map(
        ([, data = ""]): CompletionChunk => JSON.parse(data),
      );
      const last = chunks.findLast(({ choices }) => choices[0]?.text)?.choices[0];
      if (last) last.text = alter(last.text, JSON.parse(body));
      return { ...response, body: chunks.map((chunk) => encodeEvent(chunk)).join("") + doneEvent };
    },
  };
}

/** A server that counts other tokens of a prompt, if the completion is not streamed. */
function countsPrompt(alter: (count: number, request: Record<string, unknown>) => number): Alteration {
  return completes(({ usage, ...completion }, request) => {
    const prompt_tokens = alter(usage.prompt_tokens, request);
    const total_tokens = prompt_tokens + usage.completion_tokens;
    return { ...completion, usage: { ...usage, prompt_tokens, total_tokens } };
  });
}

const countsRepeatedPromptOnce = (): Alteration => {
  const seen = new Map<string, number>();
  return countsPrompt((count, { prompt }) => {
    const key = JSON.stringify(prompt);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times % 2 === 0 ? 1 : count;
  });
};

/** Servers with the faults of public bug reports. The cases in `src/cases/regressions` cite them. */
export const brokenRegressions: readonly BrokenServer[] = [
  {
    id: "stop-excluded-streams-the-beginning-of-a-stop-sequence",
    title: "streams the beginning of a stop sequence before the rest of it is generated",
    breaks: "stop-excluded",
    alteration: streamsEnd((text, request) => text + (stopsOf(request)[0] ?? "").slice(0, 1)),
  },
  {
    id: "stop-excluded-drops-the-text-before-a-stop-sequence-in-its-token",
    title: "drops the text before a stop sequence in the same token",
    breaks: "stop-excluded",
    alteration: chooses(({ text, finish_reason }, request) => ({
      text: finish_reason === "stop" && stopsOf(request).length > 0 ? text.slice(0, -1) : text,
    })),
  },
  {
    id: "stop-loses-the-beginning-of-a-stop-sequence-at-the-end",
    title: "loses the end of a text that begins a stop sequence",
    breaks: stop,
    alteration: chooses(({ text }, request) => {
      const held = stopsOf(request)
        .flatMap((sequence) => Array.from(sequence, (_, length) => sequence.slice(0, length)))
        .filter((beginning) => text.endsWith(beginning))
        .reduce((most, { length }) => Math.max(most, length), 0);
      return { text: text.slice(0, text.length - held) };
    }),
  },
  {
    id: "stop-ends-at-the-beginning-of-a-stop-sequence",
    title: "ends at the first two characters of a stop sequence, however the text goes on",
    breaks: stop,
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && { stop: Array.isArray(stop) ? stop.map(shorten) : shorten(stop) }),
    })),
  },
  {
    id: "stop-searches-the-prompt",
    title: "searches the prompt for stop sequences, too",
    breaks: stop,
    alteration: chooses(({ text, finish_reason }, request) =>
      stopsOf(request).some((sequence) => String(request.prompt).includes(sequence))
        ? { text: "", finish_reason: "stop" }
        : { text, finish_reason },
    ),
  },
  {
    id: "stop-ends-all-choices-at-once",
    title: "ends the texts of all prompts where the first of them stops",
    breaks: stop,
    alteration: completes(({ choices, ...completion }) => {
      const ended = choices.find(({ finish_reason }) => finish_reason === "stop");
      return {
        ...completion,
        choices: choices.map((choice) =>
          ended
            ? { ...choice, text: choice.text.slice(0, ended.text.length), finish_reason: "stop" }
            : choice,
        ),
      };
    }),
  },
  {
    id: "text-trims-white-space",
    title: "trims texts",
    breaks: text,
    alteration: chooses(({ text }) => ({ text: text.trim() })),
  },
  {
    id: "text-has-the-token-that-ends-it",
    title: "ends each text with the name of the token that ended it",
    breaks: text,
    alteration: chooses(({ text }) => ({ text: `${text}</s>`, finish_reason: "stop" })),
  },
  {
    id: "stream-equals-json-loses-the-last-text",
    title: "loses the text of the last token in a stream",
    breaks: "stream-equals-json",
    alteration: streamsEnd(() => ""),
  },
  {
    id: "stream-equals-json-repeats-the-last-text",
    title: "streams the text of the last token twice",
    breaks: "stream-equals-json",
    alteration: streamsEnd((text) => text + text),
  },
  {
    id: "stream-equals-json-breaks-characters",
    title: "decodes the tokens of a stream one by one",
    breaks: "stream-equals-json",
    alteration: {
      response: (response, { body }) =>
        body.includes("prompt") && isStream(response)
          ? { ...response, body: response.body.replaceAll(/[^\p{ASCII}]/gu, "\uFFFD\uFFFD") }
          : response,
    },
  },
  {
    id: "stream-equals-json-splits-characters",
    title: "splits characters of two UTF-16 code units between two events",
    breaks: "stream-equals-json",
    alteration: {
      response: (response) => ({
        ...response,
        body: isStream(response)
          ? response.body.replaceAll(/^data: (\{.*—.*)$/gm, (_line, data: string) => splitCharacter(data))
          : response.body.replaceAll("—", "🐋"),
      }),
    },
  },
  {
    id: "stream-equals-json-counts-fewer-tokens",
    title: "does not count the last token of a stream",
    breaks: "stream-equals-json",
    alteration: streams(({ usage }) => ({
      usage: usage && {
        ...usage,
        prompt_tokens: usage.prompt_tokens - 1,
        total_tokens: usage.total_tokens - 1,
      },
    })),
  },
  {
    id: "prompt-tokens-puts-the-prompt-into-a-chat",
    title: "puts the prompt into the template of a chat",
    breaks: promptTokens,
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: typeof prompt === "string" ? `<|user|>\n${prompt}<|end|>\n<|assistant|>\n` : prompt,
    })),
  },
  {
    id: "prompt-tokens-leaves-cached-tokens-out",
    title: "counts one token for a prompt that it has cached",
    breaks: promptTokens,
    alteration: countsRepeatedPromptOnce(),
  },
  {
    id: "prompt-tokens-counts-the-prompt-for-each-choice",
    title: "counts the prompt for each choice",
    breaks: promptTokens,
    faces: ["openai"],
    alteration: countsPrompt((count, { n }) => count * Number(n ?? 1)),
  },
  {
    id: "text-is-that-of-another-request",
    title: "mixes up the texts of requests at the same time",
    breaks: text,
    alteration: swapsCompletions(),
  },
  {
    id: "completions-fail-after-a-client-has-left",
    title: "fails after a client has left in the middle of a stream",
    breaks: "#/paths/~1completions/post",
    alteration: failsOnceLeft(),
  },
  {
    id: "stream-done-is-last-keeps-the-connection-open",
    title: "keeps the connection open after the [DONE] of a short stream",
    breaks: "stream-done-is-last",
    alteration: keepsOpen((_text, { max_tokens }) => max_tokens === 2),
  },
  {
    id: "stream-error-event-keeps-the-connection-open",
    title: "keeps the connection open after an error event",
    breaks: "stream-error-event",
    alteration: keepsOpen((text, { max_tokens }) => max_tokens === 8 && text.includes('{"error":')),
  },
  {
    id: "stream-begins-without-choices",
    title: "begins a stream with an event about the prompt, without a choice",
    breaks: "#/components/schemas/CompletionChunk/properties/choices",
    alteration: streamsText((text) =>
      text.replace(/^data: (\{.*)$/m, (line, data: string) => {
        const chunk: CompletionChunk = JSON.parse(data);
        return `${encodeEvent({ ...chunk, choices: [] }).trimEnd()}\n\n${line}`;
      }),
    ),
  },
  {
    id: "max-tokens-refuses-null",
    title: "refuses null",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/max_tokens",
    alteration: takesBody((sent) => ({ ...sent, ...(sent.max_tokens === null && { max_tokens: "null" }) })),
  },
  {
    id: "openai-logprobs-lists-two-tokens-as-one",
    title: "lists the first two tokens of a text as one",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: chooses(({ logprobs }) => ({ logprobs: logprobs && joinFirst(logprobs) })),
  },
  {
    id: "openai-logprobs-scores-prompts-at-another-temperature",
    title: "computes the log probabilities of an echoed prompt at another temperature",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: chooses(({ logprobs }, { echo }) => ({
      logprobs: echo && logprobs ? { ...logprobs, ...sharpen(logprobs) } : logprobs,
    })),
  },
  {
    id: "openai-echo-breaks-characters",
    title: "echoes the tokens of a prompt one by one",
    breaks: "echo-begins-text",
    faces: ["openai"],
    alteration: streamsText((text) => text.replaceAll(/[^\p{ASCII}]/gu, "\uFFFD")),
  },
];

function shorten(stop: unknown): unknown {
  return typeof stop === "string" ? stop.slice(0, 2) : stop;
}

/** Returns log probabilities that are three times as low. */
function sharpen({ token_logprobs, top_logprobs }: CompletionLogprobs): Partial<CompletionLogprobs> {
  const lower = (logprob: number | null) => logprob && 3 * logprob;
  return {
    token_logprobs: token_logprobs.map(lower),
    top_logprobs: top_logprobs.map(
      (listed) =>
        listed && Object.fromEntries(Object.entries(listed).map(([token, logprob]) => [token, 3 * logprob])),
    ),
  };
}

/** Returns log probabilities in which the first two tokens are one. */
function joinFirst(logprobs: CompletionLogprobs): CompletionLogprobs {
  const { tokens, token_logprobs, top_logprobs, text_offset } = logprobs;
  const [first = "", second = "", ...others] = tokens;
  const [logprob = null] = token_logprobs;
  return {
    tokens: [first + second, ...others],
    token_logprobs: [logprob, ...token_logprobs.slice(2)],
    top_logprobs: [logprob === null ? null : { [first + second]: logprob }, ...top_logprobs.slice(2)],
    text_offset: [...text_offset.slice(0, 1), ...text_offset.slice(2)],
  };
}

/** Turns the dash in an event's data into an emoji, and returns two events, each of which has half of it. */
function splitCharacter(data: string): string {
  const chunk: CompletionChunk = JSON.parse(data.replaceAll("—", "🐋"));
  const { choices, usage } = chunk;
  const parts = choices.map(({ text, ...choice }) => {
    const middle = text.indexOf("🐋") + 1;
    return [
      { ...choice, text: text.slice(0, middle), finish_reason: null },
      { ...choice, text: text.slice(middle) },
    ] as const;
  });
  const first = { ...chunk, choices: parts.map(([part]) => part), usage: usage && null };
  return encodeEvent(first) + encodeEvent({ ...chunk, choices: parts.map(([, part]) => part) }).trimEnd();
}
