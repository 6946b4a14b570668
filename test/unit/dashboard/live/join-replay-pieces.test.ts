import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { replayFrames } from '../../../../core/socket/replay-frames.ts'
import { joinReplayPieces, type PushedRecording } from '../../../../dashboard/src/live/join-replay-pieces.ts'

const recordingOf = (seq: number, events: unknown[], clockOffsetMs = 0) =>
  replayFrames(
    { sessionId: 's', tabId: 't', seq, format: 'rrweb-2', clockOffsetMs },
    gzipSync(JSON.stringify(events)).toString('base64'),
    560,
  ).map(({ data }) => data)

const setUp = () => {
  const given: PushedRecording[] = []
  return { given, push: joinReplayPieces((recording) => given.push(recording)) }
}

const long = (seed: number) =>
  Array.from({ length: 200 }, (_, n) => ({ type: 3, timestamp: n, data: { n: (n * seed) % 9_973 } }))

test('what was cut into frames is whole again, on our clock, in the order in which it came', async () => {
  const { given, push } = setUp()
  const pieces = [...recordingOf(1, long(7_919), 500), ...recordingOf(2, [{ type: 4, timestamp: 9 }], 500)]
  expect(pieces.length).toBeGreaterThan(3)
  await Promise.all(pieces.map(push))
  expect(given.map(({ seq }) => seq)).toEqual([1, 2])
  expect(given[0]?.events).toEqual(
    long(7_919).map((event) => ({ ...event, timestamp: event.timestamp + 500 })),
  )
  expect(given[1]).toEqual({ tabId: 't', seq: 2, events: [{ type: 4, timestamp: 509 }] })
})

test('pieces that overtake one another or come twice make one batch', async () => {
  const { given, push } = setUp()
  const [first, ...rest] = recordingOf(1, long(31))
  if (!first) throw new Error('There is no piece.')
  await Promise.all([...rest.toReversed(), first].map(push))
  await Promise.all([first, first].map(push))
  expect(given).toHaveLength(1)
  expect(given[0]?.events).toHaveLength(200)
})

test('rubbish, and a batch of which a piece was lost, cost nobody else', async () => {
  const { given, push } = setUp()
  const lost = recordingOf(1, long(17)).slice(1)
  const broken = recordingOf(2, [{ timestamp: 1 }]).map((piece) => ({ ...piece, data: 'AAAA' }))
  const odd = recordingOf(3, [null, 'text', { timestamp: 'soon' }, { timestamp: 5 }])
  await Promise.all([...lost, ...broken, ...odd].map(push))
  expect(given).toEqual([{ tabId: 't', seq: 3, events: [{ timestamp: 5 }] }])
})
