import { expect, test } from 'vitest'
import { openStage } from './stage.ts'

const stage = openStage()

const clicks = () => stage.ingest.events().filter(({ name }) => name === 'click')

const settled = async () => {
  await stage.page.evaluate(`UserTracker.track('test_end')`)
  await stage.ingest.until(({ name }) => name === 'test_end')
}

const open = async (html: string) => {
  stage.site.page('/', `<title>Clicks</title>${stage.tag()}<body style="margin:0">${html}`)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
}

test('a click tells a selector that finds the element, its place on the page and its words', async () => {
  await open(
    `<main><div style="height:3000px"></div><ul><li>one</li><li><button><b>Add</b> to cart</button></li></ul></main>`,
  )
  await stage.page.click('b')
  const { target, props } = await stage.ingest.until(({ name }) => name === 'click')
  expect(props).toEqual({ tag: 'b' })
  expect(target?.text).toBe('Add to cart')
  expect(
    await stage.page.evaluate(`document.querySelector(${JSON.stringify(target?.selector)}).localName`),
  ).toBe('b')
  expect(target?.selector).toBe('main > ul > li:nth-of-type(2) > button > b')
  expect(target?.y).toBeGreaterThan(2_900)
})

test('an id shortens the selector unless it was made for this page alone', async () => {
  await open(`<div id="cart"><p id=":r1:"><button id="go-123456">Go</button></p></div>`)
  await stage.page.click('button')
  const { target } = await stage.ingest.until(({ name }) => name === 'click')
  expect(target?.selector).toBe('#cart > p > button')
})

test('a click inside a shadow tree is found there', async () => {
  await open(
    `<fern-card><template shadowrootmode="open"><p>x</p><button>Inside</button></template></fern-card>`,
  )
  await stage.page.click('button')
  const { target } = await stage.ingest.until(({ name }) => name === 'click')
  expect(target).toMatchObject({ selector: 'fern-card >>> button', text: 'Inside' })
})

test('an ignored subtree yields nothing, in a shadow tree either, and gives no words to what is around it', async () => {
  await open(`
    <div data-tracker-ignore><button id="hidden">Secret plan</button></div>
    <div data-tracker-ignore><x-box><template shadowrootmode="open"><button id="deep">Deep secret</button></template></x-box></div>
    <button id="open">Show <span data-tracker-ignore>balance 4,200</span></button>`)
  await stage.page.click('#hidden')
  await stage.page.click('#deep')
  await stage.page.click('#open', { position: { x: 4, y: 4 } })
  await settled()
  expect(clicks().map(({ target }) => target?.text)).toEqual(['Show'])
  expect(stage.ingest.received.map(({ raw }) => raw).join()).not.toMatch(/secret|4,200/i)
})

test('no typed character leaves the page, whatever it was typed into', async () => {
  await open(`
    <form><label>Name <input name="name"></label><input type="password"><textarea>draft </textarea>
    <input autocomplete="cc-number"><div contenteditable>note </div></form>
    <button>Pay with 4111 1111 1111 1111 for ann@ferns.example</button>`)
  for (const field of ['input[name]', '[type=password]', 'textarea', '[autocomplete]', '[contenteditable]']) {
    await stage.page.click(field)
    await stage.page.keyboard.type('xyzzy42')
    await stage.page.click(field)
  }
  await stage.page.click('button')
  await settled()
  expect(clicks().length).toBeGreaterThan(10)
  expect(clicks().at(-1)?.target?.text).toBe('Pay with *** for ***')
  expect(stage.ingest.received.map(({ raw }) => raw).join()).not.toMatch(/xyzzy42|draft|note|4111|ann@/)
})

test('what a script clicks is nobody’s click, and a click by keyboard has no place', async () => {
  await open(`<button>Press</button>`)
  await stage.page.evaluate(`document.querySelector('button').click()`)
  await stage.page.focus('button')
  await stage.page.keyboard.press('Enter')
  await settled()
  expect(clicks()).toHaveLength(1)
  expect(clicks()[0]?.target).toEqual({ selector: 'button', text: 'Press' })
})

test('a click is told even if the page stops the event and removes the element', async () => {
  await open(`<div id="box"><button>Gone</button></div>
    <script>document.querySelector('button').onclick = (e) => { e.stopImmediatePropagation(); e.target.remove() }</script>`)
  await stage.page.click('button')
  const { target } = await stage.ingest.until(({ name }) => name === 'click')
  expect(target).toMatchObject({ selector: '#box > button', text: 'Gone' })
})

test('a click on a label is one click', async () => {
  await open(`<label><input type="checkbox"> Wrap as a gift</label>`)
  await stage.page.click('label', { position: { x: 60, y: 8 } })
  await settled()
  expect(await stage.page.isChecked('input')).toBe(true)
  expect(clicks().map(({ target }) => target?.text)).toEqual(['Wrap as a gift'])
})
