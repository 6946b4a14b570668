// Fetches what recorded pages show beside their own text, so that a replay shows it when the site has it no more.

import type { AssetRules } from '../../core/assets/asset-hosts.ts'
import { mayPass } from '../../core/assets/asset-record.ts'
import { joinAssets } from '../../core/assets/session-assets.ts'
import { ASSET_PATIENCE_MS } from '../../core/limits.ts'
import type { Project } from '../../core/projects/project.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { errorFields, type LogFields, log } from '../runtime/log.ts'
import { type ScheduleRun, schedule } from '../runtime/schedule.ts'
import { assetRecords } from '../stores/asset-records.ts'
import { type AssetStore, assets, type DuePlace } from '../stores/assets.ts'
import { projects } from '../stores/projects.ts'
import { fetchAsset } from './fetch-assets/fetch-asset.ts'
import { hostLanes } from './fetch-assets/host-lanes.ts'
import { type ProjectAssets, type ProjectDeps, projectAssets } from './fetch-assets/project-assets.ts'
import { resolveHost } from './fetch-assets/request-once.ts'
import { settleSession } from './fetch-assets/settle-session.ts'

type Deps = Omit<ProjectDeps, 'assets' | 'fetch'> & {
  assets: AssetStore
  /** Anew for each run: what was busy then may answer now. */
  fetching: () => ProjectDeps['fetch']
  projectOf: (projectId: string) => Promise<Pick<Project, 'origins' | 'assets'> | undefined>
  /** The project's own sites may be on this very machine. */
  loopback: boolean
}

/** Milliseconds before its end at which a run asks for nothing more: an answer may take fifteen seconds. */
const RESERVE_MS = 30_000

/** Projects at once; sessions of one follow each other, for they show the same. */
const PROJECTS_AT_ONCE = 4

export const fetchAssets =
  ({ assets, records, fetching, projectOf, loopback, now }: Deps) =>
  async ({ remainingMs }: ScheduleRun): Promise<LogFields> => {
    const done = { sessions: 0, waiting: 0, fetched: 0, missing: 0, failed: 0 }
    const hasTime = () => remainingMs() >= RESERVE_MS
    const fetch = fetching()
    let complete = true
    let failure: unknown

    const settle = async (place: DuePlace, project: ProjectAssets): Promise<void> => {
      const due = await assets.readDue(place)
      if (!due) return
      const settled = await settleSession(due.named, project, hasTime)
      if (!settled) return
      const { map, later } = settled
      const waits = later.length > 0 && now() < due.since + ASSET_PATIENCE_MS
      // What waits is looked at in every run, and mostly there is no news.
      if (map.assets.length > 0 || !waits) {
        await assets.writeMap(place, joinAssets(await assets.readMap(place), map))
      }
      if (!waits) await assets.removeDue(place)
      else if (later.length < due.named.length) await assets.replaceDue(place, { ...due, named: later })
      done.sessions++
      done.waiting += waits ? 1 : 0
      done.missing += map.missing.filter(({ reason }) => !mayPass(reason)).length
    }

    const settleProject = async (projectId: string, places: DuePlace[]): Promise<void> => {
      const settings = await projectOf(projectId)
      if (!settings?.assets.enabled) {
        for (const place of places) await assets.removeDue(place)
        return
      }
      const rules: AssetRules = { origins: settings.origins, hosts: settings.assets.hosts, loopback }
      const project = projectAssets(projectId, rules, { records, assets, fetch, now })
      for (const place of places) {
        if (!hasTime()) break
        try {
          await settle(place, project)
        } catch (error) {
          failed(place, error)
        }
      }
      done.fetched += project.fetched()
    }

    const failed = ({ projectId, sessionId }: Partial<DuePlace>, error: unknown): void => {
      // One session that fails holds up no other.
      done.failed++
      failure ??= error
      log.error('assets', { projectId, sessionId, ...errorFields(error) })
    }

    const waiting = [...Map.groupBy(await assets.due(), ({ projectId }) => projectId)]
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [projectId, places] = next
        if (hasTime()) await settleProject(projectId, places).catch((error) => failed({ projectId }, error))
        complete &&= hasTime()
      }
    }
    await Promise.all(Array.from({ length: PROJECTS_AT_ONCE }, worker))
    if (done.failed > 0) throw new Error(`the assets of ${done.failed} sessions failed`, { cause: failure })
    return { ...done, complete }
  }

const env = readEnvironment(['SESSION_BUCKET', 'CONFIGURATION_TABLE', 'REQUESTS_TABLE', 'ASSET_LOOPBACK'])

// Only a real container has this address, and there the own machine is Lambda itself.
if (env.ASSET_LOOPBACK && process.env['AWS_LAMBDA_RUNTIME_API'])
  throw new Error('This function cannot start: ASSET_LOOPBACK is for one machine only.')

export const handler = schedule(
  fetchAssets({
    assets: assets(s3, env.SESSION_BUCKET),
    records: assetRecords(dynamodb, env.REQUESTS_TABLE, Date.now),
    fetching: () => fetchAsset({ resolve: resolveHost, lanes: hostLanes() }),
    projectOf: projects(dynamodb, env.CONFIGURATION_TABLE).find,
    loopback: env.ASSET_LOOPBACK,
    now: Date.now,
  }),
)
