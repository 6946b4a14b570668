import { expect, test } from 'vitest'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { Role } from '../../../core/organisations/role.ts'
import { type MemberProject, PROJECT_DEFAULTS } from '../../../core/projects/project.ts'
import { createIdempotencyKeys } from '../../../dashboard/src/api/idempotency-keys.ts'
import { onboardingStep } from '../../../dashboard/src/onboarding/onboarding-step.ts'
import { subjectOf } from '../../../dashboard/src/settings/settings-subject.ts'

const organisation = (n: number, role: Role = 'owner'): MemberOrganisation => ({
  organisationId: `org_${n}`,
  name: `Organisation ${n}`,
  createdAt: 0,
  role,
})
const project = (n: number, organisationId = 'org_1'): MemberProject => ({
  ...PROJECT_DEFAULTS,
  projectId: `prj_${n}`,
  organisationId,
  name: `Project ${n}`,
  createdAt: 0,
  role: 'owner',
  publishableKey: null,
})
const nothing = { organisations: [], projects: [], begun: null, secretShown: false }

test('a new member begins with an organisation, then makes a project', () => {
  expect(onboardingStep(nothing)).toBe('organisation')
  expect(onboardingStep({ ...nothing, organisations: [organisation(1)] })).toBe('project')
})

test('a member who may not make a project waits for one', () => {
  const organisations = [organisation(1, 'analyst')]
  expect(onboardingStep({ ...nothing, organisations })).toBe('waiting')
  expect(onboardingStep({ ...nothing, organisations: [...organisations, organisation(2, 'admin')] })).toBe(
    'project',
  )
})

test('the keys are shown once; whoever comes back goes on with the snippet', () => {
  const standing = { organisations: [organisation(1)], projects: [project(1)], begun: 'prj_1' }
  expect(onboardingStep({ ...standing, secretShown: true })).toBe('keys')
  expect(onboardingStep({ ...standing, secretShown: false })).toBe('snippet')
})

test('the settings speak of the project that is shown, or of the organisation that is named', () => {
  const known = {
    organisations: [organisation(1), organisation(2), organisation(3)],
    projects: [project(1), project(2), project(3, 'org_2')],
  }
  const ids = (asked: Parameters<typeof subjectOf>[1], remembered: string | null = null) => {
    const subject = subjectOf(known, asked, remembered)
    return subject && [subject.organisation.organisationId, subject.project?.projectId]
  }
  expect(ids({ project: 'prj_3' })).toEqual(['org_2', 'prj_3'])
  expect(ids({}, 'prj_2')).toEqual(['org_1', 'prj_2'])
  expect(ids({ project: 'prj_1', organisation: 'org_2' })).toEqual(['org_2', 'prj_3'])
  expect(ids({ organisation: 'org_3' }, 'prj_1')).toEqual(['org_3', undefined])
  expect(ids({ project: 'prj_9' })).toBeUndefined()
  expect(ids({ organisation: 'org_9' })).toBeUndefined()
})

test('a submission keeps its key until it is made, and a changed one gets another', () => {
  let n = 0
  const keys = createIdempotencyKeys(() => `key-${++n}`)
  expect([keys.keyFor({ name: 'a' }), keys.keyFor({ name: 'a' })]).toEqual(['key-1', 'key-1'])
  expect(keys.keyFor({ name: 'b' })).toBe('key-2')
  keys.done()
  expect(keys.keyFor({ name: 'b' })).toBe('key-3')
})
