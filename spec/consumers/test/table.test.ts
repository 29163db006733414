import { expect, test } from "vitest";
import { readConsumers } from "../src/consumer.ts";
import { formatTable, isTableCurrent } from "../src/table.ts";
import { consumer } from "./support/consumer.ts";

test("the table in the spec's README is what `npx pnpm@12 consumers --write` writes", () => {
  expect(isTableCurrent(readConsumers())).toBe(true);
});

test("the table has a row for each code generator, and a reason for each failure", () => {
  const issue = "https://example.com/issues/1";
  const changes = { issue: "https://example.com/issues/2", why: "It reads no unions." };
  const table = formatTable([
    { ...consumer, faults: { stream: { whose: "generator", issue, why: "It cannot stream." } } },
    { ...consumer, name: "other", faults: { compiles: { whose: "generator", issue, why: "It is broken." } } },
    { ...consumer, name: "third", changes },
    { ...consumer, name: "tester", checks: ["mock"] },
  ]);
  expect(table).toBe(
    `
| generator                           | language | generates | compiles | completes | lists of prompts | tokens | reads an error | streams |
| ----------------------------------- | -------- | --------- | -------- | --------- | ---------------- | ------ | -------------- | ------- |
| [sample](https://example.com) 1.0.0 | Go       | yes       | yes      | yes       | yes              | yes    | yes            | **no**  |
| [other](https://example.com) 1.0.0  | Go       | yes       | **no**   | –         | –                | –      | –              | –       |
| [third](https://example.com) 1.0.0  | Go       | changed   | yes      | yes       | yes              | yes    | yes            | yes     |

- **sample, streams:** It cannot stream. (the generator's fault: [issue](https://example.com/issues/1))
- **other, compiles:** It is broken. (the generator's fault: [issue](https://example.com/issues/1))
- **third, generates:** It reads no unions. (the generator's fault: [issue](https://example.com/issues/2))
`.trim(),
  );
});
