// Pictures of pages, taken by the tracker and held against what the browser itself makes of the same page.
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contrastIn, differenceOf, sizeOf } from './compare-pictures.ts'
import { SETTINGS } from './settings.ts'
import { openStage } from './stage.ts'

const stage = openStage()

/** Settings that ask for pictures alone, known to the page before its tracker starts. */
const TAG = 'data-flush-interval="100" data-record="false"'

const open = async (path: string, html: string, headers = {}) => {
  stage.ingest.settings = SETTINGS
  stage.site.page(path, `<title>Ferns</title>${html}${stage.tag(TAG)}`, headers)
  await stage.page.goto(`${stage.site.origin}${path}`)
}

const look = await import('node:path').then(({ join }) => (name: string, bytes: Buffer) => {
  if (process.env['LOOK']) writeFileSync(join(process.env['LOOK'], name), bytes)
})

const compared = async (html: string, path = '/') => {
  await open(path, html)
  const [picture] = await stage.ingest.untilPictures(1)
  if (!picture) throw new Error('no picture')
  const real = await stage.page.screenshot({ fullPage: true, animations: 'disabled' })
  look('ours.jpg', picture.jpeg)
  look('real.png', real)
  const judge = await stage.context.newPage()
  return { judge, picture, difference: await differenceOf(judge, picture.jpeg, real), real }
}

const LONG = `<style>
  :root { --leaf: rgb(20, 120, 60) } body { margin: 0; font: 16px sans-serif; background: #f4f1ea }
  header { position: sticky; top: 0; height: 64px; background: var(--leaf); color: #fff }
  .hero { height: 100vh; background: linear-gradient(#cde, #9bd) } .card { border: 1px solid #999; margin: 12px; padding: 8px }
  .grid { display: grid; grid-template-columns: repeat(3, 1fr) } @media (min-width: 5000px) { .grid { display: none } }
  @media (max-height: 2000px) { .hero { border-bottom: 20px solid #735 } }
  .card::before { content: 'No. ' counter(c); counter-increment: c } .card:nth-child(even) { background: #fff }
</style><header>The fern house</header><div class="hero">Ferns &amp; more &lt;3</div>
<div class="grid">${Array.from({ length: 120 }, (_, at) => `<div class="card">Fern ${at}<p>Likes shade and a wet foot, ${at} times a week.</p></div>`).join('')}</div>`

test('a long page is pictured over its whole height, and looks like the page', async () => {
  const { judge, picture, difference } = await compared(LONG)
  const height = await stage.page.evaluate('document.documentElement.scrollHeight')
  expect(await sizeOf(judge, picture.jpeg)).toEqual({ width: 1280, height })
  expect(difference).toBeLessThan(0.005)
  expect(picture.shown).toMatchObject({
    width: '1280',
    height: String(height),
    title: 'Ferns',
    url: `${stage.site.origin}/`,
  })
})
