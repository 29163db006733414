export { explainListenError } from "./explain-listen-error.ts";
export { type CurlExamples, formatCurlExamples } from "./format-curl-examples.ts";
export {
  flag,
  type Option,
  oneOf,
  optional,
  type ReadText,
  repeatable,
  required,
  text,
  type ValueOption,
  wholeNumber,
  withDefault,
} from "./options.ts";
export type { Program, Section } from "./program.ts";
export { type Arguments, readArguments } from "./read-arguments.ts";
export { runProgram } from "./run-program.ts";
export { UsageError } from "./usage-error.ts";
