// How deeply JSON nests: asked before anything walks it, since every walker may run out of stack.
import type { JsonValue } from './json-value.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Reads the text alone, so that it can be asked before parsing. */
export const textNestsDeeperThan = (text: string, levels: number): boolean => {
  // What opens fewer levels in all, wherever they close, nests no deeper. Searching is far cheaper than reading.
  if (!holdsMoreThan(text, ['[', '{'], levels)) return false
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (inString) {
      if (char === BACKSLASH) at++
      else if (char === QUOTE) inString = false
    } else if (char === QUOTE) inString = true
    else if (char === 0x5b || char === 0x7b) {
      if (++depth > levels) return true
    } else if (char === 0x5d || char === 0x7d) depth--
  }
  return false
}

const holdsMoreThan = (text: string, signs: string[], limit: number): boolean => {
  let found = 0
  for (const sign of signs) {
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
      if (++found > limit) return true
    }
  }
  return false
}

export const nestsDeeperThan = (value: JsonValue, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => nestsDeeperThan(inner, levels - 1)))
