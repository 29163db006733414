import { testPage } from "./support/test-page.ts";

testPage("next", ["--port", "0"]);
