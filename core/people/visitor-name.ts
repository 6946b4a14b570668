// A name for a visitor whom the site has not named: the same each time the visitor comes back, here and in a search.

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

export const visitorName = (visitorId: string): string => {
  const h = hash(visitorId)
  return `${QUALITIES[h % QUALITIES.length]} ${ANIMALS[(h >>> 8) % ANIMALS.length]}`
}
