/** A text of each common format, and the texts that have the format. */
const formats: Readonly<Record<string, { readonly sample: string; readonly pattern: RegExp }>> = {
  date: { sample: "2024-04-01", pattern: /^\d{4}-\d\d-\d\d$/ },
  "date-time": {
    sample: "2024-04-01T00:00:00Z",
    pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i,
  },
  time: { sample: "00:00:00Z", pattern: /^\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i },
  duration: { sample: "P1D", pattern: /^P(?=\w)[\dYMWD]*(?:T[\dHMS.]+)?$/ },
  email: { sample: "a@example.com", pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ },
  hostname: { sample: "example.com", pattern: /^[a-z\d-]+(?:\.[a-z\d-]+)*$/i },
  ipv4: { sample: "192.0.2.1", pattern: /^\d{1,3}(?:\.\d{1,3}){3}$/ },
  ipv6: { sample: "2001:db8::1", pattern: /^[\da-f]*:[\da-f:.]+$/i },
  uri: { sample: "https://example.com/", pattern: /^[a-z][a-z\d+.-]*:\/?\/?[^\s]+$/i },
  url: { sample: "https://example.com/", pattern: /^[a-z][a-z\d+.-]*:\/\/[^\s]+$/i },
  uuid: {
    sample: "00000000-0000-4000-8000-000000000000",
    pattern: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
  },
};

/**
 * Returns a text that has a format, or undefined for a text that has it already or a format that is not known. Formats
 * assert nothing here, but servers and mocks may refuse other texts.
 */
export function textOfFormat(format: unknown, text?: string): string | undefined {
  if (typeof format !== "string" || !Object.hasOwn(formats, format)) return undefined;
  const known = formats[format];
  return text !== undefined && known?.pattern.test(text) ? undefined : known?.sample;
}
