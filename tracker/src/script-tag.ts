// What the script's own tag says: where the API and the parts are, and options as `data-` attributes.
import { DEFAULTS, type Places, type TrackerOptions } from './options.ts'

export type ScriptTag = {
  places?: Places
  options?: TrackerOptions
}

/** Attributes that are no option are left alone: loaders and frameworks put their own there. */
export const readScriptTag = (script: Document['currentScript']): ScriptTag => {
  const { dataset, src } = (script ?? {}) as HTMLScriptElement
  if (!src) return {}
  const given: Record<string, string | number | boolean> = {}
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const said = dataset[name]
    if (typeof usual === 'boolean' && said !== undefined) given[name] = said !== 'false'
    else if (said) given[name] = typeof usual === 'number' ? Number(said) : said
  }
  return {
    places: { apiUrl: new URL('/api/v1', src).href, partsUrl: new URL('tracker', src).href },
    ...(dataset['key'] !== undefined && { options: given as TrackerOptions }),
  }
}
