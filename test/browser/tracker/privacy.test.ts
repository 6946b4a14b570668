// The rules of privacy, asked in a real page, node by node.
import { build } from 'esbuild'
import { beforeEach, expect, test } from 'vitest'
import { root } from '../../house/imports.ts'
import { openStage } from './stage.ts'

const stage = openStage()

const rules = build({
  stdin: {
    contents: `
      import { createPrivacy } from './tracker/src/privacy/privacy.ts'
      import { pagePrivacy } from './tracker/src/privacy/page-privacy.ts'
      window.rules = (given, masking) => {
        const options = { maskSensitiveInputs: true, strict: false, ...given }
        const settings = { masking: { inputs: true, text: false, ...masking } }
        return pagePrivacy({ options, settings, passwords: new WeakSet(), privacy: createPrivacy(options, () => settings) })
      }`,
    resolveDir: root,
  },
  bundle: true,
  write: false,
  format: 'iife',
}).then(({ outputFiles }) => outputFiles[0]?.text ?? '')

beforeEach(async () => {
  stage.site.file('/rules.js', await rules, { 'Content-Type': 'text/javascript' })
})

const open = async (html: string) => {
  stage.site.page('/', `<script src="/rules.js"></script><body>${html}`)
  await stage.page.goto(`${stage.site.origin}/`)
}

/** What a rule says of an element; text is that of its first child. */
const ask = <T>(rule: string, selector: string, args: unknown[] = [], options = {}, masking = {}) =>
  stage.page.evaluate(`(() => {
    const act = rules(${JSON.stringify(options)}, ${JSON.stringify(masking)})[${JSON.stringify(rule)}]
    const element = document.querySelector(${JSON.stringify(selector)})
    if (${rule === 'text'}) return act(element.firstChild, element.firstChild?.nodeValue)
    if (${rule === 'value'}) return act(element, element.value)
    return act(element, ...${JSON.stringify(args)})
  })()`) as Promise<T>

const attribute = (selector: string, name: string, value: string, options = {}) =>
  ask<string | null>('attribute', selector, [name, value], options)

test('masked text keeps its layout, and the nearest mark decides', async () => {
  await open(`<p>open words</p>
    <div data-tracker-mask><b>my  words</b><i data-tracker-unmask>shown <u data-tracker-mask>not</u></i></div>
    <s data-tracker-mask data-tracker-unmask>both</s>
    <div data-tracker-ignore data-tracker-unmask><em data-tracker-unmask>never</em></div>`)
  expect(await ask('text', 'p')).toBe('open words')
  expect(await ask('text', 'b')).toBe('••  •••••')
  expect(await ask('text', 'i')).toBe('shown ')
  expect(await ask('text', 'u')).toBe('•••')
  expect(await ask('text', 's')).toBe('••••')
  expect(await ask('ignored', 'em')).toBe(true)
  expect(await ask('ignored', 'p')).toBe(false)
})

test('selectors of the site and the strict mode, from either side, do the same', async () => {
  await open(`<p class="name">Ann</p><p class="ok">fine</p><p class="out">gone</p>`)
  const marks = { maskSelector: '.name', unmaskSelector: '.ok', ignoreSelector: '.out' }
  expect(await ask('text', '.name', [], marks)).toBe('•••')
  expect(await ask('ignored', '.out', [], marks)).toBe(true)
  expect(await ask('text', '.out', [], { strict: true })).toBe('••••')
  expect(await ask('text', '.ok', [], { ...marks, strict: true })).toBe('fine')
  expect(await ask('text', '.out', [], {}, { text: true })).toBe('••••')
})

test('a mark holds in shadow trees, closed ones too, and in frames', async () => {
  await open(
    `<div data-tracker-ignore><x-open></x-open></div><div data-tracker-mask><iframe srcdoc="<p>x</p>"></iframe></div>`,
  )
  await stage.page.waitForFunction(`frames[0].document.querySelector('p')`)
  const said = await stage.page.evaluate(`(() => {
    const privacy = rules()
    const inside = document.createElement('p')
    document.querySelector('x-open').attachShadow({ mode: 'closed' }).append(inside)
    const framed = frames[0].document.querySelector('p')
    return [privacy.ignored(inside), privacy.textMasked(framed), privacy.textMasked(framed.firstChild),
      privacy.ignored(framed), privacy.ignored(document), privacy.ignored(document.createElement('p'))]
  })()`)
  expect(said).toEqual([true, true, true, false, false, false])
})

test('fields leave as dots; a region that is unmasked does not open its fields, a field of its own does', async () => {
  await open(`<div data-tracker-unmask><input id="a" value="some words"></div>
    <input id="b" data-tracker-unmask value="some words"><textarea id="c">my draft</textarea>
    <select id="d"><option>Iceland</option></select><input id="e" type="submit" value="Send now">
    <div contenteditable>my note</div><div id="f" contenteditable data-tracker-unmask>my note</div>`)
  expect(await ask('value', '#a')).toBe('•••• •••••')
  expect(await ask('value', '#b')).toBe('some words')
  expect(await ask('value', '#c')).toBe('•• •••••')
  expect(await ask('text', '#c')).toBe('•• •••••')
  expect(await ask('value', '#d')).toBe('•••••••')
  expect(await ask('value', '#e')).toBe('Send now')
  expect(await ask('text', '[contenteditable]')).toBe('•• ••••')
  expect(await ask('text', '#f')).toBe('my note')
  const off = [[] as unknown[], { maskSensitiveInputs: false }, { inputs: false }] as const
  expect(await ask('value', '#a', ...off)).toBe('some words')
  expect(await ask('value', '#a', [], { maskSensitiveInputs: false })).toBe('•••• •••••')
  expect(await ask('value', '#a', [], {}, { inputs: false })).toBe('•••• •••••')
})

test.each([
  ['type="password"', 'hunter2', '••••••••'],
  ['type="email"', 'ann', '••••••••'],
  ['type="tel"', '030', '••••••••'],
  ['type="hidden"', 'csrf', ''],
  ['autocomplete="billing cc-number"', '41', '••••••••'],
  ['autocomplete="one-time-code"', '1234', '••••••••'],
  ['autocomplete="current-password"', 'x', '••••••••'],
  ['name="user[password]"', 'x', '••••••••'],
  ['id="cardNumber"', '41', '••••••••'],
  ['id="cvc"', '123', '••••••••'],
  ['id="q"', '4111 11', '•••• ••'],
  ['id="q"', 'ann@', '••••'],
  ['id="q"', '12345', '12345'],
  ['id="q"', 'ferns', 'ferns'],
])('a field with %s that holds %s leaves as %s, even unmasked', async (attributes, value, safe) => {
  await open(`<input ${attributes} value="${value}" data-tracker-unmask>`)
  const off = [[] as unknown[], { maskSensitiveInputs: false }, { inputs: false }] as const
  expect(await ask('value', 'input', ...off)).toBe(safe)
})

test('what was a password stays one after the page shows it as text', async () => {
  await open(`<input id="a" type="password" value="hunter2" data-tracker-unmask>`)
  const said = await stage.page.evaluate(`(() => {
    const privacy = rules({ maskSensitiveInputs: false }, { inputs: false })
    const field = document.querySelector('input')
    privacy.attribute(field, 'class', 'x')
    field.type = 'text'
    return privacy.value(field, field.value)
  })()`)
  expect(said).toBe('••••••••')
})

test('attributes: scripts and secrets go, addresses are scrubbed, words follow their element', async () => {
  await open(`<a></a><img><meta name="csrf"><meta id="m" name="viewport"><link><x-user></x-user><iframe></iframe><i></i>
    <div data-tracker-mask><a class="in"></a><img class="in"><x-user class="in"></x-user><p></p></div>`)
  expect(await attribute('a', 'onclick', 'go("secret")')).toBe(null)
  expect(await attribute('iframe', 'srcdoc', '<p>secret')).toBe(null)
  expect(await attribute('a', 'href', 'javascript:secret()')).toBe(null)
  expect(await attribute('a', 'href', '/x?token=abc')).toBe('/x?token=***')
  expect(await attribute('a', 'href', 'mailto:ann@ferns.example')).toBe('mailto:***')
  expect(await attribute('img', 'srcset', '/a.png?sig=abc 1x, /b@2x.png 2x')).toBe(
    '/a.png?sig=*** 1x, /b@2x.png 2x',
  )
  expect(await attribute('img', 'src', 'data:image/png;base64,iVBORw0KGgo=')).toBe(
    'data:image/png;base64,iVBORw0KGgo=',
  )
  expect(await attribute('a', 'href', 'data:text/html,secret')).toBe(null)
  const drawn = `data:image/svg+xml;base64,${btoa('<svg><text>ann@ferns.example</text></svg>')}`
  expect(await attribute('img', 'src', drawn)).toBe(null)
  expect(await attribute('meta', 'content', 'abc')).toBe(null)
  expect(await attribute('#m', 'content', 'width=device-width')).toBe('width=device-width')
  expect(await attribute('i', 'data-csrf-token', 'abc')).toBe('•••')
  expect(await attribute('i', 'title', 'for ann@ferns.example')).toBe('for ***')
  expect(await attribute('i', 'style', 'background:url(/x?key=1)')).toBe('background:url(/x?key=***)')
  expect(await attribute('i', 'class', 'card big')).toBe('card big')
  expect(await attribute('i', 'd', 'M4111111111111111 0')).toBe('M4111111111111111 0')
  expect(await attribute('p', 'title', 'my words')).toBe('•• •••••')
  expect(await attribute('p', 'aria-label', 'my words')).toBe('•• •••••')
  expect(await attribute('p', 'data-name', 'Ann')).toBe('•••')
  expect(await attribute('p', 'data-state', 'open')).toBe('open')
  expect(await attribute('p', 'class', 'wide')).toBe('wide')
  expect(await attribute('a.in', 'href', '/people/ann')).toBe('#')
  expect(await attribute('x-user', 'name', 'Ann')).toBe('Ann')
  expect(await attribute('x-user.in', 'name', 'Ann')).toBe('•••')
  expect(await attribute('img.in', 'src', '/ann.png')).toBe('/ann.png')
  expect(await attribute('img', 'src', '/ann.png', { strict: true })).toBe(null)
  expect(await attribute('link', 'href', '/style.css', { strict: true })).toBe('/style.css')
})

test('a card number or an address in several nodes is found, what stands beside it stays', async () => {
  await open(`<p id="a">Card <b>4111</b> <b>1111</b> <b>1111</b> <b>1111</b>, thanks</p>
    <p id="b">Write to <i>ann</i>@ferns.example</p><p id="c">In <b>1111</b> of <b>2222</b></p>`)
  const texts = (selector: string) =>
    stage.page.evaluate(`(() => {
      const walker = document.createTreeWalker(document.querySelector('${selector}'), NodeFilter.SHOW_TEXT)
      const privacy = rules()
      let all = ''
      while (walker.nextNode()) all += privacy.text(walker.currentNode, walker.currentNode.data)
      return all
    })()`)
  expect(await texts('#a')).toBe('Card •••• •••• •••• ••••, thanks')
  expect(await texts('#b')).toBe('Write to •••••••••••••••••')
  expect(await texts('#c')).toBe('In 1111 of 2222')
})
