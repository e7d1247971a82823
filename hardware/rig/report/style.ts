/** One stylesheet, for a screen in light and dark and for paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2126; --paper: #fff; --rule: #c9ced4; --good: #14683a; --bad: #a11212; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --paper: #14181c; --rule: #414950; --good: #6fd19a; --bad: #ff8f87; } }
@media print { :root { --ink: #000; --paper: #fff; --rule: #999; --good: #000; --bad: #000; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid var(--rule); }
.verdict { font-weight: 600; white-space: nowrap; } .pass { color: var(--good); } .fail { color: var(--bad); } .none { opacity: .75; font-weight: 400; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; } svg { width: 100%; max-width: 48rem; height: auto; }
svg text { fill: currentColor; font-size: 11px; } .grid { stroke: var(--rule); } .line { fill: none; stroke: currentColor; stroke-width: 1.5; }
`;
