'use client'

import { Badge, Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { SignIn } from '#db/queries/list-sign-ins.ts'
import { describeDevice } from '../../../_account/describe-device.ts'
import { useRequest } from '../../../_live/use-request.ts'
import { ConfirmButton } from '../../../_ui/confirm-button.tsx'
import { useMoment } from '../../../_ui/moment.ts'
import styles from './account.module.css'

/** Where I am signed in, and the way to end it there. */
export const SignIns = ({ signIns, thisSession }: { signIns: readonly SignIn[]; thisSession: string }) => {
  const t = useTranslations('staff.account')
  const router = useRouter()
  const moment = useMoment()
  const one = useRequest('account:end-session')
  const all = useRequest('account:end-sessions')

  const nameOf = ({ userAgent }: SignIn) => {
    const { browser, system } = describeDevice(userAgent)
    return `${browser ?? t('unknownBrowser')} · ${system ?? t('unknownSystem')}`
  }
  const endOne = async (sessionId: string) => {
    if (await one.send({ sessionId }, t('signedOut'))) router.refresh()
  }
  const endAll = async () => {
    if (await all.send({}, t('signedOut'))) window.location.assign('/sign-in')
  }

  return (
    <section className={styles.section} aria-labelledby="sign-ins">
      <div className={styles.head}>
        <div>
          <h2 id="sign-ins">{t('signIns')}</h2>
          <p className={styles.lead}>{t('signInsLead')}</p>
        </div>
        <ConfirmButton
          size="xs"
          text={t('signOutEverywhereText')}
          confirm={t('signOutEverywhere')}
          onConfirm={() => void endAll()}
        >
          {t('signOutEverywhere')}
        </ConfirmButton>
      </div>
      <table className={styles.table} data-testid="sign-ins">
        <thead>
          <tr>
            <th scope="col">{t('device')}</th>
            <th scope="col">{t('address')}</th>
            <th scope="col">{t('since')}</th>
            <th scope="col">{t('seen')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {signIns.map((signIn) => {
            const name = nameOf(signIn)
            const isThis = signIn.sessionId === thisSession
            return (
              <tr key={signIn.sessionId} data-this={isThis || undefined}>
                <td>
                  <span className={styles.device}>
                    <span title={signIn.userAgent ?? undefined}>{name}</span>
                    {isThis && (
                      <Badge size="sm" variant="light">
                        {t('this')}
                      </Badge>
                    )}
                  </span>
                </td>
                <td data-label={t('address')}>{signIn.address || t('noAddress')}</td>
                <td data-label={t('since')}>{moment(signIn.since)}</td>
                <td data-label={t('seen')}>{moment(signIn.seenAt)}</td>
                <td className={styles.action}>
                  {!isThis && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      disabled={one.isPending}
                      aria-label={t('signOutOneOf', { device: name })}
                      onClick={() => void endOne(signIn.sessionId)}
                    >
                      {t('signOutOne')}
                    </Button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
