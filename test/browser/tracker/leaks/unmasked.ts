// A build of the tracker that masks nothing: with it the leak test must find what it plants, so that it can fail.
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

const SAME = '(text) => text'

const OPEN: Record<string, string> = {
  'ignored.ts': `export const IGNORE = '[data-nobody]'`,
  'mask-text.ts': `export const MASK = '***'; export const maskText = ${SAME}`,
  'scrub-url.ts': `export const isSecretName = () => false; export const scrubUrl = ${SAME}; export const scrubText = ${SAME}
    export const scrubbed = (text, max) => String(text).slice(0, max)`,
  'privacy.ts': `export const createPrivacy = () => ({ ignored: () => false, textMasked: () => false, plain: ${SAME},
    url: ${SAME}, isSecretName: () => false })`,
  'mask-value.ts': `export const valueMask = () => ({ typedMasked: () => false, textMasked: () => false,
    text: (_, text) => text, value: (_, text) => text })`,
  'mask-attribute.ts': `export const attributeMask = () => (_, __, text) => text`,
}

export const unmasked: Plugin = {
  name: 'unmasked',
  setup: (build) => {
    build.onLoad({ filter: /tracker\/src\/privacy\/[\w-]+\.ts$/ }, async ({ path }) => {
      const name = path.split('/').at(-1) ?? ''
      return { contents: OPEN[name] ?? (await readFile(path, 'utf8')), loader: OPEN[name] ? 'js' : 'ts' }
    })
  },
}
