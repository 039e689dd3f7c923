import { addressOf, baseOf, type Form, formsOf, tagsOf } from '../html.ts';
import type { SiteAnswer } from '../preset.ts';

/** The form of a sign-in page, and what a browser would send with it untouched. */
interface LoginForm {
  /** Where it is sent. */
  readonly target: URL;
  readonly token: string | undefined;
  readonly form: Form;
}

export const TOKEN_FIELD = 'csrfmiddlewaretoken';

/** The form that asks for a password; undefined when the page has none. */
export function loginFormIn(page: SiteAnswer): LoginForm | undefined {
  const tags = tagsOf(page.body);
  const form = formsOf(tags).find(({ fields }) => fields.some(({ type }) => type === 'password'));
  if (form === undefined) return undefined;
  const target = addressOf(form.action, baseOf(tags, page.url)) ?? page.url;
  const token = form.fields.find(({ name }) => name === TOKEN_FIELD)?.value;
  return { target, token: token === '' ? undefined : token, form };
}

/** The form as sent by somebody who typed nothing: the hidden fields as they are, all others empty. No account is ever named. */
export function emptyForm({ form }: LoginForm): string {
  const body = new URLSearchParams();
  for (const { name, type, value } of form.fields) {
    if (name === '' || LEFT_OUT.has(type)) continue;
    body.append(name, type === 'hidden' ? value : '');
  }
  return body.toString();
}

/** What a browser leaves out of a form that nobody touched. */
const LEFT_OUT = new Set(['submit', 'button', 'image', 'reset', 'file', 'checkbox', 'radio', 'select']);
