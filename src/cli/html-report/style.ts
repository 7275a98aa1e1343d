/** The style of the reports: light and dark by the reader's system, one column on narrow screens, light and open on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #1b2330; --muted: #5b6675; --line: #dde2e9;
  --good: #1a7f43; --bad: #c0262d; --skip: #6b7686; --accent: #2563b8; --soft: #cfdff5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --card: #1a2029; --ink: #e4e9f0; --muted: #9aa6b5; --line: #313b48;
    --good: #4cc27d; --bad: #ff7b7b; --skip: #8c98a8; --accent: #6ea8f7; --soft: #2b4468;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
header p { margin: .2rem 0 0; color: var(--muted); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
h3 { font-size: .95rem; margin: 1.25rem 0 .25rem; overflow-wrap: anywhere; }
h3:first-of-type { margin-top: 0; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.1rem; margin-top: 1rem; }
.absent, .note { color: var(--muted); margin: .25rem 0; }
.problem { border-left: 4px solid var(--bad); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; }
.tile { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; min-width: 0; }
.tile b { display: block; font-size: 1.35rem; line-height: 1.3; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.tile span { color: var(--muted); overflow-wrap: anywhere; }
figure { margin: 0 0 .5rem; }
figure svg { font-size: 12px; display: block; max-width: 100%; height: auto; color: var(--ink); overflow: visible; }
figure text { white-space: pre; }
.narrow { display: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--muted); font-weight: 500; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.record { max-width: 24rem; overflow-wrap: anywhere; }
pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--page); border-radius: .4rem; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.pass, .good { color: var(--good); } .fail, .bad { color: var(--bad); } .skip { color: var(--skip); }
.checks { border-top: 1px solid var(--line); }
.checks details { border-bottom: 1px solid var(--line); }
.checks summary { display: grid; grid-template-columns: 3.9rem 4.2rem 1fr auto; gap: .5rem; padding: .45rem 0; cursor: pointer; list-style: none; }
.checks summary::-webkit-details-marker { display: none; }
.checks summary:hover { background: var(--page); }
.checks summary:focus-visible { outline: 2px solid var(--accent); }
.checks .nr::before { content: "▸"; float: left; }
.checks details[open] .nr::before { content: "▾"; }
.checks .nr { color: var(--muted); text-align: right; font-variant-numeric: tabular-nums; }
.checks .name { min-width: 0; overflow-wrap: anywhere; }
.checks .took { color: var(--muted); font-variant-numeric: tabular-nums; white-space: nowrap; }
.checks .below { padding: 0 0 .75rem 4.4rem; }
.checks .below p { margin: .3rem 0; overflow-wrap: anywhere; }
.advice { color: var(--muted); }
a { color: var(--accent); }
footer { color: var(--muted); margin-top: 1.5rem; font-size: .85rem; }
@media (max-width: 40rem) {
  main { padding: 1rem .6rem 2rem; }
  section { padding: .8rem .75rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
  .wide, .beside { display: none; }
  .narrow { display: block; }
  .checks summary { grid-template-columns: 3.6rem 3.6rem 1fr; }
  .checks .took { display: none; }
  .checks .below { padding-left: 0; }
}
@media print {
  :root { color-scheme: light; --page: #ffffff; --card: #ffffff; --ink: #000000; --muted: #444444; --line: #bbbbbb; --good: #0b5d2c; --bad: #a01018; --skip: #555555; --accent: #1d4f91; --soft: #d9e4f3; }
  main { max-width: none; padding: 0; }
  section { border: 0; padding: .5rem 0; }
  section > h2, section > .note { break-after: avoid; }
  figure, tr, .tile, .checks details { break-inside: avoid; }
  .checks details::details-content { content-visibility: visible; block-size: auto; }
}
`;
