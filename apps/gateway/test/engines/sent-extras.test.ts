import { expect, test } from "vitest";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";
import { startEngine } from "../support/test-engine.ts";
import { healthy } from "../support/upstream-scripts.ts";

const faces = ["/completions?api-version=2024-04-01-preview", "/v1/completions"];

/** Returns the text of the body that a server gets for the text of a body. */
async function sentFor(body: string, face: string): Promise<string> {
  await using engine = await startEngine(healthy, { dialect: dialects.vllm });
  await using gateway = await startTestGateway({
    deployment: deploymentOf(engine.generate),
    extraParameters: "pass-through",
  });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(gateway.url + face, { method: "POST", headers, body });
  expect(response.status, await response.text()).toBe(200);
  return engine.upstream.requests[0]?.text ?? "";
}

test.each(faces)("lists and objects of extra parameters arrive as they were written: %s", async (face) => {
  const extras = [
    '"a":[1.0, {"b" :\t[ ]}]',
    '"c":{"\\u0064":"\\"}]","d":1E5}',
    '"e":[["漢字"]]',
    '"__proto__":{"temperature":2}',
  ];
  const sent = await sentFor(`{"prompt":"Hi", ${extras.join(" , ")} }`, face);
  for (const member of extras) expect(sent).toContain(member);
  expect(JSON.parse(sent)).toMatchObject({ prompt: "Hi", temperature: 1 });
});

test.each(faces)("an extra parameter with the name of an object's prototype arrives: %s", async (face) => {
  expect(await sentFor('{"prompt":"Hi","__proto__":2}', face)).toContain('"__proto__":2');
});

test.each(faces)("the last value of an extra parameter is the only one that arrives: %s", async (face) => {
  const sent = await sentFor('{"prompt":"Hi","top_k":[1],"\\u0074op_k":40,"min_p":1,"min_p":[0.50]}', face);
  expect(sent).not.toContain("[1]");
  expect(sent.match(/top_k|min_p/g)).toHaveLength(2);
  expect(sent).toContain('"min_p":[0.50]');
  expect(JSON.parse(sent)).toMatchObject({ top_k: 40, min_p: [0.5] });
});

test.each(faces)("an extra parameter never overrides a known one, whatever its value: %s", async (face) => {
  const sent = await sentFor(
    '{"prompt":"Hi","n_predict":[1],"stream_options":{"include_usage":false},"stream":true}',
    face,
  );
  expect(JSON.parse(sent)).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  expect(sent.match(/stream_options/g)).toHaveLength(1);
});
