/** The report of the demo: one HTML file that needs nothing else, no script, no font, no network. */
import { inWords } from '../../src/core/duration.ts';
import { type Chapter, type Check, type Chronicle, checksOf, type Run, runsOf } from './chronicle.ts';
import { escapeHtml, summaryHtml } from './report-markdown.ts';
import { STYLE } from './report-style.ts';
import { PHASES, timelineSvg } from './report-timeline.ts';

/** Lines of a step's log that stand in the report. */
const LOG_LINES = 60;

export function reportPage(chronicle: Chronicle): string {
  const checks = checksOf(chronicle);
  const held = checks.every(check => check.held);
  const title = held ? 'Proven on staging, then live in production' : 'Not everything happened as told';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>obcms-deploy demo: ${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="quiet">obcms-deploy demo, ${moment(chronicle.startedAt)}</p>
<h1>${title}</h1>
<p>A real Django application was deployed to two environments by the committed actions, through the API of Coolify, and
visited after every deployment with the suites of <code>examples/smoke</code>. At the end the same releases are judged
as their pull requests would have been. Every sentence with a mark below was
checked in the running system.</p>
${figures(chronicle, checks)}
<h2>What is live where</h2>
${liveTable(chronicle)}
<h2>All deployments</h2>
<div class="scroll">${timelineSvg(runsOf(chronicle).filter(({ action }) => action === 'redeploy' || action === 'smoke-test'))}</div>
${legend()}
${chronicle.chapters.map(chapterHtml).join('\n')}
<h2>Who took part</h2>
<ul class="cast">${chronicle.cast.map(line => `<li>${escapeHtml(line)}</li>`).join('')}</ul>
</main>
</body>
</html>
`;
}

function figures(chronicle: Chronicle, checks: readonly Check[]): string {
  const runs = runsOf(chronicle);
  const requests = sum(runs.map(run => run.visits?.requests ?? 0));
  const failures = sum(runs.map(run => run.visits?.failures ?? 0));
  const [deployments, visits, judgements, comparisons] = (
    ['redeploy', 'smoke-test', 'check-deploy', 'migration-safety'] as const
  ).map(action => runs.filter(run => run.action === action));
  const facts: readonly (readonly [string, string])[] = [
    [`${checks.filter(({ held }) => held).length} of ${checks.length}`, 'expectations held'],
    [`${deployments?.length}`, `deployments: ${tally(deployments ?? [], 'stopped by Coolify')}`],
    [`${visits?.length}`, `visits by smoke-test: ${tally(visits ?? [], 'found the site broken')}`],
    [`${judgements?.length}`, `releases judged by check-deploy: ${tally(judgements ?? [], 'found unfit')}`],
    [`${comparisons?.length}`, `sets of migrations judged by migration-safety: ${tally(comparisons ?? [], 'blocked')}`],
    [`${requests}`, `requests by visitors meanwhile, ${failures || 'none'} failed`],
    [inWords(chronicle.endedAt - chronicle.startedAt), 'from start to end'],
  ];
  return `<ul class="facts">${facts.map(([figure, what]) => `<li><strong>${figure}</strong>${what}</li>`).join('')}</ul>`;
}

function tally(runs: readonly Run[], otherwise: string): string {
  const passed = runs.filter(({ outcome }) => outcome === 'passed').length;
  return `${passed} passed, ${runs.length - passed || 'none'} ${otherwise}`;
}

function liveTable({ live }: Chronicle): string {
  const rows = live.map(
    ({ environment, role, application, sha, title, status, since }) =>
      `<tr><td>${environment}</td><td>${role}</td><td>${escapeHtml(application)}</td>` +
      `<td><span class="sha">${sha.slice(0, 7)}</span> ${escapeHtml(title)}</td>` +
      `<td>${escapeHtml(status)}</td><td>${moment(since).slice(11)}</td></tr>`,
  );
  const headings = ['Environment', 'Role', 'Application in Coolify', 'Release', 'Status', 'Running since'];
  return `<div class="scroll"><table><thead><tr>${headings.map(each => `<th>${each}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

function legend(): string {
  return `<ul class="legend">${PHASES.map(({ name, style }) => `<li><i class="${style}"></i>${name}</li>`).join('')}</ul>
<p class="quiet">The pale bands are the runs of <code>redeploy</code>, each with its commit; the frames behind them are the
visits of <code>smoke-test</code>, red where the site was broken.</p>`;
}

function chapterHtml({ title, why, parts }: Chapter, index: number): string {
  const pieces: string[] = [];
  for (const [place, part] of parts.entries()) {
    if (part.kind === 'run') pieces.push(runHtml(part));
    // Checks between two runs are one list.
    else if (parts[place - 1]?.kind !== 'check') pieces.push(checkList(parts.slice(place)));
  }
  return `<section><h2>${index + 1}. ${escapeHtml(title)}</h2>\n<p>${escapeHtml(why)}</p>\n${pieces.join('\n')}</section>`;
}

function checkList(parts: Chapter['parts']): string {
  const end = parts.findIndex(({ kind }) => kind === 'run');
  const checks = (end < 0 ? parts : parts.slice(0, end)).filter(part => part.kind === 'check');
  const items = checks.map(({ held, text, found }) =>
    held
      ? `<li>${escapeHtml(text)}</li>`
      : `<li class="bad">${escapeHtml(text)} Found: <code>${escapeHtml(found)}</code></li>`,
  );
  return `<ul class="checks">${items.join('')}</ul>`;
}

function runHtml(run: Run): string {
  const passed = run.outcome === 'passed';
  const mood = passed ? 'good' : 'bad';
  const picture = run.deployments.length === 0 ? '' : `<div class="scroll">${timelineSvg([run])}</div>`;
  const visits =
    run.visits === undefined
      ? ''
      : `<p class="quiet">Visitors meanwhile: ${run.visits.requests} requests, ${run.visits.failures || 'none'} failed.</p>`;
  const checks =
    run.checks === undefined
      ? ''
      : `<p class="quiet">Checks: ${run.checks.passed} hold, ${run.checks.failed || 'none'} failed, ${run.checks.skipped} not run.</p>`;
  return `<article class="run ${mood}">
<header><span class="chip name">${run.environment}</span> <span class="chip name">${run.action}</span>
<h3><span class="sha">${run.sha.slice(0, 7)}</span> ${escapeHtml(run.title)}</h3>
<span class="chip ${mood}">${escapeHtml(run.outcome)}</span> <code>${escapeHtml(run.reasonCode)}</code>
<span class="quiet time">${inWords(run.endedAt - run.startedAt)}</span></header>
<p>${escapeHtml(run.headline)}</p>${visits}${checks}
<details${passed ? '' : ' open'}><summary>Job summary, as GitHub shows it</summary>
<div class="scroll">${summaryHtml(run.summary, { picture, unfolded: !passed })}</div></details>
<details><summary>Log of the step</summary><pre>${escapeHtml(excerpt(run.log))}</pre></details>
</article>`;
}

/** The last lines that a reader of the log sees: workflow commands are for the runner. */
function excerpt(log: string): string {
  const lines = log.split('\n').filter(line => !/^::(add-mask|endgroup|set-output|save-state)\b/.test(line));
  return lines
    .map(line =>
      line
        .replace(/^::group::/, '')
        .replace(/^::(error|warning|notice)[^:]*::/, '$1: ')
        .replaceAll('%0A', '\n'),
    )
    .slice(-LOG_LINES)
    .join('\n');
}

function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
