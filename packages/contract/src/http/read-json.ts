import { ContractViolation, expectThat, formatValue } from "../contract-violation.ts";

/**
 * Reads a JSON body.
 *
 * @throws ContractViolation that quotes the body, if it is not JSON or has another `content-type`.
 */
export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "none";
  const actual = `${response.status}, content-type ${type}: ${text || "an empty body"}`;
  expectThat(/^application\/json *(; *charset=utf-8)?$/i.test(type), "application/json", actual);
  try {
    return JSON.parse(text);
  } catch {
    throw new ContractViolation("a JSON body", formatValue(actual));
  }
}
