import { href } from "../page.ts";
import { type Block, type Entry, heading, text } from "./document.ts";
import { listPlaces } from "./rule-places.ts";
import { entries } from "./schema-entries.ts";
import { type Face, faces, listOperations, type Rule } from "./spec.ts";

/** Lists the rules of both faces, which no schema can express. */
export function rulesPage(): Block[] {
  const all = [...new Set(faces.flatMap(listRules).map(({ id }) => id))];
  const isOfStream = (id: string) => id.startsWith("stream-") && id !== "stream-options-need-stream";
  return [
    heading(1, "Rules", "rules"),
    ...text(
      "A schema describes one message. These rules connect a request with its response, and the events of a stream with each other. " +
        "Servers of this project keep to them, and the contract kit tests them on yours.",
    ),
    heading(2, "Requests and responses", "requests"),
    ...entries(all.filter((id) => !isOfStream(id)).map(ruleEntry)),
    heading(2, "Streams", "streams"),
    ...text(`[Streaming](${href("reference/streaming/")}) shows the events that these rules are about.`),
    ...entries(all.filter(isOfStream).map(ruleEntry)),
  ];
}

/** Lists the rules of one face. */
export function listRules(face: Face): readonly Rule[] {
  return listOperations(face).flatMap(({ operation }) => operation["x-rules"] ?? []);
}

/** Describes a rule: its text, which can differ between the faces, and the parts of the spec that refer to it. */
function ruleEntry(id: string): Entry {
  const texts = faces.flatMap((face) =>
    listRules(face)
      .filter((rule) => rule.id === id)
      .map(({ rule }) => ({ face, rule })),
  );
  const places = listPlaces(id);
  const isSame = new Set(texts.map(({ rule }) => rule)).size === 1;
  return {
    anchor: id,
    name: id,
    facts: texts.map(({ face }) => `[${face.name}](${href(face.path)})`),
    body: [
      ...(isSame
        ? text(texts[0]?.rule)
        : text(texts.map(({ face, rule }) => `- On \`${face.name}\`: ${rule}`).join("\n"))),
      ...text(places.length === 0 ? undefined : `About ${places.join(", ")}`),
    ],
  };
}
