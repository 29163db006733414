import type { Alteration } from "../proxy/alteration.ts";
import { takesBody } from "../proxy/alterations.ts";
import { choosesAlways } from "../proxy/answer-alterations.ts";
import { streamsChunks, streamsTexts } from "../proxy/event-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** A server that writes texts otherwise, streamed or not. */
function writes(alter: (text: string) => string): Alteration {
  return choosesAlways(({ text }) => ({ text: alter(text) }));
}

/** A server that sends each half of an emoji in an event of its own. */
function streamsHalves(): Alteration {
  return streamsChunks((chunks) =>
    chunks.flatMap((chunk) => {
      const [choice, ...others] = chunk.choices as readonly { readonly text: string }[];
      const place = choice?.text.search(/[\uD800-\uDBFF]/) ?? -1;
      if (choice === undefined || place < 0 || others.length > 0) return [chunk];
      const before = { ...choice, text: choice.text.slice(0, place + 1), finish_reason: null };
      const { usage: _usage, ...first } = chunk;
      return [
        { ...first, choices: [before] },
        { ...chunk, choices: [{ ...choice, text: choice.text.slice(place + 1) }] },
      ];
    }),
  );
}

function mapTexts(prompt: unknown, alter: (text: string) => string): unknown {
  if (Array.isArray(prompt)) return prompt.map((one) => (typeof one === "string" ? alter(one) : one));
  return typeof prompt === "string" ? alter(prompt) : prompt;
}

/** Removes the byte after each one of this value. */
function removeAfter(body: Buffer, byte: number): Buffer {
  return Buffer.from(body.filter((_, index) => body[index - 1] !== byte));
}

/** Replaces each whale by the bytes that a wrong encoder writes: three for each half of its pair. */
function replaceWhale(body: Buffer): Buffer {
  return Buffer.from(
    body.toString("latin1").replaceAll("\xf0\x9f\x90\x8b", "\xed\xa0\xbd\xed\xb0\x8b"),
    "latin1",
  );
}

/** Servers that damage characters beyond ASCII. */
export const brokenCharacters: readonly BrokenServer[] = [
  {
    id: "characters-are-replaced",
    title: "has U+FFFD for each character beyond ASCII",
    breaks: "stream-equals-json",
    alteration: writes((text) => text.replaceAll(/\P{ASCII}/gu, "\uFFFD")),
  },
  {
    id: "characters-are-replaced-in-streams",
    title: "streams U+FFFD for each character beyond ASCII",
    breaks: "stream-equals-json",
    alteration: streamsTexts((text) => text.replaceAll(/\P{ASCII}/gu, "\uFFFD")),
  },
  {
    id: "characters-are-question-marks-in-streams",
    title: "streams a question mark for each character beyond ASCII",
    breaks: "stream-equals-json",
    alteration: streamsTexts((text) => text.replaceAll(/\P{ASCII}/gu, "?")),
  },
  {
    id: "characters-are-dropped-in-streams",
    title: "drops characters beyond ASCII from streams",
    breaks: "stream-equals-json",
    alteration: streamsTexts((text) => text.replaceAll(/\P{ASCII}/gu, "")),
  },
  {
    id: "characters-are-encoded-twice-in-streams",
    title: "encodes streams twice",
    breaks: "stream-equals-json",
    alteration: streamsTexts((text) => Buffer.from(text).toString("latin1")),
  },
  {
    id: "characters-are-halved-in-streams",
    title: "streams the halves of an emoji in two events",
    breaks: "#/components/schemas/ChunkChoice/properties/text/type",
    alteration: streamsHalves(),
  },
  {
    id: "characters-are-bytes-in-streams",
    title: "splits the bytes of a character, each of which becomes U+FFFD",
    breaks: "stream-equals-json",
    alteration: streamsTexts((text) =>
      text.replaceAll(/\P{ASCII}/gu, (character) => "\uFFFD".repeat(Buffer.byteLength(character))),
    ),
  },
  {
    id: "characters-lose-a-byte",
    title: "cuts the last byte of a character",
    breaks: "RFC 3629, section 3",
    alteration: { bytes: (body) => removeAfter(body, 0xf0) },
  },
  {
    id: "characters-are-latin-1",
    title: "sends Latin-1",
    breaks: "RFC 3629, section 3",
    alteration: {
      bytes: (body) => (/\P{ASCII}/u.test(body.toString()) ? Buffer.from(body.toString(), "latin1") : body),
    },
  },
  {
    id: "characters-are-surrogates",
    title: "encodes the halves of an emoji",
    breaks: "RFC 3629, section 3",
    alteration: { bytes: (body) => replaceWhale(body) },
  },
  {
    id: "body-is-utf-16",
    title: "sends UTF-16",
    breaks: "RFC 8259, section 8.1",
    alteration: { bytes: (body) => Buffer.from(body.toString(), "utf16le") },
  },
  {
    id: "body-has-an-invalid-byte",
    title: "has a byte that is not UTF-8 in its texts",
    breaks: "RFC 3629, section 3",
    alteration: {
      bytes: (body) => Buffer.from(body.toString("latin1").replace('"text":"', '"text":"\xff'), "latin1"),
    },
  },
  {
    id: "body-has-a-null-byte",
    title: "has a null byte in its texts",
    breaks: "RFC 8259, section 7",
    alteration: { bytes: (body) => Buffer.from(body.toString().replace('"text":"', '"text":"\0')) },
  },
  {
    id: "prompts-lose-characters",
    title: "drops characters beyond ASCII from prompts",
    breaks: "echo-begins-text",
    faces: ["openai"],
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: mapTexts(prompt, (text) => text.replaceAll(/\P{ASCII}/gu, "")),
    })),
  },
  {
    id: "prompts-are-encoded-twice",
    title: "reads prompts as Latin-1",
    breaks: "echo-begins-text",
    faces: ["openai"],
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: mapTexts(prompt, (text) =>
        Buffer.from(text, "latin1")
          .toString("latin1")
          .normalize("NFKD")
          .replaceAll(/\P{ASCII}/gu, "?"),
      ),
    })),
  },
  {
    id: "stop-loses-characters",
    title: "ignores stop sequences beyond ASCII",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: takesBody(({ stop, ...sent }) => ({
      ...sent,
      ...(stop !== undefined && {
        stop: Array.isArray(stop)
          ? stop.filter((one) => typeof one !== "string" || !/\P{ASCII}/u.test(one))
          : stop,
      }),
    })),
  },
];
