import { type FileProblem, type Path, parseYaml, type YamlFile } from "@completions-api/command-line/yaml";
import type { Problem } from "@completions-api/validators";
import { validate } from "@completions-api/validators/check";
import { checkScript } from "../generated/checks.js";
import { InvalidReplyError } from "../replies/invalid-reply-error.ts";
import type { ReplyDefinition } from "../replies/reply.ts";
import { ReplyList } from "../replies/reply-list.ts";
import type { Script } from "./script.ts";

/** A script, or what is wrong with it. */
export type ParsedScript =
  | { readonly valid: true; readonly script: Script }
  | { readonly valid: false; readonly problems: readonly FileProblem[] };

/**
 * Parses a script in YAML or JSON, and checks that each of its replies follows the contract.
 *
 * @param source - the text, or the bytes of a file in UTF-8 or UTF-16.
 */
export function parseScript(source: string | Uint8Array): ParsedScript {
  const yaml = parseYaml(source);
  if (yaml.problems.length > 0) return { valid: false, problems: yaml.problems };
  const checked = validate(checkScript, "script", yaml.value);
  if (!checked.valid)
    return { valid: false, problems: checked.problems.map((problem) => locate(problem, yaml)) };
  const { replies = [], latency, fault, strict } = checked.value;
  const problems = replies.flatMap((reply, index) => checkReply(reply, index, yaml));
  if (problems.length > 0) return { valid: false, problems };
  const settings = {
    ...(latency && { latency }),
    ...(fault && { fault }),
    ...(strict !== undefined && { strict }),
  };
  return { valid: true, script: { replies, settings } };
}

function locate({ loc, message, keyword }: Problem, yaml: YamlFile): FileProblem {
  const path = toPath(loc.slice(1), yaml.value);
  if (path.length === 0)
    return yaml.problemAt(path, `The script ${message}. Put the list of replies below \`replies:\`.`);
  return yaml.problemAt(path, `${message}.`, keyword === "additionalProperties" ? "name" : "value");
}

function checkReply(reply: ReplyDefinition, index: number, yaml: YamlFile): FileProblem[] {
  try {
    new ReplyList().add([reply]);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidReplyError)) throw error;
    const path = toPath(["replies", String(index), ...error.path], yaml.value);
    return [yaml.problemAt(path, `${error.problem}.`)];
  }
}

/** Converts the positions of items in a path into numbers. */
function toPath(loc: readonly string[], root: unknown): Path {
  let value = root;
  return loc.map((name) => {
    const key = Array.isArray(value) ? Number(name) : name;
    value = Object(value)[name];
    return key;
  });
}
