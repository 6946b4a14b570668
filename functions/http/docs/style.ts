// How the page of the API looks; its hash is in the page's own policy.

export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#e2e2e9, #33343d); --soft: light-dark(#f6f6f9, #1d1e25);
  --text: light-dark(#1c1d22, #e9e9ee); --quiet: light-dark(#5b5c68, #a3a4b0); --accent: light-dark(#4338ca, #a5b4fc) }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0; color: var(--text); background: light-dark(#fff, #14151a);
  font: 16px/1.55 ui-sans-serif, system-ui, sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 6rem }
h1 { font-size: 1.9rem; margin: 0 0 .5rem } h2 { font-size: 1.3rem; margin: 3rem 0 .75rem }
p { margin: .4rem 0; max-width: 46rem } .quiet { color: var(--quiet) }
a { color: var(--accent) } code { font: .87em ui-monospace, monospace; overflow-wrap: anywhere }
nav ul { columns: 3 12rem; padding: 0; list-style: none; margin: 1.5rem 0 } nav li { margin: .15rem 0 }
details { border: 1px solid var(--line); border-radius: .6rem; margin: .6rem 0; background: var(--soft) }
summary { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; padding: .6rem .9rem; cursor: pointer }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .3rem }
summary b { min-width: 3.8rem; font: 700 .8rem ui-monospace, monospace; color: var(--accent) }
summary span { color: var(--quiet) }
details > div { padding: 0 .9rem .9rem; border-top: 1px solid var(--line) }
h3 { font-size: .95rem; margin: 1rem 0 .3rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .92rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) }
th { color: var(--quiet); font-weight: 600 }
pre { overflow-x: auto; margin: .3rem 0; padding: .75rem; border-radius: .45rem; background: light-dark(#fff, #14151a);
  border: 1px solid var(--line); font: .82rem/1.5 ui-monospace, monospace }
`
