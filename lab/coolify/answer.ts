/** What a handler answers: JSON unless it says otherwise. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

export function message(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return json(status, { message: text }, headers);
}

/** Coolify's plain answers, such as the version, carry the content type of a page. */
export function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}

export function htmlPage(status: number, title: string): Answer {
  return text(
    status,
    `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  );
}

export function redirect(location: string): Answer {
  return {
    status: 302,
    headers: { 'content-type': 'text/html; charset=utf-8', location },
    body: `<!DOCTYPE html>\n<html><head><title>Redirecting to ${location}</title></head><body></body></html>\n`,
  };
}

/** An exception nobody caught: status 500 and no body. */
export function bareError(): Answer {
  return { status: 500, headers: {}, body: '' };
}

/** The answer for a route this version does not have. The `docs` key tells it from a missing resource. */
export function unknownRoute(): Answer {
  return json(404, { message: 'Not found.', docs: 'https://coolify.io/docs' });
}

/** Coolify's own validation. The values of `errors` are lists or, in places, plain texts. */
export function validationFailed(errors: Readonly<Record<string, readonly string[] | string>>): Answer {
  return json(422, { message: 'Validation failed.', errors });
}
