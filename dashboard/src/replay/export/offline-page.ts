// A session as one document that plays by itself: player, segments and files in it, and a policy that lets nothing load.
import type { Replay } from '../../../../core/replay/replay.ts'
import { base64Of } from './base64-of.ts'

export type OfflineParts = {
  title: string
  replay: object
  segments: { name: string; bytes: ArrayBuffer }[]
  assets: { url: string; type: string; bytes: ArrayBuffer }[]
  player: { script: string; style: string }
}

/** Bytes of what is embedded: as base64 a third more, and browsers open a file of 100 MB in seconds. */
export const OFFLINE_MAX_BYTES = 64_000_000

export const bytesOf = ({ segments }: Pick<Replay, 'segments'>): number =>
  segments.reduce((sum, { bytes }) => sum + bytes, 0)

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? '')

/** Inside of a script element only its own end could end it. */
const unbroken = (text: string): string => text.replaceAll('</', '<\\/').replaceAll('<!--', '<\\!--')

const data = (attributes: string, bytes: ArrayBuffer): string =>
  `<script type="application/octet-stream" ${attributes}>${base64Of(bytes)}</script>\n`

export const offlinePage = async (parts: OfflineParts): Promise<Blob> => {
  const { title, replay, segments, assets, player } = parts
  const script = unbroken(player.script)
  const hash = base64Of(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script)))
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data: blob:',
    'media-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return new Blob(
    [
      '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
      `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
      '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n',
      `<title>${escaped(title)}</title>\n<style>${player.style.replaceAll('</', '<\\/')}</style>\n</head>\n`,
      `<body>\n<div id="stage"></div>\n<div id="bar"><strong>${escaped(title)}</strong></div>\n`,
      `<script type="application/json" id="replay">${unbroken(JSON.stringify(replay))}</script>\n`,
      ...segments.map(({ name, bytes }) => data(`id="segment-${escaped(name)}"`, bytes)),
      ...assets.map(({ url, type, bytes }, nth) =>
        data(`id="asset-${nth}" data-url="${escaped(url)}" data-type="${escaped(type)}"`, bytes),
      ),
      `<script>${script}</script>\n</body>\n</html>\n`,
    ],
    { type: 'text/html' },
  )
}
