export default function plugin() {
  return {
    id: "completions-api",
    typeExtension: {
      oas3: (types) => ({ ...types, MediaType: { ...types.MediaType, properties: { ...types.MediaType.properties, "x-itemSchema": "Schema" } } }),
    },
  };
}
