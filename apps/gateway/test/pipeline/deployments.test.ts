import { expect, test } from "vitest";
import { generateOf, last } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

const names = ["llama", "mistral"] as const;
const [llama, mistral] = names.map((name) => deploymentOf(generateOf([last(name)]), name));
if (!llama || !mistral) throw new Error("There are two names.");
const deployments = { byName: new Map([llama, mistral].map((one) => [one.name, one])), default: llama };

function start(allowed?: readonly string[]) {
  const caller = { name: "tester", ...(allowed && { deployments: new Set(allowed) }) };
  return startTestGateway({ deployments, authenticate: () => caller });
}

function askFor(gateway: { readonly url: string }, deployment?: string) {
  const headers: Record<string, string> = deployment ? { "azureml-model-deployment": deployment } : {};
  return ask(gateway, { prompt: "Hi" }, { headers });
}

test.each([
  [undefined, "llama"],
  ["llama", "llama"],
  ["mistral", "mistral"],
])("the header %s selects the deployment %s", async (header, name) => {
  await using gateway = await start();
  const completion = await (await askFor(gateway, header)).json();
  expect(completion).toMatchObject({ choices: [{ text: name }] });
});

test("a deployment that the caller may not use looks like an unknown one", async () => {
  await using gateway = await start(["llama"]);
  expect((await askFor(gateway, "llama")).status).toBe(200);
  const [forbidden, unknown] = [await askFor(gateway, "mistral"), await askFor(gateway, "mistrel")];
  expect([forbidden.status, unknown.status]).toEqual([404, 404]);
  expect((await forbidden.text()).replaceAll("mistral", "mistrel")).toBe(await unknown.text());
});

test("a caller that may not use the default is asked to name another, without the default's name", async () => {
  await using gateway = await start(["mistral"]);
  expect(await (await askFor(gateway)).json()).toEqual({
    status: 404,
    error: "You have no default deployment",
    message: "You have no default deployment. Name a deployment in the azureml-model-deployment header.",
  });
  expect((await askFor(gateway, "mistral")).status).toBe(200);
});

test.each(["__proto__", "constructor", "LLAMA", "llama "])(
  "%j is not a deployment unless trimming its spaces makes it one",
  async (name) => {
    await using gateway = await start();
    // Spaces around a header's value are not part of it.
    expect((await askFor(gateway, name)).status).toBe(name.trim() === "llama" ? 200 : 404);
  },
);

/** Deployments of which two have the same model, and one has the name of another's model. */
const several = (["first", "second", "gpt", "third"] as const).map((name) => {
  const model = { first: "gpt", second: "moby", gpt: "ahab", third: "moby" }[name];
  return { ...deploymentOf(generateOf([last(name)]), name), model };
});
const third = several[3];

function startSeveral(allowed?: readonly string[]) {
  const caller = { name: "tester", ...(allowed && { deployments: new Set(allowed) }) };
  if (third === undefined) throw new Error("There are four.");
  const byName = new Map(several.map((one) => [one.name, one]));
  return startTestGateway({ deployments: { byName, default: third }, authenticate: () => caller });
}

/** Asks with this `model`. Returns the name of the deployment that responds, or the code of the error. */
async function askForModel(gateway: { readonly url: string }, model?: string | null): Promise<unknown> {
  const response = await ask(gateway, { prompt: "Hi", model }, {}, "/v1/completions");
  const body = await response.text();
  return /"text":"(\w+)"|"code":"(\w+)"/.exec(body)?.slice(1).join("");
}

test("`model` selects a deployment by its name, otherwise by its model, the default first", async () => {
  await using gateway = await startSeveral();
  const models = [undefined, null, "third", "gpt", "moby", "ahab", "first", "", "__proto__", "Gpt"];
  const selected = await Promise.all(models.map((model) => askForModel(gateway, model)));
  const unknown = "model_not_found";
  expect(selected).toEqual([
    ...["third", "third", "third", "gpt", "third", "gpt", "first"],
    ...["invalid_value", unknown, unknown],
  ]);
});

test("deployments that a caller may not use are neither selected nor listed", async () => {
  await using gateway = await startSeveral(["first", "second"]);
  const models = [undefined, "gpt", "moby", "third", "ahab"];
  const selected = await Promise.all(models.map((model) => askForModel(gateway, model)));
  const unknown = "model_not_found";
  expect(selected).toEqual([unknown, "first", "second", unknown, unknown]);
  const get = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(gateway.url + path, { headers })).json();
  };
  const described = { object: "model", owned_by: "system", created: expect.any(Number) };
  expect(await get("/v1/models")).toEqual({
    object: "list",
    data: [
      { id: "first", ...described },
      { id: "second", ...described },
    ],
  });
  expect(await get("/v1/models/moby")).toEqual({ id: "moby", ...described });
  const missing = { error: { code: unknown, param: "model" } };
  expect(await get("/v1/models/third")).toMatchObject(missing);
  expect(await get("/v1/models/a%2Fb/c")).toMatchObject(missing);
});
