/** The look of the report: one column, light and dark by the reader's preference, plain on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fbfbf9; --card: #ffffff; --ink: #1d2327; --quiet: #5b666e; --line: #dcdfdc; --lane: #f1f3f0;
  --band: #e2e8e2; --good: #1c6b3a; --good-ground: #e3f2e7; --bad: #a8201a; --bad-ground: #fbe6e3;
  --queued: #9aa5ad; --building: #3b73b9; --health: #d08a1d; --swapping: #3a9a5f; --code: #f1f3f0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181a; --card: #1c2225; --ink: #e4e8e6; --quiet: #9aa6ab; --line: #333c40; --lane: #20282b;
    --band: #2c373b; --good: #7bd39a; --good-ground: #193626; --bad: #ff9a8d; --bad-ground: #47201d;
    --queued: #76838a; --building: #6aa0e0; --health: #e0a545; --swapping: #5cbd82; --code: #12171a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 1.3rem; margin: 48px 0 8px; }
h3 { font-size: 1rem; margin: 0; }
h4 { font-size: 1rem; margin: 4px 0 8px; }
p { margin: 8px 0; max-width: 78ch; }
.quiet { color: var(--quiet); }
.facts { display: flex; flex-wrap: wrap; gap: 12px; margin: 24px 0; padding: 0; list-style: none; }
.facts li { flex: 1 1 150px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
.facts strong { display: block; font-size: 1.5rem; line-height: 1.2; }
.chip { display: inline-block; border-radius: 999px; padding: 1px 10px; font-size: 0.82rem; font-weight: 600; white-space: nowrap; }
.chip.good { color: var(--good); background: var(--good-ground); }
.chip.bad { color: var(--bad); background: var(--bad-ground); }
.chip.name { color: var(--ink); background: var(--band); }
code, pre, .sha { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.86em; }
code { background: var(--code); border-radius: 4px; padding: 1px 4px; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: 12px; overflow: auto; max-height: 420px; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; margin: 12px 0; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--quiet); font-weight: 600; }
.run { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--good); border-radius: 8px; padding: 14px 18px; margin: 18px 0 8px; }
.run.bad { border-left-color: var(--bad); }
.run header { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: baseline; }
.run header .time { margin-left: auto; }
details { margin: 8px 0; }
summary { cursor: pointer; color: var(--quiet); }
details > *:not(summary) { margin-left: 2px; }
.checks { list-style: none; padding: 0; margin: 8px 0; }
.checks li { padding: 2px 0 2px 28px; position: relative; }
.checks li::before { content: "\\2713"; position: absolute; left: 6px; color: var(--good); font-weight: 700; }
.checks li.bad::before { content: "\\2717"; color: var(--bad); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 8px 0; list-style: none; font-size: 0.86rem; color: var(--quiet); }
.legend i { display: inline-block; width: 14px; height: 10px; border-radius: 2px; margin-right: 6px; }
.timeline { display: block; width: 100%; min-width: 640px; height: auto; font-family: inherit; }
.timeline .lane { fill: var(--lane); }
.timeline .lane-name { font-size: 13px; font-weight: 700; fill: var(--ink); }
.timeline .row-name, .timeline .time { font-size: 12px; fill: var(--quiet); }
.timeline .mark { stroke: var(--line); stroke-width: 1; }
.timeline .band rect { fill: var(--band); }
.timeline .band text { font-size: 12px; font-weight: 600; fill: var(--ink); font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.timeline .band.failed rect { fill: var(--bad-ground); }
.timeline .band.failed text, .timeline .verdict { fill: var(--bad); }
.timeline .verdict { font-size: 12px; font-weight: 700; }
.timeline .visit rect { fill: var(--good-ground); stroke: var(--good); stroke-width: 1; }
.timeline .visit.failed rect { fill: var(--bad-ground); stroke: var(--bad); stroke-width: 2; }
.timeline .outline, .timeline .cross { fill: none; stroke: var(--bad); stroke-width: 2; }
.queued { fill: var(--queued); background: var(--queued); }
.building { fill: var(--building); background: var(--building); }
.health { fill: var(--health); background: var(--health); }
.swapping { fill: var(--swapping); background: var(--swapping); }
.cast { color: var(--quiet); font-size: 0.9rem; padding-left: 20px; }
/* What a failure says last matters most. */
.run.bad pre { max-height: none; }
@media print {
  :root { --ground: #fff; }
  main { max-width: none; padding: 0; }
  .run, .facts li, li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  pre { max-height: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
