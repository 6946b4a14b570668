// A browser, the built dashboard and a mock backend, and what went wrong on any page since the test began.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../browser.ts'
import { buildDashboard } from './build-dashboard.ts'
import { fern, shop, team } from './fixtures.ts'
import { type MockBackend, startMockBackend } from './mock-backend.ts'
import { MEMBER } from './mock-logins.ts'

export type Stage = { backend: MockBackend; page: Page; complaints: string[]; close: () => Promise<void> }

/** A status that the backend was told to answer is no complaint; a refused style or script, or an exception, is. */
const isComplaint = (text: string) => !/^Failed to load resource: the server responded/.test(text)

export const openTheatre = async () => {
  const site = await buildDashboard()
  const browser: Browser = await launchBrowser()

  const openStage = async (options: BrowserContextOptions = {}): Promise<Stage> => {
    const backend = await startMockBackend(site.directory)
    backend.state.organisations.push({ ...fern })
    backend.state.projects.push({ ...shop })
    backend.state.members.push(...team.map((member) => ({ ...member })))
    const context = await browser.newContext({ baseURL: backend.url, locale: 'en-GB', ...options })
    context.setDefaultTimeout(8_000)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      const bad = message.type() === 'error' || message.type() === 'warning'
      if (bad && isComplaint(message.text())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    return {
      backend,
      page,
      complaints,
      close: async () => {
        await context.close()
        await backend.stop()
        if (backend.state.breaches.length > 0) throw new Error(backend.state.breaches.join('\n'))
      },
    }
  }
  return {
    openStage,
    close: async () => {
      await browser.close()
      await site.remove()
    },
  }
}

export const signIn = async (page: Page, password = MEMBER.password): Promise<void> => {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(MEMBER.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Opens a page as somebody who signed in on an earlier visit. */
export const openAsMember = async (
  { page, backend }: Stage,
  path: string,
  email = MEMBER.email,
): Promise<void> => {
  backend.state.refreshTokens.set('refresh-kept', email)
  // Only once: the token rotates, and the page keeps the new one.
  await page.addInitScript(
    "if (localStorage.getItem('kept') === null) localStorage.setItem('playhead.refreshToken', 'refresh-kept'); localStorage.setItem('kept', '1')",
  )
  await page.goto(path)
}

export const sessionRows = (page: Page) => page.locator('[data-session]')
export const eventRows = (page: Page) => page.locator('[data-event]')
export const untilLive = (page: Page) => page.locator('[data-live-status=live]').waitFor()
