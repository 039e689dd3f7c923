/** The timeline as SVG: a lane an environment, a row an application, a bar a deployment, a colour a phase. */
import type { DeploymentStory, Phase, Run } from './chronicle.ts';
import { ENVIRONMENTS, type EnvironmentName, ROLES, type Role } from './environment.ts';
import { escapeHtml } from './report-markdown.ts';

const WIDTH = 980;
const GUTTER = 96;
const MARGIN = 14;
const LANE_HEAD = 30;
const ROW = 24;
const BAR = 13;
const AXIS = 26;
const LABEL_WIDTH = 52;
/** `cancelled-by-user`, the longest word for a deployment that went wrong. */
const VERDICT_WIDTH = 120;
/** About this many marks on the axis. */
const MARKS = 10;
const STEPS_SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300] as const;

export const PHASES: readonly { readonly phase: Phase; readonly name: string; readonly style: string }[] = [
  { phase: 'queued', name: 'queued', style: 'queued' },
  { phase: 'building', name: 'building the commit', style: 'building' },
  { phase: 'proving health', name: 'new container proves its health', style: 'health' },
  { phase: 'swapping', name: 'old container is removed (a failed one: itself)', style: 'swapping' },
];

interface Scale {
  readonly begin: number;
  readonly end: number;
  x(at: number): number;
}

interface Row {
  readonly environment: EnvironmentName;
  readonly role: Role;
  readonly y: number;
}

/** All runs in one picture; the lanes are those of the environments that took part. */
export function timelineSvg(runs: readonly Run[]): string {
  const deployments = runs.flatMap(run => run.deployments);
  const scale = scaleOf(runs);
  const environments = ENVIRONMENTS.filter(name => runs.some(run => run.environment === name));
  const laneHeight = LANE_HEAD + ROLES.length * ROW + MARGIN;
  const rows = environments.flatMap((environment, lane) =>
    ROLES.map(
      (role, index): Row => ({ environment, role, y: lane * laneHeight + LANE_HEAD + index * ROW + MARGIN / 2 }),
    ),
  );
  const height = environments.length * laneHeight + AXIS;
  const lanes = environments.map((name, lane) => {
    const top = lane * laneHeight;
    const bands = runs
      .filter(run => run.environment === name)
      .map(run => (run.action === 'redeploy' ? band : visitFrame)(run, top, laneHeight, scale));
    return `<text class="lane-name" x="12" y="${top + 20}">${name}</text>${bands.join('')}`;
  });
  const grounds = environments.map(
    (_, lane) =>
      `<rect class="lane" x="0" y="${lane * laneHeight}" width="${WIDTH}" height="${laneHeight - 6}" rx="6"/>`,
  );
  const bars = deployments.flatMap(deployment => {
    const row = rows.find(
      ({ environment, role }) => environment === deployment.environment && role === deployment.role,
    );
    return row === undefined ? [] : [bar(deployment, row.y, scale)];
  });
  const names = rows.map(({ role, y }) => `<text class="row-name" x="12" y="${y + BAR - 2}">${role}</text>`);
  const label = `Timeline of ${deployments.length} deployments to ${environments.join(' and ')}`;
  return `<svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">
    ${grounds.join('')}${axis(scale, height)}${lanes.join('')}${names.join('')}${bars.join('')}</svg>`;
}

function scaleOf(runs: readonly Run[]): Scale {
  const begin = Math.min(...runs.map(({ startedAt }) => startedAt));
  const end = Math.max(begin + 1, ...runs.map(({ endedAt }) => endedAt));
  const x = (at: number): number => round(GUTTER + ((at - begin) / (end - begin)) * (WIDTH - GUTTER - MARGIN));
  return { begin, end, x };
}

/** The time of one run of the action, with its commit. */
function band(
  { startedAt, endedAt, sha, title, outcome, reasonCode }: Run,
  top: number,
  height: number,
  scale: Scale,
): string {
  const [from, to] = [scale.x(startedAt), scale.x(endedAt)];
  const failed = outcome !== 'passed';
  const rightmost = from + LABEL_WIDTH > WIDTH - MARGIN;
  const place = rightmost ? `x="${to}" text-anchor="end"` : `x="${from + 4}"`;
  const told = escapeHtml(`${sha.slice(0, 7)} ${title}: ${outcome} (${reasonCode})`);
  return `<g class="${failed ? 'band failed' : 'band'}"><title>${told}</title>
    <rect x="${from}" y="${top + 4}" width="${round(to - from)}" height="${height - 14}" rx="4"/>
    <text ${place} y="${top + 20}">${sha.slice(0, 7)}</text></g>`;
}

/** A visit, behind the deployment that it looks at: too narrow for words. */
function visitFrame(run: Run, top: number, height: number, scale: Scale): string {
  const { startedAt, endedAt, sha, outcome, reasonCode, checks } = run;
  const [from, to] = [scale.x(startedAt), scale.x(endedAt)];
  const failed = checks === undefined || checks.failed === 0 ? '' : `, ${checks.failed} checks failed`;
  const told = escapeHtml(`visit of ${sha.slice(0, 7)}: ${outcome} (${reasonCode})${failed}`);
  return `<g class="${outcome === 'passed' ? 'visit' : 'visit failed'}"><title>${told}</title>
    <rect x="${from}" y="${top + 5}" width="${round(Math.max(2, to - from))}" height="${height - 16}" rx="4"/></g>`;
}

function bar(deployment: DeploymentStory, y: number, scale: Scale): string {
  const failed = deployment.status !== 'finished';
  const parts = deployment.phases.map(({ phase, from, to }) => {
    const style = PHASES.find(each => each.phase === phase)?.style ?? 'queued';
    const left = scale.x(from);
    const width = Math.max(1.5, round(scale.x(to) - left));
    const told = `${deployment.role} ${deployment.sha.slice(0, 7)}: ${phase}, ${((to - from) / 1000).toFixed(1)} s`;
    return `<rect class="${style}" x="${left}" y="${y}" width="${width}" height="${BAR}"><title>${escapeHtml(told)}</title></rect>`;
  });
  if (!failed) return `<g>${parts.join('')}</g>`;
  const first = deployment.phases[0]?.from ?? scale.begin;
  const last = deployment.phases.at(-1)?.to ?? first;
  const [left, right] = [scale.x(first), scale.x(last)];
  const [cx, cy] = [round(right + 10), y + BAR / 2];
  const roomy = cx + VERDICT_WIDTH < WIDTH - MARGIN;
  const place = roomy ? `x="${cx + 9}"` : `x="${round(left - 8)}" text-anchor="end"`;
  return `<g class="failed-bar">${parts.join('')}
    <rect class="outline" x="${left - 1}" y="${y - 1}" width="${round(right - left + 2)}" height="${BAR + 2}" rx="2"/>
    <path class="cross" d="M${cx - 4} ${cy - 4} L${cx + 4} ${cy + 4} M${cx + 4} ${cy - 4} L${cx - 4} ${cy + 4}"/>
    <text class="verdict" ${place} y="${cy + 4}">${escapeHtml(deployment.status)}</text></g>`;
}

function axis(scale: Scale, height: number): string {
  const seconds = (scale.end - scale.begin) / 1000;
  const step = STEPS_SECONDS.find(each => seconds / each <= MARKS) ?? 600;
  const marks: string[] = [];
  for (let at = 0; at <= seconds; at += step) {
    const x = scale.x(scale.begin + at * 1000);
    marks.push(`<line class="mark" x1="${x}" x2="${x}" y1="0" y2="${height - AXIS + 4}"/>
      <text class="time" x="${x}" y="${height - 8}" text-anchor="middle">${at} s</text>`);
  }
  return marks.join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
