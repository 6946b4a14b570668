// The embedded Kinesis: an HTTP server on loopback that the real SDK client talks to.
import type { Service } from '../service.ts'
import { listen } from './http-listener.ts'
import { type LocalShards, localShards } from './local-shards.ts'
import { type KinesisOptions, settle } from './settings.ts'
import { openStreamSet } from './stream-set.ts'
import { type ThroughputSetting, throughputOf } from './throughput.ts'

const TRIM_EVERY_MS = 60_000

export type AppendListener = (streamName: string, shardId: string) => void

export type KinesisService = Service & {
  /** For readers in this process. */
  shards: LocalShards
  /** Tells when a shard has new records that can be read; answers the way to stop listening. */
  onAppend(listener: AppendListener): () => void
  /** Changes from now on what every shard takes in a second. */
  setThroughput(setting: ThroughputSetting): void
}

export const startKinesis = async (options: KinesisOptions): Promise<KinesisService> => {
  const settings = settle(options)
  const listeners = new Set<AppendListener>()
  let throughput = throughputOf(options.throughput ?? 'real')
  const streams = await openStreamSet(settings, {
    throughput: () => throughput,
    onAppend: (streamName, shardId) => {
      for (const listener of listeners) listener(streamName, shardId)
    },
  })
  const http = await listen({ streams, settings }, options.port ?? 0).catch(async (error) => {
    await streams.close()
    throw error
  })
  const trimming = setInterval(() => streams.trim().catch(process.emitWarning), TRIM_EVERY_MS)
  trimming.unref()

  return {
    url: `http://127.0.0.1:${http.port}`,
    shards: localShards(streams, settings),
    onAppend(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setThroughput(setting) {
      throughput = throughputOf(setting)
    },
    async stop() {
      clearInterval(trimming)
      await http.close()
      await streams.close()
    },
  }
}
