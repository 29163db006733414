import { splitEvents } from "@completions-api/testing";
import { testRoute } from "./support/test-route.ts";

testRoute("hono", (part) =>
  splitEvents(part)
    .filter((data) => data !== "[DONE]")
    .map((data) => JSON.parse(data).choices[0].text)
    .join(""),
);
