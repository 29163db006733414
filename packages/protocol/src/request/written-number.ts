/** A number as a JSON text has it. `JSON.stringify` writes it in the same way again. */
export interface WrittenNumber {
  readonly rawJSON: string;
}

/** The parts of ECMAScript 2026's "JSON.parse source text access" that are used here. TypeScript does not know them yet. */
const json = JSON as {
  readonly rawJSON?: (text: string) => WrittenNumber;
  readonly isRawJSON?: (value: unknown) => value is WrittenNumber;
};

/** Creates a number from its JSON text. Undefined in JavaScript engines without `JSON.rawJSON`, such as that of Node 20. */
export const createWrittenNumber: ((text: string) => WrittenNumber) | undefined = json.rawJSON;

/** Returns whether a value in a parsed body is a number that is kept as it was written. */
export function isWrittenNumber(value: unknown): value is WrittenNumber {
  return json.isRawJSON?.(value) === true;
}
