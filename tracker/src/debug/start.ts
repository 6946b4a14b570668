// The overlay of `?tracker-debug`: live, what is captured, masked, waiting, sent and left out, and by which settings.
import { pagePrivacy } from '../privacy/page-privacy.ts'
import type { Site } from '../site.ts'
import { type Undo, undoAll } from '../undo.ts'
import { openLedger } from './ledger.ts'
import { openPanel, type Section } from './panel.ts'
import { regionsOf } from './regions.ts'
import { forget, isAskedFor, remember } from './remember.ts'

/** Milliseconds between two looks. */
const REFRESH_MS = 500

const onOff = (on: boolean) => (on ? 'on' : 'off')
const share = (rate: number) => (rate < 1 ? `, ${Math.round(rate * 100)} % of sessions` : '')
const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`

/** Requests of pictures, as the browser has counted them. */
const picturesSent = () =>
  performance.getEntriesByType('resource').filter(({ name }) => name.includes('/track/screenshot?')).length

const privacySignal = () => {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean }
  return globalPrivacyControl ? 'GPC' : doNotTrack === '1' ? 'DNT' : 'none'
}

export const startDebug = (site: Site): Undo => {
  if (isAskedFor(location.search)) remember()
  const ledger = openLedger()
  const { options } = site

  const end = () => {
    forget()
    stop()
  }
  const panel = openPanel(site.guarded(end))

  const sections = (): Section[] => {
    const { visitorId, sessionId, tabId, userId } = site.who()
    const { recording, screenshots, masking } = site.settings
    const { captured, waiting, sent, bytes, pieces, failed } = ledger.facts
    const dropped = [...ledger.dropped].map(([reason, count]) => `${reason} ${count}`).join(', ')
    return [
      {
        title: 'Since this panel opened',
        rows: [
          ['captured', `${captured} events`],
          ['waiting', `${waiting} events`],
          ['sent', `${sent} events, ${pieces} recorded steps, ${kilobytes(bytes)} before gzip`],
          ['pictures', `${picturesSent()}`],
          ['dropped', dropped || 'nothing'],
          ['failed', failed ? `${failed} requests: ${ledger.lastFault}` : 'no request'],
        ],
      },
      {
        title: 'Who',
        rows: [
          ['session', sessionId],
          ['visitor', visitorId],
          ['tab', tabId],
          ['user', userId ?? 'not identified'],
        ],
      },
      {
        title: 'Settings in force',
        rows: [
          ['consent', `${options.consent}, signal: ${privacySignal()}`],
          [
            'recording',
            `${onOff(options.record && recording.enabled)}, ${recording.mode}${share(recording.sampleRate)}`,
          ],
          [
            'pictures',
            `${onOff(options.captureScreenshots && screenshots.enabled)}${share(screenshots.sampleRate)}`,
          ],
          ['inputs', options.maskSensitiveInputs || masking.inputs ? 'masked' : 'shown, but for secrets'],
          ['texts', options.strict || masking.text ? 'masked (strict)' : 'shown, but for secrets'],
          ['version', site.settings.version || 'not known yet'],
          ['sends to', options.apiUrl],
        ],
      },
    ]
  }

  const refresh = site.guarded(() => {
    panel.show({
      title: `Playhead: ${ledger.facts.sent} events sent`,
      sections: sections(),
      lines: ledger.lines.map(({ at, name, says }) => [new Date(at).toLocaleTimeString(), name, says]),
    })
    panel.outline(regionsOf(document, pagePrivacy(site)))
  })

  const { told: inner } = site
  let isOver = false
  site.told = (told, outcome) => {
    inner?.(told, outcome)
    if (isOver) return
    if (typeof told !== 'string') ledger.captured(told)
    else if (outcome) ledger.sent(told, outcome)
  }
  const timer = setInterval(refresh, REFRESH_MS)
  refresh()
  const stop = undoAll([
    () => clearInterval(timer),
    () => {
      isOver = true
    },
    panel.remove,
    site.listen(window, 'scroll', refresh, { capture: true, passive: true }),
  ])
  return stop
}
