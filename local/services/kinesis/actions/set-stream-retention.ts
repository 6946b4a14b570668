// IncreaseStreamRetentionPeriod and DecreaseStreamRetentionPeriod: for how many hours records are kept.
import { action } from '../action.ts'
import { streamReference } from '../fields.ts'
import { KinesisError } from '../kinesis-error.ts'
import { RETENTION_DEFAULT_HOURS, RETENTION_MAX_HOURS } from '../limits.ts'

const setStreamRetention = (isAllowed: (wanted: number, current: number) => boolean, verb: string) =>
  action(
    { ...streamReference, RetentionPeriodHours: { type: 'Integer', required: true } },
    async ({ RetentionPeriodHours: hours, ...reference }, { streams }) => {
      const stream = streams.find(reference)
      const { retentionHours } = stream.facts
      const inBounds = hours >= RETENTION_DEFAULT_HOURS && hours <= RETENTION_MAX_HOURS
      if (!inBounds || !isAllowed(hours, retentionHours)) {
        const message = `Requested retention period (${hours} hours) can not ${verb} the current one (${retentionHours} hours); it must be within ${RETENTION_DEFAULT_HOURS} and ${RETENTION_MAX_HOURS} hours.`
        throw new KinesisError('InvalidArgumentException', message)
      }
      await streams.keep(stream, hours)
    },
  )

export const increaseStreamRetention = setStreamRetention((wanted, current) => wanted >= current, 'increase')
export const decreaseStreamRetention = setStreamRetention((wanted, current) => wanted <= current, 'decrease')
