// Whom a row speaks of: the site's own user id, else a name that is the same each time the visitor comes back.
import type { Session } from '../../../core/sessions/session.ts'

const QUALITIES =
  'Amber Brave Calm Clever Coral Crimson Dapper Eager Gentle Golden Happy Indigo Ivory Jolly Keen Kind Lively Lucky Mellow Misty Nimble Noble Polite Proud Quick Quiet Ruby Silver Sunny Swift Velvet Witty'.split(
    ' ',
  )
const ANIMALS =
  'Badger Beaver Bison Crane Dolphin Eagle Falcon Fox Gecko Hare Heron Ibex Jaguar Kestrel Koala Lemur Lynx Marten Newt Otter Owl Panda Pelican Puffin Raven Robin Salmon Seal Swan Tapir Turtle Wren'.split(
    ' ',
  )

/** FNV-1a, 32 bits: spreads ids that differ in one letter. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

const visitorName = (visitorId: string): string => {
  const h = hash(visitorId)
  return `${QUALITIES[h % QUALITIES.length]} ${ANIMALS[(h >>> 8) % ANIMALS.length]}`
}

export type Person = { name: string; known: boolean; visitor: string }

export const personOf = ({ userId, visitorId }: Pick<Session, 'userId' | 'visitorId'>): Person => ({
  name: userId ?? visitorName(visitorId),
  known: userId !== null,
  visitor: visitorId.slice(0, 8),
})
