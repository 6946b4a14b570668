// Functions that remember what they were invoked with.
import type { Invoke } from '../../../local/lambda/invoke.ts'

export type Remembering<Event> = { invoke: Invoke; events: Event[] }

export const remembering = <Event>(
  answer: (event: Event) => unknown = () => ({ statusCode: 200 }),
): Remembering<Event> => {
  const events: Event[] = []
  return {
    events,
    invoke: async (payload) => {
      // What a function gets has been JSON on its way.
      const event = JSON.parse(JSON.stringify(payload)) as Event
      events.push(event)
      return await answer(event)
    },
  }
}
