// Whether what comes in is about somebody who was erased. The consumers look again: this spares them most of it.
import { errorFields, log } from '../runtime/log.ts'
import type { SomebodyIn, SuppressionStore } from '../stores/suppressions.ts'

/** An erased user who comes back in another browser: from then on nothing of that browser is taken, recordings neither. */
export const isErased = async (
  suppressions: Pick<SuppressionStore, 'among' | 'suppress'>,
  somebody: SomebodyIn,
): Promise<boolean> => {
  const { projectId, visitorId } = somebody
  try {
    const [found] = await suppressions.among([somebody])
    if (found?.user && !found.visitor) {
      await suppressions.suppress(projectId, { visitorIds: [visitorId], userIds: [] })
    }
    return (found?.visitor || found?.user) ?? false
  } catch (error) {
    // The consumers look again, and wait until they can.
    log.error('who is erased could not be asked', errorFields(error))
    return false
  }
}
