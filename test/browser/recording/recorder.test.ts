import { expect, test } from 'vitest'
import type { ReplayEvent } from '../../../core/replay/recording-format.ts'
import { readSideEvent, type SideEvent } from '../../../core/replay/side-events.ts'
import { openRecordingStage } from './stage.ts'

const stage = openRecordingStage()

const page = (body: string) => stage.file('/page.html', `<!doctype html><title>Page</title>${body}`)
const sides = (events: ReplayEvent[]) => events.flatMap((event) => readSideEvent(event) ?? [])
const of = <T extends SideEvent['tag']>(events: ReplayEvent[], tag: T) =>
  sides(events).flatMap((side) =>
    side.tag === tag ? [side.payload as Extract<SideEvent, { tag: T }>['payload']] : [],
  )
const snapshots = (events: ReplayEvent[]) => events.filter(({ type }) => type === 2).length

test('console, requests, errors and long tasks are told on the clock of the recording', async () => {
  page('<button>Press</button>')
  const {
    page: tab,
    ask,
    events,
  } = await stage.record('/page.html', { recording: { consoles: true, network: true } })
  stage.file('/data.json', '{"secret":"xyzzybody"}')
  await ask(`(async () => {
    console.warn('slow', { depth: { of: { it: 1 } }, get trap() { throw new Error('asked') } }, [1, 2], 'ann@ferns.example')
    await fetch('/data.json?token=abc', { headers: { Authorization: 'Bearer hidden' } }).then((answer) => answer.text())
    await fetch('http://127.0.0.1:9/').catch(() => {})
    await new Promise((done) => { const request = new XMLHttpRequest(); request.open('post', '/missing'); request.onloadend = done; request.send('xyzzysent') })
    setTimeout(() => { throw new TypeError('broken by ann@ferns.example') })
    Promise.reject(new Error('refused'))
    const end = performance.now() + 120
    while (performance.now() < end) {}
  })()`)
  await expect.poll(async () => of(await events(), 'playhead/long-task').length).toBeGreaterThan(0)
  const all = await events()
  expect(of(all, 'playhead/console')[0]).toMatchObject({ level: 'warn' })
  expect(of(all, 'playhead/console')[0]?.text).toMatch(
    /^slow \{depth: \{of: \{…\}\}, trap: …\} \[1, 2\] \S+$/,
  )
  expect(of(all, 'playhead/request').map(({ by, method, status }) => [by, method, status])).toEqual([
    ['fetch', 'GET', 200],
    ['fetch', 'GET', 0],
    ['xhr', 'POST', 404],
  ])
  expect(of(all, 'playhead/request')[0]?.bytes).toBeUndefined()
  expect(
    of(all, 'playhead/error')
      .map(({ type }) => type)
      .sort(),
  ).toEqual(['Error', 'TypeError'])
  expect(JSON.stringify(all)).not.toMatch(/ann@|token=abc|hidden|xyzzy/)
  const times = all.map(({ timestamp }) => timestamp)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  await tab.close()
})

test('of what is ignored there is nothing, wherever it lies and whatever happens in it', async () => {
  page(`<p>seen</p>
    <div id="off" data-tracker-ignore class="secret-class"><p>secret one</p><input id="in" value="secret two"></div>
    <iframe id="frame" data-tracker-ignore srcdoc="<p>secret three</p>"></iframe>
    <x-box data-tracker-ignore id="box"><template shadowrootmode="open"><p id="deep">secret four</p></template></x-box>`)
  const recording = await stage.record('/page.html', { options: { maskSensitiveInputs: false } })
  await recording.ask(`(async () => {
    const off = document.getElementById('off')
    off.append(Object.assign(document.createElement('p'), { textContent: 'secret five' }))
    off.firstElementChild.firstChild.data = 'secret six'
    off.firstElementChild.setAttribute('title', 'secret seven')
    const field = document.getElementById('in')
    field.value = 'secret eight'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    const deep = document.getElementById('box').shadowRoot
    deep.append(Object.assign(document.createElement('p'), { textContent: 'secret nine' }))
    deep.querySelector('p').textContent = 'secret ten'
    const inner = document.getElementById('frame').contentDocument
    inner.body.append('secret eleven')
    document.querySelector('p').textContent = 'still seen'
  })()`)
  const { events } = await recording.moment()
  const text = JSON.stringify(events)
  expect(text).toContain('still seen')
  expect(text).not.toContain('secret')
  await recording.page.close()
})

test('what is typed, masked or a password leaves as dots, though it is shown as text later', async () => {
  page(`<p data-tracker-mask>hidden words</p><input id="word" type="password"><input id="name"><textarea id="note"></textarea>
    <select id="which"><option>plainone</option><option>plaintwo</option></select>`)
  const recording = await stage.record('/page.html')
  const { page: tab } = recording
  await tab.fill('#word', 'xyzzy1')
  await tab.fill('#name', 'xyzzy2')
  await tab.fill('#note', 'xyzzy3')
  await recording.ask(`document.getElementById('word').type = 'text'`)
  await tab.fill('#word', 'xyzzy4')
  await recording.ask(`document.getElementById('note').textContent = 'xyzzy5'`)
  await recording.ask(`document.getElementById('word').setAttribute('value', 'xyzzy6')`)
  const text = JSON.stringify((await recording.moment()).events)
  expect(text).not.toMatch(/xyzzy|hidden words/)
  expect(text).toContain('•')
  await tab.close()
})

test('a storm of mutations pauses recording, which says so and goes on with the page as it then is', async () => {
  page('<main id="m"></main>')
  const recording = await stage.record('/page.html', { patient: false })
  await recording.ask(
    `(() => { const m = document.getElementById('m'); for (let i = 0; i < 30000; i++) { m.setAttribute('data-turn', i) } })()`,
  )
  await expect
    .poll(async () => of(await recording.events(), 'playhead/paused'))
    .toEqual([{ reason: 'storm' }])
  await recording.ask(`document.getElementById('m').textContent = 'after the storm'`)
  await expect
    .poll(async () => of(await recording.events(), 'playhead/resumed').length, { timeout: 20_000 })
    .toBe(1)
  const { seen, events } = await recording.moment()
  expect(snapshots(events)).toBe(2)
  expect((await stage.show(events, seen)).seen).toEqual(seen)
  expect((await recording.told()).drafts.map(({ name }) => name)).toEqual([
    'recording_paused',
    'recording_resumed',
  ])
  await recording.page.close()
})

test('where only errors are recorded nothing leaves without one, and then what was before it', async () => {
  page('<p id="p">before</p>')
  const recording = await stage.record('/page.html', { recording: { mode: 'on_error' } })
  await recording.ask(`document.getElementById('p').textContent = 'changed'`)
  await recording.ask('window.quiet()')
  expect(await recording.events()).toEqual([])
  await recording.ask(`setTimeout(() => { throw new Error('at last') })`)
  await expect.poll(async () => of(await recording.events(), 'playhead/error').length).toBe(1)
  const { seen, events } = await recording.moment()
  expect((await stage.show(events, seen)).seen).toEqual(seen)
  await recording.page.close()
})

test('another session and a loss begin with a full snapshot, a step of the app with its address alone', async () => {
  page('<p>page</p>')
  const recording = await stage.record('/page.html')
  await recording.ask(`recorder.session()`)
  expect(snapshots(await recording.events())).toBe(2)
  await recording.ask(`recorder.lose()`)
  await expect.poll(async () => snapshots(await recording.events())).toBe(3)
  await recording.ask(`recorder.page('https://ferns.example/next')`)
  const last = (await recording.events()).at(-1)
  expect(last).toMatchObject({ type: 4, data: { href: 'https://ferns.example/next' } })
  await recording.page.close()
})

test('a large page is recorded in slices, none of which is a block, and in pieces that fit a batch', async () => {
  const recording = await stage.record('/large.html')
  const { events, seen } = await recording.moment()
  const first = JSON.stringify(events.find(({ type }) => type === 2))
  expect(first).not.toContain('e1999')
  expect(Math.max(...events.map((event) => JSON.stringify(event).length))).toBeLessThan(500_000)
  expect((await stage.show(events, seen)).seen).toEqual(seen)
  await recording.page.close()
})

/** Every function that a recorder might have replaced, and every property it might have put on the document. */
const FUNCTIONS = `(() => {
  const found = {}
  const note = (name, owner) => { for (const key of Object.getOwnPropertyNames(owner)) { const own = Object.getOwnPropertyDescriptor(owner, key); for (const part of ['value', 'get', 'set']) if (typeof own[part] === 'function') found[name + '.' + key + '.' + part] = String(own[part]).includes('[native code]') } }
  for (const name of ['Element', 'HTMLElement', 'Node', 'Document', 'ShadowRoot', 'CSSStyleSheet', 'CSSGroupingRule', 'CSSStyleDeclaration', 'HTMLInputElement', 'HTMLTextAreaElement', 'HTMLSelectElement', 'HTMLOptionElement', 'XMLHttpRequest', 'History', 'FontFace']) note(name, window[name].prototype)
  note('console', console)
  for (const key of ['fetch', 'setTimeout', 'requestAnimationFrame', 'MutationObserver']) found['window.' + key] = String(window[key]).includes('[native code]')
  found.document = Object.getOwnPropertyNames(document)
  return found
})()`

test('after a stop nothing is left in the page: no function, no listener, nothing told', async () => {
  page(
    '<input id="i"><x-box><template shadowrootmode="open"><p>deep</p></template></x-box><iframe srcdoc="<p>in</p>"></iframe>',
  )
  const before = await stage.browser.newPage()
  await before.goto(`${stage.origin}/page.html`)
  const clean = await before.evaluate(FUNCTIONS)
  await before.close()
  const recording = await stage.record('/page.html', {
    recording: { consoles: true, network: true, canvas: true },
  })
  expect(await recording.ask(FUNCTIONS)).not.toEqual(clean)
  await recording.ask('window.quiet()')
  await recording.ask('recorder.stop()')
  expect(await recording.ask(FUNCTIONS)).toEqual(clean)
  const devtools = await recording.page.context().newCDPSession(recording.page)
  for (const target of [
    'window',
    'document',
    `document.querySelector('iframe')`,
    `document.querySelector('x-box').shadowRoot`,
    `document.querySelector('iframe').contentDocument`,
  ]) {
    const { result } = await devtools.send('Runtime.evaluate', { expression: target })
    const { listeners } = await devtools.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId ?? '',
    })
    expect(
      listeners.map(({ type }) => type),
      target,
    ).toEqual([])
  }
  const count = (await recording.events()).length
  await recording.ask(
    `(() => { document.body.append('later'); console.warn('later'); document.getElementById('i').value = 'later' })()`,
  )
  await recording.ask('window.wait(200)')
  expect(await recording.events()).toHaveLength(count)
  await recording.page.close()
})
