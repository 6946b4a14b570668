import { execFileSync } from 'node:child_process'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { parseSync } from 'vite'
import { describe, expect, test } from 'vitest'
import { asCurl } from '../../../../dashboard/src/replay/reproduce/as-curl.ts'
import { asPlaywright } from '../../../../dashboard/src/replay/reproduce/as-playwright.ts'
import { locatorOf } from '../../../../dashboard/src/replay/reproduce/playwright-steps.ts'
import { asComment, quoteForScript } from '../../../../dashboard/src/replay/reproduce/quote-for-script.ts'
import { aSession } from '../a-session.ts'
import { anEvent } from './an-event.ts'

/** What a real shell makes of a line: the words that curl would be given. */
const wordsOf = (line: string): string[] =>
  execFileSync('sh', ['-c', `curl() { for word in "$@"; do printf '%s\\000' "$word"; done; }\n${line}`])
    .toString()
    .split('\0')
    .slice(0, -1)

describe('a request as cURL', () => {
  test('asks the same of the same address', () => {
    expect(asCurl({ method: 'get', url: 'https://shop.example/a?b=[1]' })).toBe(
      "curl --globoff --url 'https://shop.example/a?b=[1]'",
    )
    expect(wordsOf(asCurl({ method: 'POST', url: "https://shop.example/o'clock" }))).toEqual([
      '--globoff',
      '--request',
      'POST',
      '--url',
      "https://shop.example/o'clock",
    ])
  })

  test('lets nothing of a recording be read by the shell or steer the terminal', () => {
    const nasty = fc.string({
      unit: fc.constantFrom("'", '"', '$', '`', '\\', ';', '\n', '\u001b', '|', '(', 'a', ' ', '!'),
    })
    fc.assert(
      fc.property(
        nasty,
        fc.string({ unit: fc.constantFrom("'", '$', 'A', ';', '\n'), maxLength: 8 }),
        (url, method) => {
          const line = asCurl({ method, url })
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
          expect(line).not.toMatch(/[\u0000-\u001f]/)
          const words = wordsOf(line)
          expect(words.at(-2)).toBe('--url')
          expect(words.at(-1)).toBe(url.replaceAll('\n', '%0A').replaceAll('\u001b', '%1B'))
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('texts of a recording in a script', () => {
  test('are literals that mean just this text, and comments of one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(runInNewContext(quoteForScript(text))).toBe(text)
        expect(parseSync('a.ts', `${asComment(text)}\nconst after = 1`).errors).toEqual([])
        expect(asComment(text)).not.toMatch(/[\n\r\u2028\u2029]/)
      }),
    )
  })

  test('turn no direction of reading, so that a script reads as it runs', () => {
    expect(quoteForScript('a\u202eb')).toBe("'a\\u202eb'")
  })
})

const session = aSession({ startedAt: 1_000 })
const click = (ts: number, selector: string) => anEvent('click', ts, { target: { selector } })
const script = (events: Parameters<typeof asPlaywright>[0]['events'], until?: number) =>
  asPlaywright({ session, events, until })

describe('a session as a Playwright test', () => {
  const visit = [
    anEvent('page_view', 1_100, { props: { viewportWidth: 1280, viewportHeight: 800 } }),
    click(5_000, '#new > a:nth-of-type(2)'),
    anEvent('page_view', 5_900, { url: 'https://shop.example/shirt' }),
    anEvent('input', 9_000, {
      target: { selector: '#email' },
      props: { field: 'your email', type: 'email', value: '••••' },
    }),
    anEvent('input', 9_500, {
      target: { selector: '#size' },
      props: { field: 'size', type: 'select-one', value: 'L' },
    }),
    click(9_900, '#gift'),
    anEvent('input', 9_950, {
      target: { selector: '#gift' },
      props: { field: 'gift', type: 'checkbox', value: true },
    }),
    click(12_000, 'shop-cart >>> button'),
    anEvent('error_occurred', 12_100, { props: { message: 'no\nprice' } }),
    anEvent('page_view', 90_000, { url: 'https://shop.example/help' }),
  ]

  test('does again what was done, in order', () => {
    expect(script(visit)).toMatchInlineSnapshot(`
      "import { test } from '@playwright/test'

      // Session 0198a000-0000-7000-8000-000000000001 of 1970-01-01T00:00:01.000Z, Firefox 145 on Ubuntu.
      // These values were masked in the page and never left it.
      const values = {
        yourEmail: 'FILL-ME-IN', // typed into #email
      }

      test('session 0198a000', async ({ page }) => {
        await page.setViewportSize({ width: 1280, height: 800 })
        await page.goto('https://shop.example/')
        await page.locator('#new > a:nth-of-type(2)').click()
        await page.waitForURL('https://shop.example/shirt')
        await page.locator('#email').fill(values.yourEmail)
        await page.locator('#size').selectOption('L')
        await page.locator('#gift').setChecked(true)
        await page.locator('shop-cart button').click()
        // Here an error occurred: no price
        await page.goto('https://shop.example/help')
      })
      "
    `)
  })

  test('ends where it is told to', () => {
    expect(script(visit, 6_000)).toContain('waitForURL')
    expect(script(visit, 6_000)).not.toContain('#email')
    expect(script(visit, 6_000)).toContain('up to 0:05')
  })

  test('opens each tab of its own', () => {
    const other = { tabId: '00000007-0000-4000-8000-000000000002' }
    const text = script([
      anEvent('page_view', 1_000),
      anEvent('page_view', 2_000, other),
      { ...click(3_000, '#a'), ...other },
    ])
    expect(text).toContain('const page2 = await page.context().newPage()')
    expect(text).toContain("await page2.locator('#a').click()")
  })

  test('says of a selector that is none of CSS by its looks that it is one', () => {
    expect(locatorOf('text=Pay')).toBe("locator('css=text=Pay')")
    expect(locatorOf('//div')).toBe("locator('css=//div')")
    expect(locatorOf('main > a')).toBe("locator('main > a')")
  })

  test('is a script that can be parsed, whatever was recorded', () => {
    const text = fc.string({
      unit: fc.constantFrom("'", '\\', '\n', '`', '${', '*/', '</script>', '\u2028', 'a', ')', '•'),
    })
    const event = fc.record({
      name: fc.constantFrom('page_view', 'click', 'input', 'error_occurred', 'own_event', 'rage_click'),
      url: text,
      selector: text,
      value: fc.oneof(text, fc.boolean()),
      field: text,
      type: fc.constantFrom('text', 'select-one', 'checkbox', 'password'),
    })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const told = events.map(({ name, url, selector, value, field, type }, n) =>
          anEvent(name, n * 1_000, {
            url,
            target: { selector },
            props: { value, field, type, message: value },
          }),
        )
        const { errors } = parseSync('session.spec.ts', script(told))
        expect(errors).toEqual([])
      }),
    )
  })
})
