import type { CommandForm } from './facts.ts';

/** An exec form is valid JSON of strings; everything else is for the shell, as Docker has it. */
export function formOf(text: string): CommandForm {
  if (text.startsWith('[')) {
    try {
      const words: unknown = JSON.parse(text);
      if (Array.isArray(words) && words.every(word => typeof word === 'string')) return { form: 'exec', words };
    } catch {
      // Single quotes, a comma too much: Docker takes the whole line for a shell command then.
    }
  }
  return { form: 'shell', text };
}

/** Both forms as one text, for looking into: words of an exec form side by side. */
export function formText(form: CommandForm): string {
  return form.form === 'exec' ? form.words.join(' ') : form.text;
}
