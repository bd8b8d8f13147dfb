// Between the table's JSON and what both SDKs for JavaScript take and give: bytes for Data, Date for
// timestamps.

export function toSdk(value, name) {
  if (Array.isArray(value)) return value.map((element) => toSdk(element, name));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, toSdk(member, key)]));
  }
  if (name === "Data") return Buffer.from(value, "base64");
  if (name === "Timestamp") return new Date(value);
  return value;
}

export function fromSdk(value) {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(fromSdk);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fromSdk(member)]));
  }
  return value;
}
