import { ContractViolation, expectThat, show } from "../contract-violation.ts";

/**
 * Reads a body that must be JSON.
 *
 * @throws ContractViolation that quotes the body where it is not, or its `content-type` says something else.
 */
export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "none";
  const came = `${response.status}, content-type ${type}: ${text || "an empty body"}`;
  expectThat(/^application\/json *(; *charset=utf-8)?$/i.test(type), "application/json", came);
  try {
    return JSON.parse(text);
  } catch {
    throw new ContractViolation("a body of JSON", show(came));
  }
}
