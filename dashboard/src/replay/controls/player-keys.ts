// The keys of the player: which does what, for the listener and for the help.
import type { Speed } from '../../../player/protocol.ts'

export type PlayerDeed =
  | { kind: 'toggle' }
  | { kind: 'skip'; ms: number }
  | { kind: 'speed'; factor: Speed }
  | { kind: 'full-screen' }
  | { kind: 'marker'; step: 1 | -1 }
  | { kind: 'inspector' }
  | { kind: 'inactivity' }
  | { kind: 'copy' }
  | { kind: 'span'; end: 'from' | 'to' }
  | { kind: 'help' }

type Pressed = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

const BY_KEY: Record<string, PlayerDeed> = {
  ' ': { kind: 'toggle' },
  '1': { kind: 'speed', factor: 0.5 },
  '2': { kind: 'speed', factor: 1 },
  '3': { kind: 'speed', factor: 2 },
  '4': { kind: 'speed', factor: 4 },
  '5': { kind: 'speed', factor: 8 },
  f: { kind: 'full-screen' },
  n: { kind: 'marker', step: 1 },
  p: { kind: 'marker', step: -1 },
  i: { kind: 'inspector' },
  s: { kind: 'inactivity' },
  c: { kind: 'copy' },
  '[': { kind: 'span', end: 'from' },
  ']': { kind: 'span', end: 'to' },
  '?': { kind: 'help' },
}

/** Undefined for what is the browser's or somebody else's. */
export const deedOf = ({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): PlayerDeed | undefined => {
  // Many keyboards have the brackets behind another key: AltGr is both of these, a Mac's Option the second.
  const isBracket = (key === '[' || key === ']') && altKey && !metaKey
  if ((ctrlKey || metaKey || altKey) && !isBracket) return undefined
  const ms = shiftKey ? 1_000 : 10_000
  if (key === 'ArrowRight') return { kind: 'skip', ms }
  if (key === 'ArrowLeft') return { kind: 'skip', ms: -ms }
  const known = key.length === 1 ? key.toLowerCase() : key
  return Object.hasOwn(BY_KEY, known) ? BY_KEY[known] : undefined
}

type Help = [keys: string[], does: string]

/** Of who may cut highlights. */
export const SPAN_HELP: Help = [['[', ']'], 'Begin or end of a highlight']

export const KEY_HELP: Help[] = [
  [['Space'], 'Play or pause'],
  [['←', '→'], '10 seconds back or on'],
  [['Shift ←', 'Shift →'], '1 second back or on'],
  [['1', '2', '3', '4', '5'], 'Speed 0.5×, 1×, 2×, 4×, 8×'],
  [['N', 'P'], 'Next or previous mark'],
  [['S'], 'Skip inactivity, or not'],
  [['F'], 'Full screen'],
  [['I'], 'To the inspector, and back'],
  [['C'], 'Copy a link to this moment'],
  [['J', 'K'], 'Down and up in the list of events'],
  [['?'], 'This help'],
]
