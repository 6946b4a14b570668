// What the script's own tag says: where the API is, and options as `data-` attributes.
import type { TrackerOptions } from './options.ts'

const NUMBERS = ['batchSize', 'flushInterval'] as const
const TEXTS = ['key', 'apiUrl', 'userId', 'storageKey'] as const

export type ScriptTag = { defaultApiUrl: string | undefined; options: TrackerOptions | undefined }

/** Attributes that are no option are left alone: loaders and frameworks put their own there. */
export const readScriptTag = (script: Element | null): ScriptTag => {
  if (!(script instanceof HTMLScriptElement) || !script.src)
    return { defaultApiUrl: undefined, options: undefined }
  const { dataset } = script
  const given: Record<string, string | number> = {}
  for (const name of TEXTS) if (dataset[name]) given[name] = dataset[name]
  for (const name of NUMBERS) if (dataset[name]) given[name] = Number(dataset[name])
  return {
    defaultApiUrl: `${new URL(script.src).origin}/api/v1`,
    options: dataset['key'] === undefined ? undefined : (given as TrackerOptions),
  }
}
