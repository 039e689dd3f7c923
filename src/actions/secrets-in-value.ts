/** The value, and for an address what stands before its host and in its parameters, as written and decoded. */
export function secretsIn(value: string): readonly string[] {
  const text = value.trim();
  if (text === '') return [];
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return [text];
  const { username, password, searchParams } = new URL(text);
  const written = /^[^:]+:\/\/[^/@\s]*:([^/@\s]*)@/.exec(text)?.[1] ?? '';
  const user = password === '' ? username : '';
  return [text, password, written, decoded(password), user, ...searchParams.values()].filter(
    part => part === text || part.length >= 6,
  );
}

/** A password with a bare "%" in it is no encoded one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
