import { testPage } from "./support/test-page.ts";

testPage("react", ["--port", "0"]);
