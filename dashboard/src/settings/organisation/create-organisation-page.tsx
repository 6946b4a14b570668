// A further organisation; its first project comes next.
import { useNavigate } from '@tanstack/react-router'
import { useTitle } from '../../app/use-title.ts'
import classes from '../../projects/section.module.css'
import { SettingsPage } from '../settings-page.tsx'
import { CreateOrganisationForm } from './create-organisation-form.tsx'

export const CreateOrganisationPage = () => {
  useTitle('New organisation')
  const navigate = useNavigate()
  return (
    <div className={classes.centered}>
      <SettingsPage
        title="New organisation"
        text="An organisation owns projects, and its members see them. You are its owner, and invite the others."
      >
        <CreateOrganisationForm
          onCreated={({ organisationId }) =>
            void navigate({ to: '/projects/new', search: { organisation: organisationId } })
          }
        />
      </SettingsPage>
    </div>
  )
}
