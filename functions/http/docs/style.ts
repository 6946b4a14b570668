// How the page of the API looks; its hash is in the page's own policy.

export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#e2e2e9, #33343d); --soft: light-dark(#f6f6f9, #1d1e25);
  --page: light-dark(#fff, #14151a); --code: light-dark(#ebebf2, #2b2c36);
  --text: light-dark(#1c1d22, #e9e9ee); --quiet: light-dark(#5b5c68, #a3a4b0); --accent: light-dark(#4338ca, #a5b4fc) }
* { box-sizing: border-box }
body { margin: 0; color: var(--text); background: var(--page); font: 16px/1.55 ui-sans-serif, system-ui, sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 6rem }
h1 { font-size: 1.9rem; margin: 0 0 .5rem } h2 { font-size: 1.3rem; margin: 3rem 0 .75rem }
p { margin: .4rem 0; max-width: 46rem } .quiet { color: var(--quiet) }
a { color: var(--accent) } code { font: .87em ui-monospace, monospace; overflow-wrap: break-word }
p code, td code { padding: .1em .35em; border-radius: .3em; background: var(--code) }
h3 { font-size: .95rem; margin: 1rem 0 .3rem }
nav { columns: 3 8.5rem; column-gap: 1rem; margin: 1.5rem 0; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .6rem }
nav section { margin-bottom: 1rem } nav h3 { margin: 0; break-after: avoid }
nav ul { padding: 0; margin: 0; list-style: none; font-size: .92rem } nav li { overflow-wrap: anywhere }
nav a { text-decoration: none } nav a:hover { text-decoration: underline }
details { border: 1px solid var(--line); border-radius: .6rem; margin: .6rem 0; background: var(--soft) }
summary { display: flex; flex-wrap: wrap; gap: .1rem .75rem; align-items: baseline; padding: .6rem 2rem .6rem .9rem;
  position: relative; cursor: pointer; list-style: none }
summary::-webkit-details-marker { display: none }
summary::after { content: ''; position: absolute; right: 1rem; top: 1.1rem; width: .45rem; height: .45rem;
  border: solid var(--quiet); border-width: 0 2px 2px 0; transform: rotate(45deg) }
details[open] > summary::after { top: 1.3rem; transform: rotate(225deg) }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .3rem }
summary b { min-width: 3.8rem; font: 700 .8rem ui-monospace, monospace; color: var(--accent) }
summary > code { min-width: 0; font-weight: 600 } summary span { color: var(--quiet) }
details > div { padding: .4rem .9rem .9rem; border-top: 1px solid var(--line); scroll-margin-top: 4.5rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .92rem }
td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line) }
pre { overflow-x: auto; margin: .3rem 0; padding: .75rem; border-radius: .45rem; background: var(--page);
  border: 1px solid var(--line); font: .82rem/1.5 ui-monospace, monospace }
@media (max-width: 40rem) {
  summary span { flex-basis: 100% }
  tr { display: block; padding: .35rem 0; border-bottom: 1px solid var(--line) }
  td { display: block; padding: .1rem 0; border: 0 }
}
`
