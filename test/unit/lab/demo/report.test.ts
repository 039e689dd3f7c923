import { expect, test } from '@jest/globals';
import type { Check, Chronicle, Run } from '../../../../lab/demo/chronicle.ts';
import { reportPage } from '../../../../lab/demo/report.ts';
import { summaryHtml } from '../../../../lab/demo/report-markdown.ts';
import { timelineSvg } from '../../../../lab/demo/report-timeline.ts';

const BEGIN = Date.UTC(2026, 0, 5, 1, 0, 0);
const FOLDED = { picture: '<svg></svg>', unfolded: false } as const;

function run(given: Partial<Run> = {}): Run {
  return {
    kind: 'run',
    action: 'redeploy',
    environment: 'staging',
    sha: 'a'.repeat(40),
    title: 'A release',
    outcome: 'passed',
    reasonCode: 'deployed',
    headline: 'It is live.',
    summary: '### Deployment: passed',
    log: 'line',
    startedAt: BEGIN,
    endedAt: BEGIN + 10_000,
    deployments: [
      {
        uuid: 'u',
        environment: 'staging',
        role: 'web',
        sha: 'a'.repeat(40),
        status: 'finished',
        phases: [{ phase: 'building', from: BEGIN, to: BEGIN + 4_000 }],
      },
    ],
    checks: undefined,
    visits: { requests: 7, failures: 0 },
    ...given,
  };
}

function chronicle(parts: readonly (Run | Check)[]): Chronicle {
  const chapters = [{ title: 'One', why: 'Because.', parts }];
  return { chapters, live: [], cast: [], startedAt: BEGIN, endedAt: BEGIN + 10_000 };
}

function check(given: Partial<Check> = {}): Check {
  return { kind: 'check', text: 'The page answers.', held: true, found: '', ...given };
}

test('a summary keeps its folds and its code, and shows our picture for a diagram', () => {
  const html = summaryHtml(
    '<details><summary>More</summary>\n\n```mermaid\ngantt\n```\n\n</details>\n\nSee <code>a</code>.',
    FOLDED,
  );
  expect(html).toContain('<details><summary>More</summary>');
  expect(html).toContain('<svg></svg>');
  expect(html).not.toContain('gantt');
  expect(html).toContain('<code>a</code>');
});

test('what a failed run folds is open', () => {
  expect(summaryHtml('<details><summary>Log</summary>', { ...FOLDED, unfolded: true })).toContain('<details open>');
});

test.each([
  '<script>alert(1)</script>',
  'a <img src=x onerror=alert(1)> b',
  '<details ontoggle="alert(1)" open>',
  '[x](javascript:alert(1))',
  '![x](https://elsewhere.example/pixel.png)',
  '```html\n<iframe src="https://elsewhere.example">\n```',
  '`<svg onload=alert(1)>`',
  '| <b onclick=alert(1)>x</b> |\n| --- |\n| y |',
  '<https://elsewhere.example/>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
])('nothing of %j becomes an element that acts, or an address that is fetched', markdown => {
  const html = summaryHtml(markdown, FOLDED);
  expect(html).not.toMatch(/<(?!\/?(p|pre|code|details|summary|br|span|table|thead|tbody|tr|th|td)\b)/);
  expect(html).not.toMatch(/<[^>]*\s(?:on\w+|href|src|style)\s*=/i);
});

test('links are words: what they led to ended with the lab', () => {
  expect(summaryHtml('[abc](http://127.0.0.1:1/x)', FOLDED)).toBe('<p><span class="ref">abc</span></p>\n');
});

test('the page names no address to fetch and allows none', () => {
  const page = reportPage(chronicle([run(), check()]));
  expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
  expect(page).not.toMatch(/\b(?:src|href)=|url\(|@import|<script/);
});

test('text of a commit or of Coolify is text in the page and in the picture', () => {
  const page = reportPage(chronicle([run({ title: '<i>"x"</i>', headline: '<u>y</u>', log: '</pre><b>z</b>' })]));
  expect(page).not.toMatch(/<i>|<u>|<b>/);
  expect(page).toContain('&lt;i&gt;&quot;x&quot;&lt;/i&gt;');
});

test('a deviation is the headline, and says what was found', () => {
  const page = reportPage(chronicle([check(), check({ held: false, found: '"502"', text: 'The row is there.' })]));
  expect(page).toContain('<h1>Not everything happened as told</h1>');
  expect(page).toContain('1 of 2');
  expect(page).toContain('The row is there. Found: <code>&quot;502&quot;</code>');
});

test('checks between two runs are one list', () => {
  const page = reportPage(chronicle([run(), check(), check(), run(), check()]));
  expect(page.match(/<ul class="checks">/g)).toHaveLength(2);
  expect(page.match(/<article/g)).toHaveLength(2);
});

test('a failed deployment is crossed out and named, inside the picture', () => {
  const failed = run({
    outcome: 'failed',
    deployments: run().deployments.map(each => ({ ...each, status: 'failed' })),
  });
  const svg = timelineSvg([run(), { ...failed, startedAt: BEGIN + 90_000, endedAt: BEGIN + 95_000 }]);
  expect(svg).toContain('class="cross"');
  expect(svg).toContain('>failed</text>');
  expect(svg).toContain('class="band failed"');
});

const VISIT: Partial<Run> = {
  action: 'smoke-test',
  outcome: 'failed',
  reasonCode: 'checks-failed',
  headline: 'Failed: login/web.',
  deployments: [],
  visits: undefined,
  checks: { passed: 44, failed: 15, skipped: 27 },
};

test('a visit that found the site broken says how many checks failed, beside the deployment that was green', () => {
  const page = reportPage(chronicle([run(), run(VISIT)]));
  expect(page).toContain('Checks: 44 hold, 15 failed, 27 not run.');
  expect(page).toContain('<strong>1</strong>deployments: 1 passed, none stopped by Coolify');
  expect(page).toContain('<strong>1</strong>visits by smoke-test: 0 passed, 1 found the site broken');
  expect(page.match(/<article class="run bad">/g)).toHaveLength(1);
});

test('a visit is a frame in the picture, red when the site was broken, with its verdict as its title', () => {
  const at = { startedAt: BEGIN + 11_000, endedAt: BEGIN + 14_000 };
  const red = timelineSvg([run(), run({ ...VISIT, ...at })]);
  expect(red).toContain(
    '<g class="visit failed"><title>visit of aaaaaaa: failed (checks-failed), 15 checks failed</title>',
  );
  const checks = { passed: 80, failed: 0, skipped: 5 };
  const green = timelineSvg([run(), run({ ...VISIT, ...at, outcome: 'passed', reasonCode: 'works', checks })]);
  expect(green).toContain('<g class="visit"><title>visit of aaaaaaa: passed (works)</title>');
});
