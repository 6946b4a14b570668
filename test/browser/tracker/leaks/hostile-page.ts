// A page that holds secrets wherever a page can hold one, and what a person and its scripts do there.
import type { Page } from 'playwright-core'
import { openPlanter, type Secret } from './planted.ts'

type Planter = ReturnType<typeof openPlanter>

export type HostilePage = {
  secrets: Secret[]
  /** Path, query and fragment. */
  path: string
  html: (tag: string) => string
  act: (page: Page) => Promise<void>
}

const TYPES = ['text', 'search', 'password', 'url', 'email', 'tel']

/** Every place inside a subtree that is ignored or masked. */
const subtree = (kind: string, { word }: Planter, read = true) => `
  <p title="${word(`${kind}: title`, read)}" aria-label="${word(`${kind}: aria-label`, read)}" data-note="${word(`${kind}: data-*`, read)}">${word(`${kind}: text`, read)}
    <b>${word(`${kind}: nested text`, read)}</b> <!-- ${word(`${kind}: comment`, false)} --></p>
  <img src="/dot.svg" alt="${word(`${kind}: alt`, read)}"><button id="${kind}-button">${word(`${kind}: button`, read)}</button>
  <a href="/people/${word(`${kind}: address of a link`, read)}">link</a>
  <svg width="80" height="20"><title>${word(`${kind}: title in svg`, read)}</title><text y="15">${word(`${kind}: text in svg`, read)}</text></svg>
  <select><option>${word(`${kind}: option`, read)}</option></select><datalist><option value="${word(`${kind}: datalist`, read)}"></option></datalist>
  <textarea>${word(`${kind}: textarea`, read)}</textarea><input placeholder="${word(`${kind}: placeholder`, read)}" value="${word(`${kind}: default value`, read)}">
  <details open><summary>${word(`${kind}: summary`, read)}</summary></details><dialog open>${word(`${kind}: dialog`, read)}</dialog>
  <x-in-${kind}><template shadowrootmode="open"><i>${word(`${kind}: shadow tree`, read)}</i></template><s>${word(`${kind}: slotted`, read)}</s></x-in-${kind}>
  <x-user name="${word(`${kind}: attribute of a custom element`, read)}"></x-user>
  <iframe srcdoc="<p>${word(`${kind}: frame`, read)}</p><input value='${word(`${kind}: field in a frame`, read)}'>"></iframe>`

/** `words`: with words all over it that nothing but the strict mode keeps back. */
export const hostilePage = ({ words = false } = {}): HostilePage => {
  const planter = openPlanter()
  const { word, email, card, jwt, query } = planter
  const typed = TYPES.map((type) => ({ id: `type-${type}`, type, text: word(`typed into ${type}`) }))
  const note = word('typed into an editor')
  const draft = word('typed into a textarea')
  const cc = word('typed into cc-name')
  const framed = word('typed into a frame')
  const shadowed = word('typed into a shadow tree')
  const toggled = word('a password that is shown')
  const filled = word('filled in by a script')
  const later = {
    ignored: word('added under ignore'),
    masked: word('added under mask'),
    ignoredText: word('changed under ignore'),
    maskedText: word('changed under mask'),
    attribute: word('an attribute changed under mask'),
    closed: word('closed shadow tree under ignore', false),
    drawn: word('drawn on a canvas', false),
  }
  const told = {
    console: email('console line'),
    object: word('password in an object on the console'),
    error: email('error'),
    stack: query('address in an error'),
    rejection: jwt('rejection'),
    fetched: query('address of a fetch'),
    header: word('header of a fetch', false),
    body: word('body of a fetch', false),
    answer: word('answer of a fetch', false),
    xhr: query('address of an XHR'),
    title: email('title'),
    pushed: query('address of a step'),
    rule: email('inserted rule'),
    adopted: email('adopted sheet'),
  }
  const kept = {
    name: word('window.name', false),
    local: word('localStorage', false),
    session: word('sessionStorage', false),
    cookie: word('cookie', false),
  }

  const html = (tag: string) => `<html><head><title>Inbox of ${email('first title')}</title>
    <meta name="csrf-token" content="${word('meta', false)}"><meta name="description" content="${word('meta description', false)}">
    <meta name="viewport" content="width=device-width">
    <style>@import url("/import.css?${query('address of an import', false)}"); body { font: 14px sans-serif; --owner: "${email('custom property')}" }
      #css::before { content: "${email('CSS content')}" } #css { background: url("/dot.svg?${query('address in CSS')}") }</style>
    <link rel="stylesheet" href="/missing.css?${query('address of a sheet')}"><script>const inScript = '${word('inline script', false)}'</script>${tag}</head>
    <body onclick="void '${word('handler', false)}'"><!-- ${word('comment', false)} --><noscript>${word('noscript')}</noscript>
    <template><p>${word('template', false)}</p></template>
    <p>likesshade</p><p id="plain">Write to ${email('text')} or pay ${card('text: card')} with ${jwt('text: token')}.</p>
    <p>${card('card over nodes')
      .split(' ')
      .map((four) => `<span>${four}</span>`)
      .join(' ')}</p>
    <p><i>${email('address over nodes').replace('@', '</i>@')}</p>
    <p id="css" style="--card: '${card('style attribute')}'">styled</p>
    <a title="${email('title attribute')}" href="/reset?${query('href')}" data-token="${word('data-token')}">link</a>
    <a href="javascript:open('${word('javascript: address')}')">script</a><a href="mailto:${email('mailto')}">mail</a>
    <img src="/dot.svg?${query('src')}" alt="${email('alt')}" srcset="/dot.svg?${query('srcset')} 2x">
    <svg width="200" height="20"><text y="15">${email('svg text')}</text><desc>${email('svg desc')}</desc></svg>
    <form action="/send?${query('action')}"><input type="hidden" name="csrf" value="${word('hidden field')}">
    ${typed.map(({ id, type }) => `<input id="${id}" type="${type}">`).join('')}
    <input id="default" value="${word('default value')}"><input id="shape" data-tracker-unmask value="${email('unmasked field')}">
    <input id="cc" autocomplete="cc-name" data-tracker-unmask><input id="toggle" type="password" data-tracker-unmask><input id="filled">
    <input type="date" value="2031-07-09"><input type="checkbox" value="${word('checkbox')}">
    <textarea id="draft">${word('default of a textarea')}</textarea><select><option value="${email('option value')}">${email('option')}</option></select>
    <div id="note" contenteditable>${word('default of an editor')}</div></form>
    <x-form><template shadowrootmode="open"><input id="deep"><p>${email('shadow tree')}</p><style>p::after { content: '${email('CSS in a shadow tree')}' }</style></template></x-form>
    <iframe id="frame" srcdoc="<title>${email('frame title')}</title><p>${email('frame')}</p><input id='framed'>"></iframe>
    <div id="ignore" data-tracker-ignore>${subtree('ignore', planter)}</div>
    <div id="mask" data-tracker-mask>${subtree('mask', planter)}</div>
    ${words ? `<section>${subtree('words', planter)}</section>` : ''}<canvas id="canvas" width="200" height="30"></canvas></body></html>`

  const act = async (page: Page) => {
    for (const { id, text } of typed) {
      await page.click(`#${id}`)
      await page.keyboard.type(text)
    }
    await page.click('#note')
    await page.keyboard.type(note)
    await page.click('#draft')
    await page.keyboard.type(draft)
    await page.click('#cc')
    await page.keyboard.type(cc)
    await page.click('#deep')
    await page.keyboard.type(shadowed)
    await page.frameLocator('#frame').locator('#framed').click()
    await page.keyboard.type(framed)
    await page.click('#toggle')
    await page.keyboard.type(toggled.slice(0, 8))
    await page.evaluate(`document.getElementById('toggle').type = 'text'`)
    await page.keyboard.type(toggled.slice(8))
    for (const button of ['#ignore-button', '#mask-button', '#plain']) await page.click(button)
    await page.evaluate(`(async () => {
      const later = ${JSON.stringify(later)}, told = ${JSON.stringify(told)}, kept = ${JSON.stringify(kept)}
      const get = (id) => document.getElementById(id)
      window.name = kept.name; localStorage.own = kept.local; sessionStorage.own = kept.session; document.cookie = 'own=' + kept.cookie
      get('filled').value = '${filled}'; get('filled').dispatchEvent(new Event('input', { bubbles: true }))
      const add = (id, text) => { const node = document.createElement('p'); node.textContent = text; get(id).append(node); return node }
      add('ignore', later.ignored); const masked = add('mask', later.masked)
      const hidden = add('ignore', 'x')
      await new Promise((done) => setTimeout(done, 300))
      hidden.textContent = later.ignoredText; masked.firstChild.data = later.maskedText; masked.title = later.attribute
      const host = add('ignore', ''); host.attachShadow({ mode: 'closed' }).innerHTML = '<p>' + later.closed + '</p>'
      get('canvas').getContext('2d').fillText(later.drawn, 4, 20)
      console.log('for', told.console); console.warn({ password: told.object }); console.error(new Error(told.error))
      setTimeout(() => { throw new TypeError(told.error + ' at https://shop.example/a?' + told.stack) })
      void Promise.reject(new Error(told.rejection))
      await fetch('/answer?' + told.fetched, { method: 'POST', headers: { 'X-Own': told.header }, body: told.body }).then((answer) => answer.text())
      await new Promise((done) => { const request = new XMLHttpRequest(); request.open('GET', '/answer?' + told.xhr); request.onloadend = done; request.send() })
      document.styleSheets[0].insertRule('#plain::after { content: "' + told.rule + '" }', document.styleSheets[0].cssRules.length)
      const sheet = new CSSStyleSheet(); sheet.replaceSync('#plain::before { content: "' + told.adopted + '" }'); document.adoptedStyleSheets = [sheet]
      const range = document.createRange(); range.selectNodeContents(get('mask')); getSelection().addRange(range)
      document.title = 'Mail of ' + told.title
      history.pushState({}, '', '/next?' + told.pushed + '#' + told.pushed)
    })()`)
  }
  const path = `/u/${email('path')}/inbox?${query('query')}&next=${encodeURIComponent(`/x?${query('address in an address')}`)}#/reset?${query('fragment')}`
  return { secrets: planter.secrets, path, html, act }
}
