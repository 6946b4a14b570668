// How far one has come, and what is still to do.
import { STEPS, type Step } from './onboarding-step.ts'
import classes from './steps.module.css'

const LABELS: Record<Step, string> = {
  organisation: 'Organisation',
  project: 'Project',
  keys: 'Keys',
  snippet: 'Snippet',
}

export const Steps = ({ current }: { current: Step }) => (
  <ol className={classes.steps} aria-label="Steps">
    {STEPS.map((step, n) => (
      <li
        key={step}
        className={classes.step}
        data-reached={n <= STEPS.indexOf(current) || undefined}
        aria-current={step === current ? 'step' : undefined}
      >
        {LABELS[step]}
      </li>
    ))}
  </ol>
)
