// What a member downloads before the first row of the list is there, compressed as the edge does it.
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAsMember, openTheatre, sessionRows } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())

test('everything up to the first row, the answers of the API too, is below 200 kB', async () => {
  const stage = await theatre.openStage()
  const now = Date.now()
  stage.backend.state.sessions = Array.from({ length: 120 }, (_, n) => sessionAt(n, now))
  const sizes: Promise<[string, number]>[] = []
  stage.page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    sizes.push(
      response.body().then(
        (body): [string, number] => [pathname, brotliCompressSync(body).length],
        (): [string, number] => [pathname, 0],
      ),
    )
  })
  await openAsMember(stage, `/sessions?project=${shop.projectId}`)
  await sessionRows(stage.page).first().waitFor()
  const loaded = await Promise.all(sizes)
  const total = loaded.reduce((sum, [, size]) => sum + size, 0)
  expect(loaded.length).toBeGreaterThan(5)
  expect(total, JSON.stringify(loaded)).toBeGreaterThan(50_000)
  expect(total, JSON.stringify(loaded)).toBeLessThanOrEqual(200_000)
  await stage.close()
})
