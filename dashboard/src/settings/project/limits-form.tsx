// Where a project's limits differ from those of the stage.
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { fieldError } from '../../api/problem.ts'
import classes from '../../projects/section.module.css'
import { FormSection } from '../form-section.tsx'
import { LIMIT_FIELDS, type LimitField, limitComplaint, limitTexts, readLimits } from './project-limits.ts'
import { useProjectChange } from './use-project-change.ts'

const WORDS: Record<LimitField, { label: string; description: string; path: string }> = {
  perSecond: {
    label: 'Events per second',
    description: 'Of the whole project.',
    path: 'limits.ingest.perSecond',
  },
  burst: {
    label: 'Events at once',
    description: 'A burst that is still taken.',
    path: 'limits.ingest.burst',
  },
  requests: { label: 'API requests', description: 'Of one secret key.', path: 'limits.api.limit' },
  seconds: {
    label: 'In seconds',
    description: 'The time they are counted in.',
    path: 'limits.api.windowSeconds',
  },
}

export const LimitsForm = ({ project: { projectId, limits } }: { project: MemberProject }) => {
  const stored = limitTexts(limits)
  const [texts, setTexts] = useState(stored)
  const change = useProjectChange(projectId)
  const save = () => {
    const wanted = readLimits(texts, limits)
    if (wanted) change.mutate({ limits: wanted })
  }
  return (
    <FormSection
      title="Limits"
      hint="Left empty, those of this deployment hold. What is above a limit is refused, and tried again later by the tracker."
      fields={['limits']}
      change={change}
      changed={LIMIT_FIELDS.some((field) => texts[field].trim() !== stored[field])}
      onSave={save}
    >
      <div className={classes.pair}>
        {LIMIT_FIELDS.map((field) => (
          <TextInput
            key={field}
            label={WORDS[field].label}
            description={WORDS[field].description}
            placeholder="As deployed"
            inputMode="numeric"
            value={texts[field]}
            onChange={(event) => setTexts({ ...texts, [field]: event.currentTarget.value })}
            error={limitComplaint(texts, field) ?? fieldError(change.error, WORDS[field].path)}
          />
        ))}
      </div>
    </FormSection>
  )
}
