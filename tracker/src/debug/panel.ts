// The overlay itself: a panel and outlines in a closed shadow tree that page, recorder and pictures leave alone.
import type { Region } from './regions.ts'

const CSS = `
:host { all: initial }
* { box-sizing: border-box }
.panel { position: fixed; right: 12px; bottom: 12px; z-index: 2147483647; width: 360px; max-height: min(70vh, 620px); display: flex; flex-direction: column; border-radius: 10px; background: #16181d; color: #e8eaf0; font: 12px/1.5 ui-sans-serif, system-ui, sans-serif; box-shadow: 0 8px 32px #0008; overflow: hidden }
.panel.small .body { display: none }
header { display: flex; align-items: center; gap: 8px; padding: 8px 10px; background: #20242c; font-weight: 600 }
header span { flex: 1 }
button { all: unset; padding: 2px 8px; border-radius: 6px; cursor: pointer; color: inherit }
button:hover, button:focus-visible { background: #39404d }
.body { overflow: auto; padding: 8px 10px 10px }
h2 { margin: 10px 0 4px; font-size: 11px; font-weight: 600; color: #9aa3b5 }
h2:first-child { margin-top: 0 }
dl { display: grid; grid-template-columns: auto 1fr; gap: 1px 10px; margin: 0 }
dt { color: #9aa3b5 }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
ol { list-style: none; margin: 0; padding: 0; min-height: 18px; max-height: 126px; overflow: auto }
li { display: flex; gap: 8px; white-space: nowrap }
li b { font-weight: 600 }
li i { overflow: hidden; text-overflow: ellipsis; font-style: normal; color: #9aa3b5 }
.key { display: flex; gap: 12px }
.key span::before { content: ''; display: inline-block; width: 10px; height: 10px; margin-right: 5px; border: 2px solid var(--c) }
.outline { position: fixed; z-index: 2147483646; pointer-events: none; border: 2px solid var(--c); background: color-mix(in srgb, var(--c) 14%, transparent) }
.ignored { --c: #ff5c5c } .masked { --c: #ffb020 } .field { --c: #4da3ff }
`

export type Section = { title: string; rows: [string, string][] }
export type Shown = {
  title: string
  sections: Section[]
  lines: [time: string, name: string, says: string][]
}

const make = (name: string, text = '', className = ''): HTMLElement => {
  const element = document.createElement(name)
  element.textContent = text
  if (className) element.className = className
  return element
}

export type Panel = {
  show: (shown: Shown) => void
  outline: (regions: Region[]) => void
  remove: () => void
}

export const openPanel = (onClose: () => void): Panel => {
  const host = document.createElement('playhead-debug')
  host.setAttribute('data-tracker-ignore', '')
  host.setAttribute('data-playhead', '')
  const root = host.attachShadow({ mode: 'closed' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(CSS)
  root.adoptedStyleSheets = [sheet]

  const outlines = make('div')
  const panel = make('section', '', 'panel')
  const header = make('header')
  const title = make('span')
  const fold = make('button', '–')
  const close = make('button', '×')
  fold.title = 'Fold'
  close.title = 'Close, for this tab'
  fold.setAttribute('aria-label', fold.title)
  close.setAttribute('aria-label', close.title)
  panel.setAttribute('role', 'region')
  panel.setAttribute('aria-label', 'Tracker debug')
  const body = make('div', '', 'body')
  const facts = make('div')
  const key = make('div', '', 'key')
  key.append(
    make('span', 'ignored', 'ignored'),
    make('span', 'masked', 'masked'),
    make('span', 'field', 'field'),
  )
  const lines = make('ol')
  fold.addEventListener('click', () => panel.classList.toggle('small'))
  close.addEventListener('click', onClose)
  header.append(title, fold, close)
  body.append(make('h2', 'Captured, newest first'), lines, facts, make('h2', 'Outlines'), key)
  panel.append(header, body)
  root.append(outlines, panel)
  document.documentElement.append(host)

  return {
    show: (shown) => {
      title.textContent = shown.title
      facts.replaceChildren(
        ...shown.sections.flatMap(({ title, rows }) => {
          const list = make('dl')
          for (const [name, value] of rows) list.append(make('dt', name), make('dd', value))
          return [make('h2', title), list]
        }),
      )
      lines.replaceChildren(
        ...shown.lines.map(([time, name, says]) => {
          const item = make('li')
          item.append(make('span', time), make('b', name), make('i', says))
          return item
        }),
      )
    },
    outline: (regions) =>
      outlines.replaceChildren(
        ...regions.map(({ kind, x, y, width, height }) => {
          const box = make('div', '', `outline ${kind}`)
          Object.assign(box.style, {
            left: `${x}px`,
            top: `${y}px`,
            width: `${width}px`,
            height: `${height}px`,
          })
          return box
        }),
      ),
    remove: () => host.remove(),
  }
}
