import { testRoute } from "./support/test-route.ts";

testRoute("express", (part) => part);
