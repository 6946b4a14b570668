// Style sheets that scripts constructed, and the documents and shadow roots that adopted them.
import { REPLAY_MAX_ADOPTED_SHEETS } from '../limits.ts'
import { idOf, type Json, listOf, recordOf } from './read-json.ts'
import { SOURCE } from './recording-format.ts'
import { noOperations, recordSteps, replayedSteps, type SheetOperations } from './sheet-operations.ts'

export type AdoptedSheets = {
  /** Each with the host it was made for, whose window it belongs to. */
  sheets: Map<number, { host: number; operations: SheetOperations }>
  byHost: Map<number, number[]>
  homes: Set<number>
}

export const emptyAdoptedSheets = (): AdoptedSheets => ({
  sheets: new Map(),
  byHost: new Map(),
  homes: new Set(),
})

/** Its sheets may still be adopted elsewhere: they move to the main document. */
export const forgetHost = ({ sheets, byHost, homes }: AdoptedSheets, host: number, root: number): void => {
  byHost.delete(host)
  if (!homes.delete(host)) return
  for (const sheet of sheets.values()) if (sheet.host === host) sheet.host = root
  homes.add(root)
}

/** Returns the characters that were added, or undefined when it cannot be applied. */
export const adopt = ({ sheets, byHost, homes }: AdoptedSheets, data: Json): number | undefined => {
  const host = idOf(data['id'])
  if (host === undefined || !Array.isArray(data['styleIds'])) return undefined
  const styleIds = data['styleIds'].flatMap((id) => idOf(id) ?? [])
  if (styleIds.length > REPLAY_MAX_ADOPTED_SHEETS) return undefined
  let chars = 0
  for (const item of listOf(data['styles'])) {
    const style = recordOf(item)
    const styleId = idOf(style?.['styleId'])
    if (!style || styleId === undefined || sheets.size >= REPLAY_MAX_ADOPTED_SHEETS) continue
    const operations = noOperations()
    chars += recordSteps(operations, { source: SOURCE.styleSheetRule, adds: style['rules'] }) ?? 0
    sheets.delete(styleId)
    sheets.set(styleId, { host, operations })
    homes.add(host)
  }
  byHost.delete(host)
  if (styleIds.length > 0) byHost.set(host, styleIds)
  return chars
}

/** The data of the events that make the sheets, and have them adopted, again. */
export const replayedAdoptions = ({ sheets, byHost }: AdoptedSheets): Json[] => {
  const homes = Map.groupBy(sheets, ([, { host }]) => host)
  const made = [...homes].flatMap(([id, own]) => [
    {
      source: SOURCE.adoptedStyleSheet,
      id,
      styles: own.map(([styleId]) => ({ styleId, rules: [] })),
      styleIds: [],
    },
    ...own.flatMap(([styleId, { operations }]) => replayedSteps(operations, { styleId })),
  ])
  const adopted = [...byHost].map(([id, styleIds]) => ({ source: SOURCE.adoptedStyleSheet, id, styleIds }))
  return [...made, ...adopted]
}
