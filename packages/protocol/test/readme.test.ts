import { testReadme } from "../../../readme.shared.ts";

testReadme(new URL("..", import.meta.url));
testReadme(new URL("../sse-suite/", import.meta.url));
