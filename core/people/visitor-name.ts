// A name for a visitor whom the site has not named: the same each time the visitor comes back, here and in a search.
import { hashOf } from '../text/hash-of.ts'

const QUALITIES =
  'Amber Brave Calm Clever Coral Crimson Dapper Eager Gentle Golden Happy Indigo Ivory Jolly Keen Kind Lively Lucky Mellow Misty Nimble Noble Polite Proud Quick Quiet Ruby Silver Sunny Swift Velvet Witty'.split(
    ' ',
  )
const ANIMALS =
  'Badger Beaver Bison Crane Dolphin Eagle Falcon Fox Gecko Hare Heron Ibex Jaguar Kestrel Koala Lemur Lynx Marten Newt Otter Owl Panda Pelican Puffin Raven Robin Salmon Seal Swan Tapir Turtle Wren'.split(
    ' ',
  )

export const visitorName = (visitorId: string): string => {
  const h = hashOf(visitorId)
  return `${QUALITIES[h % QUALITIES.length]} ${ANIMALS[(h >>> 8) % ANIMALS.length]}`
}
