import type { Validation } from "@completions-api/validators";
import { expectThat, expectValid } from "../contract-violation.ts";
import type { FaceName } from "../faces/face.ts";
import { faceFormats } from "../faces/face-formats.ts";
import { checkHeaders } from "../http/check-headers.ts";
import { readJson } from "../http/read-json.ts";
import { send } from "../http/send.ts";
import type { CaseTarget } from "../target.ts";

/**
 * Gets the list of models, or the description of one.
 *
 * @throws ContractViolation if the response is not a 200 whose body the validator accepts.
 */
export async function getModels<Body>(
  target: CaseTarget,
  path: string,
  validate: (body: unknown) => Validation<Body>,
): Promise<Body> {
  return readModels(await send(target, { method: "GET", path }), { face: target.face, path }, validate);
}

/**
 * Reads the response to a `GET` of models.
 *
 * @throws ContractViolation if the response is not a 200 whose body the validator accepts.
 */
export async function readModels<Body>(
  response: Response,
  { face, path }: { readonly face: FaceName; readonly path: string },
  validate: (body: unknown) => Validation<Body>,
): Promise<Body> {
  const body = await readJson(response);
  expectThat(response.status === 200, `status 200 in response to GET ${path}`, body);
  checkHeaders(faceFormats[face], response);
  return expectValid(validate(body), `body of the 200 in response to GET ${path}`);
}
