/** Validates the spec's valid example requests, as many rounds as it is asked for. Argument: the validators' entry module. */
import { answerWith } from "../measuring/contenders.ts";
import { bodies } from "./bodies.ts";

const { validateCreateCompletionRequest }: typeof import("@completions-api/validators") = await import(
  `${process.argv[2]}`
);

answerWith((rounds) => {
  for (let round = 0; round < rounds; round++) {
    for (const body of bodies.valid) {
      if (!validateCreateCompletionRequest(body).valid) throw new Error("A valid request was refused.");
    }
  }
  return rounds * bodies.valid.length;
});
