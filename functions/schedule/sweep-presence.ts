// Finds devices that fell silent and graces that are over, every few seconds while anybody is here.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { PRESENCE_SHARDS, PRESENCE_SWEEP_MS } from '../../core/limits.ts'
import { rebase, settleAs } from '../../core/presence/roster.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { lambda } from '../runtime/clients/lambda.ts'
import { readEnvironment } from '../runtime/env.ts'
import { errorFields, type LogFields, log } from '../runtime/log.ts'
import { type ScheduleRun, schedule } from '../runtime/schedule.ts'
import { type RosterStore, rosters, type Who } from '../stores/rosters.ts'
import { type SweeperStore, sweeper } from '../stores/sweeper.ts'
import { tasks } from '../stores/tasks.ts'

type Deps = {
  rosters: Pick<RosterStore, 'due' | 'change'>
  sweeper: SweeperStore
  beginPush(of: { projectId: string; userId: string }): Promise<void>
  sleep(ms: number): Promise<unknown>
  newId: () => string
  now: () => number
}

/** Milliseconds before its end at which a run begins no further sweep: one of a million rosters takes some seconds. */
const RESERVE_MS = 20_000

/** Rosters that are settled at once. */
const CONCURRENCY = 10

export const sweepPresence = (deps: Deps) => {
  const sweep = sweepOnce(deps)
  return async ({ remainingMs }: ScheduleRun): Promise<LogFields> => {
    const { sweeper, sleep, newId, now } = deps
    const done = { sweeps: 0, due: 0, failed: 0 }
    const add = ({ due, failed }: Swept) => {
      done.sweeps++
      done.due += due
      done.failed += failed
    }
    const owner = newId()
    await sweeper.takeOver(owner)
    while (remainingMs() > RESERVE_MS) {
      const startedAt = now()
      if (!(await sweeper.goOn(owner))) return { ...done, overtaken: true }
      const swept = await sweep()
      add(swept)
      if (swept.rows === 0) {
        await sweeper.release(owner)
        // Whoever came after the look and before the release has begun no other sweep.
        const again = await sweep()
        add(again)
        if (again.rows === 0) return done
        await sweeper.takeOver(owner)
      }
      await sleep(Math.max(0, PRESENCE_SWEEP_MS - (now() - startedAt)))
    }
    return done
  }
}

type Swept = { rows: number; due: number; failed: number }

export const sweepOnce =
  ({ rosters, beginPush, now }: Pick<Deps, 'rosters' | 'beginPush' | 'now'>) =>
  async (): Promise<Swept> => {
    const swept: Swept = { rows: 0, due: 0, failed: 0 }
    const settleOne = async (who: Who): Promise<void> => {
      try {
        const roster = await rosters.change(
          who,
          (before) => settleAs(who.kind, rebase(before, now()), now()),
          { ifThere: true },
        )
        if (roster && roster.changes.length > 0) await beginPush({ projectId: who.projectId, userId: who.id })
      } catch (error) {
        // The others need not wait for one; it is found again in a few seconds.
        swept.failed++
        log.error('a roster was not settled', errorFields(error))
      }
    }
    const shards = await Promise.all(
      Array.from({ length: PRESENCE_SHARDS }, (_, shard) => rosters.due(shard)),
    )
    const waiting = shards.flatMap(({ who }) => who)
    swept.rows = shards.reduce((sum, { rows }) => sum + rows, 0)
    swept.due = waiting.length
    const worker = async (): Promise<void> => {
      for (let who = waiting.pop(); who; who = waiting.pop()) await settleOne(who)
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, worker))
    return swept
  }

const env = readEnvironment(['PRESENCE_TABLE', 'PUSH_PRESENCE_FUNCTION'])

export const handler = schedule(
  sweepPresence({
    rosters: rosters(dynamodb, env.PRESENCE_TABLE, Date.now),
    sweeper: sweeper(dynamodb, env.PRESENCE_TABLE, Date.now),
    beginPush: (of) => tasks(lambda).begin(env.PUSH_PRESENCE_FUNCTION, of),
    sleep,
    newId: randomUUID,
    now: Date.now,
  }),
)
