import { expect, test } from 'vitest'
import { pageSettingsOf } from '../../../../core/projects/page-settings.ts'
import { PROJECT_DEFAULTS } from '../../../../core/projects/project.ts'

test('the version changes with anything a page is told, and with nothing else', () => {
  const { version } = pageSettingsOf(PROJECT_DEFAULTS)
  const changed = [
    { ...PROJECT_DEFAULTS, sessionIdleMinutes: 31 },
    { ...PROJECT_DEFAULTS, masking: { inputs: true, text: true } },
    { ...PROJECT_DEFAULTS, recording: { ...PROJECT_DEFAULTS.recording, canvas: true } },
    { ...PROJECT_DEFAULTS, screenshots: { enabled: true, sampleRate: 0.5 } },
    { ...PROJECT_DEFAULTS, ingest: false },
  ].map((project) => pageSettingsOf(project).version)
  expect(new Set([version, ...changed]).size).toBe(6)
  expect(pageSettingsOf({ ...PROJECT_DEFAULTS, timeZone: 'Europe/Berlin' } as never).version).toBe(version)
  expect(version).toMatch(/^[\da-z]{1,7}$/)
})

test('where the ingest is off nothing is recorded or pictured', () => {
  const { recording, screenshots } = pageSettingsOf({ ...PROJECT_DEFAULTS, ingest: false })
  expect([recording.enabled, screenshots.enabled]).toEqual([false, false])
})
