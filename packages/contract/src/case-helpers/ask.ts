import { BrokenStreamError, createAssembler, decodeEvents, hasChoices } from "@completions-api/protocol";
import type { CompletionUsage } from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import { ContractViolation, formatValue } from "../contract-violation.ts";
import { messageOf } from "../faces/face-format.ts";
import { faceFormats } from "../faces/face-formats.ts";
import { readError } from "../http/read-error.ts";
import { sendRequest } from "../http/send.ts";
import { parseJson } from "../parse-json.ts";
import { UnsupportedParameter } from "../run-case.ts";
import type { CaseTarget } from "../target.ts";

/** The parts of a completion that cases compare. */
export interface Answer {
  readonly choices: readonly AnsweredChoice[];
  readonly usage?: CompletionUsage | null;
  /** The texts of a stream's events that are not empty. */
  readonly events: readonly string[];
}

interface AnsweredChoice {
  readonly index: number;
  readonly text: string;
  readonly finish_reason: string | null;
  readonly logprobs?: Partial<CompletionLogprobs> | null;
}

/**
 * Requests a completion, and checks only that it has choices with texts. A case that asks in this way fails for its own
 * statement alone: other cases check the format of responses, the order of events, and the rules for all completions.
 *
 * @throws ContractViolation
 * @throws UnsupportedParameter
 */
export async function ask(target: CaseTarget, body: object): Promise<Answer> {
  return readAnswer(await sendRequest(target, { body }), target, body);
}

/** Reads the response to a request of a completion as {@link ask} does. */
export async function readAnswer(response: Response, target: CaseTarget, body: object): Promise<Answer> {
  try {
    if (response.status !== 200) await refuse(response, target);
    const text = await response.text();
    return "stream" in body && body.stream === true ? await readStreamed(text) : readWhole(text);
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    throw new ContractViolation(error.expected, error.actual, {
      event: error.event,
      request: formatValue({ body }),
    });
  }
}

/** Requests the completion of one prompt, and returns its text. Errors are those of {@link ask}. */
export async function askText(target: CaseTarget, body: object): Promise<string> {
  const { choices } = await ask(target, body);
  return choices.map(({ text }) => text).join("");
}

async function refuse(response: Response, target: CaseTarget): Promise<never> {
  const actual = `status ${response.status}: ${await response.clone().text()}`;
  const error = await readError(response, target).catch(() => undefined);
  const unsupported = faceFormats[target.face].toCode({ outcome: "error", code: "parameter_not_supported" });
  if (error?.code === unsupported) throw new UnsupportedParameter(messageOf(error.body));
  throw new ContractViolation("a completion", formatValue(actual));
}

function readWhole(text: string): Answer {
  const value = parseJson(text);
  if (!hasChoices(value)) throw new ContractViolation("a completion", formatValue(text));
  // Other cases check the rest of its schema.
  return { ...(value as Omit<Answer, "events">), events: [] };
}

async function readStreamed(text: string): Promise<Answer> {
  const assembler = createAssembler();
  const events: string[] = [];
  let count = 0;
  try {
    for await (const event of decodeEvents(new Blob([text]).stream())) {
      if (event !== "[DONE]" && "error" in event)
        throw new ContractViolation("a stream without an error", formatValue(event), { event: count });
      count += 1;
      if (event === "[DONE]") continue;
      assembler.add(event);
      events.push(...event.choices.map((choice) => choice.text).filter((part) => part !== ""));
    }
  } catch (error) {
    if (!(error instanceof BrokenStreamError)) throw error;
    throw new ContractViolation("a stream of completion events", error.message, { event: count });
  }
  const whole = assembler.partial();
  if (whole === undefined) throw new ContractViolation("a stream of completion events", formatValue(text));
  return { ...whole, events };
}
