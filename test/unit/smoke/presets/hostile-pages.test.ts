import { describe, expect, test } from '@jest/globals';
import { PRESETS } from '../../../../src/smoke/presets/index.ts';
import { scriptedSite } from '../../../support/scripted-site.ts';

/** Enough to tell time that grows with the page from time that grows with its square. */
const SIZE = 128 * 1024;
const filled = (text: string) => text.repeat(Math.ceil(SIZE / text.length));

const OPTIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  leaks: { metrics: ['/metrics'], admin: '/admin/', docs: ['/docs'], api: '/api/' },
  health: { path: '/health/', ready: '/ready/' },
  static: { page: '/login/' },
  django: { login: '/login/', admin: '/admin/' },
  fastapi: { docs: ['/docs'] },
};

const BODIES: Readonly<Record<string, string>> = {
  'open tags': filled('<a '),
  'open comments': filled('<!--'),
  'open quotes': filled('<a href="'),
  'one long word': filled('a'),
  'words with dots': filled('a.'),
  'words with slashes': filled('/app/a'),
  'words with colons': filled('a:'),
  capitals: filled('A'),
  'line ends': filled('\n'),
  spaces: filled(' '),
  'deep JSON': filled('[{"a":'),
  'forms with fields': filled('<form method=post><input type=password name=csrfmiddlewaretoken value=x>'),
  stylesheets: filled('<link rel=stylesheet href=a.css>'),
  'references of stylesheets': filled('url("'),
  'titles without an end': filled('<title>Index of'),
};

/** A check looks at some answers, each of them of this size. */
const LONGEST_MS = 1_000;

describe.each(Object.entries(BODIES))('pages full of %s', (_, body) => {
  test.each(Object.keys(OPTIONS))('do not hold up the preset %s', async name => {
    const options = OPTIONS[name] ?? {};
    for (const type of ['text/html', 'text/css', 'application/json']) {
      const site = scriptedSite({ otherwise: { headers: { 'content-type': type }, body } });
      for (const check of PRESETS[name]?.checks ?? []) {
        const began = performance.now();
        const judgement = check.judge(await check.collect(site, options), options, 'production');
        const took = performance.now() - began;
        expect({ id: check.id, slow: took > LONGEST_MS ? Math.round(took) : false }).toEqual({
          id: check.id,
          slow: false,
        });
        expect(JSON.stringify(judgement).length).toBeLessThan(5_000);
      }
    }
  });
});
