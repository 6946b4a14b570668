// The records in an object that Lambda keeps of what a consumer gave up: the event is JSON, or JSON as a text.

export const givenUpRecords = (content: unknown) => {
  const whole = content as { payload?: unknown }
  const asText = typeof whole.payload === 'string'
  const payload = (asText ? parsed(whole.payload as string) : whole.payload) as { Records?: unknown }
  if (!Array.isArray(payload?.Records)) return undefined
  return {
    records: payload.Records as unknown[],
    /** The same object with these records. */
    with: (Records: unknown[]) => ({
      ...whole,
      payload: asText ? JSON.stringify({ ...payload, Records }) : { ...payload, Records },
    }),
  }
}

export const partitionKeyOf = (record: unknown): string =>
  String((record as { kinesis?: { partitionKey?: unknown } } | null)?.kinesis?.partitionKey ?? '')

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
