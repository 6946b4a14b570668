// The selectors by which a site says what is ignored, masked and unmasked.
import type { ResolvedOptions } from '../options.ts'

const either = (attribute: string, selector: string | null) =>
  `[data-tracker-${attribute}]${selector ? `,${selector}` : ''}`

export const marks = (options: ResolvedOptions) => ({
  ignore: either('ignore', options.ignoreSelector),
  mask: either('mask', options.maskSelector),
  unmask: either('unmask', options.unmaskSelector),
})
