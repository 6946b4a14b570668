// DeleteStream: the stream and all its records are gone when the answer is out.
import { action } from '../action.ts'
import { streamReference } from '../fields.ts'

export const deleteStream = action(streamReference, async (input, { streams }) => {
  await streams.remove(streams.find(input))
})
