// An action of the service: what it takes, as data, and what it does.
import type { Input, Shape } from './input-shape.ts'
import type { KinesisSettings } from './settings.ts'
import type { StreamSet } from './stream-set.ts'

/** What the actions work on. */
export type Kinesis = { streams: StreamSet; settings: KinesisSettings }

export type Action = { input: Shape; run(input: never, kinesis: Kinesis): unknown }

/** Answers what goes on the wire; nothing stands for an empty body. */
export const action = <const S extends Shape>(
  input: S,
  run: (input: Input<S>, kinesis: Kinesis) => unknown,
): Action => ({ input, run })
