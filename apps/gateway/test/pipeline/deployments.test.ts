import { expect, test } from "vitest";
import { generateOf, last } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";

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
