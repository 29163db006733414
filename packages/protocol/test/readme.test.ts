import { testReadme } from "@completions-api/testing";

testReadme(new URL("..", import.meta.url));
testReadme(new URL("../sse-suite/", import.meta.url));
