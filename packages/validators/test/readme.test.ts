import { testReadme } from "@completions-api/testing";

testReadme(new URL("..", import.meta.url));
