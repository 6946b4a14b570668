// What scripts did to one style sheet, in order, without what later steps made void.
import { REPLAY_MAX_SHEET_OPERATIONS } from '../limits.ts'
import { idOf, type Json, listOf, numberOf, recordOf, textOf } from './read-json.ts'
import { SOURCE } from './recording-format.ts'

type RuleIndex = number | number[] | undefined

type Change =
  | { kind: 'add'; rule: string; index: RuleIndex }
  | { kind: 'remove'; index: RuleIndex }
  | { kind: 'replace' | 'replaceSync'; text: string }

type Declaration = { kind: 'declare'; index: number[]; set?: Json; remove?: Json }

type Operation = Change | Declaration

/**
 * A change of the sheet's shape, and what was declared until the next one. While the shape lasts an index means the
 * same rule, so of declarations with the same place and property the last stands for all.
 */
type Step = { change: Change | undefined; declarations: Map<string, Declaration> }

export type SheetOperations = { steps: Step[]; size: number }

export const noOperations = (): SheetOperations => ({ steps: [], size: 0 })

/** Returns the characters that were added, or undefined when there was nothing usable or no room. */
export const recordSteps = (sheet: SheetOperations, data: Json): number | undefined => {
  const operations = operationsOf(data)
  if (operations.length === 0) return undefined
  let chars = 0
  for (const operation of operations) {
    if (sheet.size >= REPLAY_MAX_SHEET_OPERATIONS) return chars || undefined
    chars += operation.kind === 'declare' ? declare(sheet, operation) : change(sheet, operation)
  }
  return chars
}

const declare = (sheet: SheetOperations, declaration: Declaration): number => {
  if (sheet.steps.length === 0) sheet.steps.push({ change: undefined, declarations: new Map() })
  const { declarations } = sheet.steps.at(-1) as Step
  const property = textOf((declaration.set ?? declaration.remove)?.['property']) ?? ''
  const key = `${declaration.index.join('.')}:${property}`
  const before = declarations.get(key)
  declarations.delete(key)
  declarations.set(key, declaration)
  if (!before) sheet.size++
  return sizeOf(declaration) - (before ? sizeOf(before) : 0)
}

const change = (sheet: SheetOperations, change: Change): number => {
  const last = sheet.steps.at(-1)
  // A rule that came and went without anything between never was.
  if (
    change.kind === 'remove' &&
    last?.change?.kind === 'add' &&
    last.declarations.size === 0 &&
    typeof last.change.index === 'number' &&
    last.change.index === change.index
  ) {
    sheet.steps.pop()
    sheet.size--
    return -sizeOf(last.change)
  }
  const freed = isReplacement(change) ? sizeOfSheet(sheet) : 0
  if (isReplacement(change)) {
    sheet.steps.length = 0
    sheet.size = 0
  }
  sheet.steps.push({ change, declarations: new Map() })
  sheet.size++
  return sizeOf(change) - freed
}

const isReplacement = ({ kind }: Change): boolean => kind === 'replace' || kind === 'replaceSync'

/** Characters of everything that is remembered. */
export const sizeOfSheet = (sheet: SheetOperations): number =>
  allOperations(sheet).reduce((sum, operation) => sum + sizeOf(operation), 0)

const allOperations = ({ steps }: SheetOperations): Operation[] =>
  steps.flatMap(({ change, declarations }) => [...(change ? [change] : []), ...declarations.values()])

const sizeOf = (operation: Operation): number => {
  if (operation.kind === 'add') return operation.rule.length
  if (operation.kind === 'remove') return 1
  if (operation.kind === 'declare') return JSON.stringify(operation).length
  return operation.text.length
}

const operationsOf = (data: Json): Operation[] => {
  if (data['source'] === SOURCE.styleDeclaration) {
    const index = listOf(data['index']).flatMap((at) => numberOf(at) ?? [])
    const set = recordOf(data['set'])
    const gone = recordOf(data['remove'])
    if (textOf((set ?? gone)?.['property']) === undefined) return []
    return [{ kind: 'declare', index, ...(set ? { set } : { remove: gone ?? {} }) }]
  }
  const adds = listOf(data['adds']).flatMap((item): Operation[] => {
    const rule = textOf(recordOf(item)?.['rule'])
    return rule === undefined ? [] : [{ kind: 'add', rule, index: indexOf(recordOf(item)?.['index']) }]
  })
  const removes = listOf(data['removes']).flatMap((item): Operation[] => {
    const index = indexOf(recordOf(item)?.['index'])
    return index === undefined ? [] : [{ kind: 'remove', index }]
  })
  const replaces = (['replace', 'replaceSync'] as const).flatMap((kind): Operation[] => {
    const text = textOf(data[kind])
    return text === undefined ? [] : [{ kind, text }]
  })
  return [...adds, ...removes, ...replaces]
}

const indexOf = (value: unknown): RuleIndex => {
  if (Array.isArray(value)) return value.flatMap((at) => numberOf(at) ?? [])
  return numberOf(value)
}

/** The data of the events that do it again; `target` names the sheet. */
export const replayedSteps = (
  sheet: SheetOperations,
  target: { id: number } | { styleId: number },
): Json[] => {
  const events: Json[] = []
  let adds: Json[] | undefined
  for (const operation of allOperations(sheet)) {
    if (operation.kind === 'add') {
      if (!adds) {
        adds = []
        events.push({ source: SOURCE.styleSheetRule, ...target, adds })
      }
      adds.push({
        rule: operation.rule,
        ...(operation.index !== undefined && { index: operation.index }),
      })
      continue
    }
    adds = undefined
    if (operation.kind === 'remove') {
      events.push({ source: SOURCE.styleSheetRule, ...target, removes: [{ index: operation.index }] })
    } else if (operation.kind === 'declare') {
      const { index, set, remove } = operation
      events.push({ source: SOURCE.styleDeclaration, ...target, index, ...(set ? { set } : { remove }) })
    } else {
      events.push({ source: SOURCE.styleSheetRule, ...target, [operation.kind]: operation.text })
    }
  }
  return events
}

/** The sheet that an event speaks of: a constructed one, or that of a style element. */
export const sheetTarget = (data: Json): { styleId: number } | { id: number } | undefined => {
  const styleId = idOf(data['styleId'])
  if (styleId !== undefined) return { styleId }
  const id = idOf(data['id'])
  return id === undefined ? undefined : { id }
}
