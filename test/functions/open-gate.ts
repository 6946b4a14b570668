// A gate that lets everybody pass, for tests of what is behind it: the gate has tests of its own.
import { policiesWith } from '../../core/rate-limits/policies.ts'
import { admitted } from '../../core/rate-limits/verdict.ts'
import type { Gate } from '../../functions/runtime/http/gate.ts'

const nobody = async (): Promise<never> => {
  throw new Error('Nobody is asked for here.')
}

export const ownSecret = async (): Promise<string> => 'a secret of forty characters, or nearly.'

export const gate: Gate = {
  cameByEdge: async () => true,
  memberOf: nobody,
  userOf: nobody,
  keyOf: nobody,
  roleIn: nobody,
  placeOf: nobody,
  projectIdsOf: nobody,
  policiesFor: (project) => policiesWith(project),
  limits: {
    take: async (policy) => admitted(policy, undefined, Date.now()),
    leased: async (policy) => admitted(policy, undefined, Date.now()),
    giveBack: async () => true,
  },
  countUsed: nobody,
  countRefused: nobody,
  nameOfAddress: async () => 'somewhere',
  seal: async () => ({ sign: () => '', verify: () => false }),
  origins: [],
  idempotency: { claim: nobody, complete: nobody, release: nobody },
}
